"""HiGHS, quiet, on one thread, with a given order of work: the same input gives the same answer."""

from __future__ import annotations

import highspy
import numpy as np

from catalogue.erreurs import Impossible

OPTIMAL = highspy.HighsModelStatus.kOptimal
INFINI = highspy.kHighsInf


def vide() -> highspy.Highs:
    """A model without rows or columns. No presolve: the programs are small and solved again and again."""
    highs = highspy.Highs()
    for option, valeur in (("output_flag", False), ("threads", 1), ("presolve", "off"), ("random_seed", 0)):
        highs.setOptionValue(option, valeur)
    return highs


def ajouter_colonnes(highs: highspy.Highs, total: int) -> None:
    """Add columns fixed at 0, up to `total`."""
    n = total - highs.getNumCol()
    if n > 0:
        zeros, rien = np.zeros(n), np.empty(0, np.int32)
        highs.addCols(n, zeros, zeros, zeros, 0, np.zeros(n, np.int32), rien, np.empty(0))


def ajouter_lignes(highs: highspy.Highs, starts: np.ndarray, col: np.ndarray, coef: np.ndarray) -> None:
    """Add rows equal to 0; row r has the terms from `starts[r]` to `starts[r + 1]`."""
    n = len(starts) - 1
    if n > 0:
        highs.addRows(n, np.zeros(n), np.zeros(n), len(col), starts[:-1].astype(np.int32), col.astype(np.int32), coef.astype(float))


def borner(highs: highspy.Highs, bas: np.ndarray, haut: np.ndarray) -> None:
    """Set the bounds of all columns."""
    highs.changeColsBounds(len(bas), np.arange(len(bas), dtype=np.int32), bas, haut)


def chiffrer(highs: highspy.Highs, couts: np.ndarray) -> None:
    """Set the costs of all columns."""
    highs.changeColsCost(len(couts), np.arange(len(couts), dtype=np.int32), couts)


def entiers(highs: highspy.Highs, colonnes: np.ndarray) -> None:
    """Make columns integer."""
    highs.changeColsIntegrality(len(colonnes), colonnes.astype(np.int32),
                                np.array([highspy.HighsVarType.kInteger] * len(colonnes)))


def resoudre(highs: highspy.Highs) -> np.ndarray:
    """Values of the columns at the optimum; tried again from scratch once. Raises Impossible `secret.solveur`."""
    highs.run()
    if highs.getModelStatus() != OPTIMAL:
        highs.clearSolver()
        highs.run()
    if highs.getModelStatus() != OPTIMAL:
        raise Impossible("secret.solveur", etat=highs.modelStatusToString(highs.getModelStatus()))
    return np.array(highs.getSolution().col_value)
