"""Colours and sizes of the charts: the State's design system (DSFR), with the contrast each use asks for (WCAG 2.1).

A tone is a role in a chart; both drawings read the same table. Dark or white text on a fill is computed, never chosen by hand.
"""

from __future__ import annotations

BLEU, BLEU_MOYEN, BLEU_850, BLEU_925, BLEU_950 = "#000091", "#8585f6", "#cacafb", "#e3e3fd", "#ececfe"
TUILE, BLANC, FOND = "#a94645", "#ffffff", "#f6f6f6"
ENCRE, GRIS_FONCE, GRIS, GRIS_MOYEN = "#161616", "#3a3a3a", "#666666", "#929292"
# Decoration only, never a value by itself: rules, grid lines, the line of context behind small multiples.
FILET, GRILLE, CONTEXTE = "#dddddd", "#e5e5e5", "#bdbdbd"

TONS = {
    "principal": BLEU,
    "second": BLEU_MOYEN,
    "total": GRIS_FONCE,
    "autre_unite": GRIS_FONCE,
    "accent": TUILE,
    "classe_0": BLANC,
    "classe_1": BLEU_925,
    "classe_2": BLEU_850,
    "classe_3": BLEU_MOYEN,
    "classe_4": BLEU,
}
# Fills too pale to be told from the page are drawn with an outline.
CONTOUR = {ton: BLEU for ton in TONS if ton.startswith("classe_")}

# Widths in points of an A4 page: column of notes, text column, whole width.
LARGEURS = {"marge": 158, "texte": 329, "pleine": 499}


def luminance(couleur: str) -> float:
    """Relative luminance of a `#rrggbb` colour (WCAG 2.1), from 0 to 1."""
    canaux = [int(couleur[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    lineaires = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in canaux]
    return sum(p * c for p, c in zip((0.2126, 0.7152, 0.0722), lineaires))


def contraste(a: str, b: str) -> float:
    """Contrast ratio of two colours, from 1 to 21 (WCAG 2.1)."""
    clair, sombre = sorted((luminance(a), luminance(b)), reverse=True)
    return (clair + 0.05) / (sombre + 0.05)


def encre_sur(fond: str) -> str:
    """Ink or white, whichever reads better on a fill."""
    return max((ENCRE, BLANC), key=lambda c: contraste(c, fond))
