"""What the warehouse found wrong in the registry, in the pins or in the decisions of the édition, in French."""

from __future__ import annotations

from pathlib import Path

import duckdb

from catalogue.erreurs import Refus

# By dbt test: the tables it needs, and its failing rows as the code of a message and the values that the message names.
CONSTATS = {
    "aucune_anomalie": ({"int_anomalies"}, """
        select 'entrepot.' || a.code as code, a.cle, a.objet, a.detail, e.edition
        from int_anomalies as a cross join stg_edition as e
        order by a.code, a.cle"""),
    "decisions_sur_des_anomalies": ({"int_anomalies_series", "int_series_departementales", "stg_decisions_anomalies"}, """
        select 'series.decision_sans_anomalie' as code, d.serie || '.' || d.annee || '.' || d.territoire as cle, e.edition
        from stg_decisions_anomalies as d cross join stg_edition as e
        where d.serie in (select serie from int_series_departementales)
          and (d.serie, d.annee, d.territoire) not in (select (serie, annee, territoire) from int_anomalies_series)
        order by 2"""),
}
# Generic dbt tests of a producer's staging table: they fail when an édition pins two livraisons that count the same thing.
RECOUVREMENTS = ("cle_unique_stg_", "une_livraison_stg_")


def refus(entrepot: Path, controle: str = "aucune_anomalie") -> list[Refus]:
    """What a dbt test that failed has found in a warehouse file, built or half-built, each row as its refusal.

    Empty when this test has no sentences of its own (`CONSTATS`, `RECOUVREMENTS`), or when the warehouse stops before its tables.
    """
    tables, requete = CONSTATS.get(controle, (set(), ""))
    with duckdb.connect(str(entrepot), read_only=True) as base:
        presentes = {nom for (nom,) in base.execute("select table_name from information_schema.tables").fetchall()}
        if prefixe := next((p for p in RECOUVREMENTS if controle.startswith(p)), None):
            return _recouvrement(base, controle.removeprefix(prefixe), presentes)
        if not requete or not tables | {"stg_edition"} <= presentes:
            return []
        curseur = base.execute(requete)
        colonnes = [c[0] for c in curseur.description]
        lignes = [dict(zip(colonnes, r, strict=True)) for r in curseur.fetchall()]
    return [Refus(ligne.pop("code"), **ligne) for ligne in lignes]


def _recouvrement(base: duckdb.DuckDBPyConnection, objet: str, presentes: set[str]) -> list[Refus]:
    """`objet`: the source, then the columns of the test, as dbt joins them in the name of a test."""
    source = max((nom.removeprefix("stg_") for nom in presentes if objet.startswith(nom.removeprefix("stg_") + "_")), key=len, default=None)
    if source is None or "stg_edition" not in presentes:
        return []
    livraisons = [sha256[:16] for (sha256,) in base.execute(f"select distinct livraison_sha256 from stg_{source} order by 1").fetchall()]
    (edition,) = base.execute("select edition from stg_edition").fetchone()
    return [Refus("series.livraisons_en_double", source=source, edition=edition, livraisons=", ".join(livraisons))] if len(livraisons) > 1 else []
