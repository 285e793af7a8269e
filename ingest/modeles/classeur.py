"""The Excel workbook of a contract: « Saisie » to fill in, « Aide » to read, « Listes » behind the drop-down lists.

In « Saisie » the example line stands above the header, so that it can never be read as data: what reads a return takes what is below the header.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from catalogue.contrats import Champ, Contrat
from ingest.modeles import aide, listes
from ingest.modeles.contenu import attendu, bandeau, ligne_exemple, lignes_attendues
from ingest.modeles.style import BLANC, BLEU, CIEL, GRIS, mettre_en_page, police

BANDEAU, EXEMPLE, ENTETE, PREMIERE, DERNIERE = 1, 2, 3, 4, 3000
FORMATS = {"texte": "@", "code": "@", "booleen": "@", "entier": "0", "decimal": "General", "date": "dd/mm/yyyy", "annee": "0"}
TITRE_MAX, CONSIGNE_MAX = 32, 255
ETROIT, LARGE = 12, 36


def classeur(contrat: Contrat) -> Workbook:
    """The workbook, ready to be saved."""
    workbook = Workbook()
    saisie = workbook.active
    saisie.title = "Saisie"
    aide.remplir(workbook.create_sheet("Aide"), contrat)
    listes.remplir(workbook, contrat)
    _saisie(saisie, contrat)
    workbook.properties.title = f"{contrat.titre}, version {contrat.version}"
    workbook.properties.creator = "Observatoire"
    workbook.properties.language = "fr-FR"
    return workbook


def _saisie(feuille: Worksheet, contrat: Contrat) -> None:
    exemple = ligne_exemple(contrat)
    feuille.cell(BANDEAU, 1, bandeau(contrat)).font = police(bold=True, color=BLEU)
    for numero, champ in enumerate(contrat.champs, 1):
        _colonne(feuille, numero, champ)
        _titre(feuille.cell(ENTETE, numero, champ.titre), champ)
        _exemple(feuille.cell(EXEMPLE, numero, exemple[champ.nom]), champ)
        feuille.add_data_validation(_validation(champ, numero, contrat))
    for rang, ligne in enumerate(lignes_attendues(contrat), PREMIERE):
        for nom, valeur in ligne.items():
            cellule = feuille.cell(rang, contrat.colonnes.index(nom) + 1, valeur)
            cellule.protection, cellule.number_format, cellule.font = Protection(locked=False), "@", police()
    _proteger(feuille)
    feuille.freeze_panes = feuille.cell(PREMIERE, 1 + _reperes(contrat))
    feuille.row_dimensions[ENTETE].height = 64
    mettre_en_page(feuille, f"{ENTETE}:{ENTETE}")


def _reperes(contrat: Contrat) -> int:
    """How many columns stay in sight when a wide sheet is scrolled: the year and the département."""
    return 2 if contrat.colonnes[:2] == ["annee", "departement"] else 0


def _colonne(feuille: Worksheet, numero: int, champ: Champ) -> None:
    colonne = feuille.column_dimensions[get_column_letter(numero)]
    colonne.width = max(ETROIT, min(LARGE, max(map(len, [champ.exemple, *champ.titre.split(), *(champ.modalites or [])])) + 3))
    colonne.number_format, colonne.protection, colonne.font = FORMATS[champ.type], Protection(locked=False), police()


def _titre(cellule: Any, champ: Champ) -> None:
    cellule.font = police(bold=True, color=BLANC if champ.obligatoire else BLEU)
    cellule.fill = PatternFill("solid", fgColor=BLEU if champ.obligatoire else CIEL)
    cellule.alignment = Alignment(wrap_text=True, vertical="center")
    cellule.border = Border(bottom=Side("medium", color=BLEU), left=Side("thin", color=BLANC))
    cellule.number_format, cellule.protection = "@", Protection(locked=True)


def _exemple(cellule: Any, champ: Champ) -> None:
    cellule.font, cellule.number_format = police(italic=True, color=GRIS), FORMATS[champ.type]
    cellule.protection, cellule.alignment = Protection(locked=True), Alignment(horizontal="left")


def _validation(champ: Champ, numero: int, contrat: Contrat) -> DataValidation:
    lettre = get_column_letter(numero)
    validation = DataValidation(**_condition(champ, contrat), allow_blank=not champ.obligatoire, showErrorMessage=True, showInputMessage=True,
                                errorTitle=_court(champ.titre, TITRE_MAX), error=_court(attendu(champ), CONSIGNE_MAX),
                                promptTitle=_court(champ.titre, TITRE_MAX), prompt=_court(champ.description, CONSIGNE_MAX))
    validation.add(f"{lettre}{PREMIERE}:{lettre}{DERNIERE}")
    return validation


def _condition(champ: Champ, contrat: Contrat) -> dict[str, Any]:
    """What Excel accepts in the column."""
    if champ.type == "booleen":
        return {"type": "list", "formula1": '"oui,non"'}
    if champ.selon:
        maitre = get_column_letter(contrat.colonnes.index(champ.selon) + 1)
        return {"type": "list", "formula1": listes.formule(champ, f"${maitre}{PREMIERE}")}
    if champ.type == "code":
        return {"type": "list", "formula1": listes.formule(champ)}
    if champ.type == "date":
        return {"type": "date", "operator": "greaterThanOrEqual", "formula1": str((date(2000, 1, 1) - date(1899, 12, 30)).days)}
    if champ.type == "texte":
        return {"type": "textLength", "operator": "lessThanOrEqual", "formula1": str(champ.longueur_max or CONSIGNE_MAX)}
    genre = "decimal" if champ.type == "decimal" else "whole"
    if champ.maximum is None:
        return {"type": genre, "operator": "greaterThanOrEqual", "formula1": f"{champ.minimum or 0:g}"}
    return {"type": genre, "operator": "between", "formula1": f"{champ.minimum or 0:g}", "formula2": f"{champ.maximum:g}"}


def _proteger(feuille: Worksheet) -> None:
    """The header and the example are locked; the rest is free, and rows may be inserted, removed, sorted. No password: nothing is secret."""
    protection = feuille.protection
    protection.sheet = True
    protection.formatColumns = protection.formatRows = protection.insertRows = protection.deleteRows = protection.sort = False


def _court(texte: str, longueur: int) -> str:
    return texte if len(texte) <= longueur else texte[: longueur - 1].rsplit(" ", 1)[0] + "…"
