"""Write the figures of an édition: `<id>.svg`, `<id>.json` and `<id>.csv`, the files that the shortcodes read."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

from reports import polices
from reports.figures import donnees
from reports.figures.alternative import alternative
from reports.figures.chart import Figure
from reports.figures.definitions import FIGURES
from reports.tables import Chiffres


def ecrire(chiffres: Chiffres, dossier: Path, fontes: Path) -> list[str]:
    """Write every figure whose data are public and return their ids, in the order of the letter.

    `fontes`: folder made by `polices.preparer`. The same data give the same bytes.
    """
    polices.register(fontes)
    dossier.mkdir(parents=True, exist_ok=True)
    figures = [figure for definir in FIGURES.values() if (figure := definir(chiffres))]
    for figure in figures:
        for extension, contenu in fichiers(figure).items():
            (dossier / f"{figure.id}.{extension}").write_bytes(contenu)
    return [figure.id for figure in figures]


def fichiers(figure: Figure) -> dict[str, bytes]:
    """The three files of a figure, by extension."""
    from reports.figures import dessin_svg

    contrat = json.dumps(en_json(figure), ensure_ascii=False, indent=1) + "\n"
    return {
        "svg": dessin_svg.dessiner(figure.chart).encode(),
        "json": contrat.encode(),
        "csv": donnees.en_csv(figure.chart).encode("utf-8-sig"),
    }


def en_json(figure: Figure) -> dict:
    """The contract of `_donnees/figures/<id>.json`: texts as segments, data as cells, the web drawing."""
    from reports.figures import dessin_plotly

    chart = figure.chart
    return {
        "id": figure.id, "genre": chart.genre, "largeur": chart.largeur, "titre": figure.titre, "unite": figure.unite,
        "alt": alternative(chart), "lecture": figure.lecture, "note": figure.note, "champ": figure.champ, "source": figure.source,
        "cles": figure.cles,
        "donnees": {"colonnes": [asdict(c) for c in donnees.colonnes(chart)], "lignes": donnees.lignes(chart)},
        "csv": f"figures/{figure.id}.csv",
        "plotly": dessin_plotly.dessiner(chart),
    }
