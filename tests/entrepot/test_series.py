"""The long series: what is counted, over which population, and what is never added."""

import polars as pl
import pytest

from publication import anomalies
from tests.fabriques import producteurs as raw
from tests.fabriques.registre import ligne
from tests.fabriques.sources import etat4001 as classeurs_4001
from tests.fabriques.sources.livraison import lire

SERIE = "proxenetisme_4001"


@pytest.fixture
def serie(batir):
    """Build the état 4001 for these départements, with the same population every year."""
    def serie(comptes, population=100_000, **autres):
        habitants = {} if population is None else {"population_departements": raw.population({d: dict.fromkeys(a, population) for d, a in comptes.items()})}
        return batir(producteurs={"etat4001": raw.etat4001(comptes, **autres), **habitants})

    return serie


def departementale(entrepot, annee, territoire="01", serie=SERIE):
    (r,) = entrepot.lignes(f"select * from series_departementales where cle = '{serie}.{annee}.{territoire}'")
    return r


def nationale(entrepot, annee, serie=SERIE):
    return next(iter(entrepot.lignes(f"select * from series_nationales where cle = '{serie}.{annee}.FM'")), None)


def test_without_any_livraison_every_series_is_there_and_empty(batir):
    entrepot = batir()
    assert [entrepot.lignes(t) for t in ("series_departementales", "series_nationales", "taux_departementaux", "anomalies_series")] == [[]] * 4
    assert entrepot.tests_en_echec() == set()


# Counts and years.


def test_a_year_is_the_sum_of_its_months_and_is_complete_when_there_are_twelve(batir):
    entrepot = batir(producteurs={"etat4001": raw.etat4001_mensuel({"01": {2021: [2] * 12, 2022: [3] * 8}}),
                                  "population_departements": raw.population({"01": {2021: 100_000, 2022: 100_000}})})
    assert [departementale(entrepot, a)[c] for a in (2021, 2022) for c in ("valeur", "mois_couverts", "annee_complete")] == [24, 12, True, 24, 8, False]
    assert departementale(entrepot, 2021)["taux_pour_100k"] == 24
    assert (departementale(entrepot, 2022)["taux_pour_100k"], departementale(entrepot, 2022)["taux_motif"]) == (None, "annee_incomplete")


def test_a_year_whose_months_are_not_said_is_not_held_to_be_complete(serie):
    r = departementale(serie({"01": {2022: 30}}, incomplete=2022), 2022)
    assert (r["valeur"], r["mois_couverts"], r["annee_complete"], r["taux_motif"]) == (30, None, False, "annee_incomplete")


def test_another_index_is_never_counted(serie):
    assert departementale(serie({"01": {2021: 7}}), 2021)["valeur"] == 7


@pytest.mark.parametrize("deuxieme", [
    raw.etat4001({"02": {2021: 1}}, livraison="b" * 64), raw.etat4001({"01": {2021: 1}}, livraison="b" * 64)])
def test_two_livraisons_of_one_service_and_year_are_refused_rather_than_added(batir, deuxieme):
    entrepot = batir(producteurs={"etat4001": pl.concat([raw.etat4001({"01": {2021: 5}}), deuxieme])})
    assert "une_livraison_stg_etat4001_service__annee" in entrepot.tests_en_echec()
    for controle in ("une_livraison_stg_etat4001_service__annee", "cle_unique_stg_etat4001_service__departement__annee__mois"):
        (refus,) = anomalies.refus(entrepot.fichier, controle)
        assert str(refus).startswith("Source «\u202fetat4001\u202f»\u00a0: plusieurs livraisons épinglées donnent les mêmes lignes (aaaaaaaaaaaaaaaa, bbbbbbbbbbbbbbbb).")
    assert anomalies.refus(entrepot.fichier, "cle_unique_stg_natinf_natinf") == [], "one livraison at most: its test speaks for itself"


# Rates.


@pytest.mark.parametrize(("nombre", "taux", "motif"), [(19, None, "numerateur_inferieur_a_20"), (20, 10.0, None), (0, None, "numerateur_inferieur_a_20")])
def test_no_rate_when_the_numerator_is_under_20(serie, nombre, taux, motif):
    r = departementale(serie({"01": {2021: nombre}}, population=200_000), 2021)
    assert (r["taux_pour_100k"], r["taux_motif"]) == (taux, motif)


def test_no_rate_without_a_population(serie):
    r = departementale(serie({"01": {2021: 50}}, population=None), 2021)
    assert (r["population"], r["taux_pour_100k"], r["taux_motif"]) == (None, None, "population_absente")


def test_a_rate_over_five_years_sums_both_terms_and_needs_20_in_all(serie):
    entrepot = serie({"01": dict.fromkeys(range(2016, 2022), 4), "02": dict.fromkeys(range(2016, 2022), 3)})
    taux = {r["territoire"]: r for r in entrepot.lignes("taux_departementaux")}
    assert [taux["01"][c] for c in ("annee_debut", "annee_fin", "valeur", "population", "taux_pour_100k")] == [2017, 2021, 20, 500_000, 4.0]
    assert (taux["02"]["valeur"], taux["02"]["taux_pour_100k"], taux["02"]["taux_motif"]) == (15, None, "numerateur_inferieur_a_20")


def test_five_years_end_at_the_last_complete_one(serie):
    entrepot = serie({"01": dict.fromkeys(range(2015, 2023), 10)}, incomplete=2022)
    (r,) = entrepot.lignes("taux_departementaux")
    assert (r["annee_fin"], r["valeur"]) == (2021, 50)


def test_a_departement_that_misses_a_year_has_no_rate_over_five(serie):
    entrepot = serie({"01": dict.fromkeys(range(2017, 2022), 10), "976": dict.fromkeys(range(2019, 2022), 30)})
    assert {r["territoire"]: r["taux_motif"] for r in entrepot.lignes("taux_departementaux")} == {"01": None, "976": "annees_manquantes"}


# Series that overlap.


@pytest.fixture
def toutes(batir):
    comptes = {d: {2020: 10} for d in raw.metropole()}
    moitie = {d: {2020: 5} for d in raw.metropole()}
    etats = pl.concat([raw.etat4001(comptes), raw.etat4001(moitie, "pn"), raw.etat4001(moitie, "gn")])
    return batir(producteurs={"etat4001": etats, "crimes_services": raw.services([(f"CSP {i}", d, 2020, 4) for d in raw.metropole() for i in (1, 2)])})


def test_overlapping_series_keep_their_own_name_and_perimeter(toutes):
    lues = toutes.lignes("select distinct serie, perimetre, sum(valeur) over (partition by serie) as total from series_departementales order by serie")
    assert [(r["serie"], r["total"]) for r in lues] == [(SERIE, 960), (f"{SERIE}_gendarmerie", 480), (f"{SERIE}_police", 480), ("proxenetisme_services", 768)]
    assert len({r["perimetre"] for r in lues}) == 4
    assert {r["serie"]: r["valeur"] for r in toutes.lignes("series_nationales")} == {r["serie"]: r["total"] for r in lues}
    assert toutes.tests_en_echec() == set()


def test_no_rate_is_made_of_counts_by_service(toutes):
    assert {r["taux_motif"] for r in toutes.lignes("select taux_motif from series_departementales where serie <> 'proxenetisme_4001'")} == {"sans_taux"}
    assert {r["serie"] for r in toutes.lignes("taux_departementaux")} == {SERIE}


def test_police_and_gendarmerie_that_do_not_make_the_total_are_told(batir):
    etats = pl.concat([raw.etat4001({"01": {2020: 10}}), raw.etat4001({"01": {2020: 5}}, "pn"), raw.etat4001({"01": {2020: 4}}, "gn")])
    assert "police_et_gendarmerie_font_le_total" in batir(producteurs={"etat4001": etats}).tests_en_echec()


def test_the_metropolitan_total_is_computed_and_needs_its_96_departements(serie):
    comptes = {d: {2020: 1, 2021: 1} for d in raw.metropole()} | {"971": {2020: 50, 2021: 50}, "988": {2020: 50, 2021: 50}}
    del comptes["48"][2021]
    entrepot = serie(comptes)
    assert [nationale(entrepot, 2020)[c] for c in ("valeur", "derive", "motif")] == [96, True, None]
    assert [nationale(entrepot, 2021)[c] for c in ("valeur", "motif")] == [None, "Des départements manquent."]
    assert departementale(entrepot, 2020, "988")["territoire_type"] == "collectivite"


def test_a_monthly_workbook_goes_from_its_sheets_to_the_national_line(batir, tmp_path):
    """A made workbook in the producer's shape, 2021 and eight months of 2022: each département counts one procedure in January, Paris two a month."""
    mois = tuple(f"_{a}_{m:02}" for a, dernier in ((2022, 8), (2021, 12)) for m in range(dernier, 0, -1))
    janvier = tuple(int(m.endswith("_01")) for m in mois)
    feuilles = {f"d{d}": classeurs_4001.feuille(mois, (2,) * len(mois) if d == "75" else janvier) for d in raw.metropole()}
    entrepot = batir(producteurs={"etat4001": lire("etat4001", tmp_path, "tableaux-4001-ts.xlsx", classeurs_4001.mensuel(**feuilles))})
    assert [(r["annee"], r["valeur"], r["mois_couverts"], r["annee_complete"]) for r in entrepot.lignes("select * from series_nationales order by annee")] == [
        (2021, 95 + 24, 12, True), (2022, 95 + 16, 8, False)]
    assert entrepot.tests_en_echec() == set()


# Trafficking and exploitation.


def test_the_producer_s_file_meets_the_registry_on_the_same_key(batir):
    publie = [ligne("teh_victimes", 2022, 993, infraction="proxenetisme"), ligne("teh_mis_en_cause", 2022, 2000)]
    entrepot = batir(*publie, producteurs={"ssmsi_series": raw.traite([
        ("proxenetisme", "victimes", 2022, 993), ("ensemble", "mis_en_cause", 2022, 2001), ("ensemble", "victimes", 2021, 1811)])})
    lues = {r["cle"]: (r["valeur"], r["valeur_registre"], r["perimetre"], r["derive"]) for r in entrepot.lignes("series_nationales")}
    assert lues == {"teh_victimes.2022.FR.infraction-proxenetisme": (993, 993, "teh", False), "teh_mis_en_cause.2022.FR": (2001, 2000, "teh", False),
                    "teh_victimes.2021.FR": (1811, None, "teh", False)}
    assert entrepot.tests_en_echec() == set()


# The bases of the SSMSI, against each other.


@pytest.fixture
def bases(batir):
    def bases(departements, regions=(), communes=()):
        return batir(producteurs={"ssmsi_departements": raw.base_ssmsi("ssmsi_departementale", departements), "ssmsi_regions": raw.base_ssmsi("ssmsi_regionale", regions),
                                  "ssmsi_communes": raw.base_ssmsi("ssmsi_communale", communes)})

    return bases


@pytest.mark.parametrize(("unite", "region", "echec"), [("victimes", 30, False), ("victimes", 29, True), ("mis_en_cause", 29, False)])
def test_the_departements_of_a_region_add_up_to_it_but_for_persons_implicated(bases, unite, region, echec):
    communs = {"region": "R84", "unite_de_compte": unite}
    entrepot = bases([{"territoire": "01", "nombre": 10} | communs, {"territoire": "03", "nombre": 20} | communs], [{"territoire": "R84", "nombre": region} | communs])
    assert ("departements_font_la_region" in entrepot.tests_en_echec()) is echec


@pytest.mark.parametrize(("communes", "echec"), [((6, 4), False), ((6, 5), True)])
def test_the_communes_of_a_departement_never_exceed_it(bases, communes, echec):
    publiees = [{"territoire": f"0100{i}", "departement": "01", "nombre": n} for i, n in enumerate(communes)]
    entrepot = bases([{"territoire": "01", "nombre": 10}], communes=[*publiees, {"territoire": "01009", "departement": "01", "nombre": None, "est_diffuse": False}])
    assert ("communes_dans_le_departement" in entrepot.tests_en_echec()) is echec
    (r,) = entrepot.lignes("int_ssmsi_departements")
    assert (r["nombre_communes"], r["communes_masquees"]) == (sum(communes), 1)


def test_an_arrondissement_is_not_added_to_its_commune(bases):
    entrepot = bases([{"territoire": "75", "nombre": 100}], communes=[{"territoire": c, "departement": "75", "nombre": n} for c, n in (("75056", 100), ("75101", 60), ("75120", 40))])
    assert entrepot.lignes("int_ssmsi_departements")[0]["nombre_communes"] == 100
