"""Small geometry that both drawings share: round graduations, the outline of a group of tiles."""

from __future__ import annotations

from math import floor, log10


def graduations(maximum: float, nombre: int = 2) -> list[float]:
    """Zero and at most `nombre` round values (1, 2 or 5 × a power of ten) up to the maximum, evenly spaced."""
    puissance = 10 ** floor(log10(maximum / nombre))
    pas = next(m * puissance for m in (1, 2, 5, 10) if maximum // (m * puissance) <= nombre)
    return [pas * i for i in range(int(maximum // pas) + 1)]


def contour(cases: set[tuple[int, int]]) -> list[tuple[int, int]]:
    """Corners of the outline of touching cells (column, row) without a hole, in order, the first one repeated at the end."""
    bords: dict[tuple[int, int], tuple[int, int]] = {}
    for c, r in cases:
        carre = [(c, r), (c + 1, r), (c + 1, r + 1), (c, r + 1)]
        voisines = [(c, r - 1), (c + 1, r), (c, r + 1), (c - 1, r)]
        bords |= {a: b for a, b, v in zip(carre, [*carre[1:], carre[0]], voisines) if v not in cases}
    depart = min(bords, key=lambda p: (p[1], p[0]))
    chemin = [depart]
    while len(chemin) == 1 or chemin[-1] != depart:
        chemin.append(bords[chemin[-1]])
    return chemin


def annees_entre(debut: int, fin: int) -> list[int]:
    """Years written between the ends of a long time axis, one in five; a short one needs none."""
    return [a for a in range(debut + 3, fin - 2) if a % 5 == 0] if fin - debut > 10 else []
