"""Show again what was hidden for nothing: each hidden cell in turn, if every target still holds without it."""

from __future__ import annotations

import numpy as np

from publication.secret.blocs import Blocs
from publication.secret.composante import Composante
from publication.secret.preuves import Preuves, couts_nuls

LIMITE = 2000  # hidden cells; a new proof is not looked for in larger parts
GRANDE, TROP = 600, 20  # in problems of more cells than the first, decisions on which more targets depend are kept


def elaguer(comp: Composante, x: np.ndarray, preuves: Preuves, seulement: np.ndarray | None = None) -> np.ndarray:
    """A subset of the whole decisions `x` under which every target still holds, heaviest decisions tried first.

    `preuves` must hold under `x`, and hold under the answer afterwards. With `seulement` (a mask) only those decisions are
    tried. Otherwise no decision of the answer can be dropped, but in problems of more than GRANDE cells, where some could.
    """
    x = x.copy()
    blocs = Blocs(comp, comp.remuables(x))
    couts = couts_nuls(comp)
    essais = np.flatnonzero(x > 0.5) if seulement is None else np.flatnonzero((x > 0.5) & seulement)
    for v in sorted(essais.tolist(), key=lambda v: (-comp.poids[v], v)):
        x[v] = 0.0
        if not _remplacer(preuves, v, x, blocs, couts):
            x[v] = 1.0
    return x


def _remplacer(preuves: Preuves, v: int, x: np.ndarray, blocs: Blocs, couts: np.ndarray) -> bool:
    """New proofs for all that needed decision v; on failure the former ones are put back."""
    touchees = preuves.touchees(v)
    cibles = dict.fromkeys(e for e, _ in touchees)
    if preuves.comp.taille > GRANDE and len(cibles) > TROP:
        return False
    retirees = {u: preuves.retirer(*u) for u in touchees}
    voisines = _voisines(preuves.comp, v)
    for e in sorted(cibles, key=lambda e: (e != preuves.obstacles.get(v), preuves.comp.cibles[e].cellule not in voisines)):
        if not preuves.tient(e) and not preuves.chercher(e, x, blocs, couts, LIMITE):
            preuves.obstacles[v] = e
            for (e2, sens), preuve in retirees.items():
                preuves.rendre(e2, sens, preuve)
            return False
    return True


def _voisines(comp: Composante, v: int) -> set[int]:
    """Cells that share an equation with a cell of decision v: their targets are the most likely to need it."""
    lignes = {k for i in comp.cellules_de[v].tolist() for k in comp.lignes_de[i].tolist()}
    return {j for k in lignes for j in comp.col[comp.ptr[k]:comp.ptr[k + 1]].tolist()}
