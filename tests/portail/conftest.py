"""One portal for the tests that only add to it."""

import pytest

from tests.fabriques.portail import Portail


@pytest.fixture(scope="session")
def portail(tmp_path_factory):
    with Portail(tmp_path_factory.mktemp("portail") / "var") as p:
        p.peupler()
        yield p


@pytest.fixture(scope="module")
def navigation(tmp_path_factory):
    """A browser over a portal of its own, where nothing is asked yet. Of a module: Playwright keeps a loop that other tests must not meet."""
    from tests.fabriques.portail_navigateur import Navigation

    with Portail(tmp_path_factory.mktemp("portail") / "var") as p, Navigation(p) as n:
        yield n


@pytest.fixture
def ouvrir(navigation):
    """Opens tabs, closed at the end of the test, which fails when one of them complained."""
    yield navigation.ouvrir
    assert navigation.fermer() == []
