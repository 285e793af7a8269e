"""The engine of control as tests of contracts call it: in this process, with the remit of an organisation."""

from datetime import date

import pytest

from catalogue.contrats import Contrat
from catalogue.organismes import lire_registre
from ingest.controle.contexte import Contexte
from ingest.controle.limites import Limites
from ingest.controle.moteur import controler_ici
from ingest.controle.referentiel import referentiel

DEPOSANTS = {"verbalisations": "ocrteh", "accompagnement": "amicale_du_nid", "diagnostic": "amicale_du_nid", "annonces": "amicale_du_nid"}


@pytest.fixture
def controler():
    """`controler(octets, nom, contrat, departement, millesime)`: the report, for the organisation that answers for that département."""

    def _controler(octets: bytes, nom: str, contrat: Contrat, departement: str = "63", millesime: int = 2024):
        organisme = DEPOSANTS.get(contrat.id, f"ddfe_{departement.lower()}")
        registre = lire_registre()
        territoires = registre.departements(organisme, contrat, date(millesime, 12, 31)) if "departement" in contrat.colonnes else None
        contexte = Contexte(millesime=millesime, territoires=territoires, organismes=registre.reseau(organisme))
        return controler_ici(octets, nom, contrat, contexte, Limites(), referentiel())

    return _controler
