"""Small multiples: one panel per series on one scale, first and last value written, the first series in grey behind the others."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import altair as alt
import polars as pl

from reports.figures import palette
from reports.figures.chart import Chart
from reports.figures.dessin_svg.marques import Echelle, en_points, par_ligne, textes, textes_detoures
from reports.figures.geometrie import graduations
from reports.figures.mesures import Boite, boite, couper, largeur
from reports.typographie import nombre

GOUTTIERE, RETRAIT = 16, 5
TITRE, TRACE, AXE = 10, 92, 14
CORPS, CORPS_AXE, CORPS_NOM = 8.5, 7, 7
# Where a value may stand around its point, by preference: above, below, higher above.
PLACES = (-6, 13, -12)


def calques(chart: Chart) -> tuple[list[alt.Chart], float]:
    """Layers and height in points."""
    grille = _Grille(chart)
    return [*_axes(grille), *_courbes(grille), *_valeurs(grille), *_nom_du_contexte(grille)], grille.hauteur


@dataclass(frozen=True)
class _Grille:
    chart: Chart

    @cached_property
    def panneaux(self) -> pl.DataFrame:
        """One row per panel: libelle, titre (on one or two lines), gauche, droite."""
        noms = self.chart.frame["libelle"].unique(maintain_order=True)
        pas = (self.large - self.marge + GOUTTIERE) / len(noms)
        return pl.DataFrame({"libelle": noms, "gauche": [self.marge + pas * i for i in range(len(noms))]}).with_columns(
            droite=pl.col("gauche") + pas - GOUTTIERE,
            titre=pl.Series(["\n".join(couper(n, pas - GOUTTIERE + RETRAIT, CORPS, 700)) for n in noms]))

    @cached_property
    def reperes(self) -> list[float]:
        return graduations(self.chart.frame["valeur"].max())

    @cached_property
    def marge(self) -> float:
        return max(largeur(nombre(v), CORPS_AXE) for v in self.reperes) + 5

    @cached_property
    def y(self) -> Echelle:
        haut = TITRE * (1 + self.panneaux["titre"].str.count_matches("\n").max()) + CORPS + 6
        return Echelle((0, max(self.chart.frame["valeur"].max(), self.reperes[-1])), (haut + TRACE, haut))

    @cached_property
    def series(self) -> pl.DataFrame:
        """Published values with their panel and place: px, couleur."""
        annees = self.chart.frame["annee"]
        avant, apres = RETRAIT, self.panneaux["droite"][0] - self.panneaux["gauche"][0] - RETRAIT
        temps = Echelle((annees.min(), annees.max()), (avant, apres))
        return self.chart.publiees.join(self.panneaux, on="libelle", maintain_order="left").with_columns(
            px=pl.col("gauche") + pl.Series([temps(a) for a in self.chart.publiees["annee"]]),
            couleur=pl.col("ton").replace_strict(palette.TONS))

    @cached_property
    def contexte(self) -> pl.DataFrame:
        """The first series, repeated in every other panel: libelle, annee, valeur, px."""
        premier = self.panneaux["libelle"][0]
        return (self.series.filter(pl.col("libelle") == premier).select("annee", "valeur", ecart=pl.col("px") - pl.col("gauche"))
                .join(self.panneaux.filter(pl.col("libelle") != premier), how="cross").with_columns(px=pl.col("gauche") + pl.col("ecart")))

    @property
    def large(self) -> float:
        return palette.LARGEURS[self.chart.largeur]

    @property
    def hauteur(self) -> float:
        return self.y.etendue[0] + AXE

    def traits(self, frame: pl.DataFrame, panneau: str) -> list[tuple[tuple[float, float], tuple[float, float]]]:
        """Segments of a line in a panel, in points."""
        points = [(r["px"], self.y(r["valeur"])) for r in frame.filter(pl.col("libelle") == panneau).sort("annee").iter_rows(named=True)]
        return list(zip(points, points[1:]))

    def libre(self, case: Boite, panneau: str) -> bool:
        """True when no line of the panel passes through a rectangle, nor its zero line."""
        traits = self.traits(self.series, panneau) + self.traits(self.contexte, panneau) + [((0, self.y(0)), (self.large, self.y(0)))]
        return not any(case.coupe(a, b) for a, b in traits)

    @cached_property
    def bouts(self) -> list[dict]:
        """First and last value of each panel: dy (the first place that no line crosses), its box."""
        lignes = []
        for (panneau,), serie in self.series.sort("annee").group_by("libelle", maintain_order=True):
            for r, dernier in ((serie.row(0, named=True), False), (serie.row(-1, named=True), True)):
                ancre, cote = (r["droite"], "right") if dernier else (r["gauche"], "left")
                cases = {dy: boite(r["texte"], ancre, self.y(r["valeur"]) + dy, CORPS, 700, cote) for dy in PLACES}
                dy = next((dy for dy in PLACES if self.libre(cases[dy], panneau)), PLACES[0])
                lignes.append({**r, "dernier": dernier, "ancre": ancre, "dy": dy, "boite": cases[dy]})
        return lignes


def _axes(g: _Grille) -> list[alt.Chart]:
    axe = pl.DataFrame({"valeur": g.reperes, "t": [nombre(v) for v in g.reperes]}).join(g.panneaux, how="cross").with_columns(
        couleur=pl.when(pl.col("valeur") == 0).then(pl.lit(palette.GRIS_MOYEN)).otherwise(pl.lit(palette.GRILLE)))
    annees = g.panneaux.with_columns(debut=pl.lit(str(g.chart.frame["annee"].min())), fin=pl.lit(str(g.chart.frame["annee"].max())))
    x, petit = en_points(g.large).x, {"fontSize": 7.5, "color": palette.GRIS}
    return [
        alt.Chart(axe).mark_rule(strokeWidth=0.7, color=par_ligne("couleur")).encode(x=x("gauche"), x2="droite", y=g.y.y("valeur")),
        textes(axe.filter(pl.col("gauche") == g.marge), g.marge - 5, g.y.y("valeur"), "t", align="right", fontSize=CORPS_AXE,
               color=palette.GRIS),
        textes(g.panneaux, x("gauche"), 5, "titre", fontSize=CORPS, fontWeight=700, lineBreak="\n", lineHeight=TITRE),
        textes(annees, x("gauche"), g.hauteur - 4, "debut", **petit),
        textes(annees, x("droite"), g.hauteur - 4, "fin", align="right", **petit),
    ]


def _courbes(g: _Grille) -> list[alt.Chart]:
    chemin = {"x": en_points(g.large).x("px"), "y": g.y.y("valeur"), "detail": "libelle:N", "order": "annee:Q"}
    return [
        alt.Chart(g.contexte).mark_line(color=palette.CONTEXTE, strokeWidth=1).encode(**chemin),
        alt.Chart(g.series).mark_line(strokeWidth=2, strokeJoin="round").encode(**chemin, color=alt.Color("couleur:N", scale=None)),
    ]


def _valeurs(g: _Grille) -> list[alt.Chart]:
    bouts = pl.DataFrame([{k: v for k, v in r.items() if k != "boite"} for r in g.bouts])
    premiers, derniers = bouts.filter(~pl.col("dernier")), bouts.filter(pl.col("dernier"))
    x, y = en_points(g.large).x, g.y.y("valeur")
    style = {"dy": par_ligne("dy"), "baseline": "alphabetic", "fontSize": CORPS}
    return [
        alt.Chart(bouts).mark_point(filled=True, size=24, color=par_ligne("couleur"), opacity=1).encode(x=x("px"), y=y),
        *textes_detoures(premiers, x("ancre"), y, "texte", **style, fontWeight=500, color=palette.ENCRE),
        *textes_detoures(derniers, x("ancre"), y, "texte", **style, fontWeight=700, align="right", color=par_ligne("couleur")),
    ]


def _nom_du_contexte(g: _Grille) -> list[alt.Chart]:
    """The grey line is named once, in the first panel that has room above it."""
    nom = g.panneaux["libelle"][0].lower()
    for r in g.contexte.sort("gauche", "annee").iter_rows(named=True):
        case = boite(nom, r["px"], g.y(r["valeur"]) - 6, CORPS_NOM, 400, "center")
        dedans = r["gauche"] <= case.x0 and case.x1 <= r["droite"]
        if dedans and g.libre(case, r["libelle"]) and not any(case.touche(b["boite"], 2) for b in g.bouts):
            return textes_detoures(pl.DataFrame([r]).with_columns(nom=pl.lit(nom)), en_points(g.large).x("px"), g.y.y("valeur"), "nom",
                                   align="center", baseline="alphabetic", dy=-6, fontSize=CORPS_NOM, color=palette.GRIS)
    return []
