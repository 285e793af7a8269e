"""État 4001: every département and month of a file, nothing else; anything unknown stops it."""

import polars as pl
import pytest

from catalogue.erreurs import Refus
from ingest.sources import SCHEMAS
from tests.fabriques.sources import etat4001 as fabrique
from tests.fabriques.sources.classeur import ERREUR, classeur
from tests.fabriques.sources.livraison import fichier, lire, lire_reelle

NOM = "tableaux-4001-ts.xlsx"


def refus(tmp_path, octets: bytes, nom: str = NOM) -> str:
    with pytest.raises(Refus) as e:
        lire("etat4001", tmp_path, nom, octets)
    return str(e.value)


def proxenetisme(lues: pl.DataFrame) -> pl.DataFrame:
    return lues.filter(index=45)


def test_a_monthly_workbook_gives_each_departement_index_and_month_once(tmp_path):
    lues = lire("etat4001", tmp_path, NOM, fabrique.mensuel(d01=fabrique.feuille(), d2A=fabrique.feuille(proxenetisme=(4, 5, 6))))
    assert dict(lues.schema) == SCHEMAS["etat4001"]
    assert lues.height == 2 * 107 * 3
    assert proxenetisme(lues).select("departement", "annee", "mois", "nombre").rows() == [
        ("01", 2022, 2, 1), ("01", 2022, 1, 2), ("01", 2021, 12, 3), ("2A", 2022, 2, 4), ("2A", 2022, 1, 5), ("2A", 2021, 12, 6)]
    assert proxenetisme(lues)["libelle"].unique().to_list() == ["Proxénétisme"]
    assert lues["mois_couverts"].unique().to_list() == [1]


def test_national_totals_are_never_rows(tmp_path):
    lues = lire("etat4001", tmp_path, NOM, fabrique.mensuel(d01=fabrique.feuille()))
    assert lues["departement"].unique().to_list() == ["01"] and proxenetisme(lues)["nombre"].sum() == 6


def test_sheets_of_unequal_width_are_read_each_for_its_months(tmp_path):
    lues = lire("etat4001", tmp_path, NOM, fabrique.mensuel(d01=fabrique.feuille(), d971=fabrique.feuille(fabrique.MOIS[:2], (7, 8))))
    assert proxenetisme(lues).group_by("departement", maintain_order=True).agg(pl.len(), pl.col("nombre").sum()).rows() == [("01", 3, 6), ("971", 2, 15)]


def test_overseas_collectivities_are_read_and_corsica_is_two(tmp_path):
    lues = lire("etat4001", tmp_path, NOM, fabrique.mensuel(d2A=fabrique.feuille(), d2B=fabrique.feuille(), d988=fabrique.feuille()))
    assert lues["departement"].unique(maintain_order=True).to_list() == ["2A", "2B", "988"]


@pytest.mark.parametrize("service", ["ts", "pn", "gn"])
def test_the_service_comes_from_the_name_of_the_file(tmp_path, service):
    lues = lire("etat4001", tmp_path, f"tableaux-4001-{service}.xlsx", fabrique.mensuel(d01=fabrique.feuille()))
    assert lues["service"].unique().to_list() == [service]


def test_a_renamed_file_is_refused(tmp_path):
    assert "ne dit pas le service" in refus(tmp_path, fabrique.mensuel(d01=fabrique.feuille()), "export.xlsx")


def test_an_index_no_longer_used_may_be_blank_another_may_not(tmp_path):
    lues = lire("etat4001", tmp_path, NOM, fabrique.mensuel(d01=fabrique.feuille()))
    assert lues.filter(pl.col("nombre").is_null())["index"].unique().sort().to_list() == list(fabrique.INUTILISES)
    message = refus(tmp_path, fabrique.mensuel(d01=fabrique.feuille(proxenetisme=(1, None, 3))))
    assert message == (f"{NOM}, feuille « 01 », ligne 46, colonne « _2022_01 » : «  » n’est pas un nombre. Attendu : un nombre entier, "
                       "comme 17369 ou 17 369. Une cellule vide n’est pas un zéro.")


@pytest.mark.parametrize("valeur", ["n.d.", 1.5, -1, ERREUR])
def test_a_cell_that_is_not_a_count_is_refused(tmp_path, valeur):
    message = refus(tmp_path, fabrique.mensuel(d01=fabrique.feuille(proxenetisme=(1, valeur, 3))))
    assert "ligne 46, colonne « _2022_01 »" in message and "n’est pas un nombre" in message


@pytest.mark.parametrize("feuille", ["20", "Feuil1", "96", "1"])
def test_a_sheet_that_is_no_departement_is_refused(tmp_path, feuille):
    assert f"feuille « {feuille} » : cette feuille n’est pas prévue" in refus(tmp_path, classeur({feuille: fabrique.feuille()}))


def test_the_two_halves_of_the_rhone_are_one_departement(tmp_path):
    assert lire("etat4001", tmp_path, NOM, classeur({"69D": fabrique.feuille()}))["departement"].unique().to_list() == ["69"]


@pytest.mark.parametrize("mois", ["2022_01", "_2022_13", "janv. 2022", "_2022_1"])
def test_a_month_written_otherwise_is_refused(tmp_path, mois):
    assert f"la période « {mois} » ne se lit pas. Attendu : un mois écrit comme _2022_07" in refus(
        tmp_path, fabrique.mensuel(d01=fabrique.feuille(("_2022_02", mois, "_2021_12"))))


def test_a_month_given_twice_is_refused(tmp_path):
    assert "« _2022_02 » est là deux fois" in refus(tmp_path, fabrique.mensuel(d01=fabrique.feuille(("_2022_02", "_2022_02", "_2021_12"))))


def test_labels_are_known_by_their_number_and_an_unknown_one_is_refused(tmp_path):
    feuille = fabrique.feuille()
    feuille[45][1] = "Racolage"
    assert "ligne 46, colonne « libellé index » : le libellé « Racolage » n’est pas connu. Attendu : le libellé de l’index 45, « Proxénétisme »" in refus(
        tmp_path, fabrique.mensuel(d01=feuille))


def test_rows_out_of_step_with_their_numbers_are_refused(tmp_path):
    feuille = fabrique.feuille()
    for i in range(1, 107):
        feuille[i][1] = feuille[i + 1][1]
    assert "le libellé « Homicides pour voler" in refus(tmp_path, fabrique.mensuel(d01=feuille))


def test_a_missing_index_and_a_double_one_are_refused(tmp_path):
    feuille = fabrique.feuille()
    feuille[45][0] = 44
    message = refus(tmp_path, fabrique.mensuel(d01=feuille))
    assert "« 44 » est déjà plus haut" in message and "il manque l’index 45" in message


def test_another_first_column_is_refused(tmp_path):
    feuille = fabrique.feuille()
    feuille[0][0] = "Code"
    assert "ligne 1 : la colonne « Code » n’est pas prévue. Attendu : Index." in refus(tmp_path, fabrique.mensuel(d01=feuille))


def test_faults_of_several_sheets_are_told_together(tmp_path):
    lignes = refus(tmp_path, fabrique.mensuel(d20=fabrique.feuille(), d01=fabrique.feuille(proxenetisme=(1, "x", 3)), d02=fabrique.feuille(("a", "b", "c")))).splitlines()
    assert [next(f for f in ("« 20 »", "« 01 »", "« 02 »") if f"feuille {f}" in ligne) for ligne in lignes] == ["« 20 »", "« 01 »", "« 02 »", "« 02 »", "« 02 »"]


def test_the_wide_csv_gives_one_month_without_its_total(tmp_path):
    lues = lire("etat4001", tmp_path, "datagouv-juin-2012.csv", fabrique.large())
    assert lues.height == 107 * 3
    assert proxenetisme(lues).select("departement", "annee", "mois", "mois_couverts", "service", "nombre").rows() == [
        ("01", 2012, 6, 1, "ts", 45000), ("2A", 2012, 6, 1, "ts", 1), ("95", 2012, 6, 1, "ts", 2)]


def test_the_wide_csv_of_a_whole_year_has_no_month(tmp_path):
    lues = lire("etat4001", tmp_path, "datagouv-2012.csv", fabrique.large("2012"))
    assert lues.select("annee", "mois", "mois_couverts").unique().rows() == [(2012, None, 12)]


def test_the_total_of_the_wide_csv_is_checked(tmp_path):
    octets = fabrique.large().replace("45;Proxénétisme;45 003".encode("cp1252"), "45;Proxénétisme;45 004".encode("cp1252"))
    assert "colonne « Métropole » : pour l’index 45, le total publié est 45004. Attendu : 45003, la somme des départements" in refus(tmp_path, octets, "x.csv")


@pytest.mark.parametrize(("periode", "vue"), [("juillembre 2012", "juillembre 2012"), ("cours", "en cours")])
def test_a_title_without_a_period_is_refused(tmp_path, periode, vue):
    message = refus(tmp_path, fabrique.large(periode), "x.csv")
    assert "ne se lit pas" in message and vue in message


def test_a_departement_name_that_is_unknown_is_refused(tmp_path):
    assert "ligne 3 : « Corse » n’est pas un département" in refus(tmp_path, fabrique.large(departements=("Ain", "Corse")), "x.csv")


def test_text_saved_again_in_utf8_is_refused(tmp_path):
    message = refus(tmp_path, fabrique.large(encodage="utf-8"), "x.csv")
    assert "ligne 1 : le texte n’est pas écrit comme les autres éditions" in message and "Attendu : Windows-1252" in message


def test_a_long_series_is_read_and_its_last_year_is_not_called_whole(tmp_path):
    lues = lire("etat4001", tmp_path, "serie.csv", fabrique.longue([("01", 45, 2021, 6), ("01", 45, 2022, 2), ("2A", 45, 2021, 0)]))
    assert lues.select("departement", "annee", "mois", "mois_couverts", "nombre").rows() == [
        ("01", 2021, None, 12, 6), ("01", 2022, None, None, 2), ("2A", 2021, None, 12, 0)]


@pytest.mark.parametrize(("ligne", "message"), [
    (("1", 45, 2021, 6), "colonne « departement » : « 1 » n’est pas un département"), (("20", 45, 2021, 6), "« 20 » n’est pas un département"),
    (("01", 108, 2021, 6), "colonne « index » : « 108 » n’est pas un index"), (("01", 45, 21, 6), "colonne « annee » : « 21 » n’est pas une année"),
    (("01", 45, 2021, "6,0"), "colonne « faits » : « 6,0 » n’est pas un nombre"), (("02", 45, 2020, 1), "« 02, 45, 2020 » est déjà plus haut")])
def test_a_long_series_refuses_what_it_does_not_know(tmp_path, ligne, message):
    assert message in refus(tmp_path, fabrique.longue([("02", 45, 2020, 1), ligne]), "serie.csv")


def test_another_text_is_refused_with_what_was_expected(tmp_path):
    assert "la ligne d’en-tête est introuvable (première ligne : « Faits;1;2 »). Attendu : departement;index;annee;faits" in refus(tmp_path, b"Faits;1;2\nx;0;0\n", "faits.csv")


def test_a_web_page_in_place_of_the_file_is_refused(tmp_path):
    assert "le contenu est une page web. Attendu : un classeur Excel (.xlsx) ou un fichier texte" in refus(tmp_path, b"<!DOCTYPE html><html></html>")


def test_a_cut_workbook_is_refused(tmp_path):
    octets = fabrique.mensuel(d01=fabrique.feuille())
    assert "le classeur ne s’ouvre pas" in refus(tmp_path, octets[:len(octets) // 2])


def test_a_workbook_that_unpacks_to_far_too_much_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("ingest.sources.classeurs.TAILLE_MAX", 1000)
    assert "le classeur se déplie en" in refus(tmp_path, fabrique.mensuel(d01=fabrique.feuille()))


def test_a_refusal_says_where_it_is_in_its_fields(tmp_path):
    from ingest.sources import etat4001

    with pytest.raises(Refus) as e:
        etat4001.lire(fichier(tmp_path, NOM, fabrique.mensuel(d01=fabrique.feuille(proxenetisme=(1, "x", 3)))))
    assert {c: e.value.champs[c] for c in ("fichier", "feuille", "ligne", "colonne", "valeur")} == {
        "fichier": NOM, "feuille": "01", "ligne": 46, "colonne": "_2022_01", "valeur": "x"}


def test_the_real_long_series_has_its_known_sums(tmp_path):
    lues = lire_reelle("etat4001", tmp_path, "etat4001/DERIVED_index45_departement_annuel_1996_2022.csv")
    sommes = dict(lues.group_by("annee").agg(pl.col("nombre").sum()).iter_rows())
    assert lues.height == 2592 and lues["departement"].n_unique() == 96
    assert {a: sommes[a] for a in (1996, 2000, 2005, 2010, 2012, 2015, 2019, 2020, 2021, 2022)} == {
        1996: 463, 2000: 355, 2005: 541, 2010: 428, 2012: 521, 2015: 337, 2019: 486, 2020: 592, 2021: 633, 2022: 374}
    assert lues.filter(departement="10", annee=2020)["nombre"].to_list() == [143]


@pytest.mark.parametrize(("motif", "message"), [("etat4001/test.csv", "Attendu : Windows-1252"), ("etat4001/faits2010.csv", "la ligne d’en-tête est introuvable"),
                                                ("etat4001/liste-index.xlsx", "ne dit pas le service")])
def test_real_files_that_are_not_the_producers_are_refused(tmp_path, motif, message):
    with pytest.raises(Refus, match=message.replace("(", r"\(")):
        lire_reelle("etat4001", tmp_path, motif)


def test_the_official_list_of_index_is_the_nomenclature(tmp_path):
    from catalogue import charger
    from ingest.sources.classeurs import Classeur
    from ingest.sources.codes import cle, ecritures
    from tests.fabriques.sources.livraison import REELLES

    chemin = REELLES / "etat4001" / "liste-index.xlsx"
    if not chemin.exists():
        pytest.skip("données réelles absentes : ../shared/data/etat4001/liste-index.xlsx")
    feuille = Classeur(fichier(tmp_path, chemin.name, chemin.read_bytes())).feuille("Feuil1")[1:]
    unites = ecritures(charger(), "unites_de_compte") | {None: ""}
    connus = charger().nomenclatures["index_4001"]
    assert [(code, cle(libelle), unites[unite]) for code, libelle, unite in feuille.select("c0", "c1", "c2").iter_rows()] == [
        (code, cle(ligne["libelle"]), ligne["unite"]) for code, ligne in connus.items()]
