"""What the warehouse found wrong in the registry, in French."""

from __future__ import annotations

from pathlib import Path

import duckdb

from catalogue.erreurs import Refus


def refus(entrepot: Path) -> list[Refus]:
    """The rows of `int_anomalies` of a warehouse file, built or half-built, each as its refusal; none when it has no such table.

    To be asked when the dbt test `aucune_anomalie` fails: the sentences name the key, the values and the file to correct.
    """
    with duckdb.connect(str(entrepot), read_only=True) as base:
        tables = {nom for (nom,) in base.execute("select table_name from information_schema.tables").fetchall()}
        if not {"int_anomalies", "stg_edition"} <= tables:
            return []
        lignes = base.execute("""
            select a.code, a.cle, a.objet, a.detail, e.edition
            from int_anomalies as a cross join stg_edition as e
            order by a.code, a.cle
        """).fetchall()
    return [Refus(f"entrepot.{code}", cle=cle, objet=objet, detail=detail, edition=edition) for code, cle, objet, detail, edition in lignes]
