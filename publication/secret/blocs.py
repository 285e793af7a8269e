"""Parts of a problem that can be protected on their own: some totals stay put, and the tables fall apart.

If the totals of a dimension do not move, the territories of one region no longer depend on those of another, the answers
to one question no longer depend on another's. A move found inside such a part is a move of the whole problem; where there
is none, a larger part is tried, and in the end the whole.
"""

from __future__ import annotations

import itertools
from collections import OrderedDict
from collections.abc import Iterator

import numpy as np

from publication.secret.composante import Composante
from publication.secret.flots import Flots

PETIT = 60  # cells; smaller parts are not worth trying
PLUS_GRAND = 1.5  # how many times larger the next part must be
GARDES = 48


class Blocs:
    """The parts around each cell, smallest first, with the moves inside them. Cells out of `actives` do not move."""

    def __init__(self, comp: Composante, actives: np.ndarray | None = None):
        self.comp = comp
        self.actives = np.ones(comp.taille, bool) if actives is None else actives
        self._decoupes = [d for d in map(self._decouper, self._totaux_fixes()) if d is not None]
        self._faits: OrderedDict[tuple[int, int], Flots] = OrderedDict()

    def autour(self, cellule: int, limite: float = np.inf) -> Iterator[Flots]:
        """Parts that contain `cellule`, smallest first; those of more than `limite` cells are left out."""
        candidats = sorted((int(tailles[marque[cellule]]), d) for d, (marque, tailles) in enumerate(self._decoupes)
                           if marque[cellule] >= 0)
        dernier = 0
        for rang, (taille, d) in enumerate(candidats):
            entier = rang == len(candidats) - 1
            if taille <= limite and taille >= dernier and (entier or PETIT <= taille <= candidats[-1][0] / PLUS_GRAND):
                dernier = taille * PLUS_GRAND
                yield self._flots(d, int(self._decoupes[d][0][cellule]))
            elif entier and taille <= limite:
                yield self._flots(d, int(self._decoupes[d][0][cellule]))

    def _flots(self, d: int, marque: int) -> Flots:
        cle = (d, marque)
        if cle not in self._faits:
            self._faits[cle] = Flots(self.comp, np.flatnonzero(self._decoupes[d][0] == marque))
            if len(self._faits) > GARDES:
                self._faits.popitem(last=False)
        self._faits.move_to_end(cle)
        return self._faits[cle]

    def _totaux_fixes(self) -> list[np.ndarray]:
        """Sets of cells to fix: the totals of one or two dimensions, and nothing."""
        rien = np.zeros(self.comp.taille, bool)
        if int(self.actives.sum()) <= 3 * PETIT:
            return [rien]
        totaux = []
        for d in np.unique(self.comp.dimension[self.comp.dimension >= 0]):
            fixe = rien.copy()
            tetes = self.comp.tete[self.comp.dimension == d]
            fixe[tetes[tetes >= 0]] = True
            totaux.append(fixe)
        return [a | b for a, b in itertools.combinations(totaux, 2)] + totaux + [rien]

    def _decouper(self, fixe: np.ndarray) -> tuple[np.ndarray, np.ndarray] | None:
        """(part of each cell, −1 for those that do not move; number of cells of each part)."""
        libre = self.actives & ~fixe
        ligne = np.repeat(np.arange(len(self.comp.ptr) - 1), np.diff(self.comp.ptr))
        utile = libre[self.comp.col]
        ligne, col = ligne[utile], self.comp.col[utile]
        couleur = np.arange(self.comp.taille)
        while True:
            de_ligne = np.full(len(self.comp.ptr) - 1, self.comp.taille)
            np.minimum.at(de_ligne, ligne, couleur[col])
            suivante = couleur.copy()
            np.minimum.at(suivante, col, de_ligne[ligne])
            suivante = suivante[suivante]
            if np.array_equal(suivante, couleur):
                break
            couleur = suivante
        marque = np.where(libre, couleur, -1)
        return marque, np.bincount(couleur[libre], minlength=self.comp.taille)
