"""Tile map on the web: cartesian squares, code in each, value where published; the name comes on hover and in the list beside."""

from __future__ import annotations

from html import escape

import polars as pl

from reports.figures import palette
from reports.figures.chart import Chart
from reports.figures.dessin_plotly.elements import CORPS, MUET, etiquette, survol
from reports.figures.geometrie import contour

JEU, HAUTEUR = 0.03, 560


def tracer(chart: Chart) -> tuple[list[dict], dict]:
    """One trace of codes and values over square shapes, and layout."""
    lignes = chart.lignes
    fonds = [palette.TONS[r["ton"]] if r["ton"] else palette.FOND for r in lignes]
    colonnes, rangees = chart.frame["colonne"].max() + 1, chart.frame["ligne"].max() + 1
    trace = {
        "type": "scatter", "mode": "markers+text", "x": [r["colonne"] + 0.5 for r in lignes], "y": [r["ligne"] + 0.5 for r in lignes],
        "marker": {"symbol": "square", "size": 26, "opacity": 0},
        "text": [escape(r["code"]) if r["valeur"] is None else f"{escape(r['code'])}<br><b>{escape(r['texte'])}</b>" for r in lignes],
        "textfont": {"size": 11, "color": [palette.encre_sur(f) for f in fonds]},
        "hoverinfo": "text", "hovertext": [survol(chart, r, f"code {r['code']}") for r in lignes]}
    notes = [etiquette("Outre-mer", 0, rangees - 1.25, size=CORPS)]
    formes = [_carre(r, fond) for r, fond in zip(lignes, fonds)]
    for (nom,), groupe in chart.frame.filter(pl.col("cerne").is_not_null()).group_by("cerne", maintain_order=True):
        coins = contour(set(groupe.select("colonne", "ligne").iter_rows()))
        chemin = "M" + "L".join(f"{c},{r}" for c, r in coins) + "Z"
        formes.append({"type": "path", "path": chemin, "line": {"color": palette.ENCRE, "width": 2}})
        notes.append(etiquette(escape(nom), coins[0][0] - 0.25, coins[0][1] - 0.5, xanchor="right", size=CORPS))
    return [trace], {
        "height": HAUTEUR, "shapes": formes, "annotations": notes,
        "xaxis": {**MUET, "range": [-0.1, colonnes + 0.1]},
        "yaxis": {**MUET, "range": [rangees + 0.1, -0.1], "scaleanchor": "x"}}


def _carre(r: dict, fond: str) -> dict:
    contour_tuile = palette.CONTOUR[r["ton"]] if r["ton"] else palette.GRIS_MOYEN
    return {"type": "rect", "layer": "below", "fillcolor": fond, "line": {"color": contour_tuile, "width": 0.8},
            "x0": r["colonne"] + JEU, "x1": r["colonne"] + 1 - JEU, "y0": r["ligne"] + JEU, "y1": r["ligne"] + 1 - JEU}
