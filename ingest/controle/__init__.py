"""The control of a return: bytes from anyone → a verdict, everything that is wrong in one pass, and a table typed by the contract.

    rapport = controler(octets, "retour.xlsx", lire_contrat("psp_flux"), Contexte(millesime=2024))
    print(rapport.verdict, ecrire(rapport, "texte"))
"""

from __future__ import annotations

import hashlib
from typing import Any

from catalogue.contrats import Contrat
from catalogue.erreurs import Refus
from ingest.controle.bac_a_sable import Enfants, Interruption, Panne, Reponse
from ingest.controle.constats import MASQUE, Constat, constater
from ingest.controle.contexte import Contexte
from ingest.controle.limites import Limites
from ingest.controle.rapport import ecrire
from ingest.controle.rapport.modele import Rapport
from ingest.controle.referentiel import referentiel

__all__ = ["Constat", "Contexte", "Enfants", "Limites", "Rapport", "annoter", "controler", "ecrire"]


def controler(octets: bytes, nom_fichier: str, contrat: Contrat, contexte: Contexte | None = None, limites: Limites | None = None,
              enfants: Enfants | None = None) -> Rapport:
    """The report on a return, read in a child process (`enfants`: where children come from; without it, one is started for this file alone).

    Whatever the file, it gives a report; it never raises for what the file holds. Raises Refus when the catalogue itself is not sound,
    Impossible when `enfants` has no place for too long."""
    arguments = {"octets": octets, "nom": nom_fichier, "contrat": contrat, "contexte": contexte or Contexte(), "referentiel": referentiel()}
    try:
        reponse = _demander(enfants, "controler", arguments, limites)
        return Rapport.depuis(reponse.entete["rapport"], reponse.octets if reponse.entete["table"] else None)
    except Interruption:
        constat = constater("interrompu", {})
    except Panne as e:
        constat = constater("panne", {"lieu": str(e)})
    return Rapport(contrat=contrat.id, titre=contrat.titre, version=contrat.version, fichier=MASQUE, sha256=hashlib.sha256(octets).hexdigest(),
                   verdict="illisible", constats=(constat,))


def annoter(octets: bytes, nom_fichier: str, contrat: Contrat, rapport: Rapport, limites: Limites | None = None, enfants: Enfants | None = None) -> bytes:
    """A copy of the sender's own table as an Excel workbook, each finding written in a comment on its cell, and the whole report in a sheet.

    Raises Refus when there is no table to annotate, or when it holds personal data; Impossible as `controler` does.
    """
    if rapport.ecarte:
        raise Refus("controle.copie_ecartee")
    if rapport.verdict == "illisible":
        raise Refus("controle.copie_impossible")
    arguments = {"octets": octets, "nom": nom_fichier, "contrat": contrat, "rapport": rapport, "referentiel": referentiel()}
    try:
        return _demander(enfants, "annoter", arguments, limites).octets
    except (Interruption, Panne):
        raise Refus("controle.copie_impossible") from None


def _demander(enfants: Enfants | None, tache: str, arguments: dict[str, Any], limites: Limites | None) -> Reponse:
    if enfants is not None:
        return enfants.demander(tache, arguments, limites or Limites())
    with Enfants() as seul:
        return seul.demander(tache, arguments, limites or Limites())
