"""The diagnostic of the Puy-de-Dôme, as the founding documents give it, fits the contracts whole."""

import csv
from pathlib import Path

import pytest

from tests.fabriques.retours import EXEMPLES, exemple_de

RACINE = Path(__file__).resolve().parents[2]
# Indicator of the registry → return, then the question (of a diagnostic) or the column that holds its value.
PLACES = {
    "diag_repondants": ("diagnostic", "repondants"), "diag_entretiens": ("diagnostic", "entretiens"),
    "diag_part_ayant_identifie": ("diagnostic", "ont_identifie"), "diag_personnes_reperees": ("diagnostic", "personnes_reperees"),
    "diag_part_femmes": ("diagnostic", "sexe"), "diag_part_ages": ("diagnostic", "age"), "diag_part_nationalites": ("diagnostic", "nationalite"),
    "diag_part_lieux": ("diagnostic", "lieux"), "diag_part_contrepartie_non_financiere": ("diagnostic", "contrepartie"),
    "diag_part_proxenetisme": ("diagnostic", "proxenetisme_repere"), "diag_proxenetisme_conjugal": ("diagnostic", "proxenetisme_conjugal"),
    "diag_annonces_demande": ("diagnostic", "annonces_de_demande"), "diag_annonces_demande_villes": ("diagnostic", "communes_des_annonces"),
    "diag_sollicitations_simulation": ("diagnostic", "sollicitations"), "diag_part_connaissent_association": ("diagnostic", "connaissent_association"),
    "diag_part_insuffisamment_outilles": ("diagnostic", "insuffisamment_outilles"), "diag_part_jamais_formes": ("diagnostic", "jamais_formes"),
    "diag_annonces": ("annonces", "annonces"), "diag_sites": ("annonces", "sites"), "diag_part_doublons": ("annonces", "coef"),
    "diag_estimation_publiee": ("annonces", "estimation_publiee"),
    "agrement_date": ("agrements", "annee"), "commission_date_installation": ("commission", "annee"),
}
PRECISIONS = {"au_moins": "au_moins", "exacte": "exacte", "arrondie": "exacte"}


def lire(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f, delimiter=";"))


REGISTRE = lire(RACINE / "data" / "territoires" / "puy_de_dome.csv")


def test_every_figure_of_the_registry_has_its_place_in_a_return():
    assert {r["indicateur"] for r in REGISTRE} == set(PLACES)


@pytest.mark.parametrize("chiffre", [r for r in REGISTRE if PLACES[r["indicateur"]][0] == "diagnostic"], ids=lambda r: r["id"])
def test_a_figure_of_the_diagnostic_is_in_its_return_with_its_period_modality_and_precision(chiffre):
    modalite = next((chiffre[d] for d in ("modalite", "sexe", "age", "nationalite") if chiffre[d] != "ensemble"), None)
    debut, fin = chiffre["date_debut"] or chiffre["date_reference"], chiffre["date_fin"] or chiffre["date_reference"]
    trouvees = [ligne for ligne in lire(exemple_de("puy_de_dome_diagnostic")) if ligne["question"] == PLACES[chiffre["indicateur"]][1]
                and (modalite is None or ligne["modalite"] == modalite)]
    assert [(x["annee"], x["valeur"], x["date_debut"], x["date_fin"], x["precision"]) for x in trouvees] == [
        (chiffre["annee"], chiffre["valeur"], debut, fin, PRECISIONS[chiffre["precision"]])]


@pytest.mark.parametrize("chiffre", [r for r in REGISTRE if PLACES[r["indicateur"]][0] != "diagnostic"], ids=lambda r: r["id"])
def test_a_figure_of_the_ads_or_of_the_department_is_in_its_return(chiffre):
    retour, colonne = PLACES[chiffre["indicateur"]]
    periode = (chiffre["date_debut"], chiffre["date_fin"])
    trouvees = [x for x in lire(exemple_de(f"puy_de_dome_{retour}")) if retour != "annonces" or (x["date_debut"], x["date_fin"]) == periode]
    assert [x[colonne] for x in trouvees] == [chiffre["valeur"]]


def test_the_respondents_and_the_persons_spotted_are_two_bases():
    lignes = {x["question"]: x for x in lire(exemple_de("puy_de_dome_diagnostic"))}
    assert (lignes["ont_identifie"]["base"], lignes["ont_identifie"]["base_libelle"]) == ("79", "repondants")
    assert lignes["sexe"]["base_libelle"] == "personnes_reperees" and lignes["lieux"]["base_libelle"] == "situations"


def test_each_example_file_belongs_to_a_contract():
    assert {p.stem for p in EXEMPLES.glob("*.csv")} == {f"puy_de_dome_{r}" for r in ("diagnostic", "annonces", "agrements", "commission")}
