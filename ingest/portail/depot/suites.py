"""What follows a control or a receipt, whether it came by a page or by a program: the audit log, and an e-mail."""

from __future__ import annotations

from django.http import HttpRequest

from ingest.portail.courriels import adresses, envoyer, plus_tard
from ingest.portail.journal import noter
from ingest.portail.models import Examen
from ingest.retours import Recu


def apres_examen(examen: Examen, requete: HttpRequest) -> None:
    """Log the verdict and the counts, never a value."""
    noter("controle", requete, objet=str(examen.pk), **examen.compte_rendu.journal())


def apres_recu(recu: Recu, requete: HttpRequest, acteur: str = "") -> None:
    """Log the receipt, and send it to every address of the organisation."""
    noter("depot", requete, acteur=acteur, organisme=recu.organisme, objet=recu.id, sha256=recu.sha256, lignes=recu.lignes, version=recu.version)
    plus_tard(_envoyer_le_recu, recu)


def _envoyer_le_recu(recu: Recu) -> None:
    envoyer("recu", adresses(recu.organisme), recu=recu)
