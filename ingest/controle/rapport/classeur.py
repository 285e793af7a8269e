"""The sender's own table as a workbook: findings in comments on their cells, the whole report in a sheet. Runs in the child."""

from __future__ import annotations

import io

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.workbook.child import INVALID_TITLE_REGEX
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from catalogue.contrats import Contrat
from catalogue.tableur import inoffensif
from ingest.controle.constats import Constat
from ingest.controle.feuille import NOTES
from ingest.controle.gardes import garder
from ingest.controle.lecture import Lecture, lire
from ingest.controle.limites import Limites
from ingest.controle.rapport.csv_ import lignes
from ingest.controle.rapport.modele import Rapport
from ingest.controle.rapport.mots import mots, verdict
from ingest.controle.referentiel import Referentiel

COULEURS = {"bloquant": "FFE3B1A8", "a_confirmer": "FFFFE8A3", "corrige": "FFD3E8D0"}
LIGNE = 2  # place of the line among the columns of the report
LARGEURS = (30, 34, 8, 9, 30, 24, 18, 70, 70, 24, 30)
RANGS = {niveau: rang for rang, niveau in enumerate(COULEURS)}


def annoter(octets: bytes, nom: str, contrat: Contrat, rapport: Rapport, limites: Limites, referentiel: Referentiel) -> bytes:
    """The annotated workbook. Formulas give way to their values, and nothing in it can run."""
    archive = garder(octets, nom, limites)
    classeur = _rouvrir(octets) if archive is not None and archive.nature == "xlsx" else None
    if classeur is None or rapport.feuille not in classeur.sheetnames:
        classeur = _recopier(lire(octets, archive, contrat, limites, referentiel))
    classeur.defined_names.clear()
    feuille = classeur[rapport.feuille] if rapport.feuille in classeur.sheetnames else classeur.worksheets[0]
    for page in classeur.worksheets:
        _desarmer(page)
    _commenter(feuille, rapport)
    _rapporter(classeur, rapport, feuille.title.replace("'", "''"))
    flux = io.BytesIO()
    classeur.save(flux)
    return flux.getvalue()


def _rouvrir(octets: bytes) -> Workbook | None:
    try:
        return load_workbook(io.BytesIO(octets), data_only=True, keep_links=False)
    except Exception:  # noqa: BLE001 - openpyxl stumbles on workbooks that this control and Excel read: the copy then holds their texts alone
        return None


def _recopier(lecture: Lecture) -> Workbook:
    """The sheets as they were read, the one controlled first."""
    classeur = Workbook()
    classeur.remove(classeur.active)
    for feuille in sorted((f for f in lecture.feuilles if f.nom != NOTES), key=lambda f: f is not lecture.feuille):
        page = classeur.create_sheet(INVALID_TITLE_REGEX.sub(" ", feuille.nom or mots()["feuille_sans_nom"])[:31])
        for numero, cellules in zip(feuille.lignes, feuille.cellules.iter_rows(), strict=True):
            for colonne, texte in enumerate(cellules, 1):
                if texte is not None:
                    _ecrire(page.cell(numero, colonne), texte)
    return classeur


def _desarmer(page: Worksheet) -> None:
    page.protection.sheet = False
    page.data_validations.dataValidation = []
    page.conditional_formatting = type(page.conditional_formatting)()
    for ligne in page.iter_rows():
        for cellule in ligne:
            if isinstance(cellule, MergedCell):
                continue
            cellule.hyperlink = None
            cellule.comment = None
            if isinstance(cellule.value, str):
                _ecrire(cellule, cellule.value)


def _ecrire(cellule: Cell, texte: str) -> None:
    cellule.value = inoffensif(ILLEGAL_CHARACTERS_RE.sub(" ", texte))
    cellule.data_type = "s"


def _commenter(page: Worksheet, rapport: Rapport) -> None:
    par_cellule: dict[str, list[Constat]] = {}
    for constat in rapport.constats:
        for ligne in constat.lignes:
            par_cellule.setdefault(f"{constat.colonne or 'A'}{ligne}", []).append(constat)
    for adresse, constats in par_cellule.items():
        cellule = page[adresse]
        if isinstance(cellule, MergedCell):
            continue
        texte = "\n".join(f"{c.message} {c.aide if c.niveau != 'corrige' else ''}".strip() for c in constats)
        cellule.comment = Comment(texte, mots()["feuille_du_rapport"], width=360, height=120)
        couleur = COULEURS[min((c.niveau for c in constats), key=RANGS.__getitem__)]
        cellule.fill = PatternFill("solid", fgColor=couleur)


def _rapporter(classeur: Workbook, rapport: Rapport, feuille: str) -> None:
    """The whole report, first; the number of a line leads to its cell in the sheet controlled."""
    page = classeur.create_sheet(mots()["feuille_du_rapport"], 0)
    _ecrire(page.cell(1, 1), verdict(rapport))
    for numero, ligne in enumerate([list(mots()["colonnes_du_rapport"].values()), *lignes(rapport)], 3):
        for colonne, texte in enumerate(ligne, 1):
            _ecrire(page.cell(numero, colonne), texte)
            page.cell(numero, colonne).alignment = Alignment(wrap_text=True, vertical="top")
        if numero > 3 and ligne[LIGNE]:
            renvoi = page.cell(numero, LIGNE + 1, int(ligne[LIGNE]))
            renvoi.hyperlink = Hyperlink(renvoi.coordinate, location=f"'{feuille}'!{ligne[LIGNE + 1] or 'A'}{ligne[LIGNE]}")
    for colonne, largeur in enumerate(LARGEURS, 1):
        page.column_dimensions[get_column_letter(colonne)].width = largeur
        page.cell(3, colonne).font = Font(bold=True)
    page["A1"].font = Font(bold=True)
    page.freeze_panes = "A4"
