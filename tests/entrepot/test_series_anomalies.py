"""Unusual values of the long series: found, held back until a written decision, and never published without one."""

from datetime import date

import duckdb
import polars as pl
import pytest
from pydantic import ValidationError

from catalogue import charger
from catalogue.edition import DecisionAnomalie, Edition
from catalogue.erreurs import Impossible, Refus
from orchestration.commandes.anomalies import _lignes
from publication import anomalies
from publication.series_inhabituelles import lire
from publication.tables_publiques import ecrire
from tests.fabriques import producteurs as raw
from tests.fabriques.sources.livraison import lire_reelle

SERIE = "proxenetisme_4001"
# Recorded in Aube from 2010 to 2021.
AUBE = [3, 0, 2, 0, 0, 0, 4, 4, 1, 0, 143, 2]
CLE = f"{SERIE}.2020.10"


def decision(quoi="publier", annee=2020, territoire="10", serie=SERIE, raison="Confirmé par le producteur."):
    return DecisionAnomalie(serie=serie, annee=annee, territoire=territoire, decision=quoi, raison=raison, auteur="A. Martin", date=date(2025, 4, 10))


def annees(valeurs, fin=2021):
    return dict(zip(range(fin - len(valeurs) + 1, fin + 1), valeurs))


@pytest.fixture
def serie(batir):
    """Build one département's series, the 95 others counting 10 a year."""
    def serie(valeurs, *decisions, departement="10", **autres):
        comptes = {d: dict.fromkeys(annees(valeurs), 10) for d in raw.metropole()} | {departement: annees(valeurs)}
        habitants = {d: dict.fromkeys(annees(valeurs), 300_000) for d in comptes}
        return batir(decisions=decisions, producteurs={"etat4001": raw.etat4001(comptes, **autres), "population_departements": raw.population(habitants)})

    return serie


def trouvees(entrepot):
    return [r["cle"] for r in entrepot.lignes("select cle from anomalies_series order by cle")]


# What is unusual.


def test_the_outlier_of_aube_is_found_with_what_makes_it_one(serie):
    (r,) = serie(AUBE).lignes("anomalies_series")
    assert [r[c] for c in ("cle", "valeur", "precedente", "suivante", "mediane", "publication", "raison")] == [CLE, 143, 0, 2, 1, "en_attente", None]
    assert r["score_historique"] > 10 and r["score_voisines"] > 10


@pytest.mark.parametrize("valeurs", [
    [31, 37, 26, 24, 35, 37, 47, 36, 103, 96, 55, 28],  # a level that lasts two years (Rhône, 2011-2012)
    [6, 10, 14, 9, 10, 4, 5, 15, 9, 9, 6, 11],  # chance alone
    [0, 0, 1, 0, 2, 0, 0, 3, 0, 1, 0, 4],
    [5, 6, 6, 10, 14, 35, 17, 37, 20, 22, 25, 28],  # a rise that stays
    [100, 95, 90, 99, 108, 132, 149, 100, 78, 56, 70, 91],
])
def test_what_lasts_or_what_chance_gives_is_not_unusual(serie, valeurs):
    assert trouvees(serie(valeurs)) == []


def test_a_lone_hole_is_as_unusual_as_a_lone_peak(serie):
    assert trouvees(serie([62, 58, 66, 61, 70, 64, 19, 63, 60, 67, 71, 65])) == [f"{SERIE}.2016.10"]


def test_the_first_and_last_years_have_one_neighbour(serie):
    assert trouvees(serie([60, *[2] * 10, 55])) == [f"{SERIE}.2010.10", f"{SERIE}.2021.10"]


def test_an_incomplete_year_is_neither_judged_nor_a_neighbour(serie):
    valeurs = [70] * 11 + [5]
    assert trouvees(serie(valeurs, incomplete=2021)) == [] != trouvees(serie(valeurs))


@pytest.mark.parametrize(("autres", "jugee"), [(5, False), (6, True)])
def test_a_short_history_says_nothing(serie, autres, jugee):
    assert bool(trouvees(serie([1] * (autres - 1) + [143, 1]))) is jugee


def test_the_real_file_has_three_lone_peaks_and_its_known_totals(batir, tmp_path):
    """Sums of ../shared/sources.md; 2022 stops before its end."""
    lue = lire_reelle("etat4001", tmp_path, "etat4001/DERIVED_index45*.csv")
    entrepot = batir(producteurs={"etat4001": lue})
    assert trouvees(entrepot) == [f"{SERIE}.2009.74", f"{SERIE}.2012.21", CLE]
    sommes = {r["annee"]: r["valeur"] for r in entrepot.lignes("series_nationales")}
    assert {a: sommes[a] for a in (1996, 2000, 2005, 2010, 2012, 2015, 2019, 2020, 2021, 2022)} == {
        1996: 463, 2000: 355, 2005: 541, 2010: 428, 2012: 521, 2015: 337, 2019: 486, 2020: 592, 2021: 633, 2022: 374}
    assert [r["annee"] for r in entrepot.lignes("select distinct annee from series_departementales where not annee_complete")] == [2022]


def test_the_real_counts_by_service_keep_their_own_totals(batir, tmp_path):
    lue = lire_reelle("crimes_services", tmp_path, "crimes-depuis-2012/*.xlsx")
    entrepot = batir(producteurs={"crimes_services": lue})
    sommes = {r["annee"]: r["valeur"] for r in entrepot.lignes("series_nationales")}
    assert {a: sommes[a] for a in (2012, 2019, 2020)} == {2012: 426, 2019: 473, 2020: 599}, "521, 486 and 592 in the état 4001"
    assert "proxenetisme_services.2020.10" in trouvees(entrepot)


# What is published.


@pytest.fixture
def publiques(tmp_path):
    """The public tables of a warehouse, by name."""
    def publiques(entrepot):
        noms = ecrire(entrepot.fichier, tmp_path / "public")
        return {nom: pl.read_parquet(tmp_path / "public" / f"{nom}.parquet") for nom in noms}

    return publiques


def publie(tables):
    """What the tables show of the value of Aube in 2020, of the national sum, and of the rate over five years."""
    aube = tables["series_departementales"].filter(cle=CLE).row(0, named=True)
    france = tables["series_nationales"].filter(cle=f"{SERIE}.2020.FM").row(0, named=True)
    taux = tables["taux_departementaux"].filter(territoire="10").row(0, named=True)
    anomalie = tables["anomalies_series"].filter(cle=CLE).row(0, named=True)
    return aube, france, taux, anomalie


@pytest.mark.parametrize("decisions", [(), (decision("ecarter"),)])
def test_a_value_that_no_decision_publishes_is_nowhere_in_the_public_tables(serie, publiques, decisions):
    aube, france, taux, anomalie = publie(publiques(serie(AUBE, *decisions)))
    assert [r["valeur"] for r in (aube, france, taux, anomalie)] == [None] * 4
    assert [r["symbole"] for r in (aube, france, taux, anomalie)] == ["nv"] * 4
    assert aube["taux_pour_100k"] is taux["taux_pour_100k"] is anomalie["score_historique"] is None
    assert (aube["taux_motif"], taux["taux_motif"]) == ("valeur_non_publiee",) * 2
    attendu = "Valeur écartée. Confirmé par le producteur." if decisions else "Valeur inhabituelle, en attente d’une décision écrite."
    assert aube["motif"] == attendu and "département" in france["motif"]


def test_the_other_values_stay_public(serie, publiques):
    tables = publiques(serie(AUBE))
    autres = tables["series_departementales"].filter(pl.col("cle") != CLE)
    assert autres["valeur"].null_count() == 0 and set(autres["symbole"]) == {""}
    assert tables["series_nationales"].filter(pl.col("annee") != 2020)["valeur"].null_count() == 0


def test_a_decision_to_publish_publishes_it_everywhere(serie, publiques):
    aube, france, taux, anomalie = publie(publiques(serie(AUBE, decision())))
    assert [r["valeur"] for r in (aube, france, taux, anomalie)] == [143, 143 + 95 * 10, 150, 143]
    assert aube["taux_pour_100k"] == pytest.approx(100_000 * 143 / 300_000) and anomalie["raison"] == "Confirmé par le producteur."


def test_who_decided_is_not_public(serie, publiques):
    tables = publiques(serie(AUBE, decision()))
    assert not any("Martin" in str(t.rows()) for t in tables.values())


@pytest.mark.parametrize("tentative", [
    "update series_departementales set publication = 'publiee', motif = null",
    "update series_nationales set publication = 'publiee', motif = null",
    "update taux_departementaux set publication = 'publiee'",
    "update anomalies_series set publication = 'publiee', raison = 'Sans décision.'"])
def test_a_table_that_would_publish_it_all_the_same_is_refused_and_the_former_ones_stay(serie, tmp_path, tentative):
    entrepot, public = serie(AUBE), tmp_path / "public"
    ecrire(entrepot.fichier, public)
    avant = {p.name: p.read_bytes() for p in public.iterdir()}
    with duckdb.connect(str(entrepot.fichier)) as base:
        base.execute(tentative)
    with pytest.raises(Refus, match=rf"« {CLE} » serait publiée sans décision écrite"):
        ecrire(entrepot.fichier, public)
    assert {p.name: p.read_bytes() for p in public.iterdir()} == avant


def test_the_warehouse_itself_refuses_a_mart_that_lets_it_out(serie):
    entrepot = serie(AUBE)
    with duckdb.connect(str(entrepot.fichier)) as base:
        base.execute("update series_nationales set publication = 'publiee' where annee = 2020")
    assert "anomalies_tenues_en_reserve" in entrepot.tests_en_echec()


# Decisions.


def test_a_decision_about_a_value_that_is_not_unusual_stops_the_build_with_its_sentence(serie):
    entrepot = serie(AUBE, decision(), decision(annee=2019))
    assert "decisions_sur_des_anomalies" in entrepot.tests_en_echec()
    (refus,) = anomalies.refus(entrepot.fichier, "decisions_sur_des_anomalies")
    assert f"« {SERIE}.2019.10 » porte sur une valeur qui n’est pas une anomalie" in str(refus) and "data/editions/2025.yaml" in str(refus)


def test_a_decision_waits_for_the_livraison_of_its_series(batir):
    assert batir(decisions=(decision(),)).tests_en_echec() == set()


def test_a_test_without_sentences_of_its_own_has_none(serie):
    assert anomalies.refus(serie(AUBE).fichier, "unique_chiffres_cle") == []


@pytest.mark.parametrize(("champs", "attendu"), [
    ({"serie": "proxenetisme_401"}, "vouliez-vous dire « proxenetisme_4001 »"), ({"decision": "garder"}, "'publier' or 'ecarter'"),
    ({"raison": "Vu."}, "at least 15"), ({"auteur": ""}, "at least 2"), ({"date": "hier"}, "valid date")])
def test_a_decision_says_on_what_which_why_who_and_when(champs, attendu):
    with pytest.raises(ValidationError, match=attendu):
        DecisionAnomalie.model_validate(decision().model_dump() | champs)


def test_one_value_has_one_decision():
    with pytest.raises(ValidationError, match="deux décisions portent sur proxenetisme_4001, 2020, 10"):
        Edition(edition="2025", millesime=2024, titre="Essai", statut="brouillon", date_gel=date(2025, 3, 31), horodatage=date(2025, 4, 14),
                decisions_anomalies=[decision(), decision("ecarter")])


# What the person who decides is shown.


def test_the_command_gives_the_value_its_surroundings_and_the_line_to_write(serie):
    lignes = list(_lignes(lire(serie(AUBE).fichier, "2025"), "2025", charger()))
    assert lignes[0] == "proxénétisme, état 4001, Aube, 2020\u00a0: 143 (0 en 2019, 2 en 2021, médiane 1) — décision attendue"
    assert 'serie: proxenetisme_4001, annee: 2020, territoire: "10", decision: publier ou ecarter' in lignes[-1]


def test_a_decision_taken_is_shown_and_no_longer_asked(serie):
    lignes = list(_lignes(lire(serie(AUBE, decision("ecarter")).fichier, "2025"), "2025", charger()))
    assert len(lignes) == 1 and lignes[0].endswith("— écartée\u00a0: Confirmé par le producteur.")


def test_the_warehouse_of_another_edition_is_not_shown(serie, tmp_path):
    for fichier, edition in ((serie(AUBE).fichier, "2026"), (tmp_path / "absent.duckdb", "2025")):
        with pytest.raises(Impossible, match="n’a pas encore été construit"):
            lire(fichier, edition)
