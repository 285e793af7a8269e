"""Returns as organisations write them: CSV or Excel, names or titles in the header, commas, labels, titles above the table, typing slips."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import date
from random import Random

from catalogue.contrats import Contrat

Ligne = dict[str, object]


@dataclass(frozen=True)
class Ecriture:
    """How an organisation writes: `xlsx` or CSV, in cp1252 or not, with the titles of the columns or their names, French numbers and dates,
    a title above the table, codes without their zero."""

    xlsx: bool
    titres: bool
    francais: bool
    chapeau: bool
    sans_zero: bool


def habitude(hasard: Random) -> Ecriture:
    """The way of one organisation."""
    return Ecriture(xlsx=hasard.random() < 0.2, titres=hasard.random() < 0.5, francais=hasard.random() < 0.4, chapeau=hasard.random() < 0.3,
                    sans_zero=hasard.random() < 0.3)


def ecrire(contrat: Contrat, lignes: list[Ligne], ecriture: Ecriture) -> tuple[str, bytes]:
    """The file's extension and bytes."""
    entete = [c.titre if ecriture.titres else c.nom for c in contrat.champs]
    rangees = [[_cellule(c.nom, ligne.get(c.nom), ecriture) for c in contrat.champs] for ligne in lignes]
    chapeau = [[f"{contrat.titre} (données simulées)"], []] if ecriture.chapeau else []
    if ecriture.xlsx:
        return "xlsx", _classeur([*chapeau, entete, *rangees])
    sortie = io.StringIO(newline="")
    csv.writer(sortie, delimiter=";", lineterminator="\r\n").writerows([*chapeau, entete, *rangees])
    return "csv", sortie.getvalue().encode("utf-8-sig")


def _cellule(nom: str, valeur: object, ecriture: Ecriture) -> object:
    if valeur is None:
        return ""
    if isinstance(valeur, bool):
        return "oui" if valeur else "non"
    if isinstance(valeur, date):
        return valeur.strftime("%d/%m/%Y") if ecriture.francais else valeur.isoformat()
    if nom == "departement" and ecriture.sans_zero:
        return str(valeur).lstrip("0")
    if ecriture.xlsx or not ecriture.francais or not isinstance(valeur, int | float):
        return valeur
    if isinstance(valeur, float):
        return f"{valeur:.10g}".replace(".", ",")
    return f"{valeur:,}".replace(",", "\u202f") if valeur >= 10_000 else valeur


def _classeur(rangees: list[list[object]]) -> bytes:
    from openpyxl import Workbook

    classeur = Workbook(write_only=True)
    feuille = classeur.create_sheet("Saisie")
    for rangee in rangees:
        feuille.append([None if c == "" else c for c in rangee])
    flux = io.BytesIO()
    classeur.save(flux)
    return flux.getvalue()
