"""Code officiel géographique: the millésime given is the catalogue's, or the difference is told."""

import pytest

from catalogue import charger
from catalogue.erreurs import Refus
from ingest.sources import SCHEMAS
from tests.fabriques.sources import cog as fabrique
from tests.fabriques.sources.livraison import lire, lire_reelle


def refus(tmp_path, octets: bytes, millesime: int | None = 2026) -> str:
    with pytest.raises(Refus) as e:
        lire("cog", tmp_path, "departements.csv", octets, millesime)
    return str(e.value)


def test_the_three_lists_are_read(tmp_path):
    lues = lire("cog", tmp_path, "departements.csv", fabrique.departements(), 2026)
    assert dict(lues.schema) == SCHEMAS["cog"]
    assert lues.drop("livraison_sha256").rows()[:2] == [("departement", "01", "Ain", "R84", 2026), ("departement", "2A", "Corse-du-Sud", "R94", 2026)]
    assert lire("cog", tmp_path, "regions.csv", fabrique.regions(), 2026).select("code", "region").rows() == [("R01", "R01"), ("R84", "R84"), ("R94", "R94")]
    assert lire("cog", tmp_path, "com.csv", fabrique.collectivites(), 2026).select("code", "region").rows() == [("975", None), ("984", None)]


def test_the_two_halves_of_the_rhone_are_one_departement(tmp_path):
    octets = fabrique.departements(("69D", "84", "Rhône"), ("69M", "84", "Métropole de Lyon"))
    assert lire("cog", tmp_path, "departements.csv", octets, 2026)["code"].to_list() == ["69"]


@pytest.mark.parametrize(("ligne", "message"), [
    (("20", "94", "Corse"), "ligne 2, colonne « DEP » : « 20 » n’est pas un département"), (("1", "84", "Ain"), "« 1 » n’est pas un département"),
    (("01", "84", "Aisne"), "colonne « LIBELLE » : le libellé « Aisne » n’est pas connu. Attendu : Ain, le nom du code 01"),
    (("01", "32", "Ain"), "colonne « REG » : le libellé « 32 » n’est pas connu. Attendu : 84, la région du code 01")])
def test_what_is_not_the_catalogues_is_refused(tmp_path, ligne, message):
    assert message in refus(tmp_path, fabrique.departements(ligne))


def test_an_unknown_region_is_refused(tmp_path):
    assert "colonne « REG » : « 99 » n’est pas une région" in refus(tmp_path, fabrique.regions(("99", "Ailleurs")))


def test_a_code_given_twice_is_refused(tmp_path):
    assert "« 01 » est déjà plus haut" in refus(tmp_path, fabrique.departements(("01", "84", "Ain"), ("01", "84", "Ain")))


def test_a_livraison_without_millesime_is_refused(tmp_path):
    assert "la livraison n’a pas de millésime" in refus(tmp_path, fabrique.departements(), None)


def test_an_unknown_list_is_refused(tmp_path):
    assert "la colonne « CTCD » n’est pas prévue" in refus(tmp_path, fabrique.departements().replace(b"DEP,", b"CTCD,"))


@pytest.mark.parametrize(("liste", "nomenclature", "lignes"), [("departements", "departements", 101), ("regions", "regions", 18), ("collectivites-outremer", "collectivites_outremer", 8)])
def test_the_real_lists_are_the_catalogues(tmp_path, liste, nomenclature, lignes):
    lues = lire_reelle("cog", tmp_path, f"cog/{liste}.csv", 2026)
    assert lues.height == lignes and set(lues["code"]) == set(charger().nomenclatures[nomenclature])
