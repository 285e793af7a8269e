"""The same tests, on a real PostgreSQL: what a contributor does, what an attacker tries, many at once."""

import pytest

from tests.fabriques.portail import Portail
from tests.fabriques.portail_postgres import commandes, postgres
from tests.portail import test_charge
from tests.portail.test_attaques_acces import *  # noqa: F403 - run again here, on the portal below
from tests.portail.test_attaques_entree import *  # noqa: F403
from tests.portail.test_parcours import *  # noqa: F403

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
    with postgres() as adresse, Portail(tmp_path / "un" / "var", MIPROF_PORTAIL_BASE=adresse) as un, Portail(tmp_path / "deux" / "var", MIPROF_PORTAIL_BASE=adresse) as deux:
        un.compte(courriel="ddfe63@exemple.fr", organisme="ddfe_63")
        assert deux.sql(requete="select courriel from portail_compte") == [["ddfe63@exemple.fr"]]


def test_many_deposits_at_once_are_all_kept_once(tmp_path):
    with postgres() as adresse:
        assert len(test_charge.charger(tmp_path, 16, 3, MIPROF_PORTAIL_BASE=adresse)) == 48
