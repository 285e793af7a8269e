"""How the sheets of a template look: one typeface, the State's blue, pages that fit their paper."""

from __future__ import annotations

from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

BLEU, CIEL, GRIS, BLANC = "000091", "E3E3FD", "666666", "FFFFFF"


def police(**attributs: object) -> Font:
    """The typeface of the templates, that spreadsheets have everywhere."""
    return Font(name="Calibri", **attributs)


def mettre_en_page(feuille: Worksheet, rangs_repetes: str | None = None) -> None:
    """Landscape, as wide as the sheet, as long as it takes; some rows again on each page."""
    feuille.page_setup.orientation, feuille.page_setup.paperSize, feuille.page_setup.fitToHeight = "landscape", feuille.PAPERSIZE_A4, 0
    feuille.sheet_properties.pageSetUpPr.fitToPage = True
    feuille.print_title_rows = rangs_repetes
