"""Moves of the cells that keep every published number: how far a sensitive cell can go, at least cost.

A move is a vector f with M·f = 0, true values + f being another table that the public cannot tell from the true one.
Split as f = f⁺ − f⁻, its cost is Σ c·(f⁺ + f⁻): next to nothing for hidden cells, the weight of those still to be hidden.
Equations come in when a move breaks them, so a small linear program is enough for a short move in a large problem.
"""

from __future__ import annotations

import numpy as np

from publication.secret import solveur
from publication.secret.composante import Composante
from publication.secret.fenetre import Fenetre

PRIME = 1e4  # worth of one unit of the attacked cell, against costs of at most 1
EPSILON = 1e-5  # cost of moving a hidden cell: keeps moves short
TOLERANCE = 1e-6
MULTIPLES = (2, 3, 4, 6)  # moves that are not whole are mostly made of halves and thirds

Mouvement = tuple[float, np.ndarray, np.ndarray]  # reached, cells of the component that move, by how much


class Flots(Fenetre):
    """Moves around one cell, for any attacker and any set of hidden cells."""

    def __init__(self, comp: Composante, actives: np.ndarray, centre: int):
        super().__init__(comp, actives, centre)
        self.highs = solveur.vide()
        self._rangees_faites = 0

    def pousser(self, cellule: int, sens: int, besoin: float, x: np.ndarray, attaquant: int, couts: np.ndarray) -> Mouvement:
        """Move `cellule` by up to `besoin` upwards (`sens` 1) or downwards (−1), under decisions `x`.

        `couts` is indexed by the cells of the component. Whole numbers stay whole. The move is the cheapest of the farthest
        ones, unless fractions had to be avoided.
        """
        self.highs.clearSolver()
        while True:
            self._completer()
            bas, haut, cout = self._bornes(cellule, sens, besoin, x, attaquant, couts)
            f = self._resoudre(bas, haut, cout)
            if sens * f[self.place[cellule]] <= TOLERANCE:
                return 0.0, np.empty(0, int), np.empty(0)
            if not self._agrandir(f):
                break
        if not self._est_entier(f):
            f = self._rendre_entier(f, cellule, sens, besoin, x, attaquant, couts)
        bouge = np.flatnonzero(np.abs(f) > TOLERANCE)
        return sens * f[self.place[cellule]], np.array(self.cellules)[bouge], f[bouge]

    def _completer(self) -> None:
        """Bring the solver up to the window: two columns per cell."""
        solveur.ajouter_colonnes(self.highs, 2 * len(self.cellules))
        starts, col, coef = self.rangees(self._rangees_faites)
        self._rangees_faites = len(self.lignes)
        solveur.ajouter_lignes(self.highs, 2 * starts, np.stack([2 * col, 2 * col + 1], 1).ravel(), np.stack([coef, -coef], 1).ravel())

    def _bornes(self, cellule: int, sens: int, besoin: float, x: np.ndarray, attaquant: int, couts: np.ndarray) -> tuple:
        """(room below, room above, costs) of the cells of the window; the attacked cell goes one way, up to `besoin`."""
        ici = np.array(self.cellules)
        bas, haut = self.comp.marges(x, attaquant, ici)
        place = self.place[cellule]
        bas[place], haut[place] = (0.0, min(besoin, haut[place])) if sens > 0 else (min(besoin, bas[place]), 0.0)
        cout = couts[ici].copy()
        cout[place] = -PRIME
        return bas, haut, cout

    def _resoudre(self, bas: np.ndarray, haut: np.ndarray, cout: np.ndarray) -> np.ndarray:
        solveur.borner(self.highs, np.zeros(2 * len(bas)), np.stack([haut, bas], 1).ravel())
        solveur.chiffrer(self.highs, np.repeat(cout, 2))
        z = solveur.resoudre(self.highs)
        return z[0::2] - z[1::2]

    def _agrandir(self, f: np.ndarray) -> bool:
        """Open the cells that moved without all their equations; False when there are none."""
        fermees = self.fermees(np.array(self.cellules)[np.abs(f) > TOLERANCE])
        self.ouvrir(fermees)
        return bool(fermees)

    def _est_entier(self, f: np.ndarray) -> bool:
        return np.abs(f - np.round(f))[self.comp.entier[self.cellules]].max(initial=0.0) <= TOLERANCE

    def _rendre_entier(self, f: np.ndarray, cellule: int, sens: int, besoin: float, x: np.ndarray, attaquant: int,
                       couts: np.ndarray) -> np.ndarray:
        """A whole move where the cheapest move `f` is not: a multiple of it, else by branching.

        Branching tries first hidden cells and those that `f` uses, then all.
        """
        bas, haut = self.comp.marges(x, attaquant, np.array(self.cellules))
        for k in MULTIPLES:
            if self._est_entier(k * f) and (k * f <= haut + TOLERANCE).all() and (-k * f <= bas + TOLERANCE).all():
                return k * f
        permises = set(np.array(self.cellules)[np.abs(f) > TOLERANCE].tolist())
        pres = self._brancher(cellule, sens, besoin, x, attaquant, couts, permises)
        if sens * pres[self.place[cellule]] >= np.floor(sens * f[self.place[cellule]] + TOLERANCE):
            return pres
        return self._brancher(cellule, sens, besoin, x, attaquant, couts, None)

    def _brancher(self, cellule: int, sens: int, besoin: float, x: np.ndarray, attaquant: int, couts: np.ndarray,
                  permises: set[int] | None) -> np.ndarray:
        """The farthest whole move; then, inside it, the shortest that goes as far.

        With `permises`, only these and the hidden cells may move.
        """
        while True:
            bas, haut, cout = self._bornes(cellule, sens, besoin, x, attaquant, couts)
            if permises is not None:
                gele = (cout > 1.5 * cout[cout > 0].min()) & ~np.isin(self.cellules, list(permises))
                bas[gele] = haut[gele] = 0.0
            mip = solveur.modele(*self.rangees(0), len(self.cellules))
            solveur.entiers(mip, np.flatnonzero(self.comp.entier[self.cellules]))
            f = self._resoudre_mip(mip, -bas, haut, np.where(cout == -PRIME, -float(sens), 0.0))
            if not self._agrandir(f):
                break
        place, bas, haut = self.place[cellule], np.minimum(f, 0.0), np.maximum(f, 0.0)
        bas[place] = haut[place] = f[place]
        return self._resoudre_mip(mip, bas, haut, np.sign(f))

    def _resoudre_mip(self, mip, bas: np.ndarray, haut: np.ndarray, couts: np.ndarray) -> np.ndarray:
        solveur.borner(mip, bas, haut)
        solveur.chiffrer(mip, couts)
        mip.clearSolver()
        f = solveur.resoudre(mip)
        return np.where(self.comp.entier[self.cellules], np.round(f), f)
