"""The same tests, on a real PostgreSQL: what a contributor does, what an attacker tries, many at once."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.fabriques.portail import Portail
from tests.fabriques.portail_postgres import commandes, postgres
from tests.portail import test_charge
from tests.portail.test_attaques_acces import *  # run again here, on the portal below
from tests.portail.test_attaques_entree import *
from tests.portail.test_parcours import (
    programme,
    test_a_confirmation_sent_twice_gives_one_receipt,
    test_a_program_is_refused_then_asked_to_confirm_then_receipted_once,
    test_a_program_need_not_confirm_what_is_right,
)

__all__ = [
    "programme", "test_a_confirmation_sent_twice_gives_one_receipt",
    "test_a_program_is_refused_then_asked_to_confirm_then_receipted_once", "test_a_program_need_not_confirm_what_is_right"]
pytestmark = [pytest.mark.lent, pytest.mark.skipif(commandes() is None, reason="PostgreSQL n’est pas installé")]


@pytest.fixture(scope="module")
def base():
    with postgres() as adresse:
        yield adresse


@pytest.fixture(scope="module")
def portail(tmp_path_factory, base):
    with Portail(tmp_path_factory.mktemp("postgresql") / "var", MIPROF_PORTAIL_BASE=base) as p:
        p.peupler()
        yield p


def test_the_portal_keeps_nothing_in_sqlite_here(portail):
    assert not (portail.maison / "portail" / "portail.sqlite3").exists()
    assert portail.sql(requete="select version()")[0][0].startswith("PostgreSQL")


def test_two_portals_that_start_together_agree_on_the_tables(tmp_path):
    with postgres() as adresse, ThreadPoolExecutor(2) as fils:
        ensemble = [Portail(tmp_path / nom, MIPROF_PORTAIL_BASE=adresse) for nom in ("un", "deux")]
        try:
            list(fils.map(Portail.demarrer, ensemble))
            ensemble[0].peupler()
            assert len(ensemble[1].sql(requete="select courriel from portail_compte")) == 5
        finally:
            for portail in ensemble:
                portail.__exit__()


def test_many_deposits_at_once_are_all_kept_once(tmp_path):
    with postgres() as adresse:
        assert len(test_charge.charger(tmp_path, 16, 3, MIPROF_PORTAIL_BASE=adresse)) == 48
