"""What the tests of the pages share: public tables made from the registry, and the figures drawn from them once."""

import pytest

from reports import polices
from reports.figures.definitions import FIGURES
from tests.fabriques import chiffres as fabrique


@pytest.fixture(scope="session")
def chiffres(tmp_path_factory):
    return fabrique.chiffres(tmp_path_factory.mktemp("public"))


@pytest.fixture(scope="session")
def figures(chiffres):
    return {nom: definir(chiffres) for nom, definir in FIGURES.items()}


@pytest.fixture(scope="session")
def fontes(tmp_path_factory):
    return polices.preparer(tmp_path_factory.mktemp("polices"))
