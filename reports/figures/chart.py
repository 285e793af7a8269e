"""A chart as data (`Chart`) and a figure of the letter (`Figure`: a chart with its title and captions).

A chart says what to show, never where: both drawings (`dessin_svg`, `dessin_plotly`), the alt text, the data table and the CSV are made
from the same frame, so that none can hold a value that the others do not.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import polars as pl

from reports.texte import Texte

Genre = Literal["barres", "empilees", "points", "multiples", "tuiles", "etapes"]
NON_PUBLIE, NON_PUBLIEE, PROVISOIRE = "non publié", "non publiée", "provisoire"

TEXTE, NOMBRE = pl.String, pl.Float64
# Columns of every frame. `cle`: keys of the chiffres of the row, joined by « ; ». `libelle`: what is counted, as drawn.
# `valeur`: null when not published. `texte`: the value typeset. `ton`: role of the colour (palette.TONS). `statut`, `source`: said on
# hover and in the table.
COMMUNES = {"cle": TEXTE, "libelle": TEXTE, "valeur": NOMBRE, "texte": TEXTE, "ton": TEXTE, "statut": TEXTE, "source": TEXTE,
            "derive": pl.Boolean}
SCHEMAS: dict[Genre, dict[str, type[pl.DataType]]] = {
    # `niveau`: 0 the total, 1 its parts, 2 the parts of a part. `evolution`: as published. A share says its `base` and its `effectif`.
    "barres": COMMUNES | {"niveau": pl.Int64, "evolution": NOMBRE, "evolution_texte": TEXTE, "base": NOMBRE, "base_texte": TEXTE,
                          "effectif": NOMBRE, "effectif_texte": TEXTE},
    # `groupe`: the bar; `libelle`: the segment.
    "empilees": COMMUNES | {"groupe": TEXTE},
    # `precision`: the date or caution told under the value; `plein`: value and date published, neither approximate nor provisional.
    "points": COMMUNES | {"date": pl.Date, "precision": TEXTE, "plein": pl.Boolean},
    # `libelle`: the panel; the first one is the context drawn behind the others. A line stops where a year is not published. `precision`:
    # what an incomplete year covers; its point is hollow and apart. `rupture`: name of the break in series that the year falls in.
    "multiples": COMMUNES | {"annee": pl.Int64, "precision": TEXTE, "rupture": TEXTE},
    # `cerne`: name of the group of tiles to outline.
    "tuiles": COMMUNES | {"code": TEXTE, "colonne": pl.Int64, "ligne": pl.Int64, "cerne": TEXTE},
    # `etape`: the column, with `precision` under its name; `libelle`: the row.
    "etapes": COMMUNES | {"etape": TEXTE, "precision": TEXTE},
}


@dataclass(frozen=True)
class Chart:
    """One chart as pure data.

    `frame`: one row per value in drawing order, columns SCHEMAS[genre]. `unite`: what the values count (« victimes »).
    `entetes`: French headers of frame columns, for the data table and wherever the drawing has column headings.
    `maximum`: end of the scale when it is not the largest value (100 for shares). `reduction`: share of its width that a map takes in print,
    when the page has less room.
    """

    genre: Genre
    frame: pl.DataFrame
    unite: str
    entetes: dict[str, str]
    largeur: Literal["marge", "texte", "pleine"] = "texte"
    maximum: float | None = None
    reduction: float = 1

    @classmethod
    def de(cls, genre: Genre, lignes: list[dict[str, object]], **champs: object) -> Chart:
        """A chart from rows; a missing key is null, an unknown one raises ValueError."""
        schema = SCHEMAS[genre]
        inconnues = {k for ligne in lignes for k in ligne} - schema.keys()
        if inconnues:
            raise ValueError(f"columns unknown to a chart « {genre} »: {sorted(inconnues)}")
        complet = [{"derive": False, "statut": "", **ligne} for ligne in lignes]
        return cls(genre, pl.DataFrame(complet, schema=schema), **champs)

    @property
    def publiees(self) -> pl.DataFrame:
        """Rows that have a value."""
        return self.frame.filter(pl.col("valeur").is_not_null())

    @property
    def lignes(self) -> list[dict]:
        """Rows as dicts, in drawing order."""
        return self.frame.to_dicts()


def troncons(frame: pl.DataFrame) -> pl.DataFrame:
    """Rows of a chart « multiples » in the order of their panels and years, with `troncon`: the number of the unbroken line they are on."""
    apart = pl.col("precision").is_not_null()
    casse = ((pl.col("annee").diff() != 1) | apart | apart.shift()).fill_null(False)
    ordre = {nom: rang for rang, nom in enumerate(frame["libelle"].unique(maintain_order=True))}
    return frame.sort(pl.col("libelle").replace_strict(ordre), "annee").with_columns(troncon=casse.cum_sum().over("libelle"))


def intitule(r: dict) -> str:
    """The label of a share, with the count it comes from: « Femmes et filles : 1 489 »."""
    return f"{r['libelle']}\u00a0: {r['effectif_texte']}" if r["effectif_texte"] else r["libelle"]


@dataclass(frozen=True)
class Figure:
    """A numbered figure: `titre` is a sentence that tells the finding, the rest its captions (segments of `reports.texte`)."""

    id: str
    chart: Chart
    titre: Texte
    unite: Texte
    lecture: Texte | None = None
    note: Texte | None = None
    champ: Texte | None = None
    source: Texte | None = None

    @property
    def cles(self) -> list[str]:
        """Keys of every chiffre that the figure shows or quotes, in reading order, each once."""
        textes = (self.titre, self.unite, self.lecture, self.note, self.champ, self.source)
        prose = [segment["cle"] for t in textes for segment in t or [] if "cle" in segment]
        dessin = [cle for cles in self.chart.frame["cle"].drop_nulls() for cle in cles.split(";")]
        return list(dict.fromkeys([*prose, *dessin]))
