"""Horizontal bars on the web: counts with indented parts, shares on a scale to 100, shares of a known base."""

from __future__ import annotations

from html import escape

from reports.figures import palette
from reports.figures.chart import NON_PUBLIEE, Chart, intitule
from reports.figures.dessin_plotly.elements import (
    BORD, CORPS_PETIT, CORPS_VALEUR, MUET, apres, etiquette, gras, italique, libelles_a_gauche, marge_des, survol,
)

PAS, ENTETE, EPAISSEUR, RETRAIT = 38, 24, (0.62, 0.56, 0.42), 12


def tracer(chart: Chart) -> tuple[list[dict], dict]:
    """Traces and layout."""
    return _parts(chart) if chart.frame["base"].is_not_null().any() else _effectifs(chart)


def _effectifs(chart: Chart) -> tuple[list[dict], dict]:
    lignes, evolutions = chart.lignes, chart.frame["evolution_texte"].is_not_null().any()
    rangs = list(range(len(lignes)))
    maximum = chart.maximum or chart.frame["valeur"].max()
    traces = [_fond(rangs, maximum)] if chart.maximum else []
    traces.append({
        "type": "bar", "orientation": "h", "y": rangs, "x": [r["valeur"] for r in lignes],
        "width": [EPAISSEUR[r["niveau"]] for r in lignes],
        "marker": {"color": [palette.TONS[r["ton"]] for r in lignes],
                   "line": {"color": [palette.CONTOUR.get(r["ton"], palette.TONS[r["ton"]]) for r in lignes], "width": 1}},
        "text": [apres(r["texte"]) for r in lignes], "textposition": "outside", "textfont": {"size": CORPS_VALEUR, "color": palette.ENCRE},
        "cliponaxis": False, "hoverinfo": "text",
        "hovertext": [survol(chart, r, f"{chart.entetes['evolution']}\u00a0: {_evolution(r)}" if evolutions else None) for r in lignes]})
    marge = marge_des([r["libelle"] for r in lignes]) + RETRAIT
    notes = libelles_a_gauche([_libelle(r) for r in lignes], marge) + (_evolutions(chart, lignes) if evolutions else [])
    return traces, {
        "height": ENTETE * evolutions + PAS * len(lignes), "annotations": notes, "barmode": "overlay",
        "margin": {"l": marge, "r": BORD, "t": ENTETE * evolutions, "b": 0},
        "xaxis": {**MUET, "range": [0, maximum * (1 if chart.maximum else 1.2)], "domain": [0, 0.8 if evolutions else 1]},
        "yaxis": {**MUET, "range": [len(lignes) - 0.5, -0.5]}}


def _evolutions(chart: Chart, lignes: list[dict]) -> list[dict]:
    """The right-hand column and the two column headings."""
    tete = {"yref": "paper", "yanchor": "bottom", "size": CORPS_PETIT, "color": palette.GRIS}
    return [*(etiquette(escape(_evolution(r)) if r["evolution_texte"] else italique(_evolution(r)), 1, i, xref="paper", xanchor="right",
                        color=palette.ENCRE if r["evolution_texte"] else palette.GRIS) for i, r in enumerate(lignes)),
            etiquette(escape(chart.entetes["valeur"]), 0, 1, xref="x", **tete),
            etiquette(escape(chart.entetes["evolution"]), 1, 1, xref="paper", xanchor="right", **tete)]


def _fond(rangs: list[int], maximum: float) -> dict:
    return {"type": "bar", "orientation": "h", "y": rangs, "x": [maximum] * len(rangs), "width": EPAISSEUR[1],
            "marker": {"color": palette.BLEU_950}, "hoverinfo": "skip"}


def _libelle(r: dict) -> str:
    return f"<b>{escape(r['libelle'])}</b>" if r["niveau"] == 0 else "\u00a0" * 3 * (r["niveau"] == 2) + escape(r["libelle"])


def _evolution(r: dict) -> str:
    return r["evolution_texte"] or NON_PUBLIEE


def _parts(chart: Chart) -> tuple[list[dict], dict]:
    """Each share on its own base: label and base above a bar as wide as the page."""
    lignes = chart.lignes
    rangs = list(range(len(lignes)))
    barre = {"type": "bar", "orientation": "h", "y": rangs, "x": [r["valeur"] for r in lignes], "width": 0.38,
             "marker": {"color": [palette.TONS[r["ton"]] for r in lignes]},
             "text": [gras(r["texte"]) for r in lignes], "textposition": "auto", "insidetextanchor": "end",
             "insidetextfont": {"size": CORPS_VALEUR, "color": palette.BLANC},
             "outsidetextfont": {"size": CORPS_VALEUR, "color": palette.ENCRE},
             "hoverinfo": "text", "hovertext": [survol(chart, r, r["base_texte"]) for r in lignes]}
    notes = [n for i, r in enumerate(lignes) for n in (
        etiquette(escape(intitule(r)), 0, i - 0.36, xref="paper"),
        etiquette(escape(r["base_texte"]), 1, i - 0.36, xref="paper", xanchor="right", size=CORPS_PETIT, color=palette.GRIS))]
    return [_fond(rangs, 100) | {"width": 0.38}, barre], {
        "height": 74 * len(lignes), "barmode": "overlay", "annotations": notes, "margin": {"l": 0, "r": BORD, "t": 0, "b": 0},
        "xaxis": {**MUET, "range": [0, 100]}, "yaxis": {**MUET, "range": [len(lignes) - 0.75, -0.6]}}
