"""A first safe set of hidden cells: each sensitive cell in turn gets the cheapest moves that protect it."""

from __future__ import annotations

import numpy as np

from publication.secret.blocs import Blocs
from publication.secret.composante import Cible, Composante
from publication.secret.preuves import Preuves

DETOUR = 0.2  # of the lightest weight: moving through this share of hidden cells more is worth one cell less to hide


class Intenable(Exception):
    """A target that no set of hidden cells can meet."""

    def __init__(self, cible: Cible):
        super().__init__(cible)
        self.cible = cible


def glouton(comp: Composante, x: np.ndarray, preuves: Preuves) -> np.ndarray:
    """Whole decisions ≥ `x` under which every target holds, with their proofs noted in `preuves`.

    One linear program per unmet target and side (Kelly, Golden, Assad): cells not hidden yet cost their weight per unit
    moved, hidden cells next to nothing. Raises Intenable.
    """
    x = x.copy()
    blocs = Blocs(comp)
    tout = np.ones(len(comp.poids))
    echelle = comp.poids / max(comp.poids.max(initial=0.0), 1e-9)
    for e in sorted(range(len(comp.cibles)), key=lambda e: (comp.cibles[e].attaquant, -comp.cibles[e].haut, e)):
        if preuves.tient(e):
            continue
        if not preuves.chercher(e, tout, blocs, _couts(comp, x, echelle)):
            raise Intenable(comp.cibles[e])
        x[sorted(preuves.en_haut[e][3] | preuves.en_bas[e][3])] = 1.0
    return x


def _couts(comp: Composante, x: np.ndarray, echelle: np.ndarray) -> np.ndarray:
    leger = max(echelle[echelle > 0].min(initial=1.0), 1e-3)
    couts = np.full(comp.taille, DETOUR * leger)
    libres = comp.decision >= 0
    couts[libres] = np.where(x > 0.5, DETOUR * leger, np.maximum(echelle, leger))[comp.decision[libres]]
    return couts
