"""Every raw table of the édition 2025 on the committed data: no producer's file, no return."""

from __future__ import annotations

from catalogue import charger
from catalogue.edition import lire_edition
from ingest import definitions, registre, sources
from ingest.livraisons import Magasin
from ingest.retours import brut
from orchestration.chemins import RACINE, Chemins


def tables_brutes(chemins: Chemins) -> Magasin:
    """Write them under `chemins.raw`; gives the store that the registry's files are in."""
    magasin, edition = Magasin(chemins.livraisons), lire_edition("2025")
    definitions.ecrire(chemins.raw, charger(), edition)
    registre.lire(registre.deposer(magasin, RACINE / "data"), magasin, charger(), edition.edition).write_parquet(chemins.raw / "registre.parquet")
    for source in (s for s in charger().sources.values() if s.fichiers):
        sources.ecrire(source.fichiers.famille, [], magasin, charger(), chemins.raw / f"{source.id}.parquet")
    brut.ecrire(magasin, edition, chemins.raw)
    return magasin
