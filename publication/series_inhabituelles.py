"""The unusual values of the long series, as the people who decide about them see them: with their exact value, from the warehouse."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb

from catalogue.erreurs import Impossible


@dataclass(frozen=True)
class Inhabituelle:
    """A value far from its own history and from the years around it. `publication`: publiee, ecartee or en_attente."""

    serie: str
    annee: int
    territoire: str
    valeur: float
    precedente: float | None
    suivante: float | None
    mediane: float
    publication: str
    raison: str | None

    @property
    def cle(self) -> str:
        return f"{self.serie}.{self.annee}.{self.territoire}"


def lire(entrepot: Path, edition: str) -> list[Inhabituelle]:
    """Every unusual value of an édition, those that wait for a decision first. Raises Impossible when its warehouse is not in service."""
    if not entrepot.exists():
        raise Impossible("series.entrepot_absent", edition=edition)
    with duckdb.connect(str(entrepot), read_only=True) as base:
        (construite,) = base.execute("select edition from stg_edition").fetchone()
        if construite != edition:
            raise Impossible("series.entrepot_absent", edition=edition)
        lignes = base.execute("""
            select serie, annee, territoire, valeur, precedente, suivante, mediane, publication, raison
            from anomalies_series order by publication <> 'en_attente', cle
        """).fetchall()
    return [Inhabituelle(*ligne) for ligne in lignes]
