"""SSMSI time series: the rows on traite et exploitation, by form and unit, and nothing read by guess."""

import polars as pl
import pytest

from catalogue.erreurs import Refus
from ingest.sources import SCHEMAS
from tests.fabriques.sources import ssmsi_series as fabrique
from tests.fabriques.sources.livraison import lire, lire_reelle
from tests.fabriques.sources.ssmsi_series import ligne, serie

NOM = "serieschrono-datagouv.csv"


def refus(tmp_path, octets: bytes) -> str:
    with pytest.raises(Refus) as e:
        lire("ssmsi_series", tmp_path, NOM, octets)
    return str(e.value)


def test_rows_of_the_indicator_are_coded_and_the_others_left_aside(tmp_path):
    lues = lire("ssmsi_series", tmp_path, NOM, serie(ligne(993), ligne(1448, unite="Mis en cause"), ligne(7, indicateur="Homicides", zone="inconnue")))
    assert dict(lues.schema) == SCHEMAS["ssmsi_series"]
    assert lues.drop("livraison_sha256").rows() == [
        ("traite_exploitation", "proxenetisme", "victimes", "france", "FR", 2022, None, 993.0, "nombre", None),
        ("traite_exploitation", "proxenetisme", "mis_en_cause", "france", "FR", 2022, None, 1448.0, "nombre", None)]


def test_the_column_added_in_later_editions_may_be_absent(tmp_path):
    assert lire("ssmsi_series", tmp_path, NOM, serie(ligne(), sans=("Detail_complementaire",))).height == 1


def test_a_region_and_a_departement_of_the_same_number_are_told_apart(tmp_path):
    lues = lire("ssmsi_series", tmp_path, NOM, serie(ligne(1, zone="11-Aude"), ligne(2, zone="11-Île-de-France"), ligne(3, zone="971-Guadeloupe"), ligne(4, zone="01-Guadeloupe")))
    assert lues.select("territoire_type", "territoire", "valeur").rows() == [
        ("departement", "11", 1.0), ("region", "R11", 2.0), ("departement", "971", 3.0), ("region", "R01", 4.0)]


def test_months_and_years_are_read(tmp_path):
    lues = lire("ssmsi_series", tmp_path, NOM, serie(ligne(10, "2022M07"), ligne(20, "2022")))
    assert lues.select("annee", "mois", "valeur").rows() == [(2022, 7, 10.0), (2022, None, 20.0)]


@pytest.mark.parametrize(("ecrit", "lu"), [("993", 993.0), ("5.596925", 5.596925), ("5,596925", 5.596925)])
def test_decimals_are_read_with_a_point_or_a_comma(tmp_path, ecrit, lu):
    assert lire("ssmsi_series", tmp_path, NOM, serie(ligne(ecrit)))["valeur"].to_list() == [lu]


@pytest.mark.parametrize("unite", ["Victime", "Victimes", "victimes"])
def test_the_three_spellings_of_victims_are_one_unit(tmp_path, unite):
    assert lire("ssmsi_series", tmp_path, NOM, serie(ligne(unite=unite)))["unite_de_compte"].to_list() == ["victimes"]


@pytest.mark.parametrize(("changement", "message"), [
    ({"forme": "Infractions de racolage"}, "ligne 2, colonne « Sous_indicateur » : le libellé « Infractions de racolage » n’est pas connu"),
    ({"unite": "Personnes"}, "colonne « Unite_de_compte » : l’unité de compte « Personnes » n’est pas connue. Attendu : Victime, victime,"),
    ({"statistique": "Taux pour 100 000"}, "colonne « Statistique » : le libellé « Taux pour 100 000 » n’est pas connu"),
    ({"zone": "France métropolitaine"}, "la zone « France métropolitaine » n’est pas connue"),
    ({"zone": "20-Corse"}, "la zone « 20-Corse » n’est pas connue"), ({"zone": "11-Ain"}, "la zone « 11-Ain » n’est pas connue"),
    ({"periode": "2022T3"}, "colonne « Unite_temps » : la période « 2022T3 » ne se lit pas"), ({"periode": "22"}, "la période « 22 » ne se lit pas"),
    ({"valeur": "Non Renseigné"}, "colonne « Valeurs » : « Non Renseigné » n’est pas un nombre"), ({"valeur": "1 044"}, "« 1 044 » n’est pas un nombre")])
def test_what_is_unknown_is_refused(tmp_path, changement, message):
    assert message in refus(tmp_path, serie(ligne(**changement)))


def test_two_values_of_one_series_are_refused(tmp_path):
    assert "« Infractions de proxénétisme, Victime, France, 2022 » est déjà plus haut" in refus(tmp_path, serie(ligne(993), ligne(994)))


def test_a_file_without_the_indicator_is_refused(tmp_path):
    assert f"Attendu : des lignes de l’indicateur « {fabrique.TEH} »" in refus(tmp_path, serie(ligne(indicateur="Traite des êtres humains")))


def test_another_column_and_a_missing_one_are_refused(tmp_path):
    message = refus(tmp_path, serie(ligne()).replace(b'"Unite_temps"', b'"Unite temps"'))
    assert "la colonne « Unite temps » n’est pas prévue (vouliez-vous dire « Unite_temps » ?)" in message and "la colonne « Unite_temps » manque" in message


def test_a_row_of_another_width_is_refused(tmp_path):
    assert "ligne 2 : 16 cellules trouvées, 15 attendues" in refus(tmp_path, serie(ligne()).rstrip(b"\n") + b";x\n")


def test_a_file_saved_again_in_utf8_is_refused(tmp_path):
    assert "(UTF-8). Attendu : Windows-1252" in refus(tmp_path, serie(ligne(), encodage="utf-8"))


def test_the_real_series_has_its_known_values(tmp_path):
    lues = lire_reelle("ssmsi_series", tmp_path, "ssmsi-serieschrono/teh_DERIVED_from_rdata.csv").sort("annee")
    assert lues.height == 70

    def suite(forme, unite):
        return lues.filter(sous_indicateur=forme, unite_de_compte=unite)["valeur"].to_list()

    assert suite("proxenetisme", "victimes") == [922, 841, 905, 797, 848, 1044, 993]
    assert suite("proxenetisme", "mis_en_cause") == [1038, 1127, 1335, 1244, 1343, 1694, 1448]
    assert suite("ensemble", "victimes") == [1439, 1451, 1538, 1669, 1372, 1811, 2027]
    formes = lues.filter(pl.col("sous_indicateur") != "ensemble", annee=2022, unite_de_compte="victimes")
    assert formes["valeur"].sum() == 2198  # not 2 027: a procedure counts once in each form
