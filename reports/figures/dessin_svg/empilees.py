"""Stacked bars on one total: each segment named above the first bar; a computed value is dashed, hollow, « (calcul) »."""

from __future__ import annotations

import altair as alt
import polars as pl

from reports.figures import palette
from reports.figures.chart import Chart
from reports.figures.dessin_svg.marques import Echelle, en_points, par_ligne, textes
from reports.figures.mesures import largeur

ENTETE, PAS, EPAISSEUR = 20, 30, 22


def calques(chart: Chart) -> tuple[list[alt.Chart], float]:
    """Layers and height in points."""
    large = palette.LARGEURS[chart.largeur]
    groupes = chart.frame["groupe"].unique(maintain_order=True).to_list()
    gauche = max(largeur(g, 9, 500) for g in groupes) + 11
    total = chart.frame.group_by("groupe").agg(pl.col("valeur").sum())["valeur"].max()
    echelle = Echelle((0, total), (gauche, large))
    hauteur = ENTETE + PAS * len(groupes) - (PAS - EPAISSEUR) + 1
    frame = pl.DataFrame(_segments(chart.lignes, groupes))
    y = en_points(hauteur).y("y")
    noms = pl.DataFrame({"groupe": groupes, "y": [ENTETE + EPAISSEUR / 2 + PAS * i for i in range(len(groupes))]})
    publies, calcules = frame.filter(~pl.col("derive")), frame.filter(pl.col("derive"))
    x = {"x": echelle.x("debut"), "x2": "fin", "y": y}
    milieu = echelle.x("milieu")
    return [
        alt.Chart(publies).mark_bar(height=EPAISSEUR, color=par_ligne("couleur"), stroke=palette.BLANC, strokeWidth=1.5).encode(**x),
        alt.Chart(calcules).mark_bar(height=EPAISSEUR - 2, color=palette.BLANC, stroke=par_ligne("couleur"), strokeWidth=1,
                                     strokeDash=[3, 2], opacity=1).encode(**x),
        textes(noms, 0, y, "groupe", fontSize=9, fontWeight=500),
        textes(publies, milieu, y, "texte", align="center", fontSize=10.5, fontWeight=700, color=par_ligne("encre")),
        textes(calcules, milieu, y, "texte", align="center", fontSize=8, fontStyle="italic"),
        textes(_noms_de_segments(frame, groupes[0], echelle, large), echelle.x("debut"), 8, "libelle", dx=par_ligne("dx"), fontSize=8,
               fontWeight=700, color=par_ligne("couleur")),
    ], hauteur


def _segments(lignes: list[dict], groupes: list[str]) -> list[dict]:
    fin = dict.fromkeys(groupes, 0.0)
    for r in lignes:
        debut = fin[r["groupe"]]
        fin[r["groupe"]] += r["valeur"]
        couleur = palette.TONS[r["ton"]]
        r |= {"debut": debut, "fin": fin[r["groupe"]], "milieu": debut + r["valeur"] / 2,
              "couleur": couleur, "encre": palette.encre_sur(couleur), "y": ENTETE + EPAISSEUR / 2 + PAS * groupes.index(r["groupe"])}
    return lignes


def _noms_de_segments(frame: pl.DataFrame, groupe: str, echelle: Echelle, large: float) -> pl.DataFrame:
    """Name of each segment where it starts in the first bar, moved left as far as the next name needs."""
    noms, limite = [], float(large)
    for r in frame.filter(pl.col("groupe") == groupe).reverse().iter_rows(named=True):
        px = min(echelle(r["debut"]), limite - largeur(r["libelle"], 8, 700))
        limite = px - 8
        lisible = palette.contraste(r["couleur"], palette.BLANC) >= 4.5
        noms.append({"libelle": r["libelle"], "debut": r["debut"], "dx": px - echelle(r["debut"]),
                     "couleur": r["couleur"] if lisible else palette.ENCRE})
    return pl.DataFrame(noms)
