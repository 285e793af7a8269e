"""A made file as the readers receive it, and what they make of it."""

from __future__ import annotations

import hashlib
from pathlib import Path

import polars as pl
import pytest

from catalogue import charger
from ingest.livraisons import Fiche, Livraison
from ingest.sources import Fichier, ecrire_livraison

# Real files, where the machine has them: never in the repository.
REELLES = Path(__file__).resolve().parents[4] / "shared" / "data"


def fichier(dossier: Path, nom: str, octets: bytes, millesime: int | None = None) -> Fichier:
    """`octets` kept in `dossier` under their digest, as in the store, and given by the producer as `nom`."""
    sha256 = hashlib.sha256(octets).hexdigest()
    chemin = dossier / sha256
    chemin.write_bytes(octets)
    fiche = Fiche(source="essai", producteur="Producteur", titre="Essai", fichier=nom, licence="Licence Ouverte", statut="definitif", millesime=millesime)
    return Fichier(chemin, Livraison(fiche, sha256, len(octets), "2026-11-21T10:00:00+00:00"), charger())


def lire(famille: str, dossier: Path, nom: str, octets: bytes, millesime: int | None = None) -> pl.DataFrame:
    """The table that `famille` makes of a file."""
    parquet = dossier / "lu.parquet"
    ecrire_livraison(famille, fichier(dossier, nom, octets, millesime), parquet)
    return pl.read_parquet(parquet)


def lire_reelle(famille: str, dossier: Path, motif: str, millesime: int | None = None) -> pl.DataFrame:
    """The table of the one real file that `motif` names under ../shared/data; the test is skipped where it is absent."""
    trouves = sorted(REELLES.glob(motif))
    if not trouves:
        pytest.skip(f"données réelles absentes : ../shared/data/{motif}")
    (chemin,) = trouves
    return lire(famille, dossier, chemin.name, chemin.read_bytes(), millesime)
