"""Steps side by side: columns of equal width and one scale, no arrow between them, for counts that do not follow the same people."""

from __future__ import annotations

import altair as alt
import polars as pl

from reports.figures import palette
from reports.figures.chart import NON_PUBLIE, Chart
from reports.figures.dessin_svg.marques import Echelle, filets, en_points, par_ligne, textes
from reports.figures.mesures import couper, largeur

GOUTTIERE, PAS, EPAISSEUR, LIGNE = 22, 30, 16, 11
CORPS, CORPS_VALEUR, CORPS_PRECISION, LIBELLES = 9, 10.5, 7.5, 96


def calques(chart: Chart) -> tuple[list[alt.Chart], float]:
    """Layers and height in points."""
    large = palette.LARGEURS[chart.largeur]
    lignes = {libelle: couper(libelle, LIBELLES, CORPS, 500) for libelle in chart.frame["libelle"].unique(maintain_order=True)}
    gauche = max(largeur(t, CORPS, 500) for bouts in lignes.values() for t in bouts) + GOUTTIERE
    colonnes = _colonnes(chart, gauche, large)
    entete = max(r["lignes"] for r in colonnes) * LIGNE + 16
    hauteur = entete + PAS * len(lignes)
    libelles = pl.DataFrame([{"libelle": k, "t": "\n".join(v), "y": entete + PAS * (i + 0.5), "dy": -(len(v) - 1) * LIGNE / 2}
                             for i, (k, v) in enumerate(lignes.items())])
    frame = chart.frame.join(pl.DataFrame(colonnes).drop("precision"), on="etape", maintain_order="left").join(
        libelles.drop("t", "dy"), on="libelle", maintain_order="left")
    return [*_entetes(pl.DataFrame(colonnes), libelles, entete, hauteur, large), *_cellules(frame, large, hauteur)], hauteur


def _colonnes(chart: Chart, gauche: float, large: float) -> list[dict]:
    """One dict per step: its place, and the heading broken into lines no wider than the column."""
    etapes = chart.frame.select("etape", "precision").unique(maintain_order=True).to_dicts()
    pas = (large - gauche + GOUTTIERE) / len(etapes)
    colonnes = []
    for i, r in enumerate(etapes):
        bouts = couper(r["etape"], pas - GOUTTIERE, CORPS, 700)
        colonnes.append({**r, "titre": "\n".join(bouts), "lignes": len(bouts), "debut": gauche + pas * i, "large": pas - GOUTTIERE})
    return colonnes


def _entetes(colonnes: pl.DataFrame, libelles: pl.DataFrame, entete: float, hauteur: float, large: float) -> list[alt.Chart]:
    x, y = en_points(large).x, en_points(hauteur).y("y")
    return [
        filets(colonnes.with_columns(fin=pl.col("debut") + pl.col("large")), palette.ENCRE, 0.4, x=x("debut"), x2="fin", y=entete - 1),
        textes(colonnes, x("debut"), 5, "titre", fontSize=CORPS, fontWeight=700, lineBreak="\n", lineHeight=LIGNE),
        textes(colonnes, x("debut"), entete - 9, "precision", fontSize=CORPS_PRECISION, color=palette.GRIS),
        textes(libelles, 0, y, "t", fontSize=CORPS, fontWeight=500, lineBreak="\n", lineHeight=LIGNE, dy=par_ligne("dy")),
    ]


def _cellules(frame: pl.DataFrame, large: float, hauteur: float) -> list[alt.Chart]:
    publiees = frame.filter(pl.col("valeur").is_not_null())
    place = publiees["large"][0] - 5 - max(largeur(t, CORPS_VALEUR, 700) for t in publiees["texte"])
    echelle = Echelle((0, publiees["valeur"].max()), (0, place))
    publiees = publiees.with_columns(fin=pl.col("debut") + pl.Series([echelle(v) for v in publiees["valeur"]]),
                                     couleur=pl.col("ton").replace_strict(palette.TONS))
    autres = frame.filter(pl.col("valeur").is_null()).with_columns(t=pl.lit(NON_PUBLIE))
    x, y = en_points(large).x, en_points(hauteur).y("y")
    return [
        alt.Chart(publiees).mark_bar(height=EPAISSEUR, color=par_ligne("couleur")).encode(x=x("debut"), x2="fin", y=y),
        textes(publiees, x("fin"), y, "texte", dx=5, fontSize=CORPS_VALEUR, fontWeight=700),
        textes(autres, x("debut"), y, "t", fontSize=7.5, fontStyle="italic", color=palette.GRIS),
    ]
