"""A file received by mail or on a disk, put in the store like one that was downloaded."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from catalogue.erreurs import Impossible, Refus
from catalogue.modeles import Source
from ingest.livraisons import Livraison, Magasin
from ingest.recuperation import formats
from ingest.recuperation.actualisation import fiche
from ingest.recuperation.datagouv import Ressource, reconnaitre
from ingest.sources import MILLESIME_A_DIRE

CHAMPS = {"titre": "titre", "millesime": "millésime", "date_publication": "date de publication", "url": "adresse"}


def importer(source: Source, fichier: Path, magasin: Magasin, titre: str | None = None, millesime: int | None = None,
             date_publication: str | None = None, url: str | None = None) -> Livraison:
    """Store a local file as a livraison of `source`; what is not told is taken from the catalogue and from the file's name.

    `date_publication` is a year, a month or a day (2026, 2026-07, 2026-07-09). Raises Impossible when it is not, when the file cannot be
    read, or when nobody says the year of a file that does not; Refus when the file is not whole, not of a format that readers take, or
    already there under a sidecar that contradicts what is told.
    """
    if date_publication and not _est_une_date(date_publication):
        raise Impossible("recuperation.date_illisible", valeur=date_publication)
    try:
        formats.verifier(fichier, formats.format_de(fichier.name), fichier.name)
    except OSError as e:
        raise Impossible("recuperation.fichier_illisible", fichier=fichier, detail=e.strerror) from None
    reconnu = reconnaitre(source.fichiers, titre or fichier.name, fichier.name) if source.fichiers else None
    ressource = Ressource(titre or fichier.name, fichier.name, url or "", millesime or (reconnu and reconnu.millesime),
                          date_publication or (reconnu and reconnu.publication))
    if ressource.millesime is None and source.fichiers and source.fichiers.famille in MILLESIME_A_DIRE:
        raise Impossible("recuperation.millesime_a_preciser", fichier=fichier.name)
    livraison = magasin.deposer(fichier, fiche(source, ressource))
    _confronter(livraison, {"titre": titre, "millesime": millesime, "date_publication": date_publication, "url": url})
    return livraison


def _confronter(livraison: Livraison, dits: dict[str, object]) -> None:
    """A livraison that was already there keeps its sidecar: what is told now must not be forgotten in silence."""
    ecarts = [f"{CHAMPS[c]} {getattr(livraison.fiche, c) or 'non dit'}" for c, dit in dits.items() if dit and dit != getattr(livraison.fiche, c)]
    if ecarts:
        raise Refus("recuperation.fiche_deja_ecrite", fichier=livraison.fiche.fichier, date=livraison.date_recuperation[:10], ecarts=", ".join(ecarts),
                    source=livraison.fiche.source, sha256=livraison.sha256)


def _est_une_date(texte: str) -> bool:
    try:
        date.fromisoformat(f"{texte}-01-01"[:10])
    except ValueError:
        return False
    return len(texte) in (4, 7, 10)
