"""An audit of hidden cells written apart from the package: plain whole-number programs, one fresh model per question.

It knows a table as a dict of true values, sums as (total, parts), and the set of hidden keys. Nothing is reused from one
question to the next.
"""

import itertools
import math

import highspy
import numpy as np


def intervalle(valeurs, sommes, caches, cle, sous=None, exactes=()):
    """(lowest, highest) whole value that `cle` can have, hidden cells being ≥ 0, ≥ `sous`, or known (`exactes`)."""
    sous = sous or {}
    return tuple(_extreme(valeurs, sommes, caches, cle, sens, sous, exactes) for sens in (-1, 1))


def _extreme(valeurs, sommes, caches, cle, sens, sous, exactes):
    inconnues = sorted(caches - set(exactes))
    place = {c: k for k, c in enumerate(inconnues)}
    highs = highspy.Highs()
    highs.setOptionValue("output_flag", False)
    for c in inconnues:
        highs.addCol(-float(sens) if c == cle else 0.0, float(sous.get(c, 0)), highspy.kHighsInf, 0, [], [])
    highs.changeColsIntegrality(len(inconnues), np.arange(len(inconnues), dtype=np.int32),
                                np.array([highspy.HighsVarType.kInteger] * len(inconnues)))
    for total, parts in sommes:
        termes = [(place[c], k) for c, k in [(total, -1.0), *((p, 1.0) for p in parts)] if c in place]
        if termes:
            droite = float(sum(-k * valeurs[c] for c, k in [(total, -1), *((p, 1) for p in parts)] if c not in place))
            highs.addRow(droite, droite, len(termes), np.array([i for i, _ in termes], np.int32), np.array([k for _, k in termes]))
    highs.run()
    etat = highs.getModelStatus()
    if etat == highspy.HighsModelStatus.kOptimal:
        return round(highs.getSolution().col_value[place[cle]])
    assert etat in (highspy.HighsModelStatus.kUnbounded, highspy.HighsModelStatus.kUnboundedOrInfeasible), etat
    return sens * math.inf


def failles(valeurs, sommes, caches, seuil=5, dabord=None):
    """Small counts (1 to `seuil` − 1) that are shown, or that an outsider locates too well among the hidden cells, one by one.

    Those that share a sum with the cell `dabord` come first.
    """
    voisines = {c for total, parts in sommes if dabord in (total, *parts) for c in (total, *parts)}
    petits = [c for c, v in valeurs.items() if 0 < v < seuil]
    yield from (c for c in sorted(petits, key=lambda c: c not in voisines) if not _sure(valeurs, sommes, caches, c, seuil))


def sur(valeurs, sommes, caches, seuil=5, sans=None):
    """Whether no small count can be located; `sans`: a hidden cell that is shown after all."""
    return next(failles(valeurs, sommes, caches - {sans}, seuil, sans), None) is None


def _sure(valeurs, sommes, caches, cle, seuil):
    if cle not in caches:
        return False
    bas, haut = intervalle(valeurs, sommes, caches, cle)
    return bas <= valeurs[cle] - 1 and haut >= seuil and haut - bas >= seuil


def optimum(valeurs, sommes, poids, seuil=5):
    """Cost of the cheapest safe set of hidden cells, by trying all sets, cheapest first; None when there is none."""
    primaires = {c for c, v in valeurs.items() if 0 < v < seuil}
    autres = [c for c, v in valeurs.items() if v >= seuil]
    essais = sorted((sum(poids[c] for c in s), s) for n in range(len(autres) + 1) for s in itertools.combinations(autres, n))
    for cout, choix in essais:
        caches = primaires | set(choix)
        if _plausible(sommes, caches) and sur(valeurs, sommes, caches, seuil):
            return cout
    return None


def _plausible(sommes, caches):
    """Quick no: an equation with one hidden cell gives it away, and the cheapest safe set hides no cell for nothing."""
    return all(len(caches & {total, *parts}) != 1 for total, parts in sommes)
