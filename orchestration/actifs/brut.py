"""From the bytes received to raw Parquet: the store of livraisons, the registry, the definitions."""

from collections.abc import Iterator

import dagster as dg

from catalogue import charger
from catalogue.edition import lire_edition
from catalogue.erreurs import Refus
from ingest import definitions, registre
from ingest.ecriture import en_place
from ingest.livraisons import Livraison, Magasin
from orchestration.chemins import RACINE
from orchestration.controles import bloquant, exiger
from orchestration.editions import EDITIONS
from orchestration.ressources import Maison

REGISTRE = dg.AssetKey(["raw", "registre"])
DEFINITIONS = [dg.AssetKey(["raw", table]) for table in definitions.SCHEMAS]
REGISTRE_ACCEPTE = bloquant("registre_accepte", REGISTRE, "Chaque ligne a un indicateur connu, des valeurs lisibles et une citation.")
CHOIX_ACCEPTES = bloquant("definitions_acceptees", dg.AssetKey(["raw", "choix"]),
                          "Les calculs respectent les règles de vérité ; les choix portent sur des indicateurs connus.")


@dg.asset(partitions_def=EDITIONS, group_name="ingest")
def livraisons(maison: Maison) -> dg.MaterializeResult:
    """The committed files of the registry, in the store under their sha256."""
    recues = _deposer(maison)
    return dg.MaterializeResult(metadata={"fichiers": len(recues), "empreintes": {l.fiche.fichier: l.sha256 for l in recues}})


@dg.asset(key=REGISTRE, deps=[livraisons], partitions_def=EDITIONS, group_name="ingest", check_specs=[REGISTRE_ACCEPTE])
def raw_registre(context: dg.AssetExecutionContext, maison: Maison) -> Iterator[dg.AssetCheckResult | dg.MaterializeResult]:
    """The published figures: one typed row each, with the file, line and digest it comes from."""
    lu, anomalies = None, ()
    try:
        lu = registre.lire(_deposer(maison), Magasin(maison.chemins.livraisons), charger(), context.partition_key)
    except Refus as e:
        anomalies = e.refus
    yield from exiger(REGISTRE_ACCEPTE, anomalies)
    with en_place(maison.chemins.raw / "registre.parquet") as brouillon:
        lu.write_parquet(brouillon)
    yield dg.MaterializeResult(metadata={"lignes": lu.height, "indicateurs": lu["indicateur"].n_unique()})


@dg.multi_asset(name="raw_definitions", specs=[dg.AssetSpec(cle, group_name="ingest") for cle in DEFINITIONS], partitions_def=EDITIONS,
                check_specs=[CHOIX_ACCEPTES])
def raw_definitions(context: dg.AssetExecutionContext, maison: Maison) -> Iterator[dg.AssetCheckResult | dg.MaterializeResult]:
    """The catalogue and the choices of the édition, as tables."""
    anomalies = ()
    try:
        definitions.ecrire(maison.chemins.raw, charger(), lire_edition(context.partition_key))
    except Refus as e:
        anomalies = e.refus
    yield from exiger(CHOIX_ACCEPTES, anomalies)
    yield from (dg.MaterializeResult(asset_key=cle) for cle in DEFINITIONS)


def _deposer(maison: Maison) -> list[Livraison]:
    # The store gives back what it already has: asking again is how a run of the registry alone finds its livraisons.
    return registre.deposer(Magasin(maison.chemins.livraisons), RACINE / "data")
