"""Insee's population: every year, département, sex and age band, checked against the file's own totals."""

import polars as pl
import pytest

from catalogue.erreurs import Refus
from ingest.sources import SCHEMAS
from tests.fabriques.sources import population as fabrique
from tests.fabriques.sources.livraison import lire, lire_reelle

NOM = "estim-pop-dep-sexe-gca-1975-2023.xlsx"


def refus(tmp_path, annees: dict) -> str:
    with pytest.raises(Refus) as e:
        lire("population", tmp_path, NOM, fabrique.classeur_de(annees))
    return str(e.value)


def test_each_sheet_gives_departements_sexes_and_ages(tmp_path):
    lues = lire("population", tmp_path, NOM, fabrique.classeur_de({"2023": fabrique.annee("2023"), "2022": fabrique.annee("2022")}))
    assert dict(lues.schema) == SCHEMAS["population"]
    assert lues.height == 2 * 4 * 3 * 6
    assert lues.filter(annee=2023, departement="01", sexe="hommes").select("age", "age_min", "age_max", "population").rows() == [
        ("0-19", 0, 19, 100), ("20-39", 20, 39, 200), ("40-59", 40, 59, 300), ("60-74", 60, 74, 400), ("75+", 75, None, 500), ("ensemble", None, None, 1500)]


def test_overseas_codes_written_as_numbers_are_text(tmp_path):
    lues = lire("population", tmp_path, NOM, fabrique.classeur_de({"2023": fabrique.annee("2023", outre_mer=((971.0, "Guadeloupe "), (974.0, "La Réunion")))}))
    assert lues["departement"].unique(maintain_order=True).to_list() == ["01", "2A", "971", "974"]


def test_a_year_without_overseas_has_none(tmp_path):
    lues = lire("population", tmp_path, NOM, fabrique.classeur_de({"1985": fabrique.annee("1985", outre_mer=())}))
    assert lues["departement"].unique(maintain_order=True).to_list() == ["01", "2A"]


def test_five_year_bands_are_read_too(tmp_path):
    tranches = ("0 à 4 ans", "5 à 9 ans", "15 à 19 ans", "95 ans et plus", "Total")
    lues = lire("population", tmp_path, NOM, fabrique.classeur_de({"2023": fabrique.annee("2023", tranches)}))
    assert lues["age"].unique(maintain_order=True).to_list() == ["0-4", "5-9", "15-19", "95+", "ensemble"]


def test_provisional_years_are_those_whose_note_says_so(tmp_path):
    note = "Source : Insee - Estimations de population (résultats provisoires arrêtés fin 2022)."
    lues = lire("population", tmp_path, NOM, fabrique.classeur_de({"2023": fabrique.annee("2023", note=note), "2019": fabrique.annee("2019")}))
    assert lues.select("annee", "provisoire").unique().sort("annee").rows() == [(2019, False), (2023, True)]


def test_a_sheet_that_contradicts_its_name_is_refused(tmp_path):
    assert "feuille « 2023 », ligne 2 : le titre est « Année 2022 ». Attendu : « Année 2023 », comme la feuille" in refus(tmp_path, {"2023": fabrique.annee("2022")})


def test_an_unknown_sheet_is_refused(tmp_path):
    assert "feuille « Feuil1 » : cette feuille n’est pas prévue" in refus(tmp_path, {"Feuil1": fabrique.annee("2023")})


@pytest.mark.parametrize(("place", "valeur", "message"), [
    ((5, 0), 1, "ligne 6, colonne « Départements » : « 1 » n’est pas un département"),
    ((5, 1), "Aisne", "ligne 6, colonne « Départements » : le libellé « Aisne » n’est pas connu. Attendu : Ain, le nom du département 01"),
    ((5, 2), None, "ligne 6, colonne « Ensemble 0 à 19 ans » : «  » n’est pas un nombre"),
    ((5, 9), "c", "ligne 6, colonne « Hommes 20 à 39 ans » : « c » n’est pas un nombre"),
    ((4, 3), "de 20 à 39", "ligne 5 : la tranche d’âge « de 20 à 39 » ne se lit pas"),
    ((3, 8), "Garçons", "la tranche d’âge « 0 à 19 ans » ne se lit pas"),
    ((5, 8), 101, "pour le département 01, le total publié est 201. Attendu : 202, la somme des hommes et des femmes"),
    ((5, 7), 3006, "pour le département 01, le total publié est 3006. Attendu : 3005, la somme des âges"),
    ((7, 2), 403, "ligne 8 : pour la France métropolitaine, le total publié est 403. Attendu : 402, la somme des départements"),
    ((6, 0), "01", "« 01 » est déjà plus haut")])
def test_what_is_unknown_or_does_not_add_up_is_refused(tmp_path, place, valeur, message):
    feuille = fabrique.annee("2023")
    feuille[place[0]][place[1]] = valeur
    assert message in refus(tmp_path, {"2023": feuille})


def test_the_real_workbook_has_every_year_and_departement(tmp_path):
    lues = lire_reelle("population", tmp_path, "insee-pop/estim-pop-dep-sexe-gca-1975-2023.xls")
    departements = dict(lues.group_by("annee").agg(pl.col("departement").n_unique()).iter_rows())
    assert departements == {a: 96 if a < 1990 else 100 if a < 2014 else 101 for a in range(1975, 2024)}
    assert lues.height == (15 * 96 + 24 * 100 + 10 * 101) * 3 * 6 == 87_300
    ensemble = lues.filter(sexe="ensemble", age="ensemble")
    assert dict(ensemble.group_by("annee").agg(pl.col("population").sum()).filter(pl.col("annee").is_in([1975, 1990, 2013, 2023])).iter_rows()) == {
        1975: 52_600_000, 1990: 57_998_429, 2013: 65_564_756, 2023: 68_042_591}
    assert lues.filter("provisoire")["annee"].unique().sort().to_list() == [2021, 2022, 2023]
    assert set(lues.filter(pl.col("departement") == "976")["annee"]) == set(range(2014, 2024))
