"""`docs/reference/commandes.md`, made from the commands themselves: `make reference`."""

from __future__ import annotations

import click

from orchestration.cli import miprof
from orchestration.francais import Contexte

ENTETE = """\
# Les commandes

<!-- Page écrite par « make reference » : elle recopie l’aide du programme, ne la modifiez pas à la main. -->

Toutes rendent le code 0 quand le travail est fait, 1 quand un contenu est refusé (une ligne du registre, un document),
2 quand elles n’ont pas pu travailler (une commande mal écrite, un dossier protégé, une exécution déjà en cours).
Chaque erreur tient en une phrase. La variable `MIPROF_HOME` déplace le dossier de travail, `var/` par défaut.
"""


def page() -> str:
    """The whole page, in Markdown."""
    sections = [_section("miprof", miprof)]
    sections += [_section(f"miprof {nom}", commande) for nom, commande in sorted(miprof.commands.items())]
    return "\n".join([ENTETE, *sections])


def _section(nom: str, commande: click.Command) -> str:
    contexte = Contexte(commande, info_name=nom, terminal_width=100, **commande.context_settings)
    return f"## {nom}\n\n```text\n{commande.get_help(contexte)}\n```\n"


if __name__ == "__main__":
    print(page(), end="")
