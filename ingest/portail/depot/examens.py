"""From a file sent to a receipt. The rules are those of `ingest.retours`; here is only what a page needs between the two."""

from __future__ import annotations

import hashlib
import re
import uuid
from datetime import timedelta
from pathlib import PurePosixPath
from typing import Any

from django.utils import timezone

from catalogue.contrats import Contrat, charger_contrats
from ingest.controle import Rapport, annoter
from ingest.controle.constats import MASQUE, montrer
from ingest.portail.depot import attente
from ingest.portail.depot.analyseurs import ENFANTS
from ingest.portail.magasin import magasin, registre
from ingest.portail.models import Compte, Examen
from ingest.retours import Recu, changements, deposer, ecarter, examiner, recus, relire

EXEMPLES = 30


def examiner_fichier(compte: Compte, organisme: str, millesime: int, contrat: Contrat, nom: str, octets: bytes) -> Examen:
    """Control a file and keep it a day, until it is confirmed. With personal data, it is put aside instead and can only be corrected."""
    nom = nom_montrable(nom)
    rapport = examiner(magasin(), octets, nom, contrat, organisme, millesime, enfants=ENFANTS, registre=registre())
    examen = Examen(id=uuid.uuid4(), compte=compte, organisme=organisme, contrat=contrat.id, millesime=millesime,
                    nom_fichier=_nom_garde(nom, rapport), sha256=hashlib.sha256(octets).hexdigest(), verdict=rapport.verdict, rapport=rapport.en_dict(),
                    changements=_ce_qui_change(contrat, organisme, millesime, rapport))
    if rapport.ecarte:
        ecarter(magasin(), octets)
    else:
        attente.garder(examen.id, octets)
    examen.save()
    return examen


def confirmer(examen: Examen, confirmes: frozenset[str]) -> tuple[Recu | None, bool]:
    """Store what was examined; give its receipt, and whether it is given for the first time. Asked twice, even at once, it is the same receipt.
    Without a receipt, the examination, made again, says otherwise.

    Raises FileNotFoundError when the file has waited too long.
    """
    octets = attente.relire(examen.id)
    if octets is None:
        examen.refresh_from_db()
        if not examen.recu:
            raise FileNotFoundError
        return trouver_recu(examen.recu, examen.organisme), False
    depot = deposer(magasin(), octets, examen.nom_fichier, examen.fiche_du_contrat, examen.organisme, examen.millesime,
                    confirmes=confirmes, canal="portail", enfants=ENFANTS, registre=registre())
    encore = Examen.objects.filter(pk=examen.pk, recu="")
    if depot.recu is None:
        encore.update(rapport=depot.rapport.en_dict(), verdict=depot.rapport.verdict)
        return None, False
    premier = encore.update(rapport={}, changements=None, recu=depot.recu.id)  # the store has it all; what was found need not be kept
    attente.oublier(examen.id)
    return depot.recu, bool(premier) and not Examen.objects.filter(recu=depot.recu.id).exclude(pk=examen.pk).exists()


def trouver_recu(identifiant: str, organisme: str | None = None) -> Recu | None:
    """A receipt by its identifier: of this organisation, or of any when None. What it is made of is looked up, never used as a path."""
    contrat, _, reste = identifiant.partition("-")
    millesime, _, reste = reste.partition("-")
    proprietaire, _, _ = reste.rpartition("-")
    connu = contrat in charger_contrats() and proprietaire in registre().organismes and re.fullmatch("[0-9]{4}", millesime)
    if not connu or organisme not in (None, proprietaire):
        return None
    return next((r for r in recus(magasin(), contrat=contrat, millesime=int(millesime), organisme=proprietaire) if r.id == identifiant), None)


def copie_annotee(examen: Examen) -> bytes | None:
    """The sender's table as a workbook, with every finding on its cell; None when the file is no longer there. Raises Refus like `annoter`."""
    octets = attente.relire(examen.id)
    if octets is None:
        return None
    return annoter(octets, examen.nom_fichier, examen.fiche_du_contrat, examen.compte_rendu, enfants=ENFANTS)


def abandonner(examen: Examen) -> None:
    """Forget a file that was not confirmed."""
    attente.oublier(examen.id)
    examen.delete()


def oublier_les_vieux() -> None:
    """Forget what nobody confirmed in a day: the bytes, and what was found in them."""
    attente.balayer()
    Examen.objects.filter(recu="", cree_le__lt=timezone.now() - timedelta(seconds=attente.UN_JOUR)).delete()


def nom_montrable(nom: str) -> str:
    """The last part of a path, on one line and short, never a path again."""
    dernier = PurePosixPath(nom.replace("\\", "/").replace("\0", "")).name
    suffixe = montrer(PurePosixPath(dernier).suffix[:8])
    return f"{montrer(dernier.removesuffix(suffixe)) or 'retour'}{suffixe}"


def _nom_garde(nom: str, rapport: Rapport) -> str:
    return f"retour{PurePosixPath(nom).suffix}" if rapport.fichier == MASQUE else nom


def _ce_qui_change(contrat: Contrat, organisme: str, millesime: int, rapport: Rapport) -> dict[str, Any] | None:
    """What the file changes in the organisation's last return of this campaign; None when there is none, or nothing to compare."""
    precedents = recus(magasin(), contrat=contrat.id, organisme=organisme, millesime=millesime)
    if rapport.table is None or not precedents:
        return None
    vus = changements(relire(magasin(), precedents[-1]), rapport.table, contrat)
    return {"ajoutees": len(vus.ajoutees), "retirees": len(vus.retirees), "modifiees": len(vus.modifiees), "depuis": precedents[-1].recu_le,
            "exemples": [_cellule(contrat, ligne) for ligne in vus.modifiees.head(EXEMPLES).iter_rows(named=True)],
            "lignes_ajoutees": [_cle(contrat, ligne) for ligne in vus.ajoutees.head(EXEMPLES).iter_rows(named=True)],
            "lignes_retirees": [_cle(contrat, ligne) for ligne in vus.retirees.head(EXEMPLES).iter_rows(named=True)]}


def _cellule(contrat: Contrat, ligne: dict[str, Any]) -> dict[str, str]:
    return {"ligne": _cle(contrat, ligne), "colonne": contrat.champ(ligne["champ"]).titre, "avant": _dit(ligne["avant"]), "apres": _dit(ligne["apres"])}


def _cle(contrat: Contrat, ligne: dict[str, Any]) -> str:
    return ", ".join(str(ligne[c]) for c in contrat.cle if ligne[c] is not None)


def _dit(valeur: str | None) -> str:
    if valeur is None:
        return "(vide)"
    return re.sub(r"^(\d{4})-(\d\d)-(\d\d)$", r"\3/\2/\1", montrer(valeur))
