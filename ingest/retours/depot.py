"""A return arrives: it is examined with what is known of its sender, then stored with a receipt, or put aside."""

from __future__ import annotations

import hashlib
import os
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from catalogue.contrats import Contrat
from catalogue.erreurs import Impossible, Refus
from catalogue.organismes import Registre, lire_registre
from ingest.controle import Contexte, Enfants, Limites, Rapport, controler
from ingest.livraisons import Fiche, Magasin
from ingest.retours.recus import Canal, Recu, campagne_simulee, inscrire, maintenant, recus, relire

JOURS_DE_GARDE = 30


@dataclass(frozen=True)
class Depot:
    """What became of a return: the report, the receipt (None: not stored), and whether it is the last one again (`deja`)."""

    rapport: Rapport
    recu: Recu | None
    deja: bool


def examiner(magasin: Magasin, octets: bytes, nom_fichier: str, contrat: Contrat, organisme: str, millesime: int, *, jour: date | None = None,
             limites: Limites | None = None, enfants: Enfants | None = None, registre: Registre | None = None) -> Rapport:
    """The report on a return of this organisation for this campaign: its remit on the day `jour` (by default the last of the millésime), and
    what it sent for the year before. Nothing is stored.

    Raises Impossible when the register does not know the organisation, Refus when this contract is not its to fill.
    """
    registre = registre or lire_registre()
    jour = jour or date(millesime, 12, 31)
    nom = registre.organisme(organisme).nom
    if organisme not in registre.deposants(contrat, jour):
        raise Refus("retours.hors_mandat", organisme=nom, contrat=contrat.id, jour=jour.isoformat())
    precedents = recus(magasin, contrat=contrat.id, organisme=organisme, millesime=millesime - 1)
    contexte = Contexte(millesime=millesime, territoires=registre.departements(organisme, contrat, jour), organismes=registre.reseau(organisme),
                        precedent=relire(magasin, precedents[-1]).drop("ligne") if precedents else None)
    return controler(octets, nom_fichier, contrat, contexte, limites, enfants)


def deposer(magasin: Magasin, octets: bytes, nom_fichier: str, contrat: Contrat, organisme: str, millesime: int, *,
            confirmes: frozenset[str] = frozenset(), canal: Canal = "commande", enfants: Enfants | None = None,
            registre: Registre | None = None, recu_le: datetime | None = None) -> Depot:
    """Examine a return and store it, bytes and receipt, when it is accepted or when every finding to confirm has its `empreinte` in `confirmes`.

    The same bytes as the organisation's last return give its receipt back. A file with personal data is put aside, out of the store. `recu_le`:
    when it came (now by default). Raises like `examiner`, Refus when the store holds a simulated campaign, Impossible when it cannot be written.
    """
    registre = registre or lire_registre()
    if canal != "simulation" and campagne_simulee(magasin):
        raise Refus("retours.magasin_simule")
    rapport = examiner(magasin, octets, nom_fichier, contrat, organisme, millesime, enfants=enfants, registre=registre)
    if rapport.ecarte:
        ecarter(magasin, octets)
    a_confirmer = {c.empreinte for c in rapport.de("a_confirmer")}
    if rapport.table is None or rapport.ecarte or not a_confirmer <= confirmes:
        return Depot(rapport, None, False)
    livraison = magasin.deposer(octets, Fiche(
        source=f"retour_{contrat.id}", producteur=registre.organisme(organisme).nom, titre=contrat.titre, fichier=rapport.fichier,
        licence="retour", statut="simule" if canal == "simulation" else "recu", millesime=millesime))
    recu = Recu(id="", contrat=contrat.id, version=contrat.version, organisme=organisme, millesime=millesime, sha256=livraison.sha256, table="",
                lignes=len(rapport.table), fichier=rapport.fichier, verdict=rapport.verdict, confirmes=tuple(sorted(a_confirmer)), canal=canal,
                recu_le=(recu_le or maintenant()).astimezone(UTC).isoformat(timespec="microseconds"))
    try:
        recu, nouveau = inscrire(magasin, recu, rapport.table)
    except OSError as e:
        raise Impossible("livraisons.ecriture", dossier=magasin.racine, detail=e.strerror) from e
    return Depot(rapport, recu, not nouveau)


def ecarter(magasin: Magasin, octets: bytes) -> Path:
    """Put aside a file that holds personal data: beside the store, for its owner's eyes only, under its digest alone, for 30 days at most.

    Raises Impossible when it cannot be written.
    """
    dossier = magasin.racine.parent / "ecartes"
    try:
        dossier.mkdir(parents=True, exist_ok=True, mode=0o700)
        oublier_les_ecartes(magasin)
        path = dossier / hashlib.sha256(octets).hexdigest()
        with tempfile.NamedTemporaryFile(dir=dossier, delete=False) as f:  # made readable by its owner alone
            f.write(octets)
        os.replace(f.name, path)
    except OSError as e:
        raise Impossible("livraisons.ecriture", dossier=dossier, detail=e.strerror) from e
    return path


def oublier_les_ecartes(magasin: Magasin) -> None:
    """Remove the files put aside for more than 30 days."""
    for path in (magasin.racine.parent / "ecartes").glob("*"):
        with suppress(FileNotFoundError):  # somebody else was first
            if time.time() - path.stat().st_mtime > JOURS_DE_GARDE * 86_400:
                path.unlink()
