"""The report as a spreadsheet's CSV: one row per finding and line, nothing that a spreadsheet could run."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from catalogue.tableur import inoffensif
from ingest.controle.constats import NIVEAUX
from ingest.controle.rapport.modele import Rapport
from ingest.controle.rapport.mots import mots


def en_csv(rapport: Rapport) -> str:
    """A header, then the rows, with « ; » between cells and a byte-order mark in front."""
    flux = io.StringIO(newline="")
    ecrivain = csv.writer(flux, delimiter=";")
    ecrivain.writerow(mots()["colonnes_du_rapport"].values())
    ecrivain.writerows([inoffensif(cellule) for cellule in ligne] for ligne in lignes(rapport))
    return "\ufeff" + flux.getvalue()


def lignes(rapport: Rapport) -> Iterator[list[str]]:
    """The rows, level by level: cells in the order of `colonnes_du_rapport`."""
    for niveau in NIVEAUX:
        for sorte, constats in rapport.par_sorte(niveau).items():
            for c in (seul for constat in constats for seul in constat.par_ligne()):
                yield [mots()["niveaux"][niveau], sorte, "" if c.ligne is None else str(c.ligne), c.colonne or "", c.titre or "", c.valeur or "", c.lu or "",
                       c.message, c.aide, c.exemple or "", c.code]
