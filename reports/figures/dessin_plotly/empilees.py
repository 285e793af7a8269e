"""Stacked bars on the web: published segments full, computed ones hollow and said « (calcul) »."""

from __future__ import annotations

from reports.figures import palette
from reports.figures.chart import Chart
from reports.figures.dessin_plotly.elements import BORD, CORPS_VALEUR, MUET, etiquette, gras, italique, libelles_a_gauche, marge_des, survol

PAS, ENTETE = 46, 26


def tracer(chart: Chart) -> tuple[list[dict], dict]:
    """Traces (one per segment name) and layout."""
    groupes = chart.frame["groupe"].unique(maintain_order=True).to_list()
    traces, notes, debut = [], [], 0.0
    for (libelle,), frame in chart.frame.group_by("libelle", maintain_order=True):
        lignes = frame.to_dicts()
        traces.append(_segment(chart, libelle, lignes, groupes))
        couleur = palette.TONS[lignes[0]["ton"]]
        lisible = couleur if palette.contraste(couleur, palette.BLANC) >= 4.5 else palette.ENCRE
        notes.append(etiquette(gras(libelle), debut, 1, yref="paper", yanchor="bottom", color=lisible, size=12))
        debut += next((r["valeur"] for r in lignes if r["groupe"] == groupes[0]), 0)
    notes[-1] |= {"x": debut, "xanchor": "right"}
    marge = marge_des(groupes)
    return traces, {
        "barmode": "stack", "height": ENTETE + PAS * len(groupes), "margin": {"l": marge, "r": BORD, "t": ENTETE, "b": 0},
        "annotations": notes + libelles_a_gauche(groupes, marge),
        "xaxis": {**MUET, "range": [0, debut]}, "yaxis": {**MUET, "range": [len(groupes) - 0.5, -0.5]}}


def _segment(chart: Chart, libelle: str, lignes: list[dict], groupes: list[str]) -> dict:
    couleurs = [palette.TONS[r["ton"]] for r in lignes]
    derives = [r["derive"] for r in lignes]
    return {
        "type": "bar", "orientation": "h", "name": libelle, "width": 0.74,
        "y": [groupes.index(r["groupe"]) for r in lignes], "x": [r["valeur"] for r in lignes],
        "marker": {"color": [palette.BLANC if d else c for c, d in zip(couleurs, derives)],
                   "line": {"color": [c if d else palette.BLANC for c, d in zip(couleurs, derives)],
                            "width": [2.5 if d else 1.5 for d in derives]}},
        "text": [italique(r["texte"]) if r["derive"] else gras(r["texte"]) for r in lignes],
        "textposition": "inside", "insidetextanchor": "middle", "textangle": 0,
        "insidetextfont": {"size": CORPS_VALEUR,
                           "color": [palette.ENCRE if d else palette.encre_sur(c) for c, d in zip(couleurs, derives)]},
        "hoverinfo": "text", "hovertext": [survol(chart, r, r["groupe"]) for r in lignes]}
