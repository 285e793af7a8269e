"""What must be true of any safe set of hidden cells: inequalities that the attacker's own reasoning gives.

Whatever multipliers γ an attacker puts on the equations, a sensitive cell p cannot move by more than the sum of the rooms
of the cells weighted by the parts of (e_p − Mᵀγ). If that is below what is required, some cell of that sum must be hidden.
This is true for every γ, so rounding errors never make a cut false.
"""

from __future__ import annotations

import numpy as np

from publication.secret import solveur
from publication.secret.composante import JAMAIS, TOUJOURS, Cible, Composante
from publication.secret.fenetre import Fenetre

Coupe = tuple[np.ndarray, np.ndarray]  # decisions, coefficients: Σ coefficient × decision ≥ 1
GRAIN = 5040.0  # multipliers are rounded to simple fractions: they come from 0, ±1 and sums of a few cells


class Separation(Fenetre):
    """The attacker's linear program around one cell: an upper limit of what he cannot exclude, and why it is one."""

    def __init__(self, comp: Composante, actives: np.ndarray, centre: int):
        super().__init__(comp, actives, centre)
        self.highs = solveur.vide()
        self._rangees = (np.array([0]), np.empty(0, int), np.empty(0))

    def completer(self) -> None:
        """Bring the solver and the rows up to the window."""
        starts, col, coef = self._rangees
        s, c, k = self.rangees(len(starts) - 1)
        self._rangees = (np.concatenate([starts, starts[-1] + s[1:]]), np.concatenate([col, c]), np.concatenate([coef, k]))
        self._ligne = np.repeat(np.arange(len(self._rangees[0]) - 1), np.diff(self._rangees[0]))
        solveur.ajouter_colonnes(self.highs, len(self.cellules))
        solveur.ajouter_lignes(self.highs, s, c, k)

    def limite(self, cellule: int, sens: int, besoin: float, marges: tuple[np.ndarray, np.ndarray]
               ) -> tuple[np.ndarray, np.ndarray]:
        """(the move of the window's cells that takes `cellule` farthest, at most `besoin`; multipliers that prove the limit).

        `marges` (room below, room above) are indexed by the cells of the window.
        """
        bas, haut, place = -marges[0], marges[1].copy(), self.place[cellule]
        bas[place], haut[place] = (0.0, min(haut[place], besoin)) if sens > 0 else (max(bas[place], -besoin), 0.0)
        couts = np.zeros(len(bas))
        couts[place] = -sens
        solveur.borner(self.highs, bas, haut)
        solveur.chiffrer(self.highs, couts)
        self.highs.clearSolver()
        f = solveur.resoudre(self.highs)
        return f, -np.array(self.highs.getSolution().row_dual)

    def coupe(self, cible: Cible, cotes: list[tuple[int, np.ndarray]], besoin: float) -> Coupe | None:
        """The inequality that multipliers prove for a target; two sides together when it is about the width.

        None when they prove nothing about what is still to be decided.
        """
        constante, poids = 0.0, np.zeros(len(self.comp.poids))
        for sens, gamma in cotes:
            c, p = self._cote(cible, sens, _simplifier(gamma), besoin)
            constante, poids = constante + c, poids + p
        reste = besoin - constante
        if not reste > 1e-6 * max(1.0, besoin):
            return None
        decisions = np.flatnonzero(poids > 1e-12)
        return decisions, np.minimum(poids[decisions], reste) / reste

    def _cote(self, cible: Cible, sens: int, gamma: np.ndarray, besoin: float) -> tuple[float, np.ndarray]:
        """(constant part, part by decision) of the limit that `gamma` proves on one side."""
        comp, ici, place = self.comp, np.array(self.cellules), self.place[cible.cellule]
        d = -np.bincount(self._rangees[1], self._rangees[2] * gamma[self._ligne], minlength=len(ici))
        d[place] += sens
        d[np.abs(d) < 1e-9] = 0.0
        sous, sur = comp.libres(cible.attaquant)
        vers_bas, vers_haut = np.maximum(-d, 0.0), np.maximum(d, 0.0)
        montre = _fois(vers_bas, comp.jeu_bas[ici]) + _fois(vers_haut, comp.jeu_haut[ici])
        cache = _fois(vers_bas, np.maximum(sous[ici], comp.jeu_bas[ici])) \
            + _fois(vers_haut, np.maximum(sur[ici], comp.jeu_haut[ici]))
        cache[place] = min(cache[place], abs(d[place]) * besoin) if d[place] * sens >= 0 else 0.0
        decision = comp.decision[ici]
        constante = cache[decision == TOUJOURS].sum() + montre[decision != TOUJOURS].sum()
        libres = decision >= 0
        with np.errstate(invalid="ignore"):
            gain = np.where(np.isinf(cache[libres]), np.inf, cache[libres] - montre[libres])
        return float(constante), np.bincount(decision[libres], gain, minlength=len(comp.poids))


def _fois(facteur: np.ndarray, marge: np.ndarray) -> np.ndarray:
    """Product where 0 × ∞ is 0."""
    return np.where(facteur > 0, facteur * np.where(facteur > 0, marge, 0.0), 0.0)


def _simplifier(gamma: np.ndarray) -> np.ndarray:
    simple = np.round(gamma * GRAIN) / GRAIN
    return np.where(np.abs(gamma - simple) < 1e-6, simple, gamma)


def chercher_coupes(comp: Composante, e: int, x: np.ndarray, separation: Separation, plafond: float = np.inf,
                    elan: float = 0.0) -> tuple[list[Coupe], tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """(inequalities that `x` violates for target e, the two moves found: cells, lowest, highest).

    `plafond` cuts the free range of cells that are partly hidden. `elan` > 0 hides every other cell that little: the
    inequality found is then also strong for the next candidates. Without one, the window grows until the moves are real.
    """
    cible = comp.cibles[e]
    while True:
        separation.completer()
        ici = np.array(separation.cellules)
        marges = comp.marges(np.maximum(x, elan), cible.attaquant, ici, plafond)
        f_sur, g_sur = separation.limite(cible.cellule, 1, max(cible.haut, cible.largeur), marges)
        f_sous, g_sous = separation.limite(cible.cellule, -1, max(cible.bas, cible.largeur), marges)
        essais = [([(1, g_sur)], cible.haut), ([(-1, g_sous)], cible.bas), ([(1, g_sur), (-1, g_sous)], cible.largeur)]
        coupes = [separation.coupe(cible, cotes, besoin) for cotes, besoin in essais if besoin > 0]
        coupes = [c for c in coupes if c is not None and c[1] @ x[c[0]] < 1.0 - 1e-6]
        fermees = separation.fermees(ici[(np.abs(f_sur) > 1e-7) | (np.abs(f_sous) > 1e-7)])
        if coupes or not fermees:
            return coupes, (ici, np.minimum(f_sur, f_sous), np.maximum(f_sur, f_sous))
        separation.ouvrir(fermees)


def coupes_d_equations(comp: Composante) -> tuple[list[Coupe], list[tuple[int, np.ndarray]]]:
    """What the equations alone impose when all their cells are shown exactly.

    First, inequalities: a sensitive cell alone among the hidden ones needs another. Then bridges (decision v, others): v is
    worth hiding only if another of the same equation is hidden.
    """
    exact = (comp.jeu_bas <= 0) & (comp.jeu_haut <= 0) & (comp.decision != JAMAIS)
    visees = {c.cellule for c in comp.cibles}
    besoins, ponts = [], []
    for k in range(len(comp.ptr) - 1):
        cellules = comp.col[comp.ptr[k]:comp.ptr[k + 1]]
        if not exact[cellules].all():
            continue
        decisions = comp.decision[cellules]
        fixes, libres = cellules[decisions == TOUJOURS], np.unique(decisions[decisions >= 0])
        if len(fixes) == 1 and int(fixes[0]) in visees:
            besoins.append((libres, np.ones(len(libres))))
        elif not len(fixes) and len(libres) == len(decisions):
            ponts.extend((int(v), libres[libres != v]) for v in libres if comp.pontable[v])
    return besoins, ponts
