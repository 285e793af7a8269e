"""Pages of docs/ made from the program itself, and from the catalogue: `make reference`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import click
import yaml

from catalogue import documentation
from catalogue.contrats import charger_contrats
from catalogue.contrats.tables import ecrire_modeles_dbt
from orchestration.chemins import RACINE
from orchestration.cli import miprof
from orchestration.francais import Contexte

REFERENCE = RACINE / "docs" / "reference"
STAGING = RACINE / "dbt_project" / "models" / "staging" / "retours"
COMMANDES = """\
# Les commandes

<!-- Page écrite par « make reference » : elle recopie l’aide du programme, ne la modifiez pas à la main. -->

Toutes rendent le code 0 quand le travail est fait, 1 quand un contenu est refusé (une ligne du registre, un document),
2 quand elles n’ont pas pu travailler (une commande mal écrite, un dossier protégé, une exécution déjà en cours).
Chaque erreur tient en une phrase. La variable `MIPROF_HOME` déplace le dossier de travail, `var/` par défaut.
"""
TABLES = """\
# Public tables

<!-- Written by « make reference » from the contracts of the marts: change them there. -->

`var/editions/<edition>/public/*.parquet`: all that the pages may read. The warehouse holds the same marts, with confidential values.
"""


def page_commandes() -> str:
    """The help of every command, sub-commands included, in Markdown."""
    return "\n".join([COMMANDES, *_sections("miprof", miprof)])


def page_tables() -> str:
    """Every mart with its description and the type and meaning of its columns, in Markdown."""
    modeles = [m for path in sorted((RACINE / "dbt_project" / "models" / "marts").rglob("*.yml"))
               for m in yaml.safe_load(path.read_text("utf-8"))["models"]]
    return "\n".join([TABLES, *(_table(m) for m in sorted(modeles, key=lambda m: m["name"]))])


PAGES: dict[str, Callable[[], str]] = {"commandes.md": page_commandes, "tables-publiques.md": page_tables}


def ecrire() -> list[Path]:
    """Write the pages of `PAGES`, those of the catalogue, and the dbt models that the contracts make; returns the paths of the pages."""
    ecrire_modeles_dbt(STAGING, charger_contrats().values())
    for nom, page in PAGES.items():
        (REFERENCE / nom).write_text(page(), "utf-8")
    return [*(REFERENCE / nom for nom in PAGES), *documentation.ecrire()]


def _sections(nom: str, commande: click.Command) -> Iterator[str]:
    contexte = Contexte(commande, info_name=nom, terminal_width=100, **commande.context_settings)
    yield f"## {nom}\n\n```text\n{commande.get_help(contexte)}\n```\n"
    for sous_nom, sous_commande in sorted(getattr(commande, "commands", {}).items()):
        yield from _sections(f"{nom} {sous_nom}", sous_commande)


def _table(modele: dict) -> str:
    lignes = [f"| `{c['name']}` | {c.get('data_type', '')} | {c.get('description', '')} |" for c in modele.get("columns", [])]
    return "\n".join([f"## {modele['name']}\n", modele.get("description", ""), "\n| column | type | meaning |", "|---|---|---|", *lignes, ""])


if __name__ == "__main__":
    for path in ecrire():
        print(path.relative_to(RACINE))
