"""A small writer of .xlsx workbooks, for fixtures: text, numbers, blanks and spreadsheet errors, cell by cell."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

Cellule = str | int | float | None
ERREUR = "#REF!"
TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PRINCIPAL = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def classeur(feuilles: Mapping[str, Sequence[Sequence[Cellule]]]) -> bytes:
    """The bytes of a workbook: name of each sheet → its rows. None leaves a cell out; `ERREUR` makes an error cell."""
    noms = list(feuilles)
    octets = io.BytesIO()
    with zipfile.ZipFile(octets, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
                         '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
                         f'<Override PartName="/xl/workbook.xml" ContentType="{TYPES}.sheet.main+xml"/>'
                         + "".join(f'<Override PartName="/xl/worksheets/{i}.xml" ContentType="{TYPES}.worksheet+xml"/>' for i in range(len(noms))) + "</Types>")
        archive.writestr("_rels/.rels", _relations([("r", f"{RELATIONS}/officeDocument", "xl/workbook.xml")]))
        archive.writestr("xl/_rels/workbook.xml.rels", _relations([(f"r{i}", f"{RELATIONS}/worksheet", f"worksheets/{i}.xml") for i in range(len(noms))]))
        archive.writestr("xl/workbook.xml", f'<workbook {PRINCIPAL} xmlns:r="{RELATIONS}"><sheets>'
                         + "".join(f'<sheet name="{escape(nom)}" sheetId="{i + 1}" r:id="r{i}"/>' for i, nom in enumerate(noms)) + "</sheets></workbook>")
        for i, lignes in enumerate(feuilles.values()):
            archive.writestr(f"xl/worksheets/{i}.xml", _feuille(lignes))
    return octets.getvalue()


def _relations(relations: list[tuple[str, str, str]]) -> str:
    return ('<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            + "".join(f'<Relationship Id="{id}" Type="{type}" Target="{cible}"/>' for id, type, cible in relations) + "</Relationships>")


def _feuille(lignes: Sequence[Sequence[Cellule]]) -> str:
    rangees = (f'<row r="{r}">' + "".join(_cellule(f"{_lettres(c)}{r}", v) for c, v in enumerate(ligne) if v is not None) + "</row>"
               for r, ligne in enumerate(lignes, 1))
    return f"<worksheet {PRINCIPAL}><sheetData>{''.join(rangees)}</sheetData></worksheet>"


def _cellule(place: str, valeur: Cellule) -> str:
    if valeur == ERREUR:
        return f'<c r="{place}" t="e"><v>{valeur}</v></c>'
    if isinstance(valeur, str):
        return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{escape(valeur)}</t></is></c>'
    return f'<c r="{place}"><v>{valeur}</v></c>'


def _lettres(colonne: int) -> str:
    haut, bas = divmod(colonne, 26)
    return (_lettres(haut - 1) if haut else "") + chr(ord("A") + bas)
