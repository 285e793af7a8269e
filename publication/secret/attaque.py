"""The adversary: what can be proven about each hidden cell from what is public, and from what a declarant knows.

It reads the public view only, and shares nothing with the protection but the type of that view. For each unknown cell it
finds the smallest and the largest value that some table of whole numbers could still have.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from catalogue.erreurs import Refus
from publication.secret.adversaire import PRECISION, Adversaire, Morceau, Temoins, decouper, incoherente, offrir
from publication.secret.exigences import Declarant
from publication.secret.systeme import VuePublique

ETRANGER = ""


@dataclass(frozen=True, slots=True)
class Intervalle:
    """What `attaquant` (ETRANGER or a declarant's name) proves: the cell lies between `bas` and `haut`.

    `exact` False: the search stopped early, each value between them is possible and the real interval may be wider.
    """

    cle: str
    attaquant: str
    bas: float
    haut: float
    exact: bool

    @property
    def largeur(self) -> float:
        return self.haut - self.bas


@dataclass(frozen=True, slots=True)
class Question:
    """Can `attaquant` exclude that the cell goes as low as `bas`, as high as `haut`, and over a range of `largeur`?"""

    cle: str
    attaquant: str
    bas: float
    haut: float
    largeur: float

    def repondue(self, bas: float, haut: float) -> bool:
        """« No » is proven when all values from `bas` to `haut` are possible."""
        return bas <= self.bas + PRECISION and haut >= self.haut - PRECISION and haut - bas >= self.largeur - PRECISION


def attaquer(vue: VuePublique, declarants: Iterable[Declarant] = (), questions: Iterable[Question] | None = None,
             temoins: Temoins | None = None) -> list[Intervalle]:
    """The intervals that the outsider, then each declarant, proves.

    Without `questions`: exact intervals of all unknown cells. With `questions`: those only, each stopped as soon as it is
    answered by « no »; a cell that is public has no answer. A declarant is heard only about cells linked to some unknown
    cell of which it knows something: about the others it is an outsider. `temoins` spare work, and are not trusted.
    Raises Refus `secret.publication_incoherente` when no table fits what is public or what a declarant says it knows.
    """
    coherente(vue)
    rang = {c: i for i, c in enumerate(vue.cles)}
    demandes = None if questions is None else _par_attaquant(questions, rang)
    morceaux = decouper(vue)
    offres = offrir(vue, morceaux, temoins) if temoins is not None else [None] * len(morceaux)
    reponses: list[Intervalle] = []
    chez = _chez(vue, morceaux)
    for nom, bas, haut, savoir in _attaquants(vue, declarants, rang):
        for m in range(len(morceaux)) if savoir is None else np.unique(chez[savoir]).tolist():
            morceau, adversaire = morceaux[m], Adversaire(vue, morceaux[m], bas, haut)
            if offres[m] is not None:
                adversaire.ecouter(offres[m])
            posees = demandes.get(nom, {}) if demandes is not None else dict.fromkeys(morceau.rangs.tolist())
            for i in morceau.rangs.tolist():
                if i in posees:
                    question = posees[i]
                    extremes = adversaire.extremes(i, question.repondue if question else None)
                    reponses.append(Intervalle(vue.cles[i], nom, *extremes))
    return reponses


def portee(vue: VuePublique, declarants: Iterable[Declarant]) -> dict[str, set[str]]:
    """By declarant, the unknown cells about which what it knows may teach it more than an outsider."""
    morceaux, rang = decouper(vue), {c: i for i, c in enumerate(vue.cles)}
    chez = _chez(vue, morceaux)
    return {nom: {vue.cles[i] for m in np.unique(chez[savoir]).tolist() for i in morceaux[m].rangs.tolist()}
            for nom, _, _, savoir in _attaquants(vue, declarants, rang) if savoir is not None}


def _chez(vue: VuePublique, morceaux: list[Morceau]) -> np.ndarray:
    """The set of linked unknown cells that each cell belongs to (−1: none, it is known)."""
    chez = np.full(len(vue.cles), -1)
    for m, morceau in enumerate(morceaux):
        chez[morceau.rangs] = m
    return chez


def _par_attaquant(questions: Iterable[Question], rang: dict[str, int]) -> dict[str, dict[int, Question]]:
    demandes: dict[str, dict[int, Question]] = {}
    for q in questions:
        demandes.setdefault(q.attaquant, {})[rang[q.cle]] = q
    return demandes


def coherente(vue: VuePublique) -> None:
    """Raise Refus `secret.publication_incoherente` for each equation whose known numbers do not add up."""
    ligne = np.repeat(np.arange(len(vue.ptr) - 1), np.diff(vue.ptr))
    bas = np.where(vue.coef > 0, vue.coef * vue.bas[vue.col], vue.coef * vue.haut[vue.col])
    haut = np.where(vue.coef > 0, vue.coef * vue.haut[vue.col], vue.coef * vue.bas[vue.col])
    sous = np.bincount(ligne, bas, len(vue.ptr) - 1)
    sur = np.bincount(ligne, haut, len(vue.ptr) - 1)
    fausses = np.flatnonzero((sous > PRECISION) | (sur < -PRECISION))
    if len(fausses):
        raise Refus.groupe([incoherente(vue.noms[k], max(sous[k], -sur[k])) for k in fausses])


def _attaquants(vue: VuePublique, declarants: Iterable[Declarant], rang: dict[str, int]):
    """(name, lower ends, upper ends, cells that the attacker knows more about) of each attacker, the outsider first."""
    yield ETRANGER, vue.bas, vue.haut, None
    for d in declarants:
        bas, haut = vue.bas.copy(), vue.haut.copy()
        for cle in d.apports.keys() | d.exclusives:
            i = rang.get(cle)
            if i is not None and vue.bas[i] < vue.haut[i]:
                bas[i] = max(bas[i], d.apports.get(cle, 0.0))
                if cle in d.exclusives:
                    haut[i] = min(haut[i], d.apports.get(cle, 0.0))
        yield d.nom, bas, haut, np.flatnonzero((bas > vue.bas) | (haut < vue.haut))


