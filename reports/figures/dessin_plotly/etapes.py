"""Steps side by side on the web: one pair of axes per step, one scale, no arrow."""

from __future__ import annotations

from html import escape

from reports.figures import palette
from reports.figures.chart import NON_PUBLIE, Chart
from reports.figures.dessin_plotly.elements import (
    BORD, CORPS, CORPS_PETIT, CORPS_VALEUR, MUET, apres, etiquette, gras, italique, libelles_a_gauche, marge_des, survol,
)
from reports.figures.mesures import couper

PAS, ENTETE, GOUTTIERE, LARGE, LIBELLES = 44, 62, 0.05, 190, 150


def tracer(chart: Chart) -> tuple[list[dict], dict]:
    """One trace per step, and layout."""
    libelles = chart.frame["libelle"].unique(maintain_order=True).to_list()
    etapes = chart.frame.select("etape", "precision").unique(maintain_order=True).rows()
    maximum = chart.frame["valeur"].max()
    pas = (1 + GOUTTIERE) / len(etapes)
    traces, notes, axes = [], [], {}
    for i, (etape, precision) in enumerate(etapes):
        suffixe = str(i + 1) if i else ""
        lignes = [r for r in chart.lignes if r["etape"] == etape]
        publiees = [r for r in lignes if r["valeur"] is not None]
        traces.append(_colonne(chart, etape, publiees, libelles) | {"xaxis": f"x{suffixe}", "yaxis": "y"})
        axes[f"xaxis{suffixe}"] = {**MUET, "domain": [i * pas, i * pas + pas - GOUTTIERE], "range": [0, maximum * 1.35]}
        titre = "<br>".join(gras(t) for t in couper(etape, LARGE, 13, 700))
        sous_titre = f'<br><span style="font-size:{CORPS_PETIT}px;color:{palette.GRIS}">{escape(precision)}</span>' if precision else ""
        notes.append(etiquette(titre + sous_titre, 0, 1, xref=f"x{suffixe}", yref="paper", yanchor="bottom", align="left", xshift=-2))
        notes += [etiquette(italique(NON_PUBLIE), 0, libelles.index(r["libelle"]), xref=f"x{suffixe}", color=palette.GRIS, size=CORPS_PETIT)
                  for r in lignes if r["valeur"] is None]
    coupes = [couper(t, LIBELLES, CORPS, 500) for t in libelles]
    marge = marge_des([t for bouts in coupes for t in bouts])
    notes += libelles_a_gauche(["<br>".join(escape(t) for t in bouts) for bouts in coupes], marge)
    return traces, {
        "height": ENTETE + PAS * len(libelles), "margin": {"l": marge, "r": BORD, "t": ENTETE, "b": 0}, "annotations": notes, **axes,
        "yaxis": {**MUET, "range": [len(libelles) - 0.5, -0.5]}}


def _colonne(chart: Chart, etape: str, lignes: list[dict], libelles: list[str]) -> dict:
    return {
        "type": "bar", "orientation": "h", "name": etape, "width": 0.5,
        "y": [libelles.index(r["libelle"]) for r in lignes], "x": [r["valeur"] for r in lignes],
        "marker": {"color": [palette.TONS[r["ton"]] for r in lignes]}, "text": [apres(r["texte"]) for r in lignes],
        "textposition": "outside", "textfont": {"size": CORPS_VALEUR, "color": palette.ENCRE}, "cliponaxis": False,
        "hoverinfo": "text", "hovertext": [survol(chart, r, etape, r["precision"]) for r in lignes]}
