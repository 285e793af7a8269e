"""The `miprof` command. Heavy libraries are imported by the command that needs them: `miprof --aide` answers at once."""

from __future__ import annotations

import os
import shutil
import sys

import click

from catalogue.erreurs import Anomalie, Impossible
from orchestration.chemins import RACINE, Chemins
from orchestration.commandes.anomalies import anomalies
from orchestration.commandes.portail import portail
from orchestration.commandes.campagne import campagne
from orchestration.commandes.demo import demo
from orchestration.commandes.retours import deposer, modele, valider
from orchestration.commandes.secret import secret
from orchestration.commandes.sources import sources
from orchestration.francais import Choix, Groupe, traduire


@click.group(cls=Groupe)
def miprof() -> None:
    """Fabrique la lettre statistique de l’Observatoire et retrouve l’origine de chacun de ses chiffres."""


@miprof.command(short_help="Fabriquer la lettre d’une édition.")
@click.argument("edition", help="L’année de publication, par exemple 2025.")
@click.option("--moteur", type=Choix(["auto", "quarto", "embarque"]), default="auto",
              help="Le moteur de rendu ; par défaut (auto), Quarto s’il est installé, sinon le moteur embarqué.")
def lettre(edition: str, moteur: str) -> None:
    """Fabrique la lettre d’une édition, en PDF et en HTML."""
    from catalogue.edition import lire_edition
    from orchestration.progression import Progression
    from orchestration.verrou import tenir

    lire_edition(edition)
    chemins = Chemins.actuels().preparer()
    with tenir(chemins.verrou, f"lettre {edition}"), Progression() as progression:
        progression.etape("Préparation")
        from orchestration.execution import fabriquer

        fabriquer(edition, moteur, progression)
    for nom in ("lettre.pdf", "lettre.html"):
        click.echo(_court(chemins.brouillon(edition) / nom))


@miprof.command(short_help="Remonter d’un chiffre à ses sources.")
@click.argument("edition", help="L’année de publication, par exemple 2025.")
@click.argument("objet", required=False, help="Un indicateur (victimes_mineures) ou une clé (victimes_mineures.2024.FR).")
@click.option("--valeur", metavar="NOMBRE", help="Tous les chiffres publiés qui ont cette valeur.")
def tracer(edition: str, objet: str | None, valeur: str | None) -> None:
    """Remonte d’un chiffre à sa définition, sa formule, son modèle, ses citations et les octets reçus."""
    from catalogue.edition import lire_edition

    lire_edition(edition)
    if (objet is None) == (valeur is None):
        raise Impossible("commande.objet_a_preciser", edition=edition)
    from publication.tracage import Tracage

    tracage = Tracage(Chemins.actuels().public(edition), edition)
    for ligne in tracage.objet(objet) if objet else tracage.valeur(valeur):
        click.echo(ligne)


@miprof.command(short_help="Ouvrir Dagster sur cette machine.")
@click.option("--port", type=click.IntRange(1024, 65535), metavar="NOMBRE", default=3000,
              help="Le port d’écoute, 3000 par défaut.")
def dagster(port: int) -> None:
    """Ouvre Dagster sur cette machine seulement (127.0.0.1) : les étapes, leurs contrôles, les exécutions qu’on y lance."""
    chemins = Chemins.actuels().preparer()
    chemins.dagster.mkdir(exist_ok=True)
    shutil.copyfile(RACINE / "dagster.yaml", chemins.dagster / "dagster.yaml")
    click.echo(f"Dagster s’ouvre sur http://127.0.0.1:{port} ; Ctrl+C l’arrête.", err=True)
    os.chdir(RACINE)
    os.execve(sys.executable, [sys.executable, "-m", "dagster", "dev", "-w", "workspace.yaml", "-h", "127.0.0.1", "-p", str(port)],
              os.environ | {"DAGSTER_HOME": str(chemins.dagster), "MIPROF_HOME": str(chemins.var), "PYTHONWARNINGS": "ignore"})


miprof.add_command(anomalies)
miprof.add_command(portail)
miprof.add_command(secret)
miprof.add_command(sources)
miprof.add_command(modele)
miprof.add_command(valider)
miprof.add_command(deposer)
miprof.add_command(campagne)
miprof.add_command(demo)


def main() -> None:
    """Run the command; say every error in one French sentence a line. 0: done, 1: content refused, 2: could not run."""
    try:
        sys.exit(miprof.main(prog_name="miprof", standalone_mode=False) or 0)
    except click.exceptions.NoArgsIsHelpError as e:
        click.echo(e.message)
        sys.exit(0)
    except click.UsageError as e:
        _echouer(traduire(e))
    except (click.Abort, KeyboardInterrupt):
        _echouer(Impossible("commande.interrompu"))
    except Exception as e:
        _echouer(_anomalie(e))


def _anomalie(erreur: BaseException) -> Anomalie:
    # Dagster wraps what an asset raises, and the chain it makes may loop: the sentence meant for people is somewhere in it.
    cause, vues = erreur, set()
    while cause is not None and id(cause) not in vues:
        if isinstance(cause, Anomalie):
            return cause
        vues.add(id(cause))
        cause = cause.__cause__ or cause.__context__
    from orchestration.journal import consigner

    return Impossible("commande.imprevu", nature=type(erreur).__name__, journal=_court(consigner(erreur)))


def _echouer(anomalie: Anomalie) -> None:
    click.echo(str(anomalie), err=True)
    sys.exit(anomalie.exit_code)


def _court(path: os.PathLike) -> str:
    relatif = os.path.relpath(path)
    return str(path) if relatif.startswith("..") else relatif


if __name__ == "__main__":
    main()
