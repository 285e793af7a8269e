"""The sheet « Listes »: the codes of each list with what they mean, one list under another, and the names that drop-down lists call."""

from __future__ import annotations

import re

from openpyxl import Workbook
from openpyxl.utils import quote_sheetname
from openpyxl.workbook.defined_name import DefinedName

from catalogue.contrats import Champ, Contrat
from ingest.modeles.contenu import TITRES_LISTES, listes
from ingest.modeles.style import BLEU, mettre_en_page, police

FEUILLE, LARGEURS = "Listes", {"A": 44, "B": 34, "C": 60}


def remplir(workbook: Workbook, contrat: Contrat) -> None:
    """Write the sheet, and name the codes of each list."""
    feuille = workbook.create_sheet(FEUILLE)
    feuille.append(TITRES_LISTES)
    for cellule in feuille[1]:
        cellule.font = police(bold=True, color=BLEU)
    for nom, titre, liste in listes(contrat):
        assert re.fullmatch(r"[a-z0-9_]+", nom), nom
        premiere = feuille.max_row + 1
        for code, libelle in liste.items():
            feuille.append((titre, code, libelle))
            for cellule in feuille[feuille.max_row]:
                cellule.number_format, cellule.font = "@", police()
        plage = f"{quote_sheetname(FEUILLE)}!$B${premiere}:$B${feuille.max_row}"
        workbook.defined_names[nom] = DefinedName(nom, attr_text=plage)
    for lettre, largeur in LARGEURS.items():
        feuille.column_dimensions[lettre].width = largeur
    feuille.freeze_panes = "A2"
    mettre_en_page(feuille, "1:1")
    feuille.protection.sheet = True


def formule(champ: Champ, cellule_maitresse: str | None = None) -> str:
    """What the drop-down list of a column calls; `cellule_maitresse`: the cell whose code names the list, for a list that hangs on another column."""
    return f'INDIRECT("liste_{champ.nom}_"&{cellule_maitresse})' if cellule_maitresse else f"liste_{champ.nom}"
