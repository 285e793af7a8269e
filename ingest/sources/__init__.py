"""Readers of producers' files: one family a module, each file → one table, or a refusal that says where it is wrong.

A source's raw table, `raw/<source>.parquet`, holds the rows of the livraisons given, in their order, each with its `livraison_sha256`.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import polars as pl

from catalogue import Catalogue
from ingest.livraisons import Livraison, Magasin
from ingest.sources import cog, crimes_services, etat4001, natinf, population, ssmsi_bases, ssmsi_series
from ingest.sources.fichier import Fichier

__all__ = ["CLES", "FAMILLES", "MILLESIME_A_DIRE", "SCHEMAS", "Fichier", "ecrire", "ecrire_livraison"]

_PAR_TABLEAU = {"etat4001": etat4001, "crimes_services": crimes_services, "ssmsi_series": ssmsi_series, "natinf": natinf,
                "population": population, "cog": cog}
_BASES = {"ssmsi_departementale": "departementale", "ssmsi_regionale": "regionale", "ssmsi_communale": "communale"}
SCHEMAS: dict[str, dict[str, pl.DataType]] = (
    {famille: module.SCHEMA | {"livraison_sha256": pl.String} for famille, module in _PAR_TABLEAU.items()}
    | dict.fromkeys(_BASES, ssmsi_bases.SCHEMA))
# What makes a row of a family the same row in another livraison.
CLES: dict[str, tuple[str, ...]] = {famille: module.CLE for famille, module in _PAR_TABLEAU.items()} | dict.fromkeys(_BASES, ssmsi_bases.CLE)
FAMILLES = tuple(SCHEMAS)
# Files that do not say their year: whoever brings one in must.
MILLESIME_A_DIRE = frozenset({"cog"})


def ecrire(famille: str, livraisons: Sequence[Livraison], magasin: Magasin, catalogue: Catalogue, parquet: Path,
           avancer: Callable[[Livraison], object] = lambda _: None) -> Path:
    """Write a source's raw table: columns `SCHEMAS[famille]`, the rows of `livraisons` in this order; with its schema alone when there is none.

    `avancer` is called after each livraison. The table is put in place whole, or not at all. Raises Refus when a livraison is absent,
    altered or refused by its reader: the table already there stays.
    """
    parquet.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=parquet.parent, prefix=f".{parquet.stem}-") as dossier:
        parties = []
        for rang, livraison in enumerate(livraisons):
            magasin.lire(livraison.sha256)  # refuses bytes that are no longer those received
            parties.append(Path(dossier) / f"{rang}.parquet")
            ecrire_livraison(famille, Fichier(magasin.chemin(livraison.sha256), livraison, catalogue), parties[-1])
            avancer(livraison)
        if len(parties) != 1:
            parties.append(Path(dossier) / "tout.parquet")
            vide = pl.LazyFrame(schema=SCHEMAS[famille])
            pl.concat([vide, *map(pl.scan_parquet, parties[:-1])]).sink_parquet(parties[-1])
        os.replace(parties[-1], parquet)
    return parquet


def ecrire_livraison(famille: str, fichier: Fichier, parquet: Path) -> None:
    """Read one file as `famille` and write its rows, columns `SCHEMAS[famille]`. Raises Refus with what is wrong and where."""
    _ECRITURES[famille](fichier, parquet)


def _ecrire_tableau(lire: Callable[[Fichier], pl.LazyFrame], fichier: Fichier, parquet: Path) -> None:
    lire(fichier).with_columns(livraison_sha256=pl.lit(fichier.livraison.sha256)).sink_parquet(parquet)


_ECRITURES: dict[str, Callable[[Fichier, Path], None]] = (
    {famille: partial(_ecrire_tableau, module.lire) for famille, module in _PAR_TABLEAU.items()}
    | {famille: partial(ssmsi_bases.ecrire, base) for famille, base in _BASES.items()})
