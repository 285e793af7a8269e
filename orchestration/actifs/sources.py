"""The producers' files: one asset per source reads what the édition pins; one job, apart from the letter, downloads what is new.

A source stops alone: its checks fail without blocking, its last good table goes on serving, and the others go on.
"""

import os
from collections.abc import Iterator
from datetime import UTC, datetime

import dagster as dg

from catalogue import charger
from catalogue.edition import lire_edition
from catalogue.erreurs import Impossible, Refus
from catalogue.modeles import Source
from ingest import tables_brutes
from ingest.fraicheur import Situation, situation
from ingest.livraisons import Magasin
from ingest.recuperation import Client, Recuperation, Reglages, actualiser
from ingest.tables_brutes import Table
from orchestration.chemins import Chemins
from orchestration.editions import EDITIONS
from orchestration.ressources import Maison

SOURCES = [s for s in charger().sources.values() if s.fichiers]
TITRES = {f"raw__{s.id}": s.titre for s in SOURCES}
# The client has already tried for some seconds: what a later try may cure is a server down for a while.
PLUS_TARD = dg.RetryPolicy(max_retries=3, delay=60, backoff=dg.Backoff.EXPONENTIAL, jitter=dg.Jitter.PLUS_MINUS)


def _controles(cle: dg.AssetKey) -> list[dg.AssetCheckSpec]:
    return [
        dg.AssetCheckSpec("livraisons_lues", asset=cle,
                          description="Les livraisons épinglées sont dans le magasin, intactes, et leur lecteur les accepte."),
        dg.AssetCheckSpec("fraicheur", asset=cle, description="La dernière livraison n’est pas plus vieille que le rythme du producteur."),
        dg.AssetCheckSpec("epingles_a_jour", asset=cle, description="Aucune livraison plus récente n’attend d’être épinglée."),
    ]


def _actif(source: Source) -> dg.AssetsDefinition:
    cle = dg.AssetKey(["raw", source.id])

    @dg.asset(key=cle, partitions_def=EDITIONS, group_name="sources", check_specs=_controles(cle),
              description=f"{source.titre} ({source.sigle}).")
    def brut(context: dg.AssetExecutionContext, maison: Maison) -> Iterator[dg.MaterializeResult | dg.AssetCheckResult]:
        edition = lire_edition(context.partition_key)
        empreintes = edition.livraisons.get(source.id, [])
        magasin = Magasin(maison.chemins.livraisons)
        table = tables_brutes.ecrire(source, empreintes, edition.edition, magasin, charger(), maison.chemins.raw,
                                     lambda livraison: context.log.info(f"{livraison.fiche.fichier} : lue."))
        if table.refus:
            context.log.warning(f"{table.refus}\n{_suite(source, table)}")
        yield dg.MaterializeResult(asset_key=cle, metadata={
            "lignes": table.lignes, "livraisons": list(table.livraisons), "relue": table.relue, "table": dg.MetadataValue.path(table.path)})
        yield _lue(cle, table.refus)
        yield from _a_jour(cle, situation(source, magasin, empreintes, datetime.now(UTC).date()))

    return brut


def _suite(source: Source, table: Table) -> Refus:
    return Refus("sources.source_arretee", source=source.id, suite="la dernière table bien lue sert encore" if table.livraisons else "la source est vide")


def _lue(cle: dg.AssetKey, refus: Refus | None) -> dg.AssetCheckResult:
    messages = "\n".join(f"- {r}" for r in refus.refus) if refus else "Rien à signaler."
    return dg.AssetCheckResult(asset_key=cle, check_name="livraisons_lues", passed=refus is None,
                               metadata={"messages": dg.MetadataValue.md(messages)})


def _a_jour(cle: dg.AssetKey, vue: Situation) -> Iterator[dg.AssetCheckResult]:
    yield dg.AssetCheckResult(asset_key=cle, check_name="fraicheur", passed=vue.retard == 0, severity=dg.AssetCheckSeverity.WARN,
                              metadata={"age_jours": "aucune livraison" if vue.age is None else vue.age, "retard_jours": vue.retard})
    yield dg.AssetCheckResult(asset_key=cle, check_name="epingles_a_jour", passed=not vue.en_attente, severity=dg.AssetCheckSeverity.WARN,
                              metadata={"en_attente": {l.sha256: l.fiche.fichier for l in vue.en_attente}})


def _telechargement(source: Source) -> dg.OpDefinition:
    @dg.op(name=f"telecharger_{source.id}", retry_policy=PLUS_TARD, out=dg.Out(dg.Nothing),
           description=f"Ce qui est nouveau dans : {source.titre}.")
    def telecharger(context: dg.OpExecutionContext) -> None:
        client = Client(Reglages(base=os.environ.get("MIPROF_DATAGOUV", Reglages.base)))
        try:
            faites = actualiser(source, Magasin(Chemins.actuels().preparer().livraisons), client)
        except Refus as e:
            raise dg.Failure(str(e), allow_retries=False) from e
        for faite in faites:
            context.log.info(f"{faite.ressource.fichier} : {faite.etat.value}.")
        _conclure(faites)

    return telecharger


def _conclure(faites: list[Recuperation]) -> None:
    anomalies = [f.anomalie for f in faites if f.anomalie]
    if anomalies:
        # Only what the network did may be cured by a later try; what came is already kept, and is not asked for again.
        raise dg.Failure("\n".join(map(str, anomalies)), allow_retries=any(isinstance(a, Impossible) for a in anomalies))


TABLES_BRUTES = [_actif(source) for source in SOURCES]
TELECHARGEMENTS = [_telechargement(source) for source in SOURCES]


@dg.job(name="actualiser_les_sources", description="Télécharger ce qui est nouveau chez les producteurs, sans rien épingler.",
        executor_def=dg.in_process_executor)
def actualiser_les_sources() -> None:
    for telechargement in TELECHARGEMENTS:
        telechargement()
