"""Random tables for the secret: crossings with totals, hierarchies, several tables that share margins."""

import itertools
import random

from publication.secret import Cellule, Equation, Systeme


def crossed(dimensions, effectif):
    """(values, sums) of a crossing. `dimensions`: parent of each code; `effectif()` draws a cell of the finest level."""
    feuilles = [[c for c in p if c not in set(p.values())] for p in dimensions]
    noeuds = [list(dict.fromkeys([*p, *p.values()])) for p in dimensions]
    valeurs = dict.fromkeys(itertools.product(*noeuds), 0)
    for fin in itertools.product(*feuilles):
        nombre = effectif()
        for codes in itertools.product(*(_ascendance(p, c) for p, c in zip(dimensions, fin))):
            valeurs[codes] += nombre
    return valeurs, _sommes(dimensions, noeuds)


def _ascendance(parents, code):
    chemin = [code]
    while chemin[-1] in parents:
        chemin.append(parents[chemin[-1]])
    return chemin


def _sommes(dimensions, noeuds):
    sommes = []
    for d, parents in enumerate(dimensions):
        enfants = {}
        for code, parent in parents.items():
            enfants.setdefault(parent, []).append(code)
        for total, reste in itertools.product(enfants, itertools.product(*noeuds[:d], *noeuds[d + 1:])):
            sommes.append(((*reste[:d], total, *reste[d:]), tuple((*reste[:d], code, *reste[d:]) for code in enfants[total])))
    return sommes


def flat(n, nom="c"):
    return {f"{nom}{i}": "tot" for i in range(n)}


def tree(largeurs, nom="h"):
    """A two-level hierarchy: one group per entry, with that many children (a single child is the group itself)."""
    parents = {}
    for g, largeur in enumerate(largeurs):
        parents[f"{nom}{g}"] = "tot"
        if largeur > 1:
            parents.update({f"{nom}{g}.{i}": f"{nom}{g}" for i in range(largeur)})
    return parents


def linked(rng, dimensions, communes, effectif):
    """Two crossings of the same people, sharing their first `communes` dimensions.

    People are drawn in the full crossing, then each table is one of its projections: the keys of a shared margin are
    equal.
    """
    valeurs, sommes = crossed(dimensions, effectif)
    cotes = (set(range(communes)) | {communes}, set(range(communes)) | {communes + 1})
    total = ["tot"] * len(dimensions)

    def garde(codes, cote):
        return all(codes[d] == total[d] for d in range(len(dimensions)) if d not in cote)

    voulues = {c: v for c, v in valeurs.items() if any(garde(c, cote) for cote in cotes)}
    return voulues, [(t, p) for t, p in sommes if any(all(garde(c, cote) for c in (t, *p)) for cote in cotes)]


def hasard(graine, moyenne, nuls=0.2):
    """A draw of skewed counts: many small, some large, some zero."""
    rng = random.Random(graine)
    return lambda: 0 if rng.random() < nuls else min(int(rng.expovariate(1 / moyenne)) + 1, 400)


def table(graine):
    """(values, sums) of a random table: a hierarchy crossed with another dimension, or two such tables that share margins."""
    rng = random.Random(graine)
    formes = [flat(rng.randint(2, 3)), tree([rng.randint(1, 3) for _ in range(rng.randint(2, 3))])]
    if graine % 2:
        return crossed(formes, hasard(graine, rng.choice((4, 12, 40))))
    autres = [flat(2, "a"), flat(rng.randint(2, 3), "b")]
    return linked(rng, [*formes, *autres], rng.choice((1, 2)), hasard(graine, rng.choice((3, 8, 20))))


def systeme(valeurs, sommes, poids=None):
    return Systeme(
        [Cellule("|".join(c), float(v), poids[c] if poids else 1.0) for c, v in valeurs.items()],
        [Equation.somme("|".join(t), ["|".join(p) for p in parts], "|".join(t)) for t, parts in sommes],
    )


def codes(cles):
    return {tuple(c.split("|")) for c in cles}
