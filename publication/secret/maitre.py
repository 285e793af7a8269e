"""The choice of what to hide, as a covering problem that grows with the inequalities found so far."""

from __future__ import annotations

from dataclasses import dataclass

import highspy
import numpy as np

from publication.secret import solveur
from publication.secret.composante import Composante
from publication.secret.coupes import Coupe, coupes_d_equations

PONTS_D_EMBLEE = 400_000  # terms; under this, all bridge inequalities are there from the start


@dataclass(frozen=True)
class Choix:
    """Whole decisions proposed by the covering problem, its cost, and what no answer can be cheaper than."""

    x: np.ndarray | None
    borne: float


class Maitre:
    """min Σ weight × decision, subject to the inequalities known so far. Costs leave out what is hidden in any case."""

    def __init__(self, comp: Composante):
        self.comp, self.n = comp, len(comp.poids)
        self.highs = solveur.vide()
        solveur.ajouter_colonnes(self.highs, self.n)
        solveur.borner(self.highs, np.zeros(self.n), np.ones(self.n))
        solveur.chiffrer(self.highs, comp.poids)
        self._connues: set[tuple] = set()
        besoins, self.ponts = coupes_d_equations(comp)
        for coupe in besoins:
            self.ajouter(coupe)
        if sum(len(o) for _, o in self.ponts) <= PONTS_D_EMBLEE:
            for pont in self.ponts:
                self._ajouter_pont(pont)
            self.ponts = []

    def ajouter(self, coupe: Coupe) -> bool:
        """Add one inequality; False when it is there already."""
        decisions, coefs = coupe
        cle = (decisions.tobytes(), np.round(coefs, 9).tobytes())
        if cle in self._connues:
            return False
        self._connues.add(cle)
        self.highs.addRow(1.0, solveur.INFINI, len(decisions), decisions.astype(np.int32), coefs.astype(float))
        return True

    def relacher(self) -> tuple[float, np.ndarray]:
        """Optimum without whole numbers: (lower bound, decisions in [0, 1]). Bridges that it violates are added."""
        while True:
            self.highs.run()
            x = np.clip(np.array(self.highs.getSolution().col_value), 0.0, 1.0)
            violes = [p for p in self.ponts if x[p[0]] > x[p[1]].sum() + 1e-3]
            if not violes:
                return self.highs.getInfo().objective_function_value, x
            for pont in violes:
                self._ajouter_pont(pont)
            self.ponts = [p for p in self.ponts if not x[p[0]] > x[p[1]].sum() + 1e-3]

    def choisir(self, depart: np.ndarray, secondes: float, noeuds: int, ecart: float) -> Choix:
        """Whole optimum, or the best found within `secondes` and `noeuds`, from decisions `depart` known to be possible.

        Stops within the relative `ecart` of the bound. The choice is None when no time was left for one.
        """
        mip = highspy.Highs()
        for option, valeur in (("output_flag", False), ("threads", 1), ("time_limit", max(secondes, 0.1)),
                               ("mip_max_nodes", noeuds), ("mip_rel_gap", ecart), ("random_seed", 0)):
            mip.setOptionValue(option, valeur)
        mip.passModel(self.highs.getLp())
        solveur.entiers(mip, np.arange(self.n))
        solution = highspy.HighsSolution()
        solution.col_value = depart.tolist()
        mip.setSolution(solution)
        mip.run()
        valeurs = np.array(mip.getSolution().col_value)
        borne = mip.getInfo().mip_dual_bound
        return Choix(np.round(valeurs) if len(valeurs) == self.n else None, borne if np.isfinite(borne) else 0.0)

    def _ajouter_pont(self, pont: tuple[int, np.ndarray]) -> None:
        v, autres = pont
        self.highs.addRow(0.0, solveur.INFINI, len(autres) + 1, np.append(autres, v).astype(np.int32),
                          np.append(np.ones(len(autres)), -1.0))
