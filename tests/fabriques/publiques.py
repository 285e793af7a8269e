"""Public tables without a row, with the columns and types of the marts they come from."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import polars as pl
import yaml

from publication.tables_publiques import TABLES

MARTS = Path(__file__).parents[2] / "dbt_project" / "models" / "marts"
TYPES = {"varchar": pl.String, "integer": pl.Int32, "bigint": pl.Int64, "double": pl.Float64, "boolean": pl.Boolean, "date": pl.Date}


def completer(dossier: Path) -> None:
    """Write, empty, every public table that the folder lacks."""
    for nom, table in TABLES.items():
        if not (fichier := dossier / f"{nom}.parquet").exists():
            types = contrats()[nom]
            pl.DataFrame(schema={c: types.get(c, pl.String) for c in table.colonnes}).write_parquet(fichier)


@cache
def contrats() -> dict[str, dict[str, type[pl.DataType]]]:
    """Types by column of each mart."""
    modeles = [m for path in MARTS.rglob("*.yml") for m in yaml.safe_load(path.read_text("utf-8"))["models"]]
    return {m["name"]: {c["name"]: TYPES[c["data_type"]] for c in m.get("columns", ()) if "data_type" in c} for m in modeles}
