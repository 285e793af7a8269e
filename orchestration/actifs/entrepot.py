"""The warehouse: every dbt model in one body, put in service only when every test has passed."""

from collections.abc import Iterator
from typing import Any

import dagster as dg
from dagster_dbt import DagsterDbtTranslator, dbt_assets
from dagster_dbt.asset_utils import get_asset_check_key_for_test

from catalogue.edition import Edition, lire_edition
from catalogue.erreurs import Anomalie
from ingest.livraisons import Magasin
from ingest.retours import brut as retours
from orchestration import dbt
from orchestration.chemins import Chemins
from orchestration.controles import lever
from orchestration.editions import EDITIONS
from orchestration.ressources import Maison
from publication import anomalies

MANIFESTE = dbt.manifeste(Chemins.actuels())
TRADUCTEUR = DagsterDbtTranslator()
SANS_OBJET = "sans objet"
MARTS = [TRADUCTEUR.get_asset_key(n) for n in MANIFESTE["nodes"].values() if n["resource_type"] == "model" and "marts" in n["fqn"]]


@dbt_assets(manifest=MANIFESTE, dagster_dbt_translator=TRADUCTEUR, partitions_def=EDITIONS, name="entrepot")
def entrepot(context: dg.AssetExecutionContext, maison: Maison) -> Iterator[dg.MaterializeResult | dg.AssetCheckResult]:
    """dbt writes one file: whatever part of it is asked for, the whole of it is built."""
    resultats = dbt.construire(maison.chemins, vides=_vides(lire_edition(context.partition_key), maison))
    for resultat in resultats + _sans_objet(resultats):
        if (evenement := _evenement(resultat, MANIFESTE)) and _demande(context, evenement):
            yield evenement
    # Two tests may find the same thing: it is told once.
    lever(list({str(refus): refus for r in resultats if r.refus for refus in _phrases(r, maison)}.values()))
    dbt.publier(maison.chemins)


def _vides(edition: Edition, maison: Maison) -> list[str]:
    sans_livraison = [] if edition.livraisons or edition.decisions_anomalies else ["producteurs"]
    return sans_livraison + ([] if retours.existent(Magasin(maison.chemins.livraisons), edition) else ["retours"])


def _sans_objet(resultats: list[dbt.Resultat]) -> list[dbt.Resultat]:
    """The tests left out of the run: their tables are empty, and Dagster waits for each check that may block."""
    lances = {r.unique_id for r in resultats}
    return [dbt.Resultat(id, SANS_OBJET, 0.0, None) for id, n in MANIFESTE["nodes"].items() if n["resource_type"] == "test" and id not in lances]


def _phrases(resultat: dbt.Resultat, maison: Maison) -> list[Anomalie]:
    """What the registry or a decision has wrong is told by its own sentences rather than by the name of the test that found it."""
    return anomalies.refus(dbt.fichier(maison.chemins), resultat.unique_id.split(".")[2]) or [resultat.refus]


def _evenement(resultat: dbt.Resultat, manifeste: dict[str, Any]) -> dg.MaterializeResult | dg.AssetCheckResult | None:
    metadata = {"statut": resultat.statut, "secondes": resultat.secondes}
    if resultat.unique_id.startswith("test."):
        cle = get_asset_check_key_for_test(manifeste, TRADUCTEUR, resultat.unique_id, project=None)
        return cle and dg.AssetCheckResult(asset_key=cle.asset_key, check_name=cle.name, passed=resultat.statut in ("pass", SANS_OBJET), metadata=metadata,
                                           severity=dg.AssetCheckSeverity.WARN if resultat.statut == "warn" else dg.AssetCheckSeverity.ERROR)
    if resultat.statut != "success":
        return None
    return dg.MaterializeResult(asset_key=TRADUCTEUR.get_asset_spec(manifeste, resultat.unique_id, None).key, metadata=metadata)


def _demande(context: dg.AssetExecutionContext, evenement: dg.MaterializeResult | dg.AssetCheckResult) -> bool:
    if isinstance(evenement, dg.AssetCheckResult):
        return dg.AssetCheckKey(evenement.asset_key, evenement.check_name) in context.selected_asset_check_keys
    return evenement.asset_key in context.selected_asset_keys
