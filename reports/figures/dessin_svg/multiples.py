"""Small multiples: one panel per series on one scale, first and last value written, the first series in grey behind the others.

One panel alone is a line chart. A line stops where a year is not published; an incomplete year stands apart, hollow; a break in series
is a pale band.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import altair as alt
import polars as pl

from reports.figures import palette
from reports.figures.chart import Chart, troncons
from reports.figures.dessin_svg.marques import Echelle, en_points, par_ligne, textes, textes_detoures
from reports.figures.geometrie import annees_entre, graduations
from reports.figures.mesures import Boite, boite, couper, largeur
from reports.typographie import nombre

GOUTTIERE, RETRAIT = 16, 5
TITRE, TRACE, TRACE_SEUL, AXE = 10, 92, 78, 14
CORPS, CORPS_AXE, CORPS_NOM = 8.5, 7, 7
# Where a value may stand around its point, by preference: above, below, higher above.
PLACES = (-6, 13, -12)


def calques(chart: Chart) -> tuple[list[alt.Chart], float]:
    """Layers and height in points."""
    grille = _Grille(chart)
    return [*_ruptures(grille), *_axes(grille), *_courbes(grille), *_valeurs(grille), *_nom_du_contexte(grille)], grille.hauteur


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
        trace = TRACE if len(self.panneaux) > 1 else TRACE_SEUL
        return Echelle((0, max(self.chart.frame["valeur"].max(), self.reperes[-1])), (haut + trace, haut))

    @cached_property
    def temps(self) -> Echelle:
        """Years to points from the left of a panel."""
        annees = self.chart.frame["annee"]
        return Echelle((annees.min(), annees.max()), (RETRAIT, self.panneaux["droite"][0] - self.panneaux["gauche"][0] - RETRAIT))

    @cached_property
    def series(self) -> pl.DataFrame:
        """Published values with their panel and place: px, couleur, fond (white when the year is incomplete), troncon."""
        couleur = pl.col("ton").replace_strict(palette.TONS)
        lues = troncons(self.chart.publiees)
        return lues.join(self.panneaux, on="libelle", maintain_order="left").with_columns(
            px=pl.col("gauche") + pl.Series([self.temps(a) for a in lues["annee"]]), couleur=couleur,
            fond=pl.when(pl.col("precision").is_null()).then(couleur).otherwise(pl.lit(palette.BLANC)))

    @cached_property
    def contexte(self) -> pl.DataFrame:
        """The first series, repeated in every other panel: libelle, annee, valeur, px."""
        premier = self.panneaux["libelle"][0]
        return (self.series.filter(pl.col("libelle") == premier).select("annee", "valeur", "troncon", ecart=pl.col("px") - pl.col("gauche"))
                .join(self.panneaux.filter(pl.col("libelle") != premier), how="cross").with_columns(px=pl.col("gauche") + pl.col("ecart")))

    @property
    def large(self) -> float:
        return palette.LARGEURS[self.chart.largeur]

    @property
    def hauteur(self) -> float:
        return self.y.etendue[0] + AXE

    def traits(self, frame: pl.DataFrame, panneau: str) -> list[tuple[tuple[float, float], tuple[float, float]]]:
        """Segments of a line in a panel, in points."""
        lignes = frame.filter(pl.col("libelle") == panneau).sort("annee").to_dicts()
        return [((a["px"], self.y(a["valeur"])), (b["px"], self.y(b["valeur"]))) for a, b in zip(lignes, lignes[1:]) if a["troncon"] == b["troncon"]]

    def libre(self, case: Boite, panneau: str) -> bool:
        """True when no line of the panel passes through a rectangle, nor its zero line."""
        traits = self.traits(self.series, panneau) + self.traits(self.contexte, panneau) + [((0, self.y(0)), (self.large, self.y(0)))]
        return not any(case.coupe(a, b) for a, b in traits)

    @cached_property
    def bouts(self) -> list[dict]:
        """First and last value of each panel, whole years and incomplete ones: dy (the first place that no line crosses), its box."""
        lignes = []
        for (panneau,), serie in self.series.sort("annee").group_by("libelle", maintain_order=True):
            for r, dernier in _extremites(serie):
                ancre, cote = (min(r["px"] + RETRAIT, r["droite"]), "right") if dernier else (r["gauche"], "left")
                cases = {dy: boite(r["texte"], ancre, self.y(r["valeur"]) + dy, CORPS, 700, cote) for dy in PLACES}
                dy = next((dy for dy in PLACES if self.libre(cases[dy], panneau)), PLACES[0])
                lignes.append({**r, "dernier": dernier, "ancre": ancre, "dy": dy, "boite": cases[dy]})
        return lignes


def _extremites(serie: pl.DataFrame) -> list[tuple[dict, bool]]:
    """The rows of a panel whose value is written, each with whether it stands at the right of the line."""
    entieres = serie.filter(pl.col("precision").is_null())
    premiere = [(entieres.row(0, named=True), False)] if entieres.height else []
    derniere = [(entieres.row(-1, named=True), True)] if entieres.height > 1 else []
    return premiere + derniere + [(r, True) for r in serie.filter(pl.col("precision").is_not_null()).to_dicts()]


def _ruptures(g: _Grille) -> list[alt.Chart]:
    """A band over the years of each break in series, named at its foot."""
    annees = g.chart.frame.drop_nulls("rupture").join(g.panneaux, on="libelle")
    if annees.is_empty():
        return []
    demi = (g.temps(1) - g.temps(0)) / 2
    bandes = annees.group_by("libelle", "rupture", maintain_order=True).agg(pl.col("annee").min().alias("debut"), pl.col("annee").max().alias("fin"), pl.col("gauche").first())
    bandes = bandes.with_columns(x0=pl.col("gauche") + pl.Series([g.temps(a) - demi for a in bandes["debut"]]),
                                 x1=pl.col("gauche") + pl.Series([g.temps(a) + demi for a in bandes["fin"]]))
    x, (bas, haut) = en_points(g.large).x, g.y.etendue
    return [alt.Chart(bandes).mark_rect(color=palette.BLEU_950).encode(x=x("x0"), x2="x1", y=alt.YValue(haut), y2=alt.Y2Value(bas)),
            textes(bandes.with_columns(milieu=(pl.col("x0") + pl.col("x1")) / 2), x("milieu"), bas - 6, "rupture", align="center", fontSize=CORPS_NOM, color=palette.GRIS)]


def _axes(g: _Grille) -> list[alt.Chart]:
    axe = pl.DataFrame({"valeur": g.reperes, "t": [nombre(v) for v in g.reperes]}).join(g.panneaux, how="cross").with_columns(
        couleur=pl.when(pl.col("valeur") == 0).then(pl.lit(palette.GRIS_MOYEN)).otherwise(pl.lit(palette.GRILLE)))
    debut, fin = g.chart.frame["annee"].min(), g.chart.frame["annee"].max()
    annees = g.panneaux.with_columns(debut=pl.lit(str(debut)), fin=pl.lit(str(fin)))
    entre = annees_entre(debut, fin) if len(g.panneaux) == 1 else []
    dites = pl.DataFrame({"t": [str(a) for a in entre], "px": [g.marge + g.temps(a) for a in entre]})
    x, petit = en_points(g.large).x, {"fontSize": 7.5, "color": palette.GRIS}
    return [
        alt.Chart(axe).mark_rule(strokeWidth=0.7, color=par_ligne("couleur")).encode(x=x("gauche"), x2="droite", y=g.y.y("valeur")),
        textes(axe.filter(pl.col("gauche") == g.marge), g.marge - 5, g.y.y("valeur"), "t", align="right", fontSize=CORPS_AXE,
               color=palette.GRIS),
        textes(g.panneaux, x("gauche"), 5, "titre", fontSize=CORPS, fontWeight=700, lineBreak="\n", lineHeight=TITRE),
        textes(annees, x("gauche"), g.hauteur - 4, "debut", **petit),
        textes(annees, x("droite"), g.hauteur - 4, "fin", align="right", **petit),
        *([textes(dites, x("px"), g.hauteur - 4, "t", align="center", **petit)] if entre else []),
    ]


def _courbes(g: _Grille) -> list[alt.Chart]:
    x, y = en_points(g.large).x("px"), g.y.y("valeur")
    chemin = {"x": x, "y": y, "detail": ["libelle:N", "troncon:N"], "order": "annee:Q"}
    contexte = [alt.Chart(g.contexte).mark_line(color=palette.CONTEXTE, strokeWidth=1).encode(**chemin)] if g.contexte.height else []
    # A year between two that are not published is a point: a line of one point would not be seen.
    seules = g.series.filter(pl.len().over("libelle", "troncon") == 1)
    points = [alt.Chart(seules).mark_point(filled=True, size=14, color=par_ligne("couleur"), opacity=1).encode(x=x, y=y)] if seules.height else []
    return [*contexte, alt.Chart(g.series).mark_line(strokeWidth=2, strokeJoin="round").encode(**chemin, color=alt.Color("couleur:N", scale=None)), *points]


def _valeurs(g: _Grille) -> list[alt.Chart]:
    bouts = pl.DataFrame([{k: v for k, v in r.items() if k != "boite"} for r in g.bouts])
    premiers, derniers = bouts.filter(~pl.col("dernier")), bouts.filter(pl.col("dernier"))
    x, y = en_points(g.large).x, g.y.y("valeur")
    style = {"dy": par_ligne("dy"), "baseline": "alphabetic", "fontSize": CORPS}
    return [
        alt.Chart(bouts).mark_point(filled=True, size=16, color=par_ligne("fond"), stroke=par_ligne("couleur"), strokeWidth=1.5, opacity=1).encode(x=x("px"), y=y),
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
