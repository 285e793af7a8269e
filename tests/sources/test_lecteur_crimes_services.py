"""Crimes et délits par service: three header rows for police, two for gendarmerie, 107 rows a service."""

import polars as pl
import pytest

from catalogue.erreurs import Refus
from ingest.sources import SCHEMAS
from tests.fabriques.sources import crimes_services as fabrique
from tests.fabriques.sources.classeur import classeur
from tests.fabriques.sources.livraison import lire, lire_reelle

NOM = "crimes-et-delits-depuis-2012.xlsx"


def refus(tmp_path, octets: bytes, nom: str = NOM) -> str:
    with pytest.raises(Refus) as e:
        lire("crimes_services", tmp_path, nom, octets)
    return str(e.value)


def proxenetisme(lues: pl.DataFrame) -> list[tuple]:
    return lues.filter(index=45).drop("index", "libelle", "livraison_sha256").rows()


def test_both_layouts_give_a_row_per_service_and_index(tmp_path):
    lues = lire("crimes_services", tmp_path, NOM, fabrique.classeur_de(PN2020=fabrique.police(), GN2020=fabrique.gendarmerie()))
    assert dict(lues.schema) == SCHEMAS["crimes_services"]
    assert lues.height == 107 * 6
    assert proxenetisme(lues) == [
        ("PN", "DCPAF", "DIDPAF PREVESSIN 01", "01", 2020, 1), ("PN", "DCSP", "CIAT DE BOURG EN BRESSE", "01", 2020, 2), ("PN", "DCSP", "CIAT D'AJACCIO", "2A", 2020, 3),
        ("PN", "DCSP", "CIAT DE NOUMEA", "988", 2020, 4), ("GN", None, "CGD BELLEY", "01", 2020, 1), ("GN", None, "CGD BASSE TERRE", "971", 2020, 2)]


def test_blank_rows_of_index_no_longer_used_are_null_not_zero(tmp_path):
    lues = lire("crimes_services", tmp_path, NOM, fabrique.classeur_de(GN2020=fabrique.gendarmerie()))
    assert lues.filter(pl.col("nombre").is_null())["index"].unique().sort().to_list() == [96, 97, 99, 100]


def test_empty_columns_at_the_right_hold_no_service(tmp_path):
    feuille = [[*ligne, "", None, ""] for ligne in fabrique.gendarmerie()]
    assert lire("crimes_services", tmp_path, NOM, fabrique.classeur_de(GN2020=feuille)).height == 107 * 2


def test_the_csv_of_a_later_year_is_read_like_its_sheet(tmp_path):
    lues = lire("crimes_services", tmp_path, "services-pn-2021.csv", fabrique.csv(fabrique.police(2021)))
    assert lues.height == 107 * 4 and lues.select("service_type", "annee").unique().rows() == [("PN", 2021)]
    lues = lire("crimes_services", tmp_path, "services-gn-2021.csv", fabrique.csv(fabrique.gendarmerie(2021)))
    assert proxenetisme(lues)[0] == ("GN", None, "CGD BELLEY", "01", 2021, 1)


def test_a_column_with_counts_and_no_departement_is_refused(tmp_path):
    feuille = fabrique.police()
    feuille[0][3] = None
    assert "feuille « Services PN 2020 », ligne 1, colonne « CIAT DE BOURG EN BRESSE » : «  » n’est pas un département" in refus(
        tmp_path, fabrique.classeur_de(PN2020=feuille))


@pytest.mark.parametrize(("rang", "vu"), [(0, "Depts"), (1, "Zones"), (2, "Intitulé")])
def test_another_header_row_is_refused(tmp_path, rang, vu):
    feuille = fabrique.police()
    feuille[rang][1] = vu
    assert f"ligne {rang + 1} : le titre est « {vu} »" in refus(tmp_path, fabrique.classeur_de(PN2020=feuille))


def test_a_sheet_that_contradicts_its_name_is_refused(tmp_path):
    assert "feuille « Services PN 2019 », ligne 1 : le titre est « Année 2020 - services de police »" in refus(tmp_path, fabrique.classeur_de(PN2019=fabrique.police(2020)))


def test_an_unknown_sheet_is_refused(tmp_path):
    assert "feuille « Synthèse », ligne 1 : le titre est « Total »" in refus(tmp_path, classeur({"Synthèse": [["Total", 1]]}))


def test_an_unknown_departement_is_refused(tmp_path):
    assert "« 20 » n’est pas un département" in refus(tmp_path, fabrique.classeur_de(GN2020=fabrique.gendarmerie(services=(("20", "CGD BASTIA"),))))


def test_a_service_given_twice_is_refused(tmp_path):
    services = (("01", "CGD BELLEY"), ("01", "CGD BELLEY"))
    assert "« CGD BELLEY (01) » est là deux fois" in refus(tmp_path, fabrique.classeur_de(GN2020=fabrique.gendarmerie(services=services)))


def test_the_same_service_name_in_two_departements_is_two_services(tmp_path):
    services = (("01", "CGD SAINT MARTIN"), ("978", "CGD SAINT MARTIN"))
    assert lire("crimes_services", tmp_path, NOM, fabrique.classeur_de(GN2020=fabrique.gendarmerie(services=services))).height == 107 * 2


def test_a_blank_cell_elsewhere_is_refused(tmp_path):
    feuille = fabrique.gendarmerie()
    feuille[46][2] = None
    assert "ligne 47, colonne « CGD BELLEY » : «  » n’est pas un nombre" in refus(tmp_path, fabrique.classeur_de(GN2020=feuille))


def test_the_real_workbook_has_its_known_sums(tmp_path):
    lues = lire_reelle("crimes_services", tmp_path, "crimes-depuis-2012/*.xlsx")
    services = lues.select("service_type", "annee", "departement", "perimetre_service", "service").unique()
    assert lues.height == services.height * 107 == 1_010_615
    sommes = lues.filter(index=45).group_by("annee", "service_type").agg(pl.col("nombre").sum())
    assert {(annee, type_service): n for annee, type_service, n in sommes.iter_rows()} == {
        (2012 + i, type_service): n
        for type_service, suite in (("PN", (362, 373, 317, 240, 289, 319, 379, 372, 359)), ("GN", (78, 88, 112, 85, 94, 90, 115, 122, 260)))
        for i, n in enumerate(suite)}
    assert lues.filter(index=45, annee=2020, departement="10", service="CGD BAR SUR AUBE")["nombre"].to_list() == [140]
    presents = {t: set(lues.filter(service_type=t)["departement"].unique()) for t in ("PN", "GN")}
    assert not presents["PN"] & {"975", "977", "978", "986"} and {"976", "987", "988"} <= presents["PN"]
    assert not presents["GN"] & {"75", "90", "92", "93", "94", "975", "976", "977"} and {"978", "986", "987", "988"} <= presents["GN"]
    assert set(lues["perimetre_service"].unique()) >= {"DRPJ", "DIRECTION REGIONALE PJ PARIS", "DTPN", "DCCRS", None}
