"""Tile map: one square per département, its code in each, its value only where it is published.

A tile without a value is grey, unless its tone says what it is (white: too few to say more).
"""

from __future__ import annotations

import altair as alt
import polars as pl

from reports.figures import palette
from reports.figures.chart import Chart
from reports.figures.dessin_svg.marques import en_points, par_ligne, textes
from reports.figures.geometrie import contour

COLONNES, GOUTTIERE, CORPS_MINIMUM = 12, 1.6, 6.5
# The empty row of the grid above the overseas départements, narrowed to the height of their heading.
RESSERRE = 10


def calques(chart: Chart) -> tuple[list[alt.Chart], float]:
    """Layers and height in points."""
    large = palette.LARGEURS[chart.largeur]
    cote = chart.reduction * large / COLONNES
    lignes, outre_mer = chart.lignes, chart.frame["ligne"].max()
    for r in lignes:
        r |= _case(r, cote, outre_mer)
    hauteur = max(r["bas"] for r in lignes) + GOUTTIERE / 2
    frame, x, y = pl.DataFrame(lignes), en_points(large).x, en_points(hauteur).y
    publies, autres = frame.filter(pl.col("publie")), frame.filter(~pl.col("publie"))
    titre = pl.DataFrame({"t": ["Outre-mer"]})

    def corps(plein: float) -> float:
        return max(CORPS_MINIMUM, plein * chart.reduction)

    dessin = [
        alt.Chart(frame).mark_rect(fill=par_ligne("fond"), stroke=par_ligne("contour"), strokeWidth=0.5).encode(
            x=x("gauche"), x2="droite", y=y("haut"), y2="bas"),
        textes(autres, x("cx"), y("cy"), "code", align="center", fontSize=corps(8.4), fontWeight=500, color=palette.GRIS_FONCE),
        textes(publies, x("cx"), y("cy"), "code", align="center", dy=-0.22 * cote, fontSize=corps(7.4), fontWeight=500, color=par_ligne("encre")),
        textes(publies, x("cx"), y("cy"), "texte", align="center", dy=0.165 * cote, fontSize=corps(10), fontWeight=700, color=par_ligne("encre")),
        textes(titre, 1, outre_mer * cote - RESSERRE - 8, "t", fontSize=8, fontWeight=500),
    ]
    for (nom,), groupe in frame.filter(pl.col("cerne").is_not_null()).group_by("cerne", maintain_order=True):
        dessin += _cerner(nom, contour(set(groupe.select("colonne", "ligne").iter_rows())), cote, x, y)
    return dessin, hauteur


def _case(r: dict, cote: float, outre_mer: int) -> dict:
    x, y = r["colonne"] * cote, r["ligne"] * cote - (RESSERRE if r["ligne"] == outre_mer else 0)
    publie = r["valeur"] is not None
    fond = palette.TONS[r["ton"]] if r["ton"] else palette.FOND
    return {"gauche": x + GOUTTIERE / 2, "droite": x + cote - GOUTTIERE / 2, "haut": y + GOUTTIERE / 2, "bas": y + cote - GOUTTIERE / 2,
            "cx": x + cote / 2, "cy": y + cote / 2, "publie": publie, "fond": fond, "encre": palette.encre_sur(fond),
            "contour": palette.CONTOUR[r["ton"]] if r["ton"] else palette.GRIS_MOYEN}


def _cerner(nom: str, coins: list[tuple[int, int]], cote: float, x: object, y: object) -> list[alt.Chart]:
    """Outline of a group of tiles, named on its upper left by a leader line."""
    trait = pl.DataFrame({"ordre": range(len(coins)), "x": [c * cote for c, _ in coins], "y": [r * cote for _, r in coins]})
    px, py = coins[0][0] * cote, coins[0][1] * cote
    rappel = pl.DataFrame({"ordre": range(3), "x": [px - cote - 3, px - cote / 2, px], "y": [py - cote / 2, py - cote / 2, py]})
    return [
        alt.Chart(trait).mark_line(color=palette.ENCRE, strokeWidth=1.3, strokeJoin="miter").encode(x=x("x"), y=y("y"), order="ordre"),
        alt.Chart(rappel).mark_line(color=palette.ENCRE, strokeWidth=0.8).encode(x=x("x"), y=y("y"), order="ordre"),
        textes(pl.DataFrame({"t": [nom]}), px - cote - 6, py - cote / 2, "t", align="right", fontSize=8, fontWeight=500),
    ]
