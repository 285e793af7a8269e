"""A file received by mail or on a disk, put in the store like one that was downloaded."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from catalogue.erreurs import Impossible
from catalogue.modeles import Source
from ingest.livraisons import Livraison, Magasin
from ingest.recuperation import formats
from ingest.recuperation.actualisation import fiche
from ingest.recuperation.datagouv import Ressource, reconnaitre


def importer(source: Source, fichier: Path, magasin: Magasin, titre: str | None = None, millesime: int | None = None,
             date_publication: str | None = None, url: str | None = None) -> Livraison:
    """Store a local file as a livraison of `source`; what is not told is taken from the catalogue and from the file's name.

    `date_publication` is a year, a month or a day (2026, 2026-07, 2026-07-09). Raises Impossible when it is not, or when the file cannot
    be read; Refus when the file is not whole or not of a format that readers take.
    """
    if date_publication and not _est_une_date(date_publication):
        raise Impossible("recuperation.date_illisible", valeur=date_publication)
    try:
        formats.verifier(fichier, formats.format_de(fichier.name), fichier.name)
    except OSError as e:
        raise Impossible("recuperation.fichier_illisible", fichier=fichier, detail=e.strerror) from None
    titre = titre or fichier.name
    reconnu = reconnaitre(source.fichiers, titre, fichier.name) if source.fichiers else None
    ressource = Ressource(titre, fichier.name, url or "", millesime or (reconnu and reconnu.millesime),
                          date_publication or (reconnu and reconnu.publication))
    return magasin.deposer(fichier, fiche(source, ressource))


def _est_une_date(texte: str) -> bool:
    try:
        date.fromisoformat(f"{texte}-01-01"[:10])
    except ValueError:
        return False
    return len(texte) in (4, 7, 10)
