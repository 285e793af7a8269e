"""The public tables: the only thing that leaves the warehouse."""

from collections.abc import Iterator

import dagster as dg

from catalogue.erreurs import Refus
from orchestration.actifs.entrepot import MARTS
from orchestration.controles import bloquant, exiger
from orchestration.editions import EDITIONS
from orchestration.ressources import Maison
from publication import tables_publiques as tables

TABLES = "tables_publiques"
SCHEMA = bloquant("colonnes_publiques", TABLES, "Aucune table ni aucune colonne ne sort de l’entrepôt sans être sur la liste publique.")


@dg.asset(key=TABLES, deps=MARTS, partitions_def=EDITIONS, group_name="publication", check_specs=[SCHEMA])
def tables_publiques(context: dg.AssetExecutionContext, maison: Maison) -> Iterator[dg.MaterializeResult | dg.AssetCheckResult]:
    """The public Parquet tables of the édition. Numbers of rows only: a value is never written in Dagster's pages."""
    lignes, anomalies = {}, ()
    try:
        lignes = tables.ecrire(maison.chemins.entrepot, maison.chemins.public(context.partition_key))
    except Refus as e:
        anomalies = e.refus
    yield from exiger(SCHEMA, anomalies)
    yield dg.MaterializeResult(metadata={nom: nombre for nom, nombre in lignes.items()})
