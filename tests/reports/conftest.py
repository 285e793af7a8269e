"""What the tests of the pages share: public tables made from the registry, and the figures drawn from them once."""

import pytest

from reports import polices
from reports.figures.definitions import FIGURES
from reports.tables import Chiffres
from tests.fabriques import chiffres as fabrique
from tests.fabriques import retours_publics


@pytest.fixture(scope="session")
def chiffres(tmp_path_factory):
    return fabrique.chiffres(tmp_path_factory.mktemp("public"))


@pytest.fixture(scope="session")
def avec_retours(tmp_path_factory):
    """The same public tables, with those of a campaign of returns."""
    dossier = fabrique.publier(tmp_path_factory.mktemp("retours"))
    retours_publics.ajouter(dossier)
    return Chiffres(dossier, fabrique.MILLESIME)


@pytest.fixture(scope="session")
def figures(avec_retours):
    return {nom: definir(avec_retours) for nom, definir in FIGURES.items()}


@pytest.fixture(scope="session")
def fontes(tmp_path_factory):
    return polices.preparer(tmp_path_factory.mktemp("polices"))
