"""The measures of the national strategy and the figures that follow them: `catalogue/strategie.yaml`."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import model_validator

from catalogue.chargement import RACINE, lire_yaml
from catalogue.modeles import Definition, Terme

MESURES = range(1, 26)


class Mesure(Definition):
    """`indicateurs` are the published figures that say how far the measure has gone; without any, `absence` says why none is printed."""

    numero: int
    axe: int
    intitule: str
    indicateurs: list[Terme]
    absence: Literal["non disponible", "non collecté"] | None = None
    raison: str

    @model_validator(mode="after")
    def _value_or_absence(self) -> "Mesure":
        if bool(self.indicateurs) == bool(self.absence):
            raise ValueError(f"mesure {self.numero} : donnez « indicateurs » ou « absence », l’un des deux")
        if any(t.annee is None for t in self.indicateurs):
            raise ValueError(f"mesure {self.numero} : chaque indicateur demande son « annee »")
        return self


class Strategie(Definition):
    """The whole file: the strategy, its axes by number, its measures in order."""

    titre: str
    date: date
    url: str
    axes: dict[int, str]
    mesures: list[Mesure]

    @model_validator(mode="after")
    def _complete(self) -> "Strategie":
        if sorted(m.numero for m in self.mesures) != list(MESURES):
            raise ValueError(f"les mesures sont numérotées de {MESURES[0]} à {MESURES[-1]}, chacune une fois")
        return self


@cache
def lire_strategie(path: Path = RACINE / "strategie.yaml") -> Strategie:
    """The strategy. Raises Refus naming file, key and what is expected."""
    return lire_yaml(path, Strategie)
