"""Tables that cannot be protected: each is refused in one sentence that says which cell, by how much, and what to do."""

import pytest

from catalogue.erreurs import Refus
from publication.secret import Hierarchie, Tableau, assembler, attaquer, proteger, vue_publique
from publication.secret.primaire import petit_nombre

SEXE = Hierarchie.plate("sexe", "ensemble", ("femmes", "hommes"))


def table(femmes, hommes, ensemble, nom="victimes", **options):
    return Tableau(nom, "victimes", [SEXE], {("femmes",): femmes, ("hommes",): hommes, ("ensemble",): ensemble}, **options)


def sensibles(*cles):
    return [petit_nombre(c, v, 5) for c, v in cles]


@pytest.mark.parametrize(("ensemble", "sens"), [(104, "soit 2 de moins"), (100, "soit 2 de plus")])
def test_a_table_that_does_not_add_up_names_the_cell_and_the_gap(ensemble, sens):
    with pytest.raises(Refus) as refus:
        assembler([table(3, 99, ensemble)])
    assert "« victimes » vaut" in str(refus.value) and "ses parties font 102" in str(refus.value) and sens in str(refus.value)


def test_every_sum_that_fails_is_told_at_once():
    with pytest.raises(Refus) as refus:
        assembler([table(3, 99, 100), Tableau("psp", "psp", [SEXE], {("femmes",): 1, ("hommes",): 2, ("ensemble",): 4})])
    assert len(refus.value.refus) == 2


def test_a_hierarchy_with_a_loop_shows_the_loop():
    with pytest.raises(Refus, match="tourne en rond : R84 → 63 → R84"):
        Hierarchie("territoire", "FR", {"R84": "63", "63": "R84"})


def test_a_code_that_does_not_lead_to_the_total_is_named():
    with pytest.raises(Refus, match="« 63 » remonte jusqu’à « R84 »"):
        Hierarchie("territoire", "FR", {"63": "R84", "75": "FR"})


def test_a_code_out_of_the_hierarchy_is_named():
    with pytest.raises(Refus, match="« inconnu » n’est pas dans la hiérarchie de la dimension « sexe »"):
        assembler([Tableau("t", "g", [SEXE], {("inconnu",): 1, ("ensemble",): 1})])


def test_a_margin_that_two_tables_give_differently_is_refused():
    with pytest.raises(Refus, match="vaut 103, mais 102 dans une autre table"):
        assembler([table(3, 99, 102), table(4, 99, 103, nom="rappel")])


def test_an_empty_cell_is_not_a_zero():
    with pytest.raises(Refus, match="« victimes.sexe-hommes » n’a pas de valeur"):
        assembler([table(3, None, 3)])


def test_a_sensitive_cell_that_published_ones_give_away_is_told_with_what_to_do():
    publiees = {"victimes": "publiee", "victimes.sexe-hommes": "publiee"}
    systeme = assembler([table(3, 99, 102, etats=publiees)])
    with pytest.raises(Refus) as refus:
        proteger(systeme, sensibles(("victimes.sexe-femmes", 3)))
    texte = str(refus.value)
    assert refus.value.code == "secret.protection_impossible"
    assert "victimes.sexe-femmes" in texte and "à partir de : victimes ; victimes.sexe-hommes" in texte and "Retirez une de ces publications" in texte


def test_bounds_that_published_cells_impose_through_others_are_told_too():
    """Nothing gives the cell away exactly, yet the total already published keeps it under the threshold."""
    h = Hierarchie.plate("age", "ensemble", ("mineurs", "majeurs"))
    systeme = assembler([Tableau("t", "g", [h], {("mineurs",): 1, ("majeurs",): 2, ("ensemble",): 3}, etats={"g": "publiee"})])
    with pytest.raises(Refus) as refus:
        proteger(systeme, sensibles(("g.age-mineurs", 1), ("g.age-majeurs", 2)))
    assert refus.value.code == "secret.protection_impossible" and "à partir de : g." in str(refus.value)


def test_a_sensitive_cell_that_is_public_already_is_refused():
    systeme = assembler([table(3, 99, 102, etats={"victimes.sexe-femmes": "publiee"})])
    with pytest.raises(Refus, match="déjà publique"):
        proteger(systeme, sensibles(("victimes.sexe-femmes", 3)))


def test_published_numbers_that_no_table_can_give_are_refused_with_the_sum_and_the_gap():
    with pytest.raises(Refus, match="il s’en faut d’au moins 2"):
        attaquer(vue_publique([table(3, 99, 104)]))
    with pytest.raises(Refus, match="ne s’additionnent pas"):
        attaquer(vue_publique([table(None, 99, 90)]))
