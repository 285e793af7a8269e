"""`miprof campagne simuler`: two hundred invented organisations send their returns, from real files to their receipts."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from orchestration.chemins import RACINE, Chemins
from orchestration.francais import Groupe

if TYPE_CHECKING:
    from ingest.retours.simulation import Bilan
    from orchestration.progression import Progression

NB = "\u00a0"


@click.group(cls=Groupe, short_help="Simuler une campagne de retours.")
def campagne() -> None:
    """Ce qui se fait pour une campagne entière de retours."""


@campagne.command(short_help="Simuler les retours d’environ deux cents organismes.")
@click.option("--millesime", type=click.IntRange(2017, 2100), metavar="ANNÉE", default=2024, help="L’année des données, 2024 par défaut.")
@click.option("--graine", type=click.IntRange(0), metavar="NOMBRE", default=1, help="Le même nombre refait la même campagne ; 1 par défaut.")
def simuler(millesime: int, graine: int) -> None:
    """Écrit puis dépose les fichiers d’une campagne inventée, dont les totaux nationaux sont ceux publiés. Tout ce qui s’en déduit est marqué
    « données simulées » et ne peut pas être publié."""
    from orchestration.progression import Progression
    from orchestration.verrou import tenir

    chemins = Chemins.actuels().preparer()
    with tenir(chemins.verrou, f"campagne simulée {millesime}"), Progression() as progression:
        dossier, bilan = lancer(chemins, millesime, graine, progression)
    click.echo(resume(bilan))
    click.echo(f"Fichiers{NB}: {dossier}")


def lancer(chemins: Chemins, millesime: int, graine: int, progression: Progression) -> tuple[Path, Bilan]:
    """Simulate a campaign in this house: where its files are, what it did. Raises Refus when the store holds real returns."""
    progression.etape("Campagne simulée")
    from ingest.livraisons import Magasin
    from ingest.retours.simulation import simuler as faire

    dossier = chemins.var / "campagnes" / f"{millesime}-{graine}"
    return dossier, faire(Magasin(chemins.livraisons), dossier, millesime, graine, _gel(millesime), RACINE / "data" / "publie")


def resume(bilan: Bilan) -> str:
    """What a campaign did, in a sentence a line."""
    return (f"Données simulées{NB}: {bilan.fichiers} fichiers, {bilan.recus.total()} retours acceptés, {bilan.refuses} refusés.\n"
            f"Organismes sans aucun retour{NB}: {len(bilan.muets)}.")


def _gel(millesime: int) -> date:
    """The freeze of the édition about this year, or the end of March."""
    from catalogue.edition import editions, lire_edition

    return next((e.date_gel for e in map(lire_edition, editions()) if e.millesime == millesime), date(millesime + 1, 3, 31))
