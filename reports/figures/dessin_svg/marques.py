"""The marks that the kinds of charts share: scales in points, texts styled row by row, rules."""

from __future__ import annotations

from dataclasses import dataclass

import altair as alt
import polars as pl

from reports.figures import palette

SEUL = pl.DataFrame({"seul": [0]})


@dataclass(frozen=True)
class Echelle:
    """A linear scale from values to points of the page, the same one for layout in Python and for Altair."""

    domaine: tuple[float, float]
    etendue: tuple[float, float]

    def __call__(self, valeur: float) -> float:
        (d0, d1), (e0, e1) = self.domaine, self.etendue
        return e0 + (valeur - d0) * (e1 - e0) / (d1 - d0)

    def x(self, colonne: str) -> alt.X:
        return alt.X(f"{colonne}:Q", scale=self._scale(), axis=None)

    def y(self, colonne: str) -> alt.Y:
        return alt.Y(f"{colonne}:Q", scale=self._scale(), axis=None)

    def _scale(self) -> alt.Scale:
        # Without padding=0, Vega-Lite widens a continuous axis under a bar by 5 points.
        return alt.Scale(domain=list(self.domaine), range=list(self.etendue), padding=0, nice=False, zero=False)


def en_points(taille: float) -> Echelle:
    """The scale of positions already in points."""
    return Echelle((0, taille), (0, taille))


def par_ligne(colonne: str) -> alt.ExprRef:
    """A style that each row carries in a column."""
    return alt.ExprRef(expr=f"datum.{colonne}")


def textes(frame: pl.DataFrame, x: object, y: object, colonne: str, **style: object) -> alt.Chart:
    """One text per row. x, y: encodings, or a constant in points. Styles may be `par_ligne`."""
    return alt.Chart(frame).mark_text(**{"baseline": "middle", "align": "left", **style}).encode(
        x=_position("x", x), y=_position("y", y), text=f"{colonne}:N")


def textes_detoures(frame: pl.DataFrame, x: object, y: object, colonne: str, **style: object) -> list[alt.Chart]:
    """Texts on a white outline: they may cross a grid line or a line of context."""
    fond = {**style, "color": palette.BLANC, "stroke": palette.BLANC, "strokeWidth": 3, "strokeJoin": "round"}
    return [textes(frame, x, y, colonne, **fond), textes(frame, x, y, colonne, **style)]


def filets(frame: pl.DataFrame, couleur: str = palette.FILET, epaisseur: float = 1, **positions: object) -> alt.Chart:
    """Straight rules; x, x2, y, y2 are encodings or constants in points."""
    return alt.Chart(frame).mark_rule(color=couleur, strokeWidth=epaisseur).encode(**{k: _position(k, v) for k, v in positions.items()})


# A constant in points. `alt.value` would say the same, and cost Altair a search among all its channels each time.
_CONSTANTES = {"x": alt.XValue, "x2": alt.X2Value, "y": alt.YValue, "y2": alt.Y2Value}


def _position(canal: str, valeur: object) -> object:
    return _CONSTANTES[canal](valeur) if isinstance(valeur, (int, float)) else valeur
