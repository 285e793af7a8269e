"""Dated points on a true time axis: a thin stem to zero, no line between two publications, the value and its date beside each."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import altair as alt
import polars as pl

from reports.figures import palette
from reports.figures.chart import PROVISOIRE, Chart
from reports.figures.dessin_svg.marques import SEUL, Echelle, filets, en_points, par_ligne, textes
from reports.figures.mesures import Boite, boite, largeur

HAUT, BAS, AXE = 32, 134, 16
CORPS, CORPS_DATE = 11, 7.5
ECART_VALEUR, ECART_DATE = 16, 7


def calques(chart: Chart) -> tuple[list[alt.Chart], float]:
    """Layers and height in points."""
    large, lignes = palette.LARGEURS[chart.largeur], chart.publiees.to_dicts()
    annees = range(min(r["date"] for r in lignes).year, max(r["date"] for r in lignes).year + 1)
    temps = _axe_du_temps(annees, lignes, large)
    y = Echelle((0, max(r["valeur"] for r in lignes)), (BAS, HAUT))
    for r in lignes:
        r |= {"px": temps(r["date"].toordinal()), "zero": 0, "fond": palette.BLEU if r["plein"] else palette.BLANC,
              "encre": palette.TUILE if r["statut"] == PROVISOIRE else palette.GRIS}
    _placer(lignes, y, large)
    return [*_annees(annees, temps, large), *_points(pl.DataFrame(lignes), y, large)], BAS + AXE


def _points(frame: pl.DataFrame, y: Echelle, large: float) -> list[alt.Chart]:
    x, py = en_points(large).x, y.y("valeur")
    return [
        alt.Chart(frame).mark_rule(color=palette.BLEU_850, strokeWidth=3).encode(x=x("px"), y=py, y2="zero"),
        alt.Chart(frame).mark_point(filled=True, size=62, color=par_ligne("fond"), stroke=palette.BLEU, strokeWidth=1.8,
                                    opacity=1).encode(x=x("px"), y=py),
        textes(frame, x("px_valeur"), py, "texte", baseline="alphabetic", dy=-ECART_VALEUR, fontSize=CORPS, fontWeight=700,
               color=palette.BLEU),
        textes(frame, x("px_date"), py, "precision", baseline="alphabetic", dy=-ECART_DATE, fontSize=CORPS_DATE, color=par_ligne("encre")),
    ]


def _annees(annees: range, temps: Echelle, large: float) -> list[alt.Chart]:
    """The zero line, a tick at each first of January, each year named at its middle."""
    bornes = pl.DataFrame({"px": [temps(date(a, 1, 1).toordinal()) for a in [*annees[1:], annees[-1] + 1]]})
    noms = pl.DataFrame({"px": [temps(date(a, 7, 2).toordinal()) for a in annees], "t": [str(a) for a in annees]})
    x = en_points(large).x("px")
    return [
        filets(SEUL, palette.GRIS_MOYEN, 0.7, x=0, x2=large, y=BAS),
        filets(bornes, palette.GRIS_MOYEN, 0.7, x=x, y=BAS, y2=BAS + 5),
        textes(noms, x, BAS + 11, "t", align="center", fontSize=7.5, color=palette.GRIS),
    ]


def _axe_du_temps(annees: range, lignes: list[dict], large: float) -> Echelle:
    """The whole years of the points; the axis stops short of the right edge by what the last label needs."""
    domaine = (date(annees[0], 1, 1).toordinal(), date(annees[-1] + 1, 1, 1).toordinal())
    derniere = max(lignes, key=lambda r: r["date"])
    moitie = max(largeur(derniere["texte"], CORPS, 700), largeur(derniere["precision"] or "", CORPS_DATE)) / 2
    depasse = moitie - (domaine[1] - derniere["date"].toordinal()) / (domaine[1] - domaine[0]) * large
    return Echelle(domaine, (0, large - max(0, depasse)))


def _placer(lignes: list[dict], y: Echelle, large: float) -> None:
    """Left edge of the value and of the line under it: centred on the point, or moved aside by as little as keeps them clear."""
    places: list[Boite] = []
    for r in sorted(lignes, key=lambda r: r["date"], reverse=True):
        for champ, texte, ecart, corps, graisse in (("px_valeur", r["texte"], ECART_VALEUR, CORPS, 700),
                                                    ("px_date", r["precision"] or "", ECART_DATE, CORPS_DATE, 400)):
            base, long = y(r["valeur"]) - ecart, largeur(texte, corps, graisse)
            centre = min(max(r["px"] - long / 2, 0), large - long)
            r[champ] = next((px for px in _autour(centre, large - long) if _libre(boite(texte, px, base, corps, graisse), places)), centre)
        places += [boite(r["texte"], r["px_valeur"], y(r["valeur"]) - ECART_VALEUR, CORPS, 700),
                   boite(r["precision"] or "", r["px_date"], y(r["valeur"]) - ECART_DATE, CORPS_DATE)]


def _autour(centre: float, limite: float) -> Iterator[float]:
    """The centre, then places ever further on either side of it, the left first, within 0 and `limite`."""
    yield centre
    for ecart in range(1, round(limite) + 1):
        yield from (px for px in (centre - ecart, centre + ecart) if 0 <= px <= limite)


def _libre(case: Boite, places: list[Boite]) -> bool:
    return not any(case.touche(p, 6) for p in places)
