"""The data under a figure: a table to read (typeset values) and a CSV to reuse (plain numbers), from the frame of the chart."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass

from catalogue.tableur import inoffensif
from reports.figures.chart import NON_PUBLIE, NON_PUBLIEE, Chart

# By kind, the frame columns of the table in reading order; an optional column without any value is left out.
COLONNES = {
    "barres": ("libelle", "effectif", "valeur", "base", "evolution"),
    "empilees": ("groupe", "libelle", "valeur"),
    "points": ("libelle", "precision", "valeur"),
    "multiples": ("libelle", "annee", "precision", "valeur"),
    "tuiles": ("code", "libelle", "valeur"),
    "etapes": ("etape", "precision", "libelle", "valeur"),
}
NOMBRES = {"effectif": "effectif_texte", "valeur": "texte", "base": "base_texte", "evolution": "evolution_texte"}
ABSENTS = {"valeur": NON_PUBLIE, "evolution": NON_PUBLIEE}
TITRES = {"valeur": "Valeur", "code": "Code", "annee": "Année", "precision": "Date", "effectif": "Effectif", "base": "Base",
          "statut": "Statut", "source": "Producteur"}


@dataclass(frozen=True)
class Colonne:
    """A column of the table under a figure: frame column, French title, `left` or `right`."""

    id: str
    titre: str
    align: str


def colonnes(chart: Chart) -> list[Colonne]:
    """Columns that hold something, status and producer last."""
    noms = [n for n in (*COLONNES[chart.genre], "statut", "source") if n == "valeur" or _remplie(chart, n)]
    return [Colonne(n, chart.entetes.get(n) or TITRES[n], "right" if n in NOMBRES else "left") for n in noms]


def lignes(chart: Chart) -> list[list[str]]:
    """Cells as read: typeset numbers, « non publié » where a value is missing."""
    noms = [c.id for c in colonnes(chart)]
    return [[_cellule(r, n) for n in noms] for r in chart.lignes]


def en_csv(chart: Chart) -> str:
    """`;`, CRLF, decimal comma, French header. Numbers are plain; the value as printed and the keys of the chiffres come last."""
    titres = colonnes(chart)
    sortie = io.StringIO()
    ecrivain = csv.writer(sortie, delimiter=";", lineterminator="\r\n")
    ecrivain.writerow([c.titre for c in titres] + ["Valeur affichée", "Clé"])
    for r in chart.lignes:
        ecrivain.writerow([_brut(r[c.id]) for c in titres] + [_brut(_cellule(r, "valeur")), _brut(r["cle"])])
    return sortie.getvalue()


def _remplie(chart: Chart, nom: str) -> bool:
    colonne = chart.frame[nom].drop_nulls()
    return bool(len(colonne)) and (colonne.to_list() != [""] * len(colonne))


def _cellule(r: dict, nom: str) -> str:
    valeur = r[NOMBRES.get(nom, nom)]
    return ABSENTS.get(nom, "") if valeur is None else str(valeur)


def _brut(valeur: object) -> str:
    if isinstance(valeur, float):
        return f"{valeur:.10g}".replace(".", ",")
    return "" if valeur is None else inoffensif(valeur) if isinstance(valeur, str) else str(valeur)
