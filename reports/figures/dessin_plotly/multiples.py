"""Small multiples on the web: panels on one scale, the first series in grey behind the others.

As in print: a line stops where a year is not published, an incomplete year stands apart, a break in series is a band.
"""

from __future__ import annotations

from html import escape

import polars as pl

from reports.figures import palette
from reports.figures.chart import Chart, troncons
from reports.figures.dessin_plotly.elements import BORD, CORPS_PETIT, etiquette, gras, marge_des, survol
from reports.figures.geometrie import annees_entre, graduations
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
    traces, notes, axes, bandes = [], [], {}, []
    for i, panneau in enumerate(panneaux):
        suffixe = str(i + 1) if i else ""
        if i:
            traces.append(_ligne(contexte, suffixe) | {"line": {"color": palette.CONTEXTE, "width": 1}, "hoverinfo": "skip"})
        traces += _serie(chart, panneau, suffixe)
        bandes += _ruptures(chart, panneau, suffixe)
        axes |= _axes(chart, reperes, suffixe, [i * pas, i * pas + pas - GOUTTIERE], seul=len(panneaux) == 1)
        lignes = couper(panneau, LARGE, 13, 700) if len(panneaux) > 1 else [panneau]
        notes.append(etiquette("<br>".join(gras(t) for t in lignes), i * pas, 1, xref="paper", yref="paper",
                               yanchor="bottom", align="left"))
    notes += [_nom_du_contexte(contexte, panneaux)] if len(panneaux) > 1 else []
    notes += [etiquette(escape(nom), milieu, 0, xref=f"x{suffixe}", yref=f"y{suffixe}", xanchor="center", yanchor="bottom", size=CORPS_PETIT, color=palette.GRIS)
              for _, nom, milieu, suffixe in bandes]
    marge = marge_des([nombre(v) for v in reperes], CORPS_PETIT, 6)
    return traces, {"height": HAUTEUR, "margin": {"l": marge, "r": BORD, "t": 40, "b": 24}, "annotations": notes,
                    **({"shapes": [forme for forme, *_ in bandes]} if bandes else {})} | axes


def _axes(chart: Chart, reperes: list[float], suffixe: str, domaine: list[float], seul: bool) -> dict:
    debut, fin = chart.frame["annee"].min(), chart.frame["annee"].max()
    annees = [debut, *(annees_entre(debut, fin) if seul else []), fin]
    commun = {"fixedrange": True, "zeroline": False, "tickfont": {"size": CORPS_PETIT, "color": palette.GRIS}}
    return {
        f"xaxis{suffixe}": {**commun, "domain": domaine, "anchor": f"y{suffixe}", "range": [debut - 0.6, fin + 0.6],
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


def _serie(chart: Chart, panneau: str, suffixe: str) -> list[dict]:
    """One trace per unbroken line of a panel: the values of its ends, and of an incomplete year, are written."""
    frame = troncons(chart.publiees).filter(pl.col("libelle") == panneau)
    entieres = frame.filter(pl.col("precision").is_null())["annee"]
    ecrites = {entieres.min(), entieres.max()}
    valeurs, maximum = dict(frame.select("annee", "valeur").iter_rows()), chart.frame["valeur"].max()
    return [_troncon(chart, troncon, suffixe, ecrites, valeurs, maximum) for _, troncon in frame.group_by("troncon", maintain_order=True)]


def _troncon(chart: Chart, frame: pl.DataFrame, suffixe: str, ecrites: set[int], valeurs: dict[int, float], maximum: float) -> dict:
    couleur, lignes = palette.TONS[frame["ton"][0]], frame.to_dicts()
    dites = [r["annee"] in ecrites or r["precision"] is not None for r in lignes]
    creux = [r["precision"] is not None for r in lignes]
    return _ligne(frame, suffixe) | {
        "mode": "lines+markers+text", "name": lignes[0]["libelle"], "line": {"color": couleur, "width": 2.5}, "cliponaxis": False,
        "marker": {"color": palette.BLANC if all(creux) else couleur, "line": {"color": couleur, "width": 2 if all(creux) else 0},
                   "size": [7 if dit else 4 if len(lignes) == 1 else 0.1 for dit in dites], "opacity": 1},
        "text": [gras(r["texte"]) if dit else "" for r, dit in zip(lignes, dites)],
        "textposition": [_place(valeurs, r["annee"], maximum) for r in lignes],
        "textfont": {"size": 12, "color": couleur},
        "hoverinfo": "text", "hovertext": [survol(chart, r, str(r["annee"]), r["precision"]) for r in lignes]}


def _place(valeurs: dict[int, float], annee: int, maximum: float) -> str:
    """Below the point when the line rises beside it and there is room above zero, above it otherwise."""
    annees = sorted(valeurs)
    rang = annees.index(annee)
    cote, voisine = ("right", annees[1]) if rang == 0 and len(annees) > 1 else ("left", annees[rang - 1])
    dessous = valeurs[voisine] - valeurs[annee] > 0.02 * maximum and valeurs[annee] > 0.15 * maximum
    return f"{'bottom' if dessous else 'top'} {cote}"


def _ruptures(chart: Chart, panneau: str, suffixe: str) -> list[tuple[dict, str, float, str]]:
    """The band of each break in series of a panel, its name, the middle of its years, and the suffix of its axes."""
    annees = chart.frame.filter((pl.col("libelle") == panneau) & pl.col("rupture").is_not_null())
    bandes = []
    for (nom,), lignes in annees.group_by("rupture", maintain_order=True):
        debut, fin = lignes["annee"].min(), lignes["annee"].max()
        forme = {"type": "rect", "layer": "below", "xref": f"x{suffixe}", "yref": f"y{suffixe} domain", "x0": debut - 0.5, "x1": fin + 0.5,
                 "y0": 0, "y1": 1, "fillcolor": palette.BLEU_950, "line": {"width": 0}}
        bandes.append((forme, nom, (debut + fin) / 2, suffixe))
    return bandes
