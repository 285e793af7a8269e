"""Widths of texts in Marianne, and where boxes of text meet: what a layout needs to place labels without overlap."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from reports.polices import CHASSE_FINE, ESPACE_FINE, ouvrir

_STYLES = {400: "Regular", 500: "Medium", 700: "Bold"}
# Height of the drawn letters, in em: capitals and digits above the base line, descenders below.
HAUTEUR, JAMBAGE = 0.72, 0.2


def largeur(texte: str, corps: float, graisse: int = 400) -> float:
    """Width of a line in points (sum of the advances; kerning, always small here, is left out)."""
    chasses = _chasses(_STYLES[graisse])
    return sum(chasses.get(ord(c), 600) for c in texte) * corps / 1000


@cache
def _chasses(style: str) -> dict[int, int]:
    police = ouvrir(style)
    metriques = police["hmtx"].metrics
    return {**{code: metriques[nom][0] for code, nom in police.getBestCmap().items()}, ESPACE_FINE: CHASSE_FINE}


@dataclass(frozen=True)
class Boite:
    """A rectangle of the drawing, in points: x to the right, y downwards."""

    x0: float
    y0: float
    x1: float
    y1: float

    def touche(self, autre: Boite, marge: float = 0) -> bool:
        """True when the rectangles come nearer than `marge`."""
        return (self.x0 < autre.x1 + marge and autre.x0 < self.x1 + marge
                and self.y0 < autre.y1 + marge and autre.y0 < self.y1 + marge)

    def coupe(self, a: tuple[float, float], b: tuple[float, float], marge: float = 1) -> bool:
        """True when the segment from a to b (a not right of b) passes through the rectangle or within `marge` of it."""
        (ax, ay), (bx, by) = a, b
        gauche, droite = max(ax, self.x0 - marge), min(bx, self.x1 + marge)
        if gauche > droite:
            return False
        y = [ay if bx == ax else ay + (by - ay) * (x - ax) / (bx - ax) for x in (gauche, droite)]
        return min(y) < self.y1 + marge and max(y) > self.y0 - marge


def boite(texte: str, x: float, base: float, corps: float, graisse: int = 400, ancrage: str = "left") -> Boite:
    """The rectangle of a line of text set at x (left, center or right of the line) on a base line."""
    large = largeur(texte, corps, graisse)
    x0 = x - {"left": 0, "center": large / 2, "right": large}[ancrage]
    return Boite(x0, base - HAUTEUR * corps, x0 + large, base + JAMBAGE * corps)


def couper(texte: str, large: float, corps: float, graisse: int = 400) -> list[str]:
    """Break a label into lines no wider than `large` at its plain spaces (a single word is never cut)."""
    lignes: list[str] = []
    for mot in texte.split(" "):
        essai = f"{lignes[-1]} {mot}" if lignes else mot
        if lignes and largeur(essai, corps, graisse) <= large:
            lignes[-1] = essai
        else:
            lignes.append(mot)
    return lignes
