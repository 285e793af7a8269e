"""What the kinds of web charts share: hover texts, fixed axes, labels."""

from __future__ import annotations

from html import escape

from reports.figures import palette
from reports.figures.chart import NON_PUBLIE, Chart
from reports.figures.mesures import largeur

CORPS, CORPS_PETIT, CORPS_VALEUR = 13, 11.5, 14
# Keeps the last letter of a label that ends at the right edge: Plotly sets annotations one pixel aside.
BORD = 4
# An axis that only places marks: every value is written beside its mark.
MUET = {"visible": False, "fixedrange": True}


def survol(chart: Chart, r: dict, *precisions: str | None) -> str:
    """Hover text of a row: what is counted, the value and its unit, then what is given (date, code), status and source."""
    seul = r["derive"] or "%" in (r["texte"] or "")
    valeur = escape(r["texte"] or NON_PUBLIE) + ("" if seul or r["valeur"] is None else f" {escape(chart.unite)}")
    suite = [*precisions, r["statut"], f"source\u00a0: {r['source']}" if r["source"] else None]
    return "<br>".join([f"<b>{escape(r['libelle'])}</b>", valeur, *(escape(s) for s in suite if s)])


def etiquette(texte: str, x: float, y: float, **style: object) -> dict:
    """A label at data coordinates or, with `xref`, `yref` = paper, at fractions of the drawing. `color`, `size` style its font."""
    police = {"color": style.pop("color", palette.ENCRE), "size": style.pop("size", CORPS)}
    return {"text": texte, "x": x, "y": y, "showarrow": False, "xanchor": "left", "yanchor": "middle", "font": police, **style}


def marge_des(libelles: list[str], corps: float = CORPS, ecart: float = 14) -> int:
    """Left margin that the widest label needs, in pixels (measured: a browser may not have loaded the font yet)."""
    return round(max(largeur(t, corps, 700) for t in libelles) + ecart)


def libelles_a_gauche(libelles: list[str], marge: int) -> list[dict]:
    """Row names set flush left in the margin, one per rank from 0; already escaped."""
    return [etiquette(t, 0, i, xref="paper", xshift=-marge, align="left") for i, t in enumerate(libelles)]


def apres(texte: str) -> str:
    """A value written after the end of its bar."""
    return f"\u00a0{gras(texte)}"


def gras(texte: str) -> str:
    """Bold run, HTML escaped."""
    return f"<b>{escape(texte)}</b>"


def italique(texte: str) -> str:
    """Italic run, HTML escaped."""
    return f"<i>{escape(texte)}</i>"
