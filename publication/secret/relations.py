"""What is shown besides exact counts, and still tells something of them: classes, roundings, percentages, evolutions.

Each is one or two auxiliary cells tied to the counts by an equation, and shown as an interval. They can be hidden too,
unless they are public already.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from catalogue.erreurs import Refus
from publication.secret.nombres import en_francais
from publication.secret.systeme import LIBRE, PUBLIEE, Cellule, Equation

Valeurs = Mapping[str, float | None]
PARTOUT = (-math.inf, math.inf)


class Relation(Protocol):
    """Something that ties cells together; `etendre` gives its auxiliary cells and equations."""

    def etendre(self, valeurs: Valeurs) -> tuple[list[Cellule], list[Equation]]: ...


@dataclass(frozen=True)
class AuPlus:
    """`parts` together can never exceed `totaux` together: an answer among several against the people who answered."""

    parts: tuple[str, ...]
    totaux: tuple[str, ...]

    def etendre(self, valeurs: Valeurs) -> tuple[list[Cellule], list[Equation]]:
        nom = f"{' + '.join(self.parts)} ≤ {' + '.join(self.totaux)}"
        termes = (*((c, 1.0) for c in self.totaux), *((c, -1.0) for c in self.parts))
        return _auxiliaire(nom, termes, (0.0, math.inf), valeurs, 0.0, PUBLIEE, None, connue=(0.0, math.inf))


@dataclass(frozen=True)
class Identite:
    """Σ coefficient × cell = 0, between cells of any tables: entries, exits and the stocks at both ends of a year."""

    nom: str
    termes: tuple[tuple[str, float], ...]

    def etendre(self, valeurs: Valeurs) -> tuple[list[Cellule], list[Equation]]:
        return [], [Equation(self.termes, self.nom)]


@dataclass(frozen=True)
class Classe:
    """A cell shown between two ends: a class on a map, a rounded number, an interval. `nom` is the key of what is shown."""

    nom: str
    cellule: str
    bas: float
    haut: float
    poids: float = 1.0
    etat: str = LIBRE

    def etendre(self, valeurs: Valeurs) -> tuple[list[Cellule], list[Equation]]:
        return _auxiliaire(self.nom, ((self.cellule, 1.0),), (self.bas, self.haut), valeurs, self.poids, self.etat, None)


@dataclass(frozen=True)
class Rapport:
    """`numerateur` ÷ `denominateur` shown between two ends, as a rounded percentage, rate, mean or evolution is.

    Raises Refus `secret.rapport_faux` when the cells do not give what is shown.
    """

    nom: str
    numerateur: str
    denominateur: str
    bas: float
    haut: float
    poids: float = 1.0
    etat: str = LIBRE

    def etendre(self, valeurs: Valeurs) -> tuple[list[Cellule], list[Equation]]:
        self._verifier(valeurs)
        assez = _auxiliaire(f"{self.nom} ≥", ((self.numerateur, 1.0), (self.denominateur, -self.bas)), (0.0, math.inf),
                            valeurs, self.poids, self.etat, self.nom)
        pas_trop = _auxiliaire(f"{self.nom} ≤", ((self.denominateur, self.haut), (self.numerateur, -1.0)), (0.0, math.inf),
                               valeurs, 0.0, self.etat, self.nom)
        return assez[0] + pas_trop[0], assez[1] + pas_trop[1]

    def _verifier(self, valeurs: Valeurs) -> None:
        haut, bas = valeurs.get(self.numerateur), valeurs.get(self.denominateur)
        if haut is None or not bas:
            return
        if not self.bas - 1e-9 <= haut / bas <= self.haut + 1e-9:
            raise Refus("secret.rapport_faux", rapport=self.nom, bas=en_francais(self.bas), haut=en_francais(self.haut),
                        calcul=en_francais(haut / bas))


def arrondi(nom: str, cellule: str, affiche: float, pas: float, **options) -> Classe:
    """A count shown to the nearest multiple of `pas`."""
    return Classe(nom, cellule, max(affiche - pas / 2, 0.0), affiche + pas / 2, **options)


def pourcentage(nom: str, numerateur: str, denominateur: str, affiche: float, pas: float = 1.0, **options) -> Rapport:
    """A share shown in percent, rounded to `pas` (1 for « 42 % », 0.1 for « 41,7 % »)."""
    return Rapport(nom, numerateur, denominateur, (affiche - pas / 2) / 100.0, (affiche + pas / 2) / 100.0, **options)


def evolution(nom: str, avant: str, apres: str, affiche: float, pas: float = 1.0, **options) -> Rapport:
    """A change from `avant` to `apres` shown in percent, rounded to `pas`."""
    return Rapport(nom, apres, avant, 1.0 + (affiche - pas / 2) / 100.0, 1.0 + (affiche + pas / 2) / 100.0, **options)


def _auxiliaire(nom: str, termes: tuple[tuple[str, float], ...], affichee: tuple[float, float], valeurs: Valeurs,
                poids: float, etat: str, groupe: str | None, connue: tuple[float, float] = PARTOUT
                ) -> tuple[list[Cellule], list[Equation]]:
    connus = [valeurs.get(c) for c, _ in termes]
    valeur = None if None in connus else math.fsum(k * v for (_, k), v in zip(termes, connus))
    cellule = Cellule(nom, valeur, poids, etat, affichee, connue, entier=False, groupe=groupe)
    return [cellule], [Equation(((nom, -1.0), *termes), nom)]
