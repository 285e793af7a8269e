"""dbt in this process: one parse, one build file, one warehouse that is replaced only when every blocking check passed."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from catalogue.erreurs import Anomalie, Impossible, Refus
from orchestration.chemins import RACINE, Chemins

if TYPE_CHECKING:
    from dbt.contracts.graph.manifest import Manifest

PROJET = RACINE / "dbt_project"
# Parts of the project that an édition may have no livraison for: their tables are then empty, and testing them takes longer than making them.
PARTIES = {"producteurs": ("models/*/producteurs", "models/marts/series", "tests/producteurs"), "retours": ("models/*/retours",)}
PROFIL = """\
miprof:
  target: entrepot
  outputs:
    entrepot:
      type: duckdb
      path: {chemin}
      threads: 1
      settings:
        file_search_path: {raw}
        threads: 1
"""


@dataclass(frozen=True)
class Resultat:
    """What dbt did of one node. `refus` is None unless the node stands in the way of the warehouse."""

    unique_id: str
    statut: str
    secondes: float
    refus: Anomalie | None


def manifeste(chemins: Chemins) -> dict[str, Any]:
    """The manifest as Dagster wants it (a dict), without parsing when the project has not changed since the last one."""
    garde = chemins.dbt / f"manifest-{_empreinte()}.json"
    if not garde.exists():
        _analyser(chemins, _empreinte())
        for ancien in chemins.dbt.glob("manifest-*.json"):
            ancien.unlink()
        os.replace(chemins.dbt / "target" / "manifest.json", garde)
    return json.loads(garde.read_text("utf-8"))


def construire(chemins: Chemins, unitaires: bool = False, vides: Iterable[str] = ()) -> list[Resultat]:
    """Build every model and run every test in a new warehouse, in the order dbt ran them. `unitaires` adds dbt's unit tests.

    The tests of the `vides`, names of `PARTIES`, are left out.
    The warehouse is left closed in the build folder; `publier` puts it in service. Raises Impossible when the project cannot be read.
    """
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager

    chemins.build.mkdir(parents=True, exist_ok=True)
    for reste in chemins.build.glob("entrepot.duckdb*"):
        reste.unlink()
    sans = [] if unitaires else ["--exclude-resource-type", "unit_test"]
    sans += [option for partie in vides for dossier in PARTIES[partie] for option in ("--exclude", f"path:{dossier},resource_type:test")]
    try:
        resultat = _invoquer(chemins, _analyser(chemins, _empreinte()), "build", "--no-write-json", *sans)
    finally:
        DuckDBConnectionManager.close_all_connections()
    if resultat.result is None:
        raise Impossible("commande.entrepot_illisible", detail=_ligne(resultat.exception))
    return [_lire(r) for r in resultat.result.results]


def fichier(chemins: Chemins) -> Path:
    """The warehouse being built. Always the same stem: dbt writes it in the manifest as the catalog's name."""
    return chemins.build / "entrepot.duckdb"


def publier(chemins: Chemins) -> None:
    """Put the warehouse just built in service."""
    os.replace(fichier(chemins), chemins.entrepot)


@cache
def _analyser(chemins: Chemins, empreinte: str) -> Manifest:
    resultat = _invoquer(chemins, None, "parse")
    if not resultat.success:
        raise Impossible("commande.entrepot_illisible", detail=_ligne(resultat.exception))
    return resultat.result


def _invoquer(chemins: Chemins, manifest: Manifest | None, commande: str, *options: str):
    from dbt.cli.main import dbtRunner

    _ecrire_profil(chemins)
    resultat = dbtRunner(manifest=manifest).invoke([
        commande, "--project-dir", str(PROJET), "--profiles-dir", str(chemins.dbt), "--target-path", str(chemins.dbt / "target"),
        "--log-path", str(chemins.dbt / "journaux"), "--log-level", "none", "--quiet", "--no-print", "--no-use-colors",
        "--no-send-anonymous-usage-stats", "--no-version-check", *options])
    if resultat.exception and not isinstance(resultat.exception, Exception):
        raise resultat.exception  # dbt catches even Ctrl+C
    return resultat


def _ecrire_profil(chemins: Chemins) -> None:
    profil = chemins.dbt / "profiles.yml"
    # JSON strings are YAML strings: a path with a quote or a colon stays one value.
    texte = PROFIL.format(chemin=json.dumps(str(fichier(chemins))), raw=json.dumps(str(chemins.raw)))
    if not profil.exists() or profil.read_text("utf-8") != texte:
        profil.parent.mkdir(parents=True, exist_ok=True)
        profil.write_text(texte, "utf-8")


def _empreinte() -> str:
    digest = hashlib.sha256()
    for path in sorted(PROJET.rglob("*")):
        relatif = path.relative_to(PROJET)
        if path.is_file() and relatif.parts[0] not in {"target", "logs"}:
            digest.update(f"{relatif}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:16]


def _lire(resultat) -> Resultat:
    noeud, statut = resultat.node, str(resultat.status)
    refus: Anomalie | None = None
    if statut == "fail":
        refus = Refus("commande.controle_en_echec", controle=noeud.name, nombre=resultat.failures, fichier=noeud.original_file_path)
    elif statut == "error":
        refus = Impossible("commande.modele_en_erreur", modele=noeud.name, detail=_ligne(resultat.message))
    return Resultat(noeud.unique_id, statut, resultat.execution_time, refus)


def _ligne(detail: object) -> str:
    return " ".join(str(detail).split())[:400]
