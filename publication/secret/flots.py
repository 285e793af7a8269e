"""Moves of the cells that keep every published number: how far a sensitive cell can go, at least cost.

A move is a vector f with M·f = 0, true values + f being another table that the public cannot tell from the true one.
Split as f = f⁺ − f⁻, its cost is Σ c·(f⁺ + f⁻): next to nothing for hidden cells, the weight of those still to be hidden.
"""

from __future__ import annotations

import numpy as np

from publication.secret import solveur
from publication.secret.composante import Composante

PRIME = 1e4  # worth of one unit of the attacked cell, against costs of at most 1
EPSILON = 1e-5  # cost of moving a hidden cell: keeps moves short
TOLERANCE = 1e-6
MULTIPLES = (2, 3, 4, 6)  # moves that are not whole are mostly made of halves and thirds

Mouvement = tuple[float, np.ndarray, np.ndarray]  # reached, cells of the component that move, by how much


class Flots:
    """Moves of the cells of one part (`cellules`, sorted), the others staying put, for any attacker and hidden cells."""

    def __init__(self, comp: Composante, cellules: np.ndarray):
        self.comp, self.cellules, self.k = comp, cellules, len(cellules)
        self.entier = comp.entier[cellules]
        self.rangees = comp.rangees(cellules)
        starts, col, coef = self.rangees
        self.highs = solveur.vide()
        solveur.ajouter_colonnes(self.highs, 2 * self.k)
        solveur.ajouter_lignes(self.highs, 2 * starts, np.stack([2 * col, 2 * col + 1], 1).ravel(),
                               np.stack([coef, -coef], 1).ravel())
        self._mip = None

    def pousser(self, cellule: int, sens: int, besoin: float, x: np.ndarray, attaquant: int, couts: np.ndarray) -> Mouvement:
        """Move `cellule` by up to `besoin` upwards (`sens` 1) or downwards (−1), under decisions `x`.

        `couts` is indexed by the cells of the component. Whole numbers stay whole. The move is the cheapest of the farthest
        ones, unless fractions had to be avoided.
        """
        place = int(np.searchsorted(self.cellules, cellule))
        libres = self.comp.marges(x, attaquant, self.cellules)
        bas, haut, cout = libres[0].copy(), libres[1].copy(), couts[self.cellules]
        bas[place], haut[place] = (0.0, min(besoin, haut[place])) if sens > 0 else (min(besoin, bas[place]), 0.0)
        cout[place] = -PRIME
        f = self._resoudre(bas, haut, cout)
        if sens * f[place] > TOLERANCE and not self._est_entier(f):
            multiple = self._multiple(f, *libres)
            f = self._entier_pres_de(f, place, sens, bas, haut, cout) if multiple is None else multiple
        bouge = np.flatnonzero(np.abs(f) > TOLERANCE)
        return max(sens * f[place], 0.0), self.cellules[bouge], f[bouge]

    def _resoudre(self, bas: np.ndarray, haut: np.ndarray, cout: np.ndarray) -> np.ndarray:
        """From scratch: as quick as a warm start here, and the answer does not depend on what was solved before."""
        solveur.borner(self.highs, np.zeros(2 * self.k), np.stack([haut, bas], 1).ravel())
        solveur.chiffrer(self.highs, np.repeat(cout, 2))
        self.highs.clearSolver()
        z = solveur.resoudre(self.highs)
        return z[0::2] - z[1::2]

    def _est_entier(self, f: np.ndarray) -> bool:
        return np.abs(f - np.round(f))[self.entier].max(initial=0.0) <= TOLERANCE

    def _multiple(self, f: np.ndarray, bas: np.ndarray, haut: np.ndarray) -> np.ndarray | None:
        """The first multiple of a move that is whole and fits, the attacked cell going farther than asked."""
        multiples = (k * f for k in MULTIPLES if self._est_entier(k * f))
        return next((g for g in multiples if (g <= haut + TOLERANCE).all() and (-g <= bas + TOLERANCE).all()), None)

    def _entier_pres_de(self, f: np.ndarray, place: int, sens: int, bas: np.ndarray, haut: np.ndarray, cout: np.ndarray
                        ) -> np.ndarray:
        """A whole move as far as the best: first with hidden cells and those that `f` uses, then with all."""
        cher = (cout > 1.5 * cout[cout > 0].min(initial=np.inf)) & (np.abs(f) <= TOLERANCE)
        pres = self._brancher(place, sens, np.where(cher, 0.0, bas), np.where(cher, 0.0, haut))
        if not cher.any() or sens * pres[place] >= np.floor(sens * f[place] + TOLERANCE):
            return pres
        return self._brancher(place, sens, bas, haut)

    def _brancher(self, place: int, sens: int, bas: np.ndarray, haut: np.ndarray) -> np.ndarray:
        """The farthest whole move, then a shorter one inside it if it goes as far."""
        cout = np.zeros(self.k)
        cout[place] = -float(sens)
        loin = self._resoudre_mip(-bas, haut, cout, fractions=False)
        loin = np.where(self.entier, np.round(loin), loin)
        bas, haut = np.minimum(loin, 0.0), np.maximum(loin, 0.0)
        bas[place] = haut[place] = loin[place]
        court = self._resoudre_mip(bas, haut, np.sign(loin), fractions=True)
        return court if self._est_entier(court) else loin

    def _resoudre_mip(self, bas: np.ndarray, haut: np.ndarray, couts: np.ndarray, fractions: bool) -> np.ndarray:
        if self._mip is None:
            self._mip = solveur.vide()
            self._mip.setOptionValue("presolve", "on")
            solveur.ajouter_colonnes(self._mip, self.k)
            solveur.ajouter_lignes(self._mip, *self.rangees)
            solveur.entiers(self._mip, np.flatnonzero(self.entier))
        solveur.borner(self._mip, bas, haut)
        solveur.chiffrer(self._mip, couts)
        self._mip.setOptionValue("solve_relaxation", fractions)
        self._mip.clearSolver()
        return solveur.resoudre(self._mip)
