"""The livraisons an édition pins → one raw table per source, `<raw>/<source>.parquet`.

Beside each table, `<source>.recette.json` says which livraisons and which version of the readers made it: a table made of the same is
not made again. When a livraison is refused, the last good table of the same édition stays; when there is none, an empty one takes its
place: the warehouse always finds its columns.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl

from catalogue import Catalogue
from catalogue.chargement import RACINE as CATALOGUE
from catalogue.erreurs import Refus
from catalogue.modeles import Source
from ingest import sources
from ingest.ecriture import en_place
from ingest.livraisons import Livraison, Magasin


@dataclass(frozen=True)
class Table:
    """A raw table after `ecrire`: its rows and the digests it was made of. `relue`: it was made again.

    `refus`: why the pinned livraisons could not be read; the table is then the last good one of the édition, or empty.
    """

    path: Path
    lignes: int
    livraisons: tuple[str, ...]
    relue: bool
    refus: Refus | None = None


def ecrire(source: Source, empreintes: Sequence[str], edition: str, magasin: Magasin, catalogue: Catalogue, dossier_raw: Path,
           avancer: Callable[[Livraison], object] = lambda _: None) -> Table:
    """The raw table of a source for an édition that pins these digests (none: an empty table). `avancer` is called after each livraison.

    Never raises Refus: a source that cannot be read stops neither the others nor the warehouse, see `Table`.
    """
    famille = source.fichiers.famille
    path, recette = dossier_raw / f"{source.id}.parquet", _Recette(dossier_raw / f"{source.id}.recette.json")
    voulue = {"edition": edition, "livraisons": list(empreintes), "lecteurs": _version()}
    presente = recette.lire() if path.exists() else {}
    if presente and {**presente, "edition": edition} == voulue:
        recette.ecrire(voulue)
        return Table(path, _lignes(path), tuple(empreintes), relue=False)
    refus = None
    try:
        epinglees = magasin.epinglees(source.id, empreintes)
        recette.oublier()
        sources.ecrire(famille, epinglees, magasin, catalogue, path, avancer)
    except Refus as e:
        refus = e
        if presente.get("edition") == edition and pl.read_parquet_schema(path) == sources.SCHEMAS[famille]:
            recette.ecrire(presente)
            return Table(path, _lignes(path), tuple(presente["livraisons"]), relue=False, refus=refus)
        voulue = {**voulue, "livraisons": []}
        sources.ecrire(famille, [], magasin, catalogue, path)
    recette.ecrire(voulue)
    return Table(path, _lignes(path), tuple(voulue["livraisons"]), relue=True, refus=refus)


def _lignes(path: Path) -> int:
    return pl.scan_parquet(path).select(pl.len()).collect().item()


@cache
def _version() -> str:
    """What readers do depends on their code and on the nomenclatures."""
    digest = hashlib.sha256()
    for path in sorted([*(Path(__file__).parent / "sources").glob("*.py"), *(CATALOGUE / "nomenclatures").glob("*.csv")]):
        digest.update(f"{path.name}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:16]


class _Recette:
    def __init__(self, path: Path):
        self.path = path

    def lire(self) -> dict[str, Any]:
        try:
            recette = json.loads(self.path.read_text("utf-8"))
        except (OSError, ValueError):
            return {}
        return recette if isinstance(recette, dict) else {}

    def ecrire(self, recette: dict[str, Any]) -> None:
        with en_place(self.path) as brouillon:
            brouillon.write_text(json.dumps(recette, indent=1), "utf-8")

    def oublier(self) -> None:
        self.path.unlink(missing_ok=True)
