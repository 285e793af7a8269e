"""The plain program: the same readers, SQL, charts and engine as the pipeline, one after the other, without Dagster or dbt.

It runs no dbt test, records nothing, and starts from the SQL that dbt compiled.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import duckdb

from catalogue import charger
from catalogue.edition import lire_edition
from ingest import definitions, registre, tables_brutes
from ingest.livraisons import Magasin
from ingest.retours import brut as retours
from publication import tables_publiques
from reports import moteur
from reports.composition import composer

RACINE = Path(__file__).resolve().parent.parent


def lettre(dossier: Path, edition: str, requetes: Path) -> None:
    """Make the letter in `dossier`. `requetes`: JSON list of [model, compiled SQL], in an order that can be run."""
    magasin, raw, entrepot = Magasin(dossier / "livraisons"), dossier / "raw", dossier / "entrepot.duckdb"
    raw.mkdir(parents=True, exist_ok=True)
    catalogue, declaree = charger(), lire_edition(edition)
    registre.lire(registre.deposer(magasin, RACINE / "data"), magasin, catalogue, edition).write_parquet(raw / "registre.parquet")
    definitions.ecrire(raw, catalogue, declaree)
    for source in (s for s in catalogue.sources.values() if s.fichiers):
        tables_brutes.ecrire(source, declaree.livraisons.get(source.id, []), edition, magasin, catalogue, raw)
    retours.ecrire(magasin, declaree, raw)
    entrepot.unlink(missing_ok=True)
    with duckdb.connect(os.fspath(entrepot), config={"threads": 1}) as base:
        base.execute(f"set file_search_path = '{raw}'")
        for modele, sql in json.loads(requetes.read_text("utf-8")):
            base.execute(f'create table "{modele}" as {sql}')
    tables_publiques.ecrire(entrepot, dossier / "public")
    composer(declaree, dossier / "public", dossier / "composition", dossier / "polices")
    moteur.rendre(dossier / "composition", dossier / "brouillon", "embarque")
