"""What may be shown, proven; then the public tables: the only thing that leaves the warehouse."""

from collections.abc import Iterator
from functools import partial

import dagster as dg

from catalogue.erreurs import Refus
from orchestration.actifs.entrepot import MARTS
from orchestration.controles import bloquant, exiger
from orchestration.editions import EDITIONS
from orchestration.ressources import Maison
from publication import protection
from publication import tables_publiques as tables
from publication.series_inhabituelles import lire

PROTECTION, TABLES = "protection_des_comptages", "tables_publiques"
ATTAQUEE = bloquant("aucune_breche", PROTECTION, "Une attaque écrite à part ne retrouve aucun nombre caché.")
CERTIFIEES = bloquant("octets_certifies", TABLES, "Les fichiers publics montrent exactement ce que le certificat de confidentialité a prouvé.")
SCHEMA = bloquant("colonnes_publiques", TABLES, "Aucune table ni aucune colonne ne sort de l’entrepôt sans être sur la liste publique.")
DECISIONS = dg.AssetCheckSpec("decisions_ecrites", asset=TABLES, description="Chaque valeur inhabituelle des séries longues a sa décision écrite.")


class Budget(dg.Config):
    """How long to look for fewer cells to hide, in seconds. The protection is whole in any case."""

    secondes: float = 60


@dg.asset(key=PROTECTION, deps=MARTS, partitions_def=EDITIONS, group_name="publication", check_specs=[ATTAQUEE])
def protection_des_comptages(context: dg.AssetExecutionContext, config: Budget, maison: Maison) -> Iterator[dg.MaterializeResult | dg.AssetCheckResult]:
    """What to hide of the counts, and its certificate. Only how many is told: which ones is as confidential as the numbers."""
    edition, certificat, anomalies = context.partition_key, None, ()
    try:
        certificat = protection.proteger_edition(_matiere(maison, edition), maison.chemins.confidentiel(edition), config.secondes)
    except Refus as e:
        anomalies = e.refus
    yield from exiger(ATTAQUEE, anomalies)
    yield dg.MaterializeResult(metadata={"cachees": len(certificat.lignes), "arret": certificat.arret, "ecart": certificat.ecart})


@dg.asset(key=TABLES, deps=[*MARTS, PROTECTION], partitions_def=EDITIONS, group_name="publication", check_specs=[SCHEMA, CERTIFIEES, DECISIONS])
def tables_publiques(context: dg.AssetExecutionContext, maison: Maison) -> Iterator[dg.MaterializeResult | dg.AssetCheckResult]:
    """The public Parquet tables of the édition. Numbers of rows only: a value is never written in Dagster's pages."""
    edition, lignes, anomalies = context.partition_key, {}, ()
    confidentiel = maison.chemins.confidentiel(edition)
    try:
        lignes = tables.ecrire(maison.chemins.entrepot, maison.chemins.public(edition), confidentiel / protection.SECRETS,
                               approuver=partial(protection.sceller, _matiere(maison, edition), confidentiel))
    except Refus as e:
        anomalies = e.refus
    sans_certificat = [a for a in anomalies if a.code.startswith("secret.")]
    yield from exiger(SCHEMA, [a for a in anomalies if a not in sans_certificat])
    yield from exiger(CERTIFIEES, sans_certificat)
    yield dg.MaterializeResult(metadata={nom: nombre for nom, nombre in lignes.items()})
    yield _decisions(context, maison)


def _matiere(maison: Maison, edition: str) -> protection.Matiere:
    anciennes = {e: maison.chemins.public(e) for e in EDITIONS.get_partition_keys() if e < edition}
    return protection.lire_matiere(maison.chemins.entrepot, {e: d for e, d in anciennes.items() if (d / f"{protection.COMPTAGES}.parquet").exists()})


def _decisions(context: dg.AssetExecutionContext, maison: Maison) -> dg.AssetCheckResult:
    """An unusual value without a decision stops nothing: it is not published, and the person who waits is told."""
    attendues = [v.cle for v in lire(maison.chemins.entrepot, context.partition_key) if v.publication == "en_attente"]
    if attendues:
        context.log.warning(str(Refus("series.decisions_attendues", cles=", ".join(attendues), edition=context.partition_key)))
    return dg.AssetCheckResult(asset_key=TABLES, check_name=DECISIONS.name, passed=not attendues, severity=dg.AssetCheckSeverity.WARN,
                               metadata={"attendues": attendues})
