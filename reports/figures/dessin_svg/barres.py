"""Horizontal bars: counts with the parts of a total indented under it, shares on a scale to 100, shares of a known base."""

from __future__ import annotations

from typing import NamedTuple

import altair as alt
import polars as pl

from reports.figures import palette
from reports.figures.chart import NON_PUBLIEE, Chart, intitule
from reports.figures.dessin_svg.marques import SEUL, Echelle, filets, en_points, par_ligne, textes
from reports.figures.mesures import couper, largeur

RETRAIT, ENTETE, INTERLIGNE = 12, 14, 10.5
PART_DES_LIBELLES = 0.45


class Rang(NamedTuple):
    """Sizes of a row: its height, its bar, its label, its value."""

    pas: float
    epaisseur: float
    corps: float
    corps_valeur: float


# The total, its parts, the parts of a part.
RANGS = (Rang(31, 18, 9, 10.5), Rang(23, 15, 9, 10.5), Rang(20, 11, 8, 8.5))
# A plain list, without a total to read first.
LISTE = Rang(21, 14, 8.5, 9)


def calques(chart: Chart) -> tuple[list[alt.Chart], float]:
    """Layers and height in points."""
    if chart.frame["base"].is_not_null().any():
        return _parts(chart)
    return _effectifs(chart)


def _effectifs(chart: Chart) -> tuple[list[alt.Chart], float]:
    large = palette.LARGEURS[chart.largeur]
    evolutions = chart.frame["evolution_texte"].is_not_null().any()
    lignes, hauteur = _rangees(chart, ENTETE if evolutions else 0, large * PART_DES_LIBELLES)
    gauche = max(r["retrait"] + largeur(t, r["corps"], r["graisse"]) for r in lignes for t in r["nom"].split("\n")) + 14
    droite = large
    if evolutions:
        droite -= 12 + max(largeur(r["evolution_texte"] or NON_PUBLIEE, 9, 500) for r in lignes)
    if not chart.maximum:
        droite -= 5 + max(largeur(r["texte"], r["corps_valeur"], 700) for r in lignes)
    echelle = Echelle((0, chart.maximum or chart.frame["valeur"].max()), (gauche, droite))
    for r in lignes:
        _placer_valeur(r, echelle(r["valeur"]), droite if chart.maximum else large)
    frame, x, y = pl.DataFrame(lignes), echelle.x("valeur"), en_points(hauteur).y("y")
    dessin = [alt.Chart(frame).mark_bar(color=palette.BLEU_950, height=par_ligne("epaisseur")).encode(
        x=alt.XValue(gauche), x2=alt.X2Value(droite), y=y)] if chart.maximum else []
    dessin += [
        alt.Chart(frame).mark_bar(color=par_ligne("couleur"), height=par_ligne("epaisseur"), stroke=par_ligne("contour"),
                                  strokeWidth=par_ligne("trait")).encode(x=x, x2=alt.X2Datum(0), y=y),
        textes(frame, 0, y, "nom", dx=par_ligne("retrait"), dy=par_ligne("dy"), fontWeight=par_ligne("graisse"),
               fontSize=par_ligne("corps"), lineBreak="\n", lineHeight=INTERLIGNE),
        textes(frame, x, y, "texte", dx=par_ligne("dx"), align=par_ligne("ancrage"), color=par_ligne("encre"), fontWeight=700,
               fontSize=par_ligne("corps_valeur")),
        *_accolades(lignes, y),
    ]
    if evolutions:
        dessin += _evolutions(chart, lignes, gauche, large, y)
    return dessin, hauteur


def _rangees(chart: Chart, depart: float, large: float) -> tuple[list[dict], float]:
    """Rows with their sizes and place, labels broken at `large`; and the height of all."""
    total = chart.frame["niveau"].min() == 0
    lignes, haut = chart.lignes, depart
    for r, suivante in zip(lignes, [*lignes[1:], None]):
        rang = RANGS[r["niveau"]] if total else LISTE
        parent = suivante is not None and suivante["niveau"] > r["niveau"]
        contour = palette.CONTOUR.get(r["ton"])
        graisse = 700 if parent else 500 if total and r["niveau"] == 1 else 400
        nom = couper(r["libelle"], large, rang.corps, graisse)
        suite = INTERLIGNE * (len(nom) - 1)
        r |= {**rang._asdict(), "haut": haut, "y": haut + (rang.pas + suite) / 2, "bas": haut + rang.pas + suite,
              "retrait": RETRAIT * (r["niveau"] == 2), "nom": "\n".join(nom), "dy": -suite / 2, "graisse": graisse,
              "couleur": palette.TONS[r["ton"]], "contour": contour or palette.TONS[r["ton"]], "trait": 0.8 if contour else 0}
        haut = r["bas"] + (5 if parent and r["niveau"] == 0 else 0)
    return lignes, haut


def _placer_valeur(r: dict, bout: float, limite: float) -> None:
    dehors = bout + 5 + largeur(r["texte"], r["corps_valeur"], 700) <= limite
    r |= {"dx": 5 if dehors else -5, "ancrage": "left" if dehors else "right",
          "encre": palette.ENCRE if dehors else palette.encre_sur(r["couleur"])}


def _accolades(lignes: list[dict], y: alt.Y) -> list[alt.Chart]:
    """A vertical rule beside the parts of a part, one per group."""
    groupes: list[list[dict]] = []
    for precedente, r in zip([None, *lignes], lignes):
        if r["niveau"] == 2:
            groupes = groupes if precedente and precedente["niveau"] == 2 else [*groupes, []]
            groupes[-1].append(r)
    traits = [{"y": g[0]["haut"] + 2, "y2": g[-1]["bas"] - 2, "couleur": g[0]["couleur"]} for g in groupes]
    if not traits:
        return []
    return [alt.Chart(pl.DataFrame(traits)).mark_rule(color=par_ligne("couleur"), strokeWidth=1).encode(x=alt.XValue(4), y=y, y2="y2")]


def _evolutions(chart: Chart, lignes: list[dict], gauche: float, large: float, y: alt.Y) -> list[alt.Chart]:
    frame = pl.DataFrame([{"y": r["y"], "t": r["evolution_texte"] or NON_PUBLIEE, "publie": r["evolution_texte"] is not None}
                          for r in lignes])
    oui, non = frame.filter(pl.col("publie")), frame.filter(~pl.col("publie"))
    entete = {"fontSize": 7.5, "color": palette.GRIS}
    bas = lignes[0]["bas"] + 1
    return [
        textes(oui, large, y, "t", align="right", fontSize=9, fontWeight=500),
        textes(non, large, y, "t", align="right", fontSize=7.5, fontStyle="italic", color=palette.GRIS),
        textes(pl.DataFrame({"t": [chart.entetes["valeur"]]}), gauche, 5, "t", **entete),
        textes(pl.DataFrame({"t": [chart.entetes["evolution"]]}), large, 5, "t", align="right", **entete),
        filets(SEUL, x=0, x2=large, y=ENTETE),
        *([filets(SEUL, x=0, x2=large, y=bas)] if lignes[0]["niveau"] == 0 else []),
    ]


def _parts(chart: Chart) -> tuple[list[alt.Chart], float]:
    """Each share on its own base: label and base above a bar as wide as the column."""
    large, pas, epaisseur = palette.LARGEURS[chart.largeur], 48, 18
    lignes = chart.lignes
    for i, r in enumerate(lignes):
        r |= {"entete": intitule(r), "haut": 6 + i * pas, "y": 24 + i * pas, "corps_valeur": 10.5, "couleur": palette.TONS[r["ton"]]}
        bout = large * r["valeur"] / 100
        dedans = bout >= 10 + largeur(r["texte"], 10.5, 700)
        _placer_valeur(r, bout, bout if dedans else large)
    hauteur = lignes[-1]["y"] + epaisseur / 2 + 1
    frame, x, y = pl.DataFrame(lignes), Echelle((0, 100), (0, large)).x("valeur"), en_points(hauteur)
    return [
        alt.Chart(frame).mark_bar(color=palette.BLEU_950, height=epaisseur).encode(x=alt.XValue(0), x2=alt.X2Value(large), y=y.y("y")),
        alt.Chart(frame).mark_bar(color=par_ligne("couleur"), height=epaisseur).encode(x=x, x2=alt.X2Datum(0), y=y.y("y")),
        textes(frame, 0, y.y("haut"), "entete", fontSize=9, fontWeight=500),
        textes(frame, large, y.y("haut"), "base_texte", align="right", fontSize=7.5, color=palette.GRIS),
        textes(frame, x, y.y("y"), "texte", dx=par_ligne("dx"), align=par_ligne("ancrage"), color=par_ligne("encre"),
               fontSize=10.5, fontWeight=700),
    ], hauteur
