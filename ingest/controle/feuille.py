"""What every reader gives: a sheet as text, its lines numbered as a spreadsheet shows them."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

import polars as pl

from catalogue.erreurs import Refus
from ingest.controle.limites import Limites

NOTES = ":notes"  # a name that no spreadsheet gives to a sheet
Note = tuple[int, int, str]  # line, column and text of a comment or text box
SANS_RESULTAT = "=…"  # a formula that no spreadsheet has computed


@dataclass(frozen=True)
class Remarque:
    """Something about a cell, a line (`colonne` None) or a column (`ligne` None) that its text alone does not say. `colonne` counts from 0."""

    code: str
    ligne: int | None
    colonne: int | None
    champs: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Feuille:
    """A sheet. `cellules`: columns c0, c1… of text, null where empty; `lignes`: the line number of each row. Blank rows are left out.

    `largeurs`: how many cells each row of a CSV file had before all were made equal; None for a workbook, whose cells have addresses.
    `masquee`: the spreadsheet does not show it.
    """

    nom: str | None
    cellules: pl.DataFrame
    lignes: pl.Series
    remarques: tuple[Remarque, ...] = ()
    largeurs: pl.Series | None = None
    masquee: bool = False


def lettre(colonne: int) -> str:
    """The letter of a column that counts from 0: A, B… Z, AA…"""
    lettres = ""
    colonne += 1
    while colonne:
        colonne, reste = divmod(colonne - 1, 26)
        lettres = chr(65 + reste) + lettres
    return lettres


def nombre_en_texte(valeur: float | str) -> str:
    """A number as a spreadsheet holds it: fifteen significant digits, a point, never an exponent. Raises ValueError, OverflowError."""
    arrondi = Decimal(f"{float(valeur):.15g}")
    if not arrondi.is_finite():
        raise ValueError
    return f"{arrondi:f}"


def pourcentage_en_texte(valeur: float | str) -> str:
    """A number that the spreadsheet shows as a percentage, as it shows it: 0.42 → « 42 % »."""
    return f"{nombre_en_texte(float(valeur) * 100)} %"


def feuille_de_notes(notes: list[Note], limites: Limites) -> list[Feuille]:
    """The notes of a workbook as a sheet, each at the address of its cell, read for personal data only; no sheet when there is none."""
    par_case: dict[tuple[int, int], list[str]] = {}
    for ligne, colonne, texte in notes:
        par_case.setdefault((min(ligne, limites.lignes), min(colonne, limites.colonnes)), []).append(texte)
    cellules = Cellules(NOTES, limites)
    for (ligne, colonne), textes in par_case.items():
        cellules.poser(ligne, colonne, "\n".join(textes))
    return [cellules.feuille()] if cellules.lignes else []


class Cellules:
    """The cells of a workbook's sheet, gathered one by one. Lines and columns count from 1, as in the files."""

    def __init__(self, nom: str, limites: Limites, masquee: bool = False):
        self.nom, self.limites, self.masquee = nom, limites, masquee
        self.lignes: dict[int, dict[int, str]] = {}
        self.remarques: list[Remarque] = []
        self._reste = limites.cellules

    def poser(self, ligne: int, colonne: int, texte: str) -> None:
        """Raises Refus when the cell lies far from any table, or is one too many."""
        if not texte.strip():
            return
        if ligne > self.limites.lignes or colonne > self.limites.colonnes:
            raise Refus("controle.cellule_lointaine", feuille=self.nom, cellule=f"{lettre(colonne - 1)}{ligne}",
                        lignes=self.limites.lignes, colonnes=self.limites.colonnes)
        self._reste -= 1
        if self._reste < 0:
            raise Refus("controle.trop_de_cellules", attendu=self.limites.cellules)
        self.lignes.setdefault(ligne, {})[colonne] = texte

    def remarquer(self, code: str, ligne: int | None, colonne: int | None = None, **champs: str) -> None:
        """Keep a remark; the thousandth of a sheet says no more than the others."""
        if len(self.remarques) < 1000:
            self.remarques.append(Remarque(code, ligne, None if colonne is None else colonne - 1, champs))

    def fusionner(self, haut: int, bas: int, colonne: int, plage: str) -> None:
        """Keep that these cells are one, on each of its lines."""
        for ligne in range(haut, min(bas, haut + self.limites.lignes) + 1):
            self.remarquer("cellules_fusionnees", ligne, colonne, plage=plage)

    def feuille(self) -> Feuille:
        numeros = sorted(self.lignes)
        largeur = max((max(self.lignes[n]) for n in numeros), default=0)
        colonnes = {f"c{c - 1}": [self.lignes[n].get(c) for n in numeros] for c in range(1, largeur + 1)}
        return Feuille(self.nom, pl.DataFrame(colonnes, schema=dict.fromkeys(colonnes, pl.String)), pl.Series("ligne", numeros, pl.Int32),
                       tuple(self.remarques), masquee=self.masquee)
