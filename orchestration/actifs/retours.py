"""The returns that count for an édition, as raw tables, one per contract."""

from collections.abc import Iterator

import dagster as dg

from catalogue.contrats import charger_contrats
from catalogue.contrats.tables import nom_brut
from catalogue.edition import lire_edition
from catalogue.erreurs import Refus
from ingest.livraisons import Magasin
from ingest.retours import brut
from orchestration.controles import bloquant, exiger
from orchestration.editions import EDITIONS
from orchestration.ressources import Maison

ATTENDUS = dg.AssetKey(["raw", brut.ATTENDUS])
RETOURS = {nom_brut(c): dg.AssetKey(["retours", nom_brut(c)]) for c in charger_contrats().values()} | {brut.ATTENDUS: ATTENDUS}
INTACTS = bloquant("retours_intacts", ATTENDUS, "Chaque retour qui compte est dans le magasin, tel qu’il a été accepté.")


@dg.multi_asset(name="raw_retours", specs=[dg.AssetSpec(cle, group_name="ingest") for cle in RETOURS.values()], partitions_def=EDITIONS,
                check_specs=[INTACTS])
def raw_retours(context: dg.AssetExecutionContext, maison: Maison) -> Iterator[dg.AssetCheckResult | dg.MaterializeResult]:
    """The last return of each organisation before the freeze, and who was expected. Empty tables when there is none."""
    edition = lire_edition(context.partition_key)
    retours, anomalies = None, ()
    try:
        retours = brut.ecrire(Magasin(maison.chemins.livraisons), edition, maison.chemins.raw)
        brut.noter_recus(retours, maison.chemins.confidentiel(edition.edition))
    except Refus as e:
        anomalies = e.refus
    yield from exiger(INTACTS, anomalies)
    yield from (dg.MaterializeResult(asset_key=cle, metadata={"lignes": retours.lignes[nom], "simule": retours.simules}) for nom, cle in RETOURS.items())
