"""click, in French: help pages, and usage errors as `Impossible`."""

from __future__ import annotations

import click

from catalogue.erreurs import Impossible, suggestion

TITRES = {"Options": "Options", "Commands": "Commandes", "Positional arguments": "Arguments"}


class Aide(click.HelpFormatter):
    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, "Usage\u00a0: ")

    def write_heading(self, heading: str) -> None:
        self.write(f"{TITRES[heading]}\u00a0:\n")


class Contexte(click.Context):
    formatter_class = Aide


class _Francais:
    context_class = Contexte

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("context_settings", {"help_option_names": ["--aide", "--help", "-h"]})
        super().__init__(*args, **kwargs)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option:
            option.help = "Afficher cette aide."
        return option


class Commande(_Francais, click.Command):
    """A command whose help is French."""


class Groupe(_Francais, click.Group):
    """A group whose help is French."""

    command_class = Commande

    def __init__(self, *args, **kwargs):
        super().__init__(*args, subcommand_metavar="COMMANDE [ARGUMENTS]…", **kwargs)


class Choix(click.Choice):
    """A closed list whose refusal is French."""

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> str:
        if value not in self.choices:
            raise Impossible("commande.choix_invalide", valeur=value, argument=param.opts[0], attendu=", ".join(self.choices))
        return value


def traduire(erreur: click.UsageError) -> Impossible:
    """The French sentence of a usage error."""
    ctx = erreur.ctx
    match erreur:
        case click.NoSuchCommand():
            connues = ctx.command.list_commands(ctx)
            return Impossible("commande.commande_inconnue", valeur=erreur.command_name, connues=", ".join(connues),
                              suggestion=suggestion(erreur.command_name, connues))
        case click.NoSuchOption():
            return Impossible("commande.option_inconnue", valeur=erreur.option_name, commande=ctx.command_path,
                              suggestion=suggestion(erreur.option_name, erreur.possibilities or []))
        case click.BadOptionUsage():
            return Impossible("commande.option_sans_valeur", valeur=erreur.option_name)
        case click.MissingParameter():
            return Impossible("commande.argument_absent", argument=erreur.param.make_metavar(ctx), usage=_usage(ctx))
    return Impossible("commande.usage", usage=_usage(ctx), commande=ctx.command_path)


def _usage(ctx: click.Context) -> str:
    return " ".join([ctx.command_path, *ctx.command.collect_usage_pieces(ctx)])
