"""The sheet « Aide »: how to fill in each column, and what is checked, said as the contract says it."""

from __future__ import annotations

from collections.abc import Sequence

from openpyxl.styles import Alignment
from openpyxl.worksheet.worksheet import Worksheet

from catalogue.contrats import Contrat
from ingest.modeles.contenu import TITRE_VERIFIE, TITRES_AIDE, colonnes_expliquees, paragraphes, titre_aide, verifications
from ingest.modeles.style import BLEU, mettre_en_page, police

LARGEURS = (30, 13, 70, 44, 22)
HAUTEUR = 15


def remplir(feuille: Worksheet, contrat: Contrat) -> None:
    """Write the sheet."""
    feuille.append([titre_aide(contrat)])
    feuille["A1"].font = police(bold=True, size=14, color=BLEU)
    for texte in paragraphes(contrat):
        _paragraphe(feuille, texte)
    _titres(feuille, TITRES_AIDE)
    for ligne in colonnes_expliquees(contrat):
        feuille.append(ligne)
        _aligner(feuille)
    _titres(feuille, (TITRE_VERIFIE,))
    for texte in verifications(contrat):
        _paragraphe(feuille, texte)
    for lettre, largeur in zip("ABCDE", LARGEURS, strict=True):
        feuille.column_dimensions[lettre].width = largeur
    mettre_en_page(feuille)
    feuille.protection.sheet = True


def _paragraphe(feuille: Worksheet, texte: str) -> None:
    feuille.append([texte])
    rang = feuille.max_row
    feuille.merge_cells(start_row=rang, end_row=rang, start_column=1, end_column=len(LARGEURS))
    feuille.cell(rang, 1).font, feuille.cell(rang, 1).alignment = police(), Alignment(wrap_text=True, vertical="top")
    feuille.row_dimensions[rang].height = HAUTEUR * (1 + len(texte) // (sum(LARGEURS) - 10))


def _titres(feuille: Worksheet, titres: Sequence[str]) -> None:
    feuille.append([])
    feuille.append(titres)
    for cellule in feuille[feuille.max_row]:
        cellule.font = police(bold=True, color=BLEU)


def _aligner(feuille: Worksheet) -> None:
    rang = feuille.max_row
    hauteur = 1
    for cellule, largeur in zip(feuille[rang], LARGEURS, strict=True):
        cellule.alignment, cellule.number_format, cellule.font = Alignment(wrap_text=True, vertical="top"), "@", police()
        hauteur = max(hauteur, 1 + len(cellule.value) // largeur)
    feuille.row_dimensions[rang].height = HAUTEUR * hauteur
