"""Returns received: examined by their contract, stored with a receipt that is never changed, chosen and read again.

    depot = deposer(magasin, octets, "retour.xlsx", lire_contrat("psp_flux"), "ddfe_63", 2024)
    compte = qui_comptent(magasin, lire_contrat("psp_flux"), 2024, date(2025, 3, 31))
"""

from ingest.retours.changements import Changements, changements
from ingest.retours.depot import Depot, deposer, ecarter, examiner, oublier_les_ecartes
from ingest.retours.recus import Canal, Recu, qui_comptent, recus, relire

__all__ = ["Canal", "Changements", "Depot", "Recu", "changements", "deposer", "ecarter", "examiner", "oublier_les_ecartes", "qui_comptent", "recus", "relire"]
