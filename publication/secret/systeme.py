"""The table type: cells tied by linear equations, and the part of them that the public sees.

Every published thing is a cell: an exact count, a rounded one, a class on a map, the gap between a percentage and the
interval it was rounded from. Every tie is one equation « sum of coefficient × value = 0 ». A margin shared by two tables
is one cell with one key, so linked tables need nothing more.
"""

from __future__ import annotations

import hashlib
import itertools
import math
from collections.abc import Collection, Iterable
from dataclasses import dataclass

import numpy as np

from catalogue.erreurs import Refus
from publication.secret.nombres import en_francais

LIBRE, PUBLIEE, MASQUEE = "libre", "publiee", "masquee"


@dataclass(frozen=True, slots=True)
class Cellule:
    """One value of the tables.

    `etat`: `libre` (the protection may hide it), `publiee` (already public, cannot be hidden any more) or `masquee`
    (hidden in an earlier edition, must stay hidden). `affichee` is the interval shown when the cell is published: None
    for the exact value. `connue` is what everybody knows even when it is hidden. `poids` is the cost of hiding it.
    Cells with the same `groupe` are hidden together and cost the sum of their weights.
    """

    cle: str
    valeur: float
    poids: float = 1.0
    etat: str = LIBRE
    affichee: tuple[float, float] | None = None
    connue: tuple[float, float] = (0.0, math.inf)
    entier: bool = True
    groupe: str | None = None


@dataclass(frozen=True, slots=True)
class Equation:
    """Σ coefficient × cell = 0, with a name that error messages can show and the dimension it sums over ("" for none)."""

    termes: tuple[tuple[str, float], ...]
    nom: str
    dimension: str = ""

    @classmethod
    def somme(cls, total: str, parts: Iterable[str], nom: str, dimension: str = "") -> Equation:
        """`total` equals the sum of `parts`; the total is always the first term, with coefficient −1."""
        return cls(((total, -1.0), *((p, 1.0) for p in parts)), nom, dimension)


@dataclass(frozen=True)
class VuePublique:
    """All an outsider has: for each cell the interval he can read, and the equations. No confidential value is in it.

    Arrays by cell: `bas`, `haut`, `entier`; equations in compressed rows: `ptr`, `col`, `coef`, named by `noms`.
    """

    cles: tuple[str, ...]
    bas: np.ndarray
    haut: np.ndarray
    entier: np.ndarray
    ptr: np.ndarray
    col: np.ndarray
    coef: np.ndarray
    noms: tuple[str, ...]

    def empreinte(self) -> str:
        """sha256 of what is public, whatever the order in which it was built."""
        cellules = (f"{c}|{b!r}|{h!r}|{bool(e)}" for c, b, h, e in
                    zip(self.cles, self.bas.tolist(), self.haut.tolist(), self.entier.tolist()))
        return _sha256(cellules, _lignes_texte(self.cles, self.ptr, self.col, self.coef))


class Systeme:
    """Cells and equations, checked: unique keys, known keys, values inside what is shown and known, sums that add up.

    Raises Refus (all faults at once): `secret.cle_en_double`, `secret.cle_inconnue`, `secret.valeur_absente`,
    `secret.hors_de_l_affichage`, `secret.hors_du_connu`, `secret.table_non_additive`.
    """

    def __init__(self, cellules: Iterable[Cellule], equations: Iterable[Equation], tolerance: float = 1e-6):
        self.cellules = tuple(cellules)
        self.equations = tuple(equations)
        self.tolerance = tolerance
        self.cles = tuple(c.cle for c in self.cellules)
        self.rang = {cle: i for i, cle in enumerate(self.cles)}
        _refuser(self._doublons() or self._inconnues() or self._valeurs_fausses())
        self.valeurs = np.array([c.valeur for c in self.cellules], float)
        self.entier = np.array([c.entier for c in self.cellules], bool)
        self.connu_bas = np.array([c.connue[0] for c in self.cellules], float)
        self.connu_haut = np.array([c.connue[1] for c in self.cellules], float)
        self.vu_bas = np.array([c.valeur if c.affichee is None else c.affichee[0] for c in self.cellules], float)
        self.vu_haut = np.array([c.valeur if c.affichee is None else c.affichee[1] for c in self.cellules], float)
        self.ptr, self.col, self.coef = self._lignes()
        _refuser(self._sommes_fausses())

    def vue(self, caches: Collection[str]) -> VuePublique:
        """What the public sees when the cells named in `caches` are hidden."""
        cache = np.array([c in caches for c in self.cles], bool)
        return VuePublique(
            self.cles,
            np.where(cache, self.connu_bas, np.maximum(self.vu_bas, self.connu_bas)),
            np.where(cache, self.connu_haut, np.minimum(self.vu_haut, self.connu_haut)),
            self.entier, self.ptr, self.col, self.coef, tuple(e.nom for e in self.equations),
        )

    def empreinte(self) -> str:
        """sha256 of the confidential input: cells with all their attributes, and equations, in the order of keys."""
        cellules = (f"{c.cle}|{c.valeur!r}|{c.etat}|{c.affichee}|{c.connue}|{c.entier}|{c.groupe}" for c in self.cellules)
        return _sha256(cellules, _lignes_texte(self.cles, self.ptr, self.col, self.coef))

    def _doublons(self) -> list[Refus]:
        vus: set[str] = set()
        doubles = [c for c in self.cles if c in vus or vus.add(c)]
        return [Refus("secret.cle_en_double", cellule=c) for c in dict.fromkeys(doubles)]

    def _inconnues(self) -> list[Refus]:
        return [Refus("secret.cle_inconnue", cellule=cle, equation=e.nom)
                for e in self.equations for cle, _ in e.termes if cle not in self.rang]

    def _valeurs_fausses(self) -> list[Refus]:
        return [r for c in self.cellules for r in _defauts(c, self.tolerance)]

    def _lignes(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        tailles = [len(e.termes) for e in self.equations]
        ptr = np.concatenate([[0], np.cumsum(tailles, dtype=np.int64)]).astype(np.int64)
        col = np.array([self.rang[c] for e in self.equations for c, _ in e.termes], np.int64)
        return ptr, col, np.array([k for e in self.equations for _, k in e.termes], float)

    def _sommes_fausses(self) -> list[Refus]:
        ligne = np.repeat(np.arange(len(self.equations)), np.diff(self.ptr))
        termes = self.coef * self.valeurs[self.col]
        ecarts = np.bincount(ligne, termes, len(self.equations))
        arrondi = 1e-12 * np.bincount(ligne, np.abs(termes), len(self.equations))
        return [self._non_additive(self.equations[k], float(ecarts[k]))
                for k in np.flatnonzero(np.abs(ecarts) > self.tolerance + arrondi)]

    def _non_additive(self, equation: Equation, ecart: float) -> Refus:
        total = equation.termes[0][0]
        valeur = self.cellules[self.rang[total]].valeur
        somme = valeur + ecart / -equation.termes[0][1]
        return Refus("secret.table_non_additive", cellule=total, equation=equation.nom, total=en_francais(valeur),
                     somme=en_francais(somme), ecart=en_francais(abs(somme - valeur)),
                     sens="de moins" if somme < valeur else "de plus")


def _defauts(c: Cellule, tolerance: float) -> Iterable[Refus]:
    if not isinstance(c.valeur, (int, float)) or not math.isfinite(c.valeur):
        yield Refus("secret.valeur_absente", cellule=c.cle)
        return
    marge = tolerance + 1e-12 * abs(c.valeur)
    for intervalle, code in ((c.affichee, "secret.hors_de_l_affichage"), (c.connue, "secret.hors_du_connu")):
        if intervalle is not None and not intervalle[0] - marge <= c.valeur <= intervalle[1] + marge:
            yield Refus(code, cellule=c.cle, valeur=en_francais(c.valeur), bas=en_francais(intervalle[0]),
                        haut=en_francais(intervalle[1]))


def _refuser(refus: list[Refus]) -> None:
    if refus:
        raise Refus.groupe(refus)


def _lignes_texte(cles: tuple[str, ...], ptr: np.ndarray, col: np.ndarray, coef: np.ndarray) -> Iterable[str]:
    colonnes, coefficients, bornes = col.tolist(), coef.tolist(), ptr.tolist()
    for d, f in itertools.pairwise(bornes):
        yield "+".join(sorted(f"{k!r}*{cles[j]}" for j, k in zip(colonnes[d:f], coefficients[d:f])))


def _sha256(cellules: Iterable[str], lignes: Iterable[str]) -> str:
    somme = hashlib.sha256()
    for texte in (*sorted(cellules), "=", *sorted(lignes)):
        somme.update(texte.encode() + b"\n")
    return somme.hexdigest()
