"""`miprof portail`: the deposit portal, its accounts, its audit log."""

from __future__ import annotations

import click

from catalogue.erreurs import Impossible, Refus
from orchestration.francais import Groupe

NB = "\u00a0"


@click.group(cls=Groupe, invoke_without_command=True, short_help="Ouvrir le portail de dépôt des retours.")
@click.option("--port", type=click.IntRange(1024, 65535), metavar="NOMBRE", default=8000, help="Le port d’écoute, 8000 par défaut.")
@click.option("--travailleurs", type=click.IntRange(1, 64), metavar="NOMBRE", default=2, help="Combien de processus servent les pages, 2 par défaut.")
@click.pass_context
def portail(ctx: click.Context, port: int, travailleurs: int) -> None:
    """Ouvre le portail de dépôt, sur cette machine seulement (127.0.0.1)."""
    if ctx.invoked_subcommand is None:
        from ingest.portail.serveur import servir

        servir("127.0.0.1", port, travailleurs, lambda adresse: click.echo(f"Le portail s’ouvre sur {adresse} ; Ctrl+C l’arrête.", err=True))


@portail.command(short_help="Ouvrir un compte et donner son lien de connexion.")
@click.argument("adresse", help="L’adresse électronique du compte.")
@click.option("--organisme", metavar="IDENTIFIANT", default="", help="L’organisme du registre auquel l’adresse appartient.")
@click.option("--miprof", is_flag=True, help="L’adresse est celle d’un agent de la Miprof.")
def inviter(adresse: str, organisme: str, miprof: bool) -> None:
    """Ouvre un compte, ou retrouve celui de cette adresse, et affiche un lien de connexion valable quinze minutes."""
    if bool(organisme) == miprof:
        raise Impossible("portail.organisme_a_preciser", adresse=adresse)
    from ingest.portail.serveur import preparer

    preparer()
    from ingest.portail.comptes import inviter as ouvrir

    click.echo(ouvrir(adresse, organisme))


@portail.command("oublier-code", short_help="Oublier le second facteur d’un agent de la Miprof.")
@click.argument("adresse", help="L’adresse électronique du compte.")
def oublier_code(adresse: str) -> None:
    """Oublie l’application d’authentification d’un agent, quand son téléphone est perdu, et ferme ses sessions."""
    from ingest.portail.serveur import preparer

    preparer()
    from ingest.portail.comptes import oublier_code as oublier

    oublier(adresse)
    click.echo("Le code est oublié, les sessions sont fermées. La prochaine connexion demandera d’enregistrer une application.")


@portail.command("verifier-journal", short_help="Vérifier que le journal d’audit est intact.")
@click.option("--contient", metavar="EMPREINTE", help="Une empreinte notée un jour : elle doit être encore dans le journal.")
def verifier_journal(contient: str | None) -> None:
    """Relit tout le journal d’audit : chaque entrée doit correspondre à son empreinte et à celle d’avant."""
    from ingest.portail.serveur import preparer

    preparer()
    from ingest.portail.journal import verifier

    nombre, tete, fautes = verifier(contient)
    if fautes:
        raise Refus.groupe([Refus("portail.journal_altere", detail=faute) for faute in fautes])
    click.echo(f"Journal intact{NB}: {nombre} entrées, dernière empreinte {tete}")
