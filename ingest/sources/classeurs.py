"""Excel workbooks of producers: light guards, then each sheet as text, its lines numbered as the spreadsheet shows them."""

from __future__ import annotations

import io
import zipfile

import polars as pl

from ingest.sources.fichier import Fichier
from ingest.sources.textes import exiger_nature

TAILLE_MAX = 1 << 30
ENTREES_MAX = 1000
COLONNES_MIN = 2


class Classeur:
    """An opened workbook. Raises Refus when the file is not one, or unpacks to more than a producer's workbook ever does."""

    def __init__(self, fichier: Fichier):
        import fastexcel

        self.fichier = fichier
        if exiger_nature(fichier, "xlsx", "xls") == "xlsx":
            _garde(fichier)
        try:
            self._classeur = fastexcel.read_excel(fichier.octets)
        except fastexcel.FastExcelError as e:
            raise fichier.arreter("classeur_illisible", detail=_phrase(e)) from None

    @property
    def feuilles(self) -> list[str]:
        return self._classeur.sheet_names

    def feuille(self, nom: str) -> pl.DataFrame:
        """A sheet: `ligne` (1 is the first line of the sheet), then c0, c1… as text, trimmed; empty cells are null.

        Numbers without decimals come without a point (971.0 → « 971 »). Columns empty at the right are dropped; there are always c0 and c1.
        """
        import fastexcel

        try:
            lue = self._classeur.load_sheet(nom, header_row=None, skip_rows=0, dtypes="string").to_polars()
        except fastexcel.FastExcelError as e:
            raise self.fichier.arreter("classeur_illisible", feuille=nom, detail=_phrase(e)) from None
        cellules = lue.rename({c: f"c{i}" for i, c in enumerate(lue.columns)}).with_columns(pl.col(pl.String).str.strip_chars().replace("", None))
        while cellules.width > COLONNES_MIN and cellules.to_series(cellules.width - 1).is_null().all():
            cellules = cellules.drop(cellules.columns[-1])
        cellules = cellules.with_columns(pl.lit(None, pl.String).alias(f"c{i}") for i in range(cellules.width, COLONNES_MIN))
        return cellules.with_row_index("ligne", 1).cast({"ligne": pl.Int64})


def _garde(fichier: Fichier) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(fichier.octets)) as archive:
            entrees = archive.infolist()
    except zipfile.BadZipFile:
        raise fichier.arreter("classeur_illisible", detail="archive incomplète ou abîmée") from None
    taille = sum(e.file_size for e in entrees)
    if taille > TAILLE_MAX or len(entrees) > ENTREES_MAX:
        raise fichier.arreter("classeur_trop_gros", valeur=f"{taille >> 20} Mio en {len(entrees)} parties",
                              attendu=f"{TAILLE_MAX >> 20} Mio et {ENTREES_MAX} parties au plus")


def _phrase(erreur: Exception) -> str:
    return str(erreur).splitlines()[0].strip()
