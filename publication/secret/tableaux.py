"""From tables with totals to cells and equations: hierarchies give the sums, equal keys give the shared margins."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import polars as pl

from catalogue.erreurs import Refus
from publication.secret.nombres import en_francais
from publication.secret.relations import Relation
from publication.secret.systeme import LIBRE, Cellule, Equation, Systeme, VuePublique


@dataclass(frozen=True)
class Hierarchie:
    """One dimension: `parents` gives the parent of each code, up to `total`. Raises Refus when it loops or has two tops."""

    dimension: str
    total: str
    parents: Mapping[str, str]

    def __post_init__(self) -> None:
        for code in self.parents:
            chemin = [code]
            while chemin[-1] in self.parents:
                suivant = self.parents[chemin[-1]]
                if suivant in chemin:
                    raise Refus("secret.hierarchie_en_boucle", dimension=self.dimension,
                                chemin=" → ".join(chemin[chemin.index(suivant):] + [suivant]))
                chemin.append(suivant)
            if chemin[-1] != self.total:
                raise Refus("secret.hierarchie_sans_total", dimension=self.dimension, modalite=code, sommet=chemin[-1],
                            total=self.total)

    @classmethod
    def plate(cls, dimension: str, total: str, codes: Iterable[str]) -> Hierarchie:
        """A total and its parts."""
        return cls(dimension, total, dict.fromkeys(codes, total))

    @cached_property
    def enfants(self) -> dict[str, list[str]]:
        """Children of each code that has some, in the order given."""
        enfants: dict[str, list[str]] = {}
        for code, parent in self.parents.items():
            enfants.setdefault(parent, []).append(code)
        return enfants

    @cached_property
    def hauteurs(self) -> dict[str, int]:
        """Of each code: 0 without children, else one more than its highest child."""
        hauteurs = dict.fromkeys((*self.parents, self.total), 0)
        for code in self.parents:
            niveau = 0
            while code in self.parents:
                code, niveau = self.parents[code], niveau + 1
                hauteurs[code] = max(hauteurs[code], niveau)
        return hauteurs


@dataclass(frozen=True)
class Tableau:
    """Counts of one `grandeur` (an indicator and its year) crossed by some dimensions, totals included.

    `valeurs` by codes, in the order of `hierarchies`; None is a number that is not shown (only in tables to attack). Codes
    that are absent are not counted anywhere: the sums are checked. `cle` makes the key of a cell from its codes that are
    not totals; equal keys in two tables are one cell. `poids` is the cost of hiding a cell, given its codes; by default
    each level above the finest multiplies it by 4, so that totals are hidden last. `etats` by key: already published by
    the producer, or hidden by an earlier edition.
    """

    nom: str
    grandeur: str
    hierarchies: Sequence[Hierarchie]
    valeurs: Mapping[tuple[str, ...], float | None]
    entier: bool = True
    cle: Callable[[str, dict[str, str]], str] | None = None
    poids: Callable[[dict[str, str]], float] | None = None
    etats: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def depuis_frame(cls, nom: str, grandeur: str, hierarchies: Sequence[Hierarchie], frame: pl.DataFrame,
                     valeur: str = "valeur", **options) -> Tableau:
        """One row per cell, one text column per dimension, numbers in `valeur` (null: not shown)."""
        lignes = frame.select([h.dimension for h in hierarchies]).rows()
        doubles = [ligne for ligne, vus in _comptes(lignes).items() if vus > 1]
        if doubles:
            raise Refus.groupe([Refus("secret.cle_en_double", cellule=f"{nom} : {' × '.join(d)}") for d in doubles])
        return cls(nom, grandeur, hierarchies, dict(zip(lignes, frame[valeur].to_list())), **options)

    def cellule(self, codes: tuple[str, ...]) -> str:
        """Key of the cell with these codes."""
        utiles = {h.dimension: c for h, c in zip(self.hierarchies, codes) if c != h.total}
        return (self.cle or cle_par_defaut)(self.grandeur, utiles)

    def cellules(self) -> list[Cellule]:
        self._refuser_inconnus()
        return [self._cellule(codes, valeur) for codes, valeur in self.valeurs.items()]

    def equations(self, avec_absents: bool = False) -> list[Equation]:
        """One sum for each total of each dimension, at each combination of the others that is in the table.

        The parts are those present in the table, or all that the hierarchy names with `avec_absents`.
        """
        sommes = []
        for d, h in enumerate(self.hierarchies):
            autres = dict.fromkeys(codes[:d] + codes[d + 1:] for codes in self.valeurs)
            for (total, parts), reste in itertools.product(h.enfants.items(), autres):
                haut, *bas = (reste[:d] + (code,) + reste[d:] for code in (total, *parts))
                bas = [codes for codes in bas if avec_absents or codes in self.valeurs]
                if bas and haut in self.valeurs:
                    nom = f"{self.nom} : {h.dimension} de « {' × '.join(haut)} »"
                    sommes.append(Equation.somme(self.cellule(haut), map(self.cellule, bas), nom, h.dimension))
        return sommes

    def _cellule(self, codes: tuple[str, ...], valeur: float | None) -> Cellule:
        cle = self.cellule(codes)
        poids = self.poids({h.dimension: c for h, c in zip(self.hierarchies, codes)}) if self.poids \
            else 4.0 ** sum(h.hauteurs[c] for h, c in zip(self.hierarchies, codes))
        return Cellule(cle, valeur, poids, self.etats.get(cle, LIBRE), entier=self.entier)

    def _refuser_inconnus(self) -> None:
        inconnus = {(h.dimension, c) for codes in self.valeurs for h, c in zip(self.hierarchies, codes) if c not in h.hauteurs}
        if inconnus:
            raise Refus.groupe([Refus("secret.code_inconnu", table=self.nom, dimension=d, modalite=c) for d, c in sorted(inconnus)])


def cle_par_defaut(grandeur: str, codes: dict[str, str]) -> str:
    """`grandeur` then `.dimension-code` for each code that is not a total, dimensions in alphabetical order."""
    return grandeur + "".join(f".{d}-{codes[d]}" for d in sorted(codes))


def assembler(tableaux: Iterable[Tableau], relations: Iterable[Relation] = (), tolerance: float = 1e-6) -> Systeme:
    """One system from linked tables and the relations between their cells.

    A cell present in several tables must have one value; it takes its largest weight and its strictest state.
    Raises Refus `secret.marges_differentes` and those of `Systeme`.
    """
    cellules, equations = _reunir(tableaux, relations, avec_absents=False)
    return Systeme(cellules.values(), equations, tolerance)


def vue_publique(tableaux: Iterable[Tableau], relations: Iterable[Relation] = ()) -> VuePublique:
    """What published tables show, for an attack on files alone.

    A value None is hidden, a code of the hierarchy that is absent is unknown too: a number that was not collected, and so
    is in no total, must be given as 0.
    """
    cellules, equations = _reunir(tableaux, relations, avec_absents=True)
    rang = {c: i for i, c in enumerate(cellules)}
    bornes = [c.affichee or (c.connue if c.valeur is None else (c.valeur, c.valeur)) for c in cellules.values()]
    termes = [[(rang[c], k) for c, k in e.termes] for e in equations]
    return VuePublique(
        tuple(cellules), np.array([b for b, _ in bornes], float), np.array([h for _, h in bornes], float),
        np.array([c.entier for c in cellules.values()], bool),
        np.concatenate([[0], np.cumsum([len(t) for t in termes], dtype=int)]),
        np.array([i for t in termes for i, _ in t], int), np.array([k for t in termes for _, k in t], float),
        tuple(e.nom for e in equations))


def _reunir(tableaux: Iterable[Tableau], relations: Iterable[Relation], avec_absents: bool
            ) -> tuple[dict[str, Cellule], list[Equation]]:
    cellules: dict[str, Cellule] = {}
    equations: dict[frozenset, Equation] = {}
    differences = []
    for tableau in tableaux:
        for c in tableau.cellules():
            avant = cellules.get(c.cle)
            if avant is not None and avant.valeur != c.valeur:
                differences.append(Refus("secret.marges_differentes", cellule=c.cle, table=tableau.nom,
                                         valeur=en_francais(c.valeur), autre=en_francais(avant.valeur)))
            cellules[c.cle] = c if avant is None else _plus_stricte(avant, c)
        for e in tableau.equations(avec_absents):
            equations.setdefault(frozenset(e.termes), e)
            for cle, _ in e.termes:
                cellules.setdefault(cle, Cellule(cle, None, entier=tableau.entier))
    if differences:
        raise Refus.groupe(differences)
    valeurs = {c: x.valeur for c, x in cellules.items()}
    for relation in relations:
        plus, liens = relation.etendre(valeurs)
        cellules.update((c.cle, c) for c in plus)
        equations.update((frozenset(e.termes), e) for e in liens)
    return cellules, list(equations.values())


def _plus_stricte(a: Cellule, b: Cellule) -> Cellule:
    etat = a.etat if a.etat != LIBRE else b.etat
    return Cellule(a.cle, a.valeur, max(a.poids, b.poids), etat, a.affichee, a.connue, a.entier and b.entier)


def _comptes(lignes: Iterable[tuple]) -> dict[tuple, int]:
    comptes: dict[tuple, int] = {}
    for ligne in lignes:
        comptes[ligne] = comptes.get(ligne, 0) + 1
    return comptes
