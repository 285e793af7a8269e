"""From the public tables to the letter: figures, sentences and tables in a composition, then PDF and HTML."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import dagster as dg

from catalogue.edition import lire_edition
from catalogue.erreurs import Refus
from orchestration import documents, enclos
from orchestration.actifs.publication import TABLES
from orchestration.chemins import RACINE, Chemins
from orchestration.controles import bloquant, exiger
from orchestration.editions import EDITIONS
from orchestration.ressources import Maison
from publication.protection import exiger_certificat
from reports import moteur, relecture

SECTIONS = RACINE / "reports" / "lettre" / "sections"
MODULES = [RACINE / "reports" / nom for nom in ("phrases", "tableaux", "figures")]
POIDS_MAXIMUM = 6_500_000
PARTIES = ("figures", "phrases", "tableaux")
DOCUMENTS = bloquant("documents_acceptes", "composition", "Aucun chiffre tapé à la main, aucun mot refusé, aucun appel à un chiffre absent.")
SORTIES = bloquant("sorties_completes", "lettre", "Le PDF et la page existent, entiers, la page sous son poids maximum.")


@dg.multi_asset(
    name="composition", partitions_def=EDITIONS, check_specs=[DOCUMENTS],
    specs=[*(dg.AssetSpec(partie, deps=[TABLES], group_name="reports") for partie in PARTIES),
           dg.AssetSpec("composition", deps=PARTIES, group_name="reports")])
def composition(context: dg.AssetExecutionContext, maison: Maison) -> Iterator[dg.MaterializeResult | dg.AssetCheckResult]:
    """Figures, sentences and tables, and the Quarto project that places them."""
    edition = context.partition_key
    chemins = maison.chemins
    faite = _enclos(chemins, edition, documents.composer, lire_edition(edition), chemins.public(edition), chemins.composition(edition),
                    chemins.polices)
    for partie in PARTIES:
        yield dg.MaterializeResult(asset_key=partie, metadata={"nombre": len(getattr(faite, partie)), "noms": getattr(faite, partie)})
    yield dg.MaterializeResult(asset_key="composition", metadata={"dossier": dg.MetadataValue.path(faite.dossier)})
    yield from exiger(DOCUMENTS, _relire(faite.dossier))


class Moteur(dg.Config):
    """Which engine renders: `auto`, `quarto` or `embarque`."""

    moteur: str = "auto"


@dg.asset(deps=["composition"], partitions_def=EDITIONS, group_name="reports", check_specs=[SORTIES])
def lettre(context: dg.AssetExecutionContext, config: Moteur, maison: Maison) -> Iterator[dg.MaterializeResult | dg.AssetCheckResult]:
    """The letter of the édition, as PDF and as one web page."""
    edition = context.partition_key
    chemins = maison.chemins
    rendu = _enclos(chemins, edition, documents.rendre, chemins.composition(edition), chemins.brouillon(edition), config.moteur)
    yield dg.MaterializeResult(metadata={"moteur": rendu["moteur"], "pdf": dg.MetadataValue.path(rendu["typst"]),
                                         "html": dg.MetadataValue.path(rendu["html"])})
    yield from exiger(SORTIES, [*_incomplete(rendu["typst"], b"%PDF-", b"%%EOF"), *_incomplete(rendu["html"], b"<!DOCTYPE html>", b"</html>")])


def _enclos(chemins: Chemins, edition: str, fonction: Callable[..., Any], *arguments: Any) -> Any:
    """Run a function of reports/ where only what is public exists, on public tables that have their certificate."""
    exiger_certificat(chemins.confidentiel(edition), chemins.public(edition))
    return enclos.executer(fonction, *arguments, ferme=chemins.var, inscriptibles=[chemins.edition(edition), chemins.polices])


def _relire(dossier: Path) -> list[Refus]:
    fautes = relecture.relire(SECTIONS) + [f for module in MODULES for f in relecture.relire_modules(module)]
    try:
        moteur.verifier(dossier)
    except Refus as e:
        fautes += e.refus
    return fautes


def _incomplete(fichier: Path, debut: bytes, fin: bytes) -> list[Refus]:
    octets = fichier.read_bytes()
    if not (octets[:20].lower().startswith(debut.lower()) and octets.rstrip().endswith(fin)):
        return [Refus("commande.lettre_incomplete", fichier=fichier.name, detail="le fichier n’est pas entier")]
    if fin == b"</html>" and len(octets) > POIDS_MAXIMUM:
        return [Refus("commande.lettre_incomplete", fichier=fichier.name, detail=f"{len(octets)} octets, au plus {POIDS_MAXIMUM}")]
    return []
