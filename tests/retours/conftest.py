"""Returns made from their contract, and a store to put them in."""

import pytest

from catalogue.contrats import lire_contrat
from ingest.livraisons import Magasin
from tests.fabriques.retours import csv_de, lignes


@pytest.fixture
def magasin(tmp_path):
    return Magasin(tmp_path / "livraisons")


@pytest.fixture(scope="session")
def afis():
    """Bytes of an AFIS return of the Puy-de-Dôme with these numbers."""
    contrat = lire_contrat("afis")

    def _afis(beneficiaires: int = 8, millesime: int = 2024, departement: str = "63", **fixes) -> bytes:
        ligne = lignes(contrat, departements=(departement, "75", "76"), millesime=millesime)[0]
        return csv_de(contrat, [ligne | {"demandes": 20, "accords": 10, "refus": 5, "beneficiaires_31_12": beneficiaires, "beneficiaires_annee": 90} | fixes])

    return _afis
