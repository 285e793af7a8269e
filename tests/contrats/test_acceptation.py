"""What the contracts give as examples, and what the fixture maker draws from them, the control accepts."""

import pytest

from catalogue.contrats import charger_contrats, exemple, lire_contrat
from tests.fabriques.retours import csv_de, exemple_de, lignes

CONTRATS = charger_contrats()
PARTOUT = pytest.mark.parametrize("contrat", CONTRATS.values(), ids=list(CONTRATS))


def dits(rapport) -> list[tuple]:
    return [(c.niveau, c.code, c.champ) for c in rapport.constats]


@PARTOUT
def test_the_example_of_a_contract_raises_no_error(contrat, controler):
    """Its departments are examples too: the remit, and what it asks of the rest of the field, are left aside."""
    rapport = controler(exemple(contrat.id).read_bytes(), "exemple.csv", contrat)
    du_territoire = {"regle.territoire_competence", "regle.tous_les_departements"}
    assert [d for d in dits(rapport) if d[0] == "bloquant" and d[1] not in du_territoire] == []


@PARTOUT
@pytest.mark.parametrize("graine", range(3))
def test_a_return_drawn_from_its_contract_is_accepted_without_a_word(contrat, graine, controler):
    departements = contrat.champ("departement").modalites if contrat.id == "verbalisations" else ["63"]
    rapport = controler(csv_de(contrat, lignes(contrat, graine, tuple(departements))), "retour.csv", contrat)
    assert (rapport.verdict, dits(rapport)) == ("accepte", [])


def test_the_fixture_maker_gives_the_same_rows_for_the_same_seed_and_others_for_another():
    contrat = CONTRATS["psp_flux"]
    assert lignes(contrat, 1) == lignes(contrat, 1) != lignes(contrat, 2)


@pytest.mark.parametrize(("nom", "millesime", "attendus"), [
    ("puy_de_dome_diagnostic", 2022, {("a_confirmer", "regle.base_chiffree", "base")}),
    ("puy_de_dome_annonces", 2021, {("a_confirmer", "regle.estimation_refaite", "estimation_publiee")}),
    ("puy_de_dome_agrements", 2017, {("a_confirmer", "regle.agrement_date", "date_debut"), ("a_confirmer", "regle.organisme_identifie", "siren")}),
    ("puy_de_dome_commission", 2018, {("a_confirmer", "regle.installation_datee", "date_installation")}),
])
def test_the_diagnostic_of_the_puy_de_dome_passes_and_asks_to_confirm_only_what_it_does_not_say(nom, millesime, attendus, controler):
    contrat = lire_contrat(nom.removeprefix("puy_de_dome_"))
    rapport = controler(exemple_de(nom).read_bytes(), f"{nom}.csv", contrat, millesime=millesime)
    assert (rapport.verdict, set(dits(rapport))) == ("a_confirmer", attendus)


def test_the_published_estimate_of_the_puy_de_dome_is_shown_beside_the_computed_one(controler):
    rapport = controler(exemple_de("puy_de_dome_annonces").read_bytes(), "annonces.csv", lire_contrat("annonces"), millesime=2021)
    assert all(nombre in rapport.constats[0].message for nombre in ("362", "297", "65"))
