"""One portal for the tests that only add to it: a campaign, the delegation of the Puy-de-Dôme and that of the Rhône, the Miprof."""

import pytest

from tests.fabriques.portail import Portail

CONTRATS = ["psp_flux", "commission"]


@pytest.fixture(scope="session")
def portail(tmp_path_factory):
    with Portail(tmp_path_factory.mktemp("portail") / "var") as p:
        p.campagne(millesime=2024, contrats=CONTRATS)
        p.compte(courriel="ddfe63@exemple.fr", organisme="ddfe_63")
        p.compte(courriel="ddfe69@exemple.fr", organisme="ddfe_69")
        p.compte(courriel="agent@exemple.fr")
        yield p
