"""What the protection promises: no small count can be located, nothing is hidden for nothing, the optimum is the optimum."""

import random
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import pytest

from publication.secret import COMPLEMENTAIRE, proteger
from publication.secret.primaire import petit_nombre
from tests.secret.audit import failles, optimum, sur
from tests.secret.tables import codes, crossed, flat, hasard, systeme, table

SEUIL = 5


def proteger_table(valeurs, sommes, poids=None):
    s = systeme(valeurs, sommes, poids)
    exigences = [petit_nombre("|".join(c), float(v), SEUIL) for c, v in valeurs.items() if 0 < v < SEUIL]
    return proteger(s, exigences, budget_s=30)


def verdict(graine):
    """(small counts that an outsider locates, complementary cells that could be shown) of one random table."""
    valeurs, sommes = table(graine)
    protection = proteger_table(valeurs, sommes)
    caches = codes(protection.caches)
    complementaires = codes(c for c, s in protection.secrets.items() if s == COMPLEMENTAIRE)
    return list(failles(valeurs, sommes, caches)), [c for c in complementaires if sur(valeurs, sommes, caches, sans=c)]


@pytest.mark.parametrize("graine", range(1, 16))
def test_no_small_count_can_be_located_and_no_complementary_cell_can_be_shown(graine):
    assert verdict(graine) == ([], [])


@pytest.mark.lent
def test_a_thousand_random_tables_pass_the_audit_written_apart_and_none_does_with_one_complementary_cell_less():
    with ProcessPoolExecutor(2, get_context("spawn")) as equipe:
        verdicts = list(equipe.map(verdict, range(1000, 2000), chunksize=20))
    assert {graine: v for graine, v in enumerate(verdicts, 1000) if v != ([], [])} == {}


@pytest.mark.parametrize("lot", range(10))
def test_on_small_tables_the_optimum_is_that_of_trying_everything(lot):
    for graine in range(40 * lot, 40 * (lot + 1)):
        rng = random.Random(graine)
        valeurs, sommes = crossed([flat(2), flat(rng.choice((2, 3)))], hasard(graine, 6, nuls=0.1))
        poids = {c: float(rng.randint(1, 9)) for c in valeurs}
        protection = proteger_table(valeurs, sommes, poids)
        assert (protection.arret, protection.cout) == ("optimal", pytest.approx(optimum(valeurs, sommes, poids))), graine
