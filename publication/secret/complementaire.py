"""Hide enough of the other cells that no sensitive one can be recomputed, and as little as possible."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from publication.secret.composante import TOUJOURS, Composante
from publication.secret.coupes import Separation
from publication.secret.exigences import Declarant, Exigence, fusionner
from publication.secret.glouton import Intenable
from publication.secret.optimum import Effort, Solution, ameliorer, premiere
from publication.secret.reduction import impossible, reduire
from publication.secret.systeme import Systeme

PUBLIE, PRIMAIRE, COMPLEMENTAIRE = "publie", "secret_primaire", "secret_complementaire"


@dataclass(frozen=True)
class Protection:
    """What to hide. `secrets` gives the status of each hidden cell by key; every other cell is published.

    `cout` is the weight of the complementary cells, `borne` what no safe choice can cost less than. `arret` says what
    ended the search: `optimal`, `tours` (same answer on any machine) or `temps` (another run may differ). `mouvements` are
    the proofs: (ranks, differences) of other tables that the public cannot tell from the true one.
    """

    secrets: dict[str, str]
    cout: float
    borne: float
    arret: str
    secondes: float
    mouvements: tuple[tuple[np.ndarray, np.ndarray], ...] = field(default=(), repr=False)

    @property
    def caches(self) -> frozenset[str]:
        return frozenset(self.secrets)

    @property
    def ecart(self) -> float:
        """Relative gap to the bound: 0.05 means at most 5 % above the cheapest safe choice."""
        return (self.cout - self.borne) / self.borne if self.borne > 0 else float(self.cout > 0)


def proteger(systeme: Systeme, exigences: Sequence[Exigence], declarants: Sequence[Declarant] = (), *,
             budget_s: float = 60.0, tours: int = 60, zeros_masquables: bool = False,
             depart: Collection[str] = ()) -> Protection:
    """The cheapest set of hidden cells found in `budget_s` seconds and `tours` rounds that satisfies all `exigences`.

    Against the outsider and against each of `declarants`. A first safe set is always completed, whatever the budget; the
    rest of the time improves it (exact optimum when the bound is met). `depart` is a set of keys to start from, such as
    the choice of a frozen edition: with budget 0 and a safe and tight `depart` the answer is that choice.
    Raises Refus `secret.protection_impossible` or `secret.sensible_deja_publiee`.
    """
    debut = time.monotonic()
    exigences = fusionner(exigences)
    composantes = reduire(systeme, exigences, declarants, zeros_masquables)
    solutions = [_premiere(systeme, c, depart) for c in composantes]
    a_temps = _ameliorer_toutes(composantes, solutions, debut + budget_s, tours)
    cout, borne = sum(s.cout for s in solutions), sum(s.borne for s in solutions)
    arret = "optimal" if all(s.optimale for s in solutions) else "tours" if a_temps else "temps"
    return Protection(_statuts(systeme, exigences, composantes, solutions), cout, borne, arret, time.monotonic() - debut,
                      tuple(_mouvements(composantes, solutions)))


def _premiere(systeme: Systeme, comp: Composante, depart: Collection[str]) -> Solution:
    voulues = np.array([systeme.cles[i] in depart for i in comp.rangs], bool)
    x = np.zeros(len(comp.poids))
    x[comp.decision[voulues & (comp.decision >= 0)]] = 1.0
    try:
        return premiere(comp, x)
    except Intenable as faute:
        raise _expliquer(systeme, comp, faute.cible) from None


def _ameliorer_toutes(composantes: list[Composante], solutions: list[Solution], fin: float, tours: int) -> bool:
    """Improve each, small ones first, sharing the time by size; True when time was never what stopped the search."""
    a_temps = True
    restantes = sorted(range(len(composantes)), key=lambda k: (composantes[k].taille, k))
    for rang, k in enumerate(restantes):
        reste = sum(composantes[j].taille for j in restantes[rang:])
        maintenant = time.monotonic()
        part = (fin - maintenant) * composantes[k].taille / reste
        effort = Effort(maintenant + part, tours)
        solutions[k] = ameliorer(composantes[k], solutions[k], effort)
        a_temps &= solutions[k].optimale or effort.reste > 0
    return a_temps


def _statuts(systeme: Systeme, exigences: Sequence[Exigence], composantes: list[Composante],
             solutions: list[Solution]) -> dict[str, str]:
    primaires = {e.cle for e in exigences}
    caches = set(primaires) | {c.cle for c in systeme.cellules if c.etat == "masquee"}
    for comp, solution in zip(composantes, solutions):
        caches |= {systeme.cles[i] for i in comp.rangs[comp.caches(solution.x)]}
    return {c: PRIMAIRE if c in primaires else COMPLEMENTAIRE for c in systeme.cles if c in caches}


def _mouvements(composantes: list[Composante], solutions: list[Solution]) -> Iterable[tuple[np.ndarray, np.ndarray]]:
    for comp, solution in zip(composantes, solutions):
        vus = set()
        for preuve in solution.preuves.en_haut + solution.preuves.en_bas:
            cle = (preuve[1].tobytes(), preuve[2].tobytes())
            if len(preuve[1]) and cle not in vus:
                vus.add(cle)
                yield comp.rangs[preuve[1]], preuve[2]


def _expliquer(systeme: Systeme, comp: Composante, e: int) -> Exception:
    """Which cells that cannot be hidden let the attacker prove too much, read in his multipliers."""
    cible = comp.cibles[e]
    separation = Separation(comp, np.ones(comp.taille, bool), cible.cellule)
    separation.ouvrir(range(comp.taille))
    separation.completer()
    marges = comp.marges(np.ones(len(comp.poids)), cible.attaquant, np.array(separation.cellules))
    utiles: set[int] = set()
    for sens in (1, -1):
        gamma = separation.limite(cible.cellule, sens, cible.largeur + cible.haut + cible.bas, marges)[1]
        for k in comp.lignes[np.array(separation.lignes)[np.abs(gamma) > 1e-9]].tolist():
            utiles.update(systeme.col[systeme.ptr[k]:systeme.ptr[k + 1]].tolist())
    cachables = set(comp.rangs[(comp.decision >= 0) | (comp.decision == TOUJOURS)].tolist())
    return impossible(systeme, int(comp.rangs[cible.cellule]), sorted(utiles - cachables), comp.attaquants[cible.attaquant])
