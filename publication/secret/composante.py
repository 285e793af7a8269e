"""One independent problem of protection: cells that can influence each other, as arrays of deviations."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

TOUJOURS, JAMAIS = -1, -2  # decision of a cell that is hidden in any case, or shown in any case
SANS_LIMITE, MARGE = (np.inf, np.inf), 1e-6


@dataclass(frozen=True, slots=True)
class Cible:
    """A requirement of one attacker (0 is the outsider) on one local cell."""

    cellule: int
    attaquant: int
    haut: float
    bas: float
    largeur: float


@dataclass
class Composante:
    """Cells that can influence each other, as arrays. Deviations from the true values satisfy M·f = 0.

    When hidden, cell i may go down by `libre_bas[i]` and up by `libre_haut[i]`; when shown, by `jeu_bas[i]`, `jeu_haut[i]`.
    `decision[i]` is the index of the yes/no variable that hides it, or TOUJOURS or JAMAIS. Rows: `ptr`, `col`, `coef`; `lignes`
    is their rank in the system, `dimension` the number of the dimension that each sums over (−1: none), `tete` its total
    (−1: does not move).
    `eloignement` is the price of going through a cell when looking for near ones. `savoirs[k]` gives what attacker k knows of local cells: (cells, room below, room above).
    """

    rangs: np.ndarray
    eloignement: np.ndarray
    libre_bas: np.ndarray
    libre_haut: np.ndarray
    jeu_bas: np.ndarray
    jeu_haut: np.ndarray
    entier: np.ndarray
    decision: np.ndarray
    poids: np.ndarray
    pontable: np.ndarray
    ptr: np.ndarray
    col: np.ndarray
    coef: np.ndarray
    lignes: np.ndarray
    dimension: np.ndarray
    tete: np.ndarray
    cout_fixe: float = 0.0
    cibles: list[Cible] = field(default_factory=list)
    savoirs: list[tuple[np.ndarray, np.ndarray, np.ndarray]] = field(default_factory=list)
    attaquants: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._dernier: tuple | None = None
        self.traites: set[tuple[int, int]] = set()
        self.savoir_de: list[dict[int, tuple[float, float]]] = []
        self.connaisseurs: dict[int, list[tuple[int, float, float]]] = {}
        ligne = np.repeat(np.arange(len(self.ptr) - 1), np.diff(self.ptr))
        ordre = np.argsort(self.col, kind="stable")
        self.lignes_de = np.split(ligne[ordre], np.cumsum(np.bincount(self.col, minlength=self.taille))[:-1])
        self.cellules_de = np.split(np.argsort(self.decision, kind="stable")[int((self.decision < 0).sum()):],
                                    np.cumsum(np.bincount(self.decision[self.decision >= 0], minlength=len(self.poids)))[:-1])

    @property
    def taille(self) -> int:
        return len(self.rangs)

    def marges(self, x: np.ndarray, attaquant: int = 0, cellules: np.ndarray | slice = slice(None),
               plafond: float = np.inf) -> tuple[np.ndarray, np.ndarray]:
        """How far `cellules` can go down and up for an attacker when decisions are `x` (in [0, 1]).

        Between 0 and 1 the free range, cut at `plafond`, counts in proportion.
        """
        decision = self.decision[cellules]
        cache = np.where(decision >= 0, np.append(x, 0.0)[decision], decision == TOUJOURS)
        bas, haut = self.libres(attaquant)
        return (_melange(cache, self.jeu_bas[cellules], bas[cellules], plafond),
                _melange(cache, self.jeu_haut[cellules], haut[cellules], plafond))

    def libres(self, attaquant: int) -> tuple[np.ndarray, np.ndarray]:
        """Free ranges (down, up) of hidden cells, for one attacker."""
        if attaquant == 0:
            return self.libre_bas, self.libre_haut
        if self._dernier is None or self._dernier[0] != attaquant:
            cellules, sous, sur = self.savoirs[attaquant]
            bas, haut = self.libre_bas.copy(), self.libre_haut.copy()
            bas[cellules], haut[cellules] = np.minimum(bas[cellules], sous), np.minimum(haut[cellules], sur)
            self._dernier = (attaquant, bas, haut)
        return self._dernier[1:]

    def ajouter_savoir(self, nom: str, cellules: np.ndarray, sous: np.ndarray, sur: np.ndarray) -> int:
        """Register an attacker who knows that some cells have at most this room below and above; its number."""
        k = len(self.savoirs)
        self.savoirs.append((cellules, sous, sur))
        self.attaquants.append(nom)
        for i, bas, haut in zip(cellules.tolist(), sous.tolist(), sur.tolist()):
            self.connaisseurs.setdefault(i, []).append((k, bas, haut))
            self.traites.add((k, i))
        self.savoir_de.append({i: (bas, haut) for i, bas, haut in zip(cellules.tolist(), sous.tolist(), sur.tolist())})
        return k

    def compatible(self, attaquant: int, cellules: np.ndarray, f: np.ndarray) -> bool:
        """Whether what an attacker knows leaves room for a move."""
        savoir = self.savoir_de[attaquant]
        return not savoir or all(-sous - MARGE <= v <= sur + MARGE for i, v in zip(cellules.tolist(), f.tolist())
                                 for sous, sur in [savoir.get(i, SANS_LIMITE)])

    def rangees(self, cellules: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """The rows of some cells (sorted), without the other cells: (starts, ranks among `cellules`, coefficients)."""
        local = np.full(self.taille, -1)
        local[cellules] = np.arange(len(cellules))
        ligne = np.repeat(np.arange(len(self.ptr) - 1), np.diff(self.ptr))
        garde = local[self.col] >= 0
        compte = np.bincount(ligne[garde], minlength=len(self.ptr) - 1)
        return np.concatenate([[0], np.cumsum(compte[compte > 0])]), local[self.col[garde]], self.coef[garde]

    def caches(self, x: np.ndarray) -> np.ndarray:
        """Which cells are hidden under whole decisions `x`."""
        return np.where(self.decision >= 0, np.append(x, 0.0)[self.decision] > 0.5, self.decision == TOUJOURS)

    def remuables(self, x: np.ndarray) -> np.ndarray:
        """Which cells can move at all under whole decisions `x`."""
        return self.caches(x) | (self.jeu_bas > 0) | (self.jeu_haut > 0)

    def cout(self, x: np.ndarray) -> float:
        return self.cout_fixe + float(self.poids @ (x > 0.5))


def _melange(cache: np.ndarray, jeu: np.ndarray, libre: np.ndarray, plafond: float) -> np.ndarray:
    libre = np.maximum(libre, jeu)
    with np.errstate(invalid="ignore"):
        partiel = jeu + cache * np.maximum(np.minimum(libre, plafond) - jeu, 0.0)
    return np.where(cache >= 1.0, libre, np.where(cache <= 0.0, jeu, partiel))
