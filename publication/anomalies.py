"""What the warehouse found wrong in the registry or in the decisions of the édition, in French."""

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


def refus(entrepot: Path, controle: str = "aucune_anomalie") -> list[Refus]:
    """What a dbt test that failed has found in a warehouse file, built or half-built, each row as its refusal.

    Empty when this test has no sentences of its own (`CONSTATS`), or when the warehouse stops before its tables.
    """
    tables, requete = CONSTATS.get(controle, (set(), ""))
    with duckdb.connect(str(entrepot), read_only=True) as base:
        presentes = {nom for (nom,) in base.execute("select table_name from information_schema.tables").fetchall()}
        if not requete or not tables | {"stg_edition"} <= presentes:
            return []
        curseur = base.execute(requete)
        colonnes = [c[0] for c in curseur.description]
        lignes = [dict(zip(colonnes, r, strict=True)) for r in curseur.fetchall()]
    return [Refus(ligne.pop("code"), **ligne) for ligne in lignes]
