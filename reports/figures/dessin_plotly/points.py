"""Dated points on the web: true time axis, stems to zero, no line between the points."""

from __future__ import annotations

from datetime import date, timedelta
from html import escape

from reports.figures import palette
from reports.figures.chart import PROVISOIRE, Chart
from reports.figures.dessin_plotly.elements import CORPS_PETIT, MUET, gras, survol
from reports.figures.mesures import largeur

# Under this share of the axis, two neighbouring labels would meet: the earlier one goes to the left of its point.
PROCHES = 0.16


def tracer(chart: Chart) -> tuple[list[dict], dict]:
    """One trace of markers, and layout."""
    lignes = chart.publiees.sort("date").to_dicts()
    premier, dernier = date(lignes[0]["date"].year, 1, 1), date(lignes[-1]["date"].year + 1, 1, 1)
    etendue = (dernier - premier).days
    maximum = max(r["valeur"] for r in lignes)
    trace = {
        "type": "scatter", "mode": "markers+text", "x": [r["date"].isoformat() for r in lignes], "y": [r["valeur"] for r in lignes],
        "marker": {"size": 12, "color": [palette.BLEU if r["plein"] else palette.BLANC for r in lignes],
                   "line": {"color": palette.BLEU, "width": 2.5}, "opacity": 1},
        "error_y": {"type": "data", "symmetric": False, "array": [0] * len(lignes), "arrayminus": [r["valeur"] for r in lignes],
                    "color": palette.BLEU_850, "thickness": 4, "width": 0},
        "text": [_etiquette(r) for r in lignes],
        "textposition": ["top left" if suivante and (suivante["date"] - r["date"]).days < PROCHES * etendue else "top center"
                         for r, suivante in zip(lignes, [*lignes[1:], None])],
        "textfont": {"size": 15, "color": palette.BLEU}, "cliponaxis": False,
        "hoverinfo": "text", "hovertext": [survol(chart, r, r["precision"]) for r in lignes]}
    return [trace], {
        "height": 280, "margin": {"l": 0, "r": round(largeur(lignes[-1]["precision"] or "", CORPS_PETIT) / 2), "t": 10, "b": 24},
        "xaxis": {"type": "date", "range": [premier.isoformat(), (dernier + timedelta(days=etendue // 60)).isoformat()], "dtick": "M12",
                  "tickformat": "%Y", "ticklabelmode": "period", "fixedrange": True, "showgrid": False, "ticks": "outside",
                  "linecolor": palette.GRIS_MOYEN, "tickfont": {"size": CORPS_PETIT, "color": palette.GRIS}},
        "yaxis": {**MUET, "range": [0, maximum * 1.28]}}


def _etiquette(r: dict) -> str:
    couleur = palette.TUILE if r["statut"] == PROVISOIRE else palette.GRIS
    suite = f'<br><span style="font-size:{CORPS_PETIT}px;color:{couleur}">{escape(r["precision"])}</span>' if r["precision"] else ""
    return gras(r["texte"]) + suite
