"""What the protection promises: no small count can be located, nothing is hidden for nothing, the optimum is the optimum."""

import random

import pytest

from publication.secret import attaquer, certificat_valide, certifier, proteger
from publication.secret.primaire import petit_nombre
from tests.secret.audit import failles, optimum
from tests.secret.tables import codes, crossed, flat, hasard, linked, systeme, tree

SEUIL = 5


def proteger_table(valeurs, sommes, poids=None):
    s = systeme(valeurs, sommes, poids)
    exigences = [petit_nombre("|".join(c), float(v), SEUIL) for c, v in valeurs.items() if 0 < v < SEUIL]
    return s, exigences, proteger(s, exigences, budget_s=20)


def table(graine):
    rng = random.Random(graine)
    formes = [flat(rng.randint(2, 5)), tree([rng.randint(1, 3) for _ in range(rng.randint(2, 3))])]
    if graine % 2:
        return crossed(formes, hasard(graine, rng.choice((4, 12, 40))))
    return linked(rng, [*formes, flat(2, "a"), flat(3, "b")], 2, hasard(graine, 8))


@pytest.mark.parametrize("graine", range(24))
def test_no_small_count_of_a_random_table_can_be_located(graine):
    valeurs, sommes = table(graine)
    _, _, protection = proteger_table(valeurs, sommes)
    assert failles(valeurs, sommes, codes(protection.caches)) == []


@pytest.mark.parametrize("graine", range(100, 124))
def test_on_a_small_table_the_optimum_is_that_of_trying_everything(graine):
    rng = random.Random(graine)
    valeurs, sommes = crossed([flat(2), flat(rng.choice((2, 3)))], hasard(graine, 6, nuls=0.1))
    poids = {c: float(rng.randint(1, 9)) for c in valeurs}
    _, _, protection = proteger_table(valeurs, sommes, poids)
    attendu = optimum(valeurs, sommes, poids)
    assert attendu is not None and protection.arret == "optimal"
    assert protection.cout == pytest.approx(attendu) and protection.borne == pytest.approx(attendu)


@pytest.mark.parametrize("graine", range(6))
def test_taking_back_a_complementary_cell_opens_a_breach(graine):
    valeurs, sommes = table(graine)
    _, _, protection = proteger_table(valeurs, sommes)
    caches = codes(protection.caches)
    complementaires = codes(c for c, s in protection.secrets.items() if s == "secret_complementaire")
    assert all(failles(valeurs, sommes, caches - {c}) for c in complementaires)


def test_a_certificate_holds_for_exactly_what_it_was_made_for():
    valeurs, sommes = table(3)
    s, exigences, protection = proteger_table(valeurs, sommes)
    certificat = certifier(s, exigences, protection)
    assert certificat_valide(certificat, s, exigences, protection.caches)
    assert not certificat_valide(certificat, s, exigences, protection.caches - {next(iter(protection.caches))})


def test_the_adversary_recomputes_a_table_hidden_by_its_small_counts_alone():
    valeurs = {("tot",): 30, ("a",): 3, ("b",): 27}
    s = systeme(valeurs, [(("tot",), (("a",), ("b",)))])
    (resultat,) = [r for r in attaquer(s.vue(frozenset({"a"}))) if r.cle == "a"]
    assert (resultat.bas, resultat.haut) == (3, 3)
