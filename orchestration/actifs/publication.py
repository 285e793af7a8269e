"""The public tables: the only thing that leaves the warehouse."""

from collections.abc import Iterator

import dagster as dg

from catalogue.erreurs import Refus
from orchestration.actifs.entrepot import MARTS
from orchestration.controles import bloquant, exiger
from orchestration.editions import EDITIONS
from orchestration.ressources import Maison
from publication import tables_publiques as tables
from publication.series_inhabituelles import lire

TABLES = "tables_publiques"
SCHEMA = bloquant("colonnes_publiques", TABLES, "Aucune table ni aucune colonne ne sort de l’entrepôt sans être sur la liste publique.")


DECISIONS = dg.AssetCheckSpec("decisions_ecrites", asset=TABLES, description="Chaque valeur inhabituelle des séries longues a sa décision écrite.")


@dg.asset(key=TABLES, deps=MARTS, partitions_def=EDITIONS, group_name="publication", check_specs=[SCHEMA, DECISIONS])
def tables_publiques(context: dg.AssetExecutionContext, maison: Maison) -> Iterator[dg.MaterializeResult | dg.AssetCheckResult]:
    """The public Parquet tables of the édition. Numbers of rows only: a value is never written in Dagster's pages."""
    lignes, anomalies = {}, ()
    try:
        lignes = tables.ecrire(maison.chemins.entrepot, maison.chemins.public(context.partition_key))
    except Refus as e:
        anomalies = e.refus
    yield from exiger(SCHEMA, anomalies)
    yield dg.MaterializeResult(metadata={nom: nombre for nom, nombre in lignes.items()})
    yield _decisions(context, maison)


def _decisions(context: dg.AssetExecutionContext, maison: Maison) -> dg.AssetCheckResult:
    """An unusual value without a decision stops nothing: it is not published, and the person who waits is told."""
    attendues = [v.cle for v in lire(maison.chemins.entrepot, context.partition_key) if v.publication == "en_attente"]
    if attendues:
        context.log.warning(str(Refus("series.decisions_attendues", cles=", ".join(attendues), edition=context.partition_key)))
    return dg.AssetCheckResult(asset_key=TABLES, check_name=DECISIONS.name, passed=not attendues, severity=dg.AssetCheckSeverity.WARN,
                               metadata={"attendues": attendues})
