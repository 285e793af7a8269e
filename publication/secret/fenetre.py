"""A part of a problem that grows where it is needed: the equations around one cell, then those of the cells that moved.

A window forgets the other equations, so an attacker seems freer in it than he is: what it shows to be out of reach is out
of reach. A move is a real one when every cell that moves is open, that is, has all its equations in the window.
"""

from __future__ import annotations

import heapq
from collections import OrderedDict
from collections.abc import Callable, Iterable
from typing import TypeVar

import numpy as np

from publication.secret.composante import Composante

DEBUT = 60  # cells opened at first around the centre
LARGE = 800  # cells; a window that has grown past this is no longer used for other cells

T = TypeVar("T", bound="Fenetre")


class Fenetre:
    """`cellules` in the order in which they came (`place` gives their rank), `lignes` likewise; `ouvertes`, the open ones.

    Cells out of `actives` are left out: they do not move.
    """

    def __init__(self, comp: Composante, actives: np.ndarray, centre: int):
        self.comp, self.actives = comp, actives
        self.cellules: list[int] = []
        self.lignes: list[int] = []
        self.place: dict[int, int] = {}
        self.ouvertes: set[int] = set()
        self._lignes: set[int] = set()
        self._ajouter(centre)
        self.proches = self._entourer(centre)

    def ouvrir(self, cellules: Iterable[int]) -> None:
        """Bring in the equations of these cells, and the cells of these equations."""
        for i in cellules:
            self.ouvertes.add(i)
            for k in self.comp.lignes_de[i].tolist():
                if k not in self._lignes:
                    self._lignes.add(k)
                    self.lignes.append(k)
                    for j in self.comp.col[self.comp.ptr[k]:self.comp.ptr[k + 1]].tolist():
                        self._ajouter(j)

    def fermees(self, cellules: np.ndarray) -> list[int]:
        """Those that are not open."""
        return [i for i in cellules.tolist() if i not in self.ouvertes]

    def rangees(self, depuis: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """The rows of rank `depuis` and after: (starts, ranks of cells, coefficients)."""
        starts, col, coef = [0], [], []
        for k in self.lignes[depuis:]:
            tranche = slice(self.comp.ptr[k], self.comp.ptr[k + 1])
            ici = [(self.place[j], c) for j, c in zip(self.comp.col[tranche].tolist(), self.comp.coef[tranche].tolist())
                   if j in self.place]
            col += [j for j, _ in ici]
            coef += [c for _, c in ici]
            starts.append(len(col))
        return np.array(starts), np.array(col, int), np.array(coef, float)

    def _ajouter(self, cellule: int) -> None:
        if cellule not in self.place and self.actives[cellule]:
            self.place[cellule] = len(self.cellules)
            self.cellules.append(cellule)

    def _entourer(self, centre: int) -> list[int]:
        """Open the nearest cells; going through a cell costs its weight, so totals, which lead everywhere, come last."""
        file, distances, ouvertes = [(0.0, centre)], {centre: 0.0}, []
        while file and len(ouvertes) < DEBUT:
            distance, i = heapq.heappop(file)
            avant = len(self.cellules)
            self.ouvrir([i])
            ouvertes.append(i)
            for j in self.cellules[avant:]:
                distances[j] = distance + self.comp.eloignement[j]
                heapq.heappush(file, (distances[j], j))
        return ouvertes


class Fenetres:
    """The windows of one problem; a near enough one is used again. `fabrique` makes one from (problem, actives, centre)."""

    GARDEES = 64

    def __init__(self, comp: Composante, fabrique: Callable[[Composante, np.ndarray, int], T], actives: np.ndarray | None = None):
        self.comp, self.fabrique = comp, fabrique
        self.actives = np.ones(comp.taille, bool) if actives is None else actives
        self._faites: OrderedDict[int, T] = OrderedDict()
        self._de: dict[int, int] = {}

    def autour(self, cellule: int) -> T:
        """A window in which `cellule` is open and near the centre."""
        centre = self._de.get(cellule)
        if centre in self._faites and len(self._faites[centre].cellules) <= LARGE:
            self._faites.move_to_end(centre)
            return self._faites[centre]
        faite = self.fabrique(self.comp, self.actives, cellule)
        self._faites[cellule] = faite
        self._de.update(dict.fromkeys(faite.proches[:DEBUT // 2], cellule))
        if len(self._faites) > self.GARDEES:
            self._faites.popitem(last=False)
        return faite
