"""The control of a return: bytes from anyone → a verdict, everything that is wrong in one pass, and a table typed by the contract.

    rapport = controler(octets, "retour.xlsx", lire_contrat("psp_flux"), Contexte(millesime=2024))
    print(rapport.verdict, ecrire(rapport, "texte"))
"""

from __future__ import annotations

import hashlib

from catalogue.contrats import Contrat
from catalogue.erreurs import Refus
from ingest.controle.bac_a_sable import Enfant, Interruption, Panne
from ingest.controle.constats import MASQUE, Constat, constater
from ingest.controle.contexte import Contexte
from ingest.controle.limites import Limites
from ingest.controle.rapport import ecrire
from ingest.controle.rapport.modele import Rapport
from ingest.controle.referentiel import referentiel

__all__ = ["Constat", "Contexte", "Enfant", "Limites", "Rapport", "annoter", "controler", "ecrire"]


def controler(octets: bytes, nom_fichier: str, contrat: Contrat, contexte: Contexte | None = None, limites: Limites | None = None,
              enfant: Enfant | None = None) -> Rapport:
    """The report on a return, read in a child process (`enfant`: one already started). Whatever the file, it gives a report; it never raises
    for what the file holds. Raises Refus when the catalogue itself is not sound."""
    arguments = {"octets": octets, "nom": nom_fichier, "contrat": contrat, "contexte": contexte or Contexte(), "referentiel": referentiel()}
    try:
        reponse = (enfant or Enfant()).demander("controler", arguments, limites or Limites())
        return Rapport.depuis(reponse.entete["rapport"], reponse.octets if reponse.entete["table"] else None)
    except Interruption:
        constat = constater("interrompu", {})
    except Panne as e:
        constat = constater("panne", {"lieu": str(e)})
    return Rapport(contrat=contrat.id, titre=contrat.titre, version=contrat.version, fichier=MASQUE, sha256=hashlib.sha256(octets).hexdigest(),
                   verdict="illisible", constats=(constat,))


def annoter(octets: bytes, nom_fichier: str, contrat: Contrat, rapport: Rapport, limites: Limites | None = None, enfant: Enfant | None = None) -> bytes:
    """A copy of the sender's own table as an Excel workbook, each finding written in a comment on its cell, and the whole report in a sheet.

    Raises Refus when there is no table to annotate, or when it holds personal data.
    """
    if rapport.ecarte:
        raise Refus("controle.copie_ecartee")
    if rapport.verdict == "illisible":
        raise Refus("controle.copie_impossible")
    arguments = {"octets": octets, "nom": nom_fichier, "contrat": contrat, "rapport": rapport, "referentiel": referentiel()}
    try:
        return (enfant or Enfant()).demander("annoter", arguments, limites or Limites()).octets
    except (Interruption, Panne):
        raise Refus("controle.copie_impossible") from None
