"""Small multiples on the web: panels on one scale, the first series in grey behind the others."""

from __future__ import annotations

import polars as pl

from reports.figures import palette
from reports.figures.chart import Chart
from reports.figures.dessin_plotly.elements import BORD, CORPS_PETIT, etiquette, gras, marge_des, survol
from reports.figures.geometrie import graduations
from reports.figures.mesures import couper
from reports.typographie import nombre

HAUTEUR, GOUTTIERE, LARGE = 230, 0.03, 130


def tracer(chart: Chart) -> tuple[list[dict], dict]:
    """Traces (context and series of each panel) and layout with one pair of axes per panel.

    The first annotations are the names of the panels, in the order of their axes: the page moves them when it has less width.
    """
    panneaux = chart.frame["libelle"].unique(maintain_order=True).to_list()
    contexte = chart.publiees.filter(pl.col("libelle") == panneaux[0])
    reperes = graduations(chart.frame["valeur"].max())
    pas = (1 + GOUTTIERE) / len(panneaux)
    traces, notes, axes = [], [], {}
    for i, panneau in enumerate(panneaux):
        suffixe = str(i + 1) if i else ""
        if i:
            traces.append(_ligne(contexte, suffixe) | {"line": {"color": palette.CONTEXTE, "width": 1}, "hoverinfo": "skip"})
        traces.append(_serie(chart, panneau, suffixe))
        axes |= _axes(chart, reperes, suffixe, [i * pas, i * pas + pas - GOUTTIERE])
        notes.append(etiquette("<br>".join(gras(t) for t in couper(panneau, LARGE, 13, 700)), i * pas, 1, xref="paper", yref="paper",
                               yanchor="bottom", align="left"))
    notes.append(_nom_du_contexte(contexte, panneaux))
    marge = marge_des([nombre(v) for v in reperes], CORPS_PETIT, 6)
    return traces, {"height": HAUTEUR, "margin": {"l": marge, "r": BORD, "t": 40, "b": 24}, "annotations": notes} | axes


def _axes(chart: Chart, reperes: list[float], suffixe: str, domaine: list[float]) -> dict:
    annees = [chart.frame["annee"].min(), chart.frame["annee"].max()]
    commun = {"fixedrange": True, "zeroline": False, "tickfont": {"size": CORPS_PETIT, "color": palette.GRIS}}
    return {
        f"xaxis{suffixe}": {**commun, "domain": domaine, "anchor": f"y{suffixe}", "range": [annees[0] - 0.6, annees[1] + 0.6],
                            "tickvals": annees, "ticktext": [str(a) for a in annees], "showgrid": False, "linecolor": palette.GRIS_MOYEN},
        f"yaxis{suffixe}": {**commun, "range": [0, chart.frame["valeur"].max() * 1.22], "anchor": f"x{suffixe}", "tickvals": reperes,
                            "ticktext": [nombre(v) for v in reperes], "showticklabels": not suffixe, "gridcolor": palette.GRILLE}}


def _nom_du_contexte(contexte: pl.DataFrame, panneaux: list[str]) -> dict:
    """The grey line is named once, over its highest point in the last panel."""
    haut, dernier = contexte.row(contexte["valeur"].arg_max(), named=True), len(panneaux)
    return etiquette(panneaux[0].lower(), haut["annee"], haut["valeur"], xref=f"x{dernier}", yref=f"y{dernier}", xanchor="right",
                     yanchor="bottom", size=CORPS_PETIT, color=palette.GRIS)


def _ligne(frame: pl.DataFrame, suffixe: str) -> dict:
    return {"type": "scatter", "mode": "lines", "x": frame["annee"].to_list(), "y": frame["valeur"].to_list(),
            "xaxis": f"x{suffixe}", "yaxis": f"y{suffixe}"}


def _serie(chart: Chart, panneau: str, suffixe: str) -> dict:
    frame = chart.publiees.filter(pl.col("libelle") == panneau).sort("annee")
    couleur = palette.TONS[frame["ton"][0]]
    bouts = {0, len(frame) - 1}
    lignes = frame.to_dicts()
    return _ligne(frame, suffixe) | {
        "mode": "lines+markers+text", "name": panneau, "line": {"color": couleur, "width": 2.5}, "cliponaxis": False,
        "marker": {"color": couleur, "size": [7 if i in bouts else 0.1 for i in range(len(lignes))], "opacity": 1},
        "text": [gras(r["texte"]) if i in bouts else "" for i, r in enumerate(lignes)],
        "textposition": [_place(frame["valeur"].to_list(), i, chart.frame["valeur"].max()) for i in range(len(lignes))],
        "textfont": {"size": 12, "color": couleur},
        "hoverinfo": "text", "hovertext": [survol(chart, r, str(r["annee"])) for r in lignes]}


def _place(valeurs: list[float], i: int, maximum: float) -> str:
    """Below the point when the line rises beside it and there is room above zero, above it otherwise."""
    cote, voisine = ("right", valeurs[1]) if i == 0 else ("left", valeurs[i - 1])
    dessous = voisine - valeurs[i] > 0.02 * maximum and valeurs[i] > 0.15 * maximum
    return f"{'bottom' if dessous else 'top'} {cote}"
