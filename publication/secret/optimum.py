"""Towards the cheapest safe set: propose, attack, forbid what failed, repair, until the bound is met or time is out.

The method of Fischetti and Salazar-González: a covering problem proposes decisions, the attacker's linear programs give
the inequalities that they violate. Each proposal is also repaired into a safe set, so the best one is at hand at any time.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np

from publication.secret.blocs import Blocs
from publication.secret.composante import Cible, Composante
from publication.secret.coupes import Separation, chercher_coupes
from publication.secret.elagage import elaguer
from publication.secret.fenetre import Fenetres
from publication.secret.glouton import glouton
from publication.secret.maitre import Maitre
from publication.secret.preuves import Preuves, couts_nuls

ELANS = (0.05, 0.01, 0.0)  # how strongly a rejected proposal is pushed towards the next ones, strongest first
TOURS_RELACHES = 60
NOEUDS = 20_000


@dataclass
class Solution:
    """A safe set with its proofs. `borne`: nothing safe costs less. Costs are those of `Composante.cout`."""

    x: np.ndarray
    preuves: Preuves
    cout: float
    borne: float

    @property
    def optimale(self) -> bool:
        return self.cout - self.borne <= 1e-6 * max(1.0, self.cout)


@dataclass(frozen=True)
class Effort:
    """When to stop: at `fin` (time.monotonic), after so many rounds of proposals, or within the relative `ecart` of the bound.

    Rounds and gap give the same answer on any machine.
    """

    fin: float
    tours: int
    ecart: float

    def assez(self, solution: Solution) -> bool:
        return solution.cout - solution.borne <= self.ecart * solution.borne + 1e-9

    @property
    def reste(self) -> float:
        return self.fin - time.monotonic()


def premiere(comp: Composante, depart: np.ndarray | None = None) -> Solution:
    """A safe set in which nothing can be shown again, from decisions `depart` if there are any. Raises Intenable.

    Its bound is what the equations alone impose.
    """
    preuves = Preuves(comp)
    x = assainir(comp, np.zeros(len(comp.poids)) if depart is None else depart, preuves)
    solution = Solution(x, preuves, comp.cout(x), comp.cout_fixe)
    _relever(comp, solution, Maitre(comp).relacher()[0])
    return solution


def assainir(comp: Composante, x: np.ndarray, preuves: Preuves) -> np.ndarray:
    """Hide what is missing for every target, then show what is not needed, until no declarant sees more than the outsider."""
    while True:
        x = glouton(comp, x, preuves)
        if not promouvoir(comp, preuves):
            x = elaguer(comp, x, preuves)
            if not promouvoir(comp, preuves):
                return x


def _reparer(comp: Composante, x: np.ndarray, preuves: Preuves, a_battre: float) -> np.ndarray:
    """A safe set near the proposal `x`; pruned in full only when it may beat the cost `a_battre`."""
    repare = glouton(comp, x, preuves)
    repare = elaguer(comp, repare, preuves, seulement=x < 0.5)
    return assainir(comp, repare, preuves) if comp.cout(repare) <= 1.02 * a_battre else repare


def promouvoir(comp: Composante, preuves: Preuves) -> int:
    """Add a target for each declarant whose own knowledge contradicts the proof kept against the outsider; how many."""
    contradictions = [
        Cible(cible.cellule, k, cible.haut, cible.bas, cible.largeur)
        for e, cible in enumerate(comp.cibles) if cible.attaquant == 0
        for k in sorted(_contradicteurs(comp, preuves, e)) if (k, cible.cellule) not in comp.traites
    ]
    comp.cibles.extend(contradictions)
    comp.traites.update((c.attaquant, c.cellule) for c in contradictions)
    preuves.completer()
    return len(contradictions)


def _contradicteurs(comp: Composante, preuves: Preuves, e: int) -> set[int]:
    return {k for _, cellules, f, _ in (preuves.en_haut[e], preuves.en_bas[e])
            for i, v in zip(cellules.tolist(), f.tolist())
            for k, sous, sur in comp.connaisseurs.get(i, ()) if v < -sous - 1e-6 or v > sur + 1e-6}


def ameliorer(solution: Solution, effort: Effort) -> tuple[Solution, bool]:
    """(a solution at least as good, with a bound at least as high; whether it was not time that stopped the search)."""
    comp = solution.preuves.comp
    if solution.optimale or effort.reste <= 0:
        return solution, solution.optimale
    maitre = Maitre(comp)
    separations = Fenetres(comp, Separation)
    _relacher(comp, maitre, separations, solution, effort)
    for _ in range(effort.tours):
        if effort.assez(solution) or effort.reste <= 0:
            break
        choix = maitre.choisir(solution.x, effort.reste, NOEUDS, 1e-6)
        _relever(comp, solution, choix.borne)
        if choix.x is None or solution.optimale:
            break
        preuves, coupes, douteuses = _attaquer(comp, choix.x, solution.preuves, separations)
        nouvelles = sum([maitre.ajouter(c) for c in coupes])
        x = choix.x
        if douteuses or promouvoir(comp, preuves):
            x = _reparer(comp, x, preuves, solution.cout)
        _adopter(comp, solution, x, preuves)
        if douteuses and not nouvelles:
            break
    return solution, effort.assez(solution) or effort.reste > 0


def _relacher(comp: Composante, maitre: Maitre, separations: Fenetres, solution: Solution, effort: Effort) -> None:
    """Cuts for the relaxed problem while they raise its bound."""
    immobile, avant = 0, -np.inf
    for _ in range(TOURS_RELACHES):
        if effort.reste <= 0 or immobile >= 3:
            return
        borne, x = maitre.relacher()
        _relever(comp, solution, borne)
        immobile = immobile + 1 if borne <= avant + 1e-4 * max(1.0, abs(avant)) else 0
        avant = borne
        coupes = _coupes_relachees(comp, np.where(x < 1e-7, 0.0, x), separations, effort)
        if not sum([maitre.ajouter(c) for c in coupes]):
            return


def _coupes_relachees(comp: Composante, x: np.ndarray, separations: Fenetres, effort: Effort) -> list:
    coupes, vus = [], {}
    for e, cible in enumerate(comp.cibles):
        bas, haut = vus.setdefault(cible.attaquant, np.zeros((2, comp.taille)))[:, cible.cellule]
        if haut >= cible.haut and -bas >= cible.bas and haut - bas >= cible.largeur:
            continue
        if effort.reste <= 0:
            break
        separation = separations.autour(cible.cellule)
        trouvees, (ici, sous, sur) = chercher_coupes(comp, e, x, separation, max(cible.haut, cible.bas, cible.largeur))
        coupes += [c for c in trouvees if c[1] @ x[c[0]] < 1.0 - 1e-3]
        if not trouvees:
            vu = vus[cible.attaquant]
            vu[0, ici], vu[1, ici] = np.minimum(vu[0, ici], sous), np.maximum(vu[1, ici], sur)
    return coupes


def _attaquer(comp: Composante, x: np.ndarray, connues: Preuves, separations: Fenetres) -> tuple[Preuves, list, list[int]]:
    """(proofs that hold under `x`, inequalities it violates, targets without proof)."""
    preuves = connues.valables(x)
    blocs = Blocs(comp, comp.remuables(x))
    couts, coupes, douteuses = couts_nuls(comp), [], []
    for e, cible in enumerate(comp.cibles):
        if preuves.tient(e) or preuves.chercher(e, x, blocs, couts):
            continue
        douteuses.append(e)
        separation = separations.autour(cible.cellule)
        plafond = max(cible.haut, cible.bas, cible.largeur)
        trouvees: list = []
        for elan in ELANS:
            trouvees = chercher_coupes(comp, e, x, separation, plafond if elan else np.inf, elan)[0]
            if trouvees:
                break
        if not trouvees:
            reste = np.flatnonzero(x < 0.5)
            trouvees = [(reste, np.ones(len(reste)))]
        coupes += trouvees
    return preuves, coupes, douteuses


def _relever(comp: Composante, solution: Solution, borne: float) -> None:
    borne += comp.cout_fixe
    if np.allclose(comp.poids, np.round(comp.poids)) and comp.cout_fixe == round(comp.cout_fixe):
        borne = float(np.ceil(borne - 1e-6))
    solution.borne = min(max(solution.borne, borne), solution.cout)


def _adopter(comp: Composante, solution: Solution, x: np.ndarray, preuves: Preuves) -> None:
    cout = comp.cout(x)
    if cout < solution.cout - 1e-9:
        solution.x, solution.preuves, solution.cout = x, preuves, cout
    solution.borne = min(solution.borne, solution.cout)
