"""What is shown besides counts, or is known besides what is shown: it all enters the system, and is attacked."""

import pytest

from catalogue.erreurs import Refus
from publication.secret import (
    AuPlus,
    Classe,
    Declarant,
    Hierarchie,
    Identite,
    Rapport,
    Tableau,
    arrondi,
    assembler,
    attaquer,
    certifier,
    evolution,
    pourcentage,
    proteger,
)
from publication.secret.primaire import petit_nombre

DEPARTEMENTS = ("01", "03", "07", "15", "63")


def departements(*nombres, grandeur="g", **options):
    """Five départements and their total."""
    h = Hierarchie.plate("territoire", "FR", DEPARTEMENTS)
    valeurs = {(d,): float(n) for d, n in zip(DEPARTEMENTS, nombres, strict=True)} | {("FR",): float(sum(nombres))}
    return Tableau(grandeur, grandeur, [h], valeurs, **options)


def cle(departement, grandeur="g"):
    return f"{grandeur}.territoire-{departement}"


def proteger_petits(systeme, petits, declarants=(), **options):
    exigences = [petit_nombre(c, float(systeme.valeurs[systeme.rang[c]]), 5) for c in petits]
    protection = proteger(systeme, exigences, declarants, **options)
    certificat = certifier(systeme, exigences, protection, declarants)
    assert certificat.sur
    return protection


def intervalles(systeme, caches, declarants=()):
    return {(r.cle, r.attaquant): (r.bas, r.haut) for r in attaquer(systeme.vue(caches), declarants)}


def test_a_percentage_shown_with_its_denominator_gives_the_count_back_unless_it_is_hidden_too():
    relation = pourcentage("part", cle("01"), cle("63"), 2.0, pas=1.0)
    systeme = assembler([departements(4, 30, 40, 50, 200)], [relation])
    assert intervalles(systeme, {cle("01"), cle("03")})[cle("01"), ""] == (3, 5)
    protection = proteger_petits(systeme, [cle("01")])
    assert {"part ≥", "part ≤"} <= protection.caches or cle("63") in protection.caches


def test_an_evolution_links_two_years_of_the_same_count():
    deux_ans = [departements(3, 30, 40, 50, 200, grandeur="g.2024"), departements(6, 30, 40, 50, 200, grandeur="g.2023")]
    relation = evolution("hausse", cle("01", "g.2023"), cle("01", "g.2024"), -50.0)
    systeme = assembler(deux_ans, [relation])
    protection = proteger_petits(systeme, [cle("01", "g.2024")])
    assert {"hausse ≥", "hausse ≤"} <= protection.caches or cle("01", "g.2023") in protection.caches


def test_a_percentage_that_its_terms_do_not_give_is_refused():
    with pytest.raises(Refus, match="« part » est affiché entre"):
        assembler([departements(4, 30, 40, 50, 200)], [pourcentage("part", cle("01"), cle("63"), 42.0)])


def test_a_mean_is_a_ratio_as_any_other():
    systeme = assembler([departements(4, 30, 40, 50, 200)], [Rapport("moyenne", cle("63"), cle("03"), 6.65, 6.75)])
    assert systeme.rang.keys() >= {"moyenne ≥", "moyenne ≤"}


def test_a_class_on_a_map_counts_as_known_and_is_hidden_when_it_says_too_much():
    etroite = assembler([departements(4, 30, 40, 50, 200)], [Classe("carte", cle("01"), 1, 4)])
    assert intervalles(etroite, {cle("01"), cle("03")})[cle("01"), ""] == (1, 4)
    assert "carte" in proteger_petits(etroite, [cle("01")]).caches
    large = assembler([departements(4, 30, 40, 50, 200)], [Classe("carte", cle("01"), 0, 9)])
    assert "carte" not in proteger_petits(large, [cle("01")]).caches


def test_a_class_that_does_not_hold_its_number_is_refused():
    with pytest.raises(Refus, match="ce qui est affiché va de 5 à 9"):
        assembler([departements(4, 30, 40, 50, 200)], [Classe("carte", cle("01"), 5, 9)])


def test_a_rounded_number_shown_beside_hidden_ones_is_an_interval():
    systeme = assembler([departements(4, 30, 40, 50, 200)], [arrondi("environ 10", cle("03"), 30, 10)])
    assert intervalles(systeme, {cle("01"), cle("03")})[cle("03"), ""] == (25, 34)


def test_several_answers_do_not_add_up_but_each_is_at_most_the_people_who_answered():
    base, hotel = departements(3, 30, 40, 50, 200, grandeur="base"), departements(3, 9, 10, 11, 90, grandeur="hotel")
    systeme = assembler([base, hotel], [AuPlus((cle(d, "hotel"),), (cle(d, "base"),)) for d in DEPARTEMENTS])
    caches = {cle("01", "hotel"), cle("03", "hotel")}
    assert intervalles(systeme, caches)[cle("01", "hotel"), ""] == (0, 3)
    protection = proteger_petits(systeme, [cle("01", "base"), cle("01", "hotel")])
    assert len(protection.caches) >= 4


def test_stocks_and_flows_of_a_year_are_one_identity():
    debut, entrees = departements(20, 30, 40, 50, 60, grandeur="debut"), departements(2, 10, 10, 10, 10, grandeur="entrees")
    fin = departements(22, 40, 50, 60, 70, grandeur="fin")
    liens = [Identite(f"mouvement {d}", ((cle(d, "debut"), 1.0), (cle(d, "entrees"), 1.0), (cle(d, "fin"), -1.0))) for d in DEPARTEMENTS]
    systeme = assembler([debut, entrees, fin], liens)
    protection = proteger_petits(systeme, [cle("01", "entrees")])
    assert {cle("01", "debut"), cle("01", "fin")} & protection.caches


def test_a_margin_shared_by_two_tables_is_one_cell():
    sexe, age = Hierarchie.plate("sexe", "ensemble", ("f", "h")), Hierarchie.plate("age", "ensemble", ("0-17", "18+"))
    systeme = assembler([Tableau("par sexe", "g", [sexe], {("f",): 3, ("h",): 40, ("ensemble",): 43}),
                         Tableau("par âge", "g", [age], {("0-17",): 20, ("18+",): 23, ("ensemble",): 43})])
    assert sorted(systeme.cles) == ["g", "g.age-0-17", "g.age-18+", "g.sexe-f", "g.sexe-h"]
    assert proteger_petits(systeme, ["g.sexe-f"]).caches == {"g.sexe-f", "g.sexe-h"}


def test_what_a_past_edition_showed_stays_known_and_what_it_hid_stays_hidden():
    systeme = assembler([departements(4, 30, 40, 50, 200, etats={cle("03"): "publiee", cle("07"): "masquee"})])
    protection = proteger_petits(systeme, [cle("01")])
    assert protection.caches == {cle("01"), cle("07")} and protection.cout == 0


def test_the_cells_that_readers_need_most_go_last():
    poids = {"63": 50.0, "FR": 90.0}
    systeme = assembler([departements(4, 200, 200, 200, 12, poids=lambda c: poids.get(c["territoire"], 1.0))])
    assert not {cle("63"), "g"} & proteger_petits(systeme, [cle("01")]).caches


def test_a_declarant_who_subtracts_its_own_part_learns_no_more():
    """Two people out of four come from association A; the only other hidden cell is all its own."""
    a = Declarant("A", {cle("01"): 2.0, cle("03"): 30.0}, frozenset({cle("03")}))
    systeme = assembler([departements(4, 30, 40, 50, 200)])
    assert intervalles(systeme, {cle("01"), cle("03")}, [a])[cle("01"), "A"] == (4, 4)
    sans, avec = proteger_petits(systeme, [cle("01")]), proteger_petits(systeme, [cle("01")], [a])
    assert len(sans.caches) == 2 and len(avec.caches - {cle("03")}) == 2
    bas, haut = intervalles(systeme, avec.caches, [a])[cle("01"), "A"]
    assert bas <= 3 and haut >= 2 + 5


def test_a_declarant_alone_in_a_cell_has_nothing_left_to_learn_there():
    seul = Declarant("A", {cle("01"): 4.0}, frozenset({cle("01")}))
    assert len(proteger_petits(assembler([departements(4, 30, 40, 50, 200)]), [cle("01")], [seul]).caches) == 2


def test_no_time_at_all_still_gives_a_safe_choice_and_tells_the_gap():
    systeme = assembler([departements(1, 2, 3, 50, 200)])
    protection = proteger_petits(systeme, [cle("01"), cle("03"), cle("07")], budget_s=0)
    assert protection.arret in {"optimal", "temps"} and protection.ecart >= 0 and protection.borne <= protection.cout


def test_zeros_are_not_hidden_to_protect_others_unless_it_is_asked():
    systeme = assembler([departements(4, 0, 40, 0, 200)])
    assert cle("03") not in proteger_petits(systeme, [cle("01")]).caches


def test_the_same_tables_in_another_order_have_the_same_digest():
    un, autre = departements(4, 30, 40, 50, 200), departements(1, 2, 3, 4, 5, grandeur="h")
    assert assembler([un, autre]).empreinte() == assembler([autre, un]).empreinte()
