"""Hide enough of the other cells that no sensitive one can be recomputed, and as little as possible."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from catalogue.erreurs import Refus
from publication.secret.composante import TOUJOURS, Cible, Composante
from publication.secret.coupes import Separation
from publication.secret.equipe import Equipe
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
    ended the search: `optimal`, `voulu` (the rounds or the gap asked for: same answer on any machine) or `temps` (another
    run may differ). `mouvements` are the proofs: (ranks, differences) of other tables that the public cannot tell from the
    true one.
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
             budget_s: float = 60.0, tours: int = 60, ecart: float = 0.0, zeros_masquables: bool = False,
             depart: Collection[str] = (), processus: int = 1) -> Protection:
    """The cheapest set of hidden cells found in `budget_s` seconds and `tours` rounds that satisfies all `exigences`.

    Against the outsider and against each of `declarants`. A first safe set is always completed, whatever the budget; the rest of the
    time improves it, down to the exact optimum or to the relative `ecart` asked for. `depart` is a set of keys to start from, such as
    the choice of a frozen edition: with budget 0 and a safe and tight `depart` the answer is that choice.
    Independent parts of the system are shared between `processus` processes.
    Raises Refus `secret.protection_impossible` or `secret.sensible_deja_publiee`.
    """
    debut = time.monotonic()
    exigences = fusionner(exigences)
    composantes = reduire(systeme, exigences, declarants, zeros_masquables)
    departs = [_depart(systeme, c, depart) for c in composantes]
    with Equipe(min(processus, len(composantes))) as equipe:
        solutions = equipe.chacune(_premiere, zip(composantes, departs))
        _refuser_intenables(systeme, composantes, solutions)
        a_temps = _ameliorer_toutes(equipe, solutions, debut + budget_s, tours, ecart)
    cout, borne = sum(s.cout for s in solutions), sum(s.borne for s in solutions)
    arret = "optimal" if all(s.optimale for s in solutions) else "voulu" if a_temps else "temps"
    return Protection(_statuts(systeme, exigences, solutions), cout, borne, arret, time.monotonic() - debut,
                      tuple(_mouvements(solutions)))


def _depart(systeme: Systeme, comp: Composante, depart: Collection[str]) -> np.ndarray:
    x = np.zeros(len(comp.poids))
    voulues = np.array([systeme.cles[i] in depart for i in comp.rangs], bool)
    x[comp.decision[voulues & (comp.decision >= 0)]] = 1.0
    return x


def _premiere(comp: Composante, depart: np.ndarray) -> Solution | Intenable:
    try:
        return premiere(comp, depart)
    except Intenable as faute:
        return faute


def _refuser_intenables(systeme: Systeme, composantes: list[Composante], solutions: list[Solution | Intenable]) -> None:
    refus = [_expliquer(systeme, c, s.cible) for c, s in zip(composantes, solutions) if isinstance(s, Intenable)]
    if refus:
        raise Refus.groupe(refus)


def _ameliorer_toutes(equipe: Equipe, solutions: list[Solution], fin: float, tours: int, ecart: float) -> bool:
    """Improve each in place, small ones first, sharing the time by size; True when time never stopped the search."""
    ordre = sorted(range(len(solutions)), key=lambda k: (solutions[k].preuves.comp.taille, k))
    tailles = [solutions[k].preuves.comp.taille for k in ordre]

    def taches() -> Iterable[tuple[Solution, Effort]]:
        for rang, k in enumerate(ordre):
            reste = fin - time.monotonic()
            part = min(reste, reste * equipe.processus * tailles[rang] / sum(tailles[rang:]))
            yield solutions[k], Effort(time.monotonic() + part, tours, ecart)

    meilleures = equipe.chacune(ameliorer, taches())
    for k, (solution, _) in zip(ordre, meilleures):
        solutions[k] = solution
    return all(solution.optimale or a_temps for solution, a_temps in meilleures)


def _statuts(systeme: Systeme, exigences: Sequence[Exigence], solutions: list[Solution]) -> dict[str, str]:
    primaires = {e.cle for e in exigences}
    caches = set(primaires) | {c.cle for c in systeme.cellules if c.etat == "masquee"}
    for solution in solutions:
        comp = solution.preuves.comp
        caches |= {systeme.cles[i] for i in comp.rangs[comp.caches(solution.x)]}
    return {c: PRIMAIRE if c in primaires else COMPLEMENTAIRE for c in systeme.cles if c in caches}


def _mouvements(solutions: list[Solution]) -> Iterable[tuple[np.ndarray, np.ndarray]]:
    for solution in solutions:
        comp, vus = solution.preuves.comp, set()
        for preuve in solution.preuves.en_haut + solution.preuves.en_bas:
            cle = (preuve[1].tobytes(), preuve[2].tobytes())
            if len(preuve[1]) and cle not in vus:
                vus.add(cle)
                yield comp.rangs[preuve[1]], preuve[2]


def _expliquer(systeme: Systeme, comp: Composante, cible: Cible) -> Refus:
    """Which cells that cannot be hidden let the attacker prove too much, read in his multipliers."""
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
