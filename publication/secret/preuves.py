"""For each requirement, a pair of other tables that prove it: one where the cell is higher, one where it is lower.

A table that everybody could take for the true one is a proof that holds as long as the cells in which it differs stay
hidden. Keeping the proofs avoids solving again what is known to be safe.
"""

from __future__ import annotations

import numpy as np

from publication.secret.blocs import Blocs
from publication.secret.composante import Composante
from publication.secret.flots import EPSILON, TOLERANCE, Flots

PARTAGE = 40  # cells; a longer move proves one target only, or too many proofs would hang on each hidden cell
RIEN = (0.0, np.empty(0, int), np.empty(0), frozenset())


class Preuves:
    """Proofs of the targets of one component; `en_haut[e]`, `en_bas[e]`: (reached, cells that move, by how much, decisions used)."""

    def __init__(self, comp: Composante):
        self.comp = comp
        self.en_haut: list[tuple] = []
        self.en_bas: list[tuple] = []
        self.obstacles: dict[int, int] = {}  # the target that last forbade to show a decision again: likely to do it again
        self._rang: dict[tuple[int, int], int] = {}
        self._memes: dict[int, list[int]] = {}
        self._usages: dict[int, set[tuple[int, int]]] = {}
        self.completer()

    def completer(self) -> None:
        """Take in the targets added to the component since last time."""
        for e in range(len(self.en_haut), len(self.comp.cibles)):
            cible = self.comp.cibles[e]
            self._rang[cible.attaquant, cible.cellule] = e
            self._memes.setdefault(cible.cellule, []).append(e)
            self.en_haut.append(RIEN)
            self.en_bas.append(RIEN)

    def tient(self, e: int) -> bool:
        c, haut, bas = self.comp.cibles[e], self.en_haut[e][0], self.en_bas[e][0]
        return haut >= c.haut - TOLERANCE and bas >= c.bas - TOLERANCE and haut + bas >= c.largeur - TOLERANCE

    def noter(self, attaquant: int, cellules: np.ndarray, f: np.ndarray) -> None:
        """Record a move for every target of this attacker that it serves better than what was known."""
        decisions = decisions_de(self.comp, cellules, f)
        for i, v in zip(cellules.tolist(), f.tolist()):
            e = self._rang.get((attaquant, i))
            if e is not None:
                cote, sens = (self.en_haut, 1) if v > 0 else (self.en_bas, -1)
                if abs(v) > cote[e][0] + TOLERANCE:
                    self._poser(e, sens, (abs(v), cellules, f, decisions))

    def touchees(self, decision: int) -> list[tuple[int, int]]:
        """The proofs (target, side) that need a cell of `decision` to be hidden."""
        usages = {u for u in self._usages.get(decision, ()) if decision in self._preuve(*u)[3]}
        self._usages[decision] = usages
        return sorted(usages)

    def retirer(self, e: int, sens: int) -> tuple:
        """Forget one proof and return it."""
        ancienne = self._preuve(e, sens)
        self._poser(e, sens, RIEN)
        return ancienne

    def rendre(self, e: int, sens: int, preuve: tuple) -> None:
        """Put back a proof that was taken out."""
        self._poser(e, sens, preuve)

    def valables(self, x: np.ndarray) -> Preuves:
        """The proofs that hold under other whole decisions."""
        autres = Preuves(self.comp)
        autres.obstacles = self.obstacles
        for e in range(len(self.en_haut)):
            for sens in (1, -1):
                preuve = self._preuve(e, sens)
                if preuve[0] > 0 and all(x[v] > 0.5 for v in preuve[3]):
                    autres._poser(e, sens, preuve)
        return autres

    def chercher(self, e: int, x: np.ndarray, blocs: Blocs, couts: np.ndarray, limite: float = np.inf) -> bool:
        """Look for a proof of target e in parts of at most `limite` cells; those that `x` hides may move. True if found."""
        self._emprunter(e, x)
        if self.tient(e):
            return True
        for flots in blocs.autour(self.comp.cibles[e].cellule, limite):
            if self._chercher_dans(flots, e, x, couts):
                for _, cellules, f, _ in (self.en_haut[e], self.en_bas[e]):
                    if len(cellules) <= PARTAGE:
                        self.noter(self.comp.cibles[e].attaquant, cellules, f)
                return True
        return False

    def _emprunter(self, e: int, x: np.ndarray) -> None:
        """Take over what proves the same cell against other attackers, where it fits what this one knows."""
        cible = self.comp.cibles[e]
        for autre in self._memes[cible.cellule]:
            for sens in (1, -1):
                atteint, cellules, f, decisions = self._preuve(autre, sens)
                if (atteint > self._preuve(e, sens)[0] + TOLERANCE and all(x[v] > 0.5 for v in decisions)
                        and self.comp.compatible(cible.attaquant, cellules, f)):
                    self._poser(e, sens, (atteint, cellules, f, decisions))

    def _chercher_dans(self, flots: Flots, e: int, x: np.ndarray, couts: np.ndarray) -> bool:
        c = self.comp.cibles[e]
        self._pousser(flots, e, 1, c.haut, x, couts)
        if self.en_haut[e][0] < c.haut - TOLERANCE:
            return False
        self._pousser(flots, e, -1, max(c.bas, c.largeur - self.en_haut[e][0]), x, couts)
        if self.en_bas[e][0] < c.bas - TOLERANCE:
            return False
        self._pousser(flots, e, 1, c.largeur - self.en_bas[e][0], x, couts)
        return self.tient(e)

    def _pousser(self, flots: Flots, e: int, sens: int, besoin: float, x: np.ndarray, couts: np.ndarray) -> None:
        c = self.comp.cibles[e]
        if self._preuve(e, sens)[0] >= besoin - TOLERANCE:
            return
        atteint, cellules, f = flots.pousser(c.cellule, sens, besoin, x, c.attaquant, couts)
        if atteint > self._preuve(e, sens)[0] + TOLERANCE:
            self._poser(e, sens, (atteint, cellules, f, decisions_de(self.comp, cellules, f)))

    def _preuve(self, e: int, sens: int) -> tuple:
        return self.en_haut[e] if sens > 0 else self.en_bas[e]

    def _poser(self, e: int, sens: int, preuve: tuple) -> None:
        (self.en_haut if sens > 0 else self.en_bas)[e] = preuve
        for v in preuve[3]:
            self._usages.setdefault(v, set()).add((e, sens))


def decisions_de(comp: Composante, cellules: np.ndarray, f: np.ndarray) -> frozenset[int]:
    """The decisions that must be « hidden » for the move to be possible: cells that leave what is shown of them."""
    dehors = (f > comp.jeu_haut[cellules] + TOLERANCE) | (-f > comp.jeu_bas[cellules] + TOLERANCE)
    d = comp.decision[cellules[dehors]]
    return frozenset(d[d >= 0].tolist())


def couts_nuls(comp: Composante) -> np.ndarray:
    """Moving costs next to nothing: only the length of the move counts."""
    return np.full(comp.taille, EPSILON)
