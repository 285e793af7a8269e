"""Which cells the rules of a source find sensitive, and what each rule asks for."""

import pytest

from catalogue.erreurs import Refus
from publication.secret import Hierarchie, Parametre, Profil, Regles, Tableau, assembler, primaires

SIGNEE = "Décision de la source."


def table(valeurs, dimension="sexe", etats=None):
    """One dimension; the total is computed."""
    h = Hierarchie.plate(dimension, "ensemble", valeurs)
    codes = {(c,): float(v) for c, v in valeurs.items()} | {("ensemble",): float(sum(valeurs.values()))}
    return assembler([Tableau("t", "g", [h], codes, etats=etats or {})])


def motifs(systeme, regles, **options):
    return {e.cle.removeprefix("g.").partition("-")[2] or "ensemble": e.motifs for e in primaires(systeme, regles, **options).exigences}


def regles(**parametres):
    return Regles("essai", **({"seuil": Parametre(None, "essai d’une autre règle")} | {n: Parametre(v, SIGNEE) for n, v in parametres.items()}))


def test_counts_from_one_to_the_threshold_are_sensitive_and_zero_is_not():
    assert motifs(table({"a": 0, "b": 1, "c": 4, "d": 5, "e": 90}), regles(seuil=5)) == {"b": ("seuil",), "c": ("seuil",)}


def test_a_small_count_must_look_as_if_it_could_reach_the_threshold():
    (e,) = primaires(table({"a": 3, "b": 90}), regles(seuil=5)).exigences
    assert (e.bas, e.haut, e.largeur) == (1, 2, 5)


def test_rules_that_protect_enterprises_are_off_for_counts_of_persons_and_say_why():
    profils = {"g.sexe-a": Profil(1, (30.0,))}
    defaut = Regles("essai", Parametre(5, SIGNEE))
    assert motifs(table({"a": 30, "b": 90}), defaut, profils=profils) == {}
    assert all("entreprises" in r.raison for r in (defaut.declarants_min, defaut.dominance, defaut.p_pourcent))


@pytest.mark.parametrize(("regle", "valeur", "profil"), [
    ("declarants_min", 3, Profil(2, (10.0, 20.0))),
    ("dominance", (1, 85), Profil(5, (28.0, 1.0, 1.0))),
    ("p_pourcent", 20, Profil(3, (28.0, 1.5, 0.5))),
])
def test_a_rule_on_declarants_finds_its_cell_when_it_is_on(regle, valeur, profil):
    profils = {"g.sexe-a": profil, "g.sexe-b": Profil(12, (10.0, 10.0, 10.0))}
    assert motifs(table({"a": 30, "b": 90}), regles(**{regle: valeur}), profils=profils) == {"a": (regle,)}


def test_a_cell_that_its_producer_marks_is_sensitive_whatever_its_size():
    assert motifs(table({"a": 30, "b": 90}), regles(), drapeaux={"g.sexe-b"}) == {"b": ("drapeau",)}


def test_zeros_are_sensitive_where_the_rules_say_so_and_never_under_a_total_of_zero():
    assert motifs(table({"a": 0, "b": 90}), regles(zeros_sensibles=("sexe",))) == {"a": ("zero_sensible",)}
    assert motifs(table({"a": 0, "b": 0}), regles(zeros_sensibles=("sexe",))) == {}
    assert motifs(table({"a": 0, "b": 90}), regles(zeros_sensibles=("age",))) == {}


def test_a_total_that_sits_in_one_category_is_sensitive_where_the_rules_say_so():
    trouves = motifs(table({"a": 0, "b": 90, "c": 0}), regles(modalites_pleines=("sexe",)))
    assert trouves == {"a": ("modalite_pleine",), "b": ("modalite_pleine",), "c": ("modalite_pleine",)}
    assert motifs(table({"a": 1, "b": 89}), regles(modalites_pleines=("sexe",))) == {}


def test_what_the_producer_has_published_is_told_and_not_hidden():
    trouvees = primaires(table({"a": 3, "b": 90}, etats={"g.sexe-a": "publiee"}), regles(seuil=5))
    assert (trouvees.exigences, trouvees.deja_publiees) == ([], ["g.sexe-a"])


def test_a_rule_without_a_reason_is_refused():
    with pytest.raises(Refus, match="« seuil » n’a pas de raison"):
        Regles("essai", Parametre(5, " "))


@pytest.mark.parametrize(("regle", "valeur"), [("seuil", 1), ("seuil", 2.5), ("dominance", (0, 85)), ("dominance", (1, 100))])
def test_a_rule_that_makes_no_sense_is_refused(regle, valeur):
    with pytest.raises(Refus, match="n’a pas de sens"):
        regles(**{regle: valeur})
