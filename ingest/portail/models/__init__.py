"""The portal's own state. What was received is not here: it is in the store, and a receipt is read from there."""

from ingest.portail.models.campagnes import Campagne, Fabrication, Relance
from ingest.portail.models.comptes import Compte, Jeton, Lien, Passage
from ingest.portail.models.depots import Examen
from ingest.portail.models.journal import Entree, Tete

__all__ = ["Campagne", "Compte", "Entree", "Examen", "Fabrication", "Jeton", "Lien", "Passage", "Relance", "Tete"]
