"""The words of the report, from the catalogue."""

from __future__ import annotations

from functools import cache
from typing import Any

import yaml

from catalogue.chargement import RACINE
from catalogue.erreurs import CHARGEUR
from ingest.controle.constats import NIVEAUX, Niveau, espacer, montrer
from ingest.controle.rapport.modele import Rapport, compter


@cache
def mots() -> dict[str, Any]:
    """`catalogue/rapport_de_controle.yaml`."""
    return yaml.load((RACINE / "rapport_de_controle.yaml").read_text("utf-8"), Loader=CHARGEUR)


def titre(rapport: Rapport) -> str:
    """The heading of the report."""
    return espacer(mots()["titre"].format(titre=rapport.titre))


def verdict(rapport: Rapport) -> str:
    """The verdict, and that the file is put aside when it is."""
    return espacer(mots()["verdicts"][rapport.verdict] + (f" {mots()['ecarte']}" if rapport.ecarte else ""))


def resumes(rapport: Rapport) -> list[tuple[Niveau, str]]:
    """For each level with findings: « 3 erreurs de 2 sortes sur 118 lignes »."""
    return [(niveau, _resume(rapport, niveau)) for niveau in NIVEAUX if rapport.de(niveau)]


def _resume(rapport: Rapport, niveau: Niveau) -> str:
    """One kind goes without saying, and so do the lines of a file that could not be read."""
    nombre, sortes = compter(rapport.de(niveau)), len(rapport.par_sorte(niveau))
    return mots()["resume"].format(
        nombre=montrer(nombre), nom=_accord(nombre, mots()["noms"][niveau]),
        sortes=mots()["sortes"].format(nombre=sortes) if sortes > 1 else "",
        lignes=_accord(rapport.lus, mots()["lignes"]).format(nombre=montrer(rapport.lus)) if rapport.lus else "")


def _accord(nombre: int, formes: list[str]) -> str:
    return formes[nombre > 1]
