"""`miprof demo`: the whole house on a simulated campaign, in a folder of its own."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import click

from orchestration.chemins import Chemins
from orchestration.francais import Commande

EDITION, MILLESIME = "2025", 2024
# A demonstration hides a few more cells than it could, and ends in a minute.
BUDGET = 3
NB = "\u00a0"


@click.command(cls=Commande, short_help="Fabriquer une lettre de démonstration sur des données simulées.")
@click.option("--graine", type=click.IntRange(0), metavar="NOMBRE", default=1, help="Le même nombre refait la même campagne ; 1 par défaut.")
def demo(graine: int) -> None:
    """Simule une campagne et fabrique sa lettre, marquée « données simulées » à chaque page, dans le dossier demo/ : rien ne se mêle aux retours
    réels, et la démonstration précédente est remplacée."""
    from orchestration.progression import Progression
    from orchestration.verrou import tenir

    chemins = Chemins(Chemins.actuels().preparer().var / "demo").preparer()
    os.environ["MIPROF_HOME"] = str(chemins.var)  # every part of the house asks there where it is
    with tenir(chemins.verrou, "démonstration"), Progression() as progression:
        for dossier in (chemins.livraisons, chemins.var / "campagnes", chemins.var / "editions"):
            shutil.rmtree(dossier, ignore_errors=True)
        from orchestration.commandes.campagne import lancer, resume

        with ThreadPoolExecutor(1) as aparte:
            # The campaign works in processes of its own: meanwhile this one imports what the letter takes, and dbt reads its project.
            preparation = aparte.submit(_preparer)
            _, bilan = lancer(chemins, MILLESIME, graine, progression)
            click.echo(resume(bilan))
            progression.etape("Préparation")
            fabriquer = preparation.result()
        fabriquer(EDITION, "auto", progression, BUDGET)
    for nom in ("lettre.pdf", "lettre.html"):
        click.echo(os.path.relpath(chemins.brouillon(EDITION) / nom))


def _preparer() -> Callable[..., None]:
    from orchestration.execution import fabriquer

    return fabriquer
