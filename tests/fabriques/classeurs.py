"""Workbooks written by hand, byte for byte the same each time: what Excel and LibreOffice write, and what they never would."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from html import escape
from typing import Any

PRINCIPAL = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LIENS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
ODF = "urn:oasis:names:tc:opendocument:xmlns:"
ODS = b"application/vnd.oasis.opendocument.spreadsheet"
CACHEE = '<style:style style:name="cachee" style:family="table"><style:table-properties table:display="false"/></style:style>'
STYLES = (f'<styleSheet xmlns="{PRINCIPAL}"><numFmts count="1"><numFmt numFmtId="164" formatCode="dd/mm/yyyy;@"/></numFmts>'
          '<cellXfs count="3"><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="9"/></cellXfs></styleSheet>')


@dataclass(frozen=True)
class Formule:
    """A formula, and the value that the spreadsheet kept of it (None: never computed)."""

    formule: str
    valeur: object = None


@dataclass(frozen=True)
class Pourcent:
    """A number that the spreadsheet shows as a percentage: 0.42 for 42 %."""

    valeur: float


@dataclass(frozen=True)
class Erreur:
    """An error value: #REF!, #DIV/0!…"""

    texte: str


@dataclass(frozen=True)
class Page:
    """A sheet: its rows, merged ranges (« A2:A3 »), hidden lines, hidden columns (from 1); and whether it is hidden itself."""

    lignes: Sequence[Sequence[object]]
    fusions: Sequence[str] = ()
    masquees: Iterable[int] = field(default=())
    cachees: Iterable[int] = field(default=())
    masquee: bool = False


def archive(membres: dict[str, bytes | str], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip archive, its dates fixed."""
    flux = io.BytesIO()
    with zipfile.ZipFile(flux, "w", compression) as z:
        for nom, contenu in membres.items():
            z.writestr(zipfile.ZipInfo(nom, (2025, 1, 1, 0, 0, 0)), contenu, compression)
    return flux.getvalue()


def xlsx(feuilles: dict[str, Page | Sequence[Sequence[object]]], **membres: bytes | str) -> bytes:
    """An Excel workbook. `membres`: other parts, by path (`/` written `__`)."""
    return archive(parties_xlsx(feuilles) | {nom.replace("__", "/"): contenu for nom, contenu in membres.items()})


def parties_xlsx(feuilles: dict[str, Page | Sequence[Sequence[object]]]) -> dict[str, bytes | str]:
    """The parts of an Excel workbook, by path."""
    pages = [p if isinstance(p, Page) else Page(p) for p in feuilles.values()]
    etats = [' state="hidden"' if p.masquee else "" for p in pages]
    noms = "".join(f'<sheet name="{escape(nom)}" sheetId="{i}"{etat} r:id="rId{i}"/>' for i, (nom, etat) in enumerate(zip(feuilles, etats, strict=True), 1))
    liens = "".join(f'<Relationship Id="rId{i}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{i}.xml"/>' for i in range(1, len(pages) + 1))
    chaines: dict[str, int] = {}
    corps = {f"xl/worksheets/sheet{i}.xml": _page(page, chaines) for i, page in enumerate(pages, 1)}
    partagees = "".join(f'<si><t xml:space="preserve">{escape(t, quote=False)}</t></si>' for t in chaines)
    contenus = "".join(f'<Override PartName="/{nom}" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>' for nom in corps)
    return {
        "[Content_Types].xml": f'<Types xmlns="{TYPES}"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
                               '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" '
                               'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
                               '<Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>'
                               '<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/>'
                               f"{contenus}</Types>",
        "_rels/.rels": f'<Relationships xmlns="{LIENS}"><Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{PRINCIPAL}" xmlns:r="{OFFICE}"><sheets>{noms}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{LIENS}">{liens}<Relationship Id="rIdS" Type="{OFFICE}/styles" Target="styles.xml"/>'
                                      f'<Relationship Id="rIdT" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
        "xl/styles.xml": STYLES,
        **corps,
        "xl/sharedStrings.xml": f'<sst xmlns="{PRINCIPAL}">{partagees}</sst>',
    }


def lettre(colonne: int) -> str:
    """The letter of a column that counts from 1."""
    return (lettre((colonne - 1) // 26) if colonne > 26 else "") + chr(65 + (colonne - 1) % 26)


def _page(page: Page, chaines: dict[str, int]) -> str:
    lignes = []
    for numero, ligne in enumerate(page.lignes, 1):
        cellules = "".join(_cellule(f"{lettre(c)}{numero}", valeur, chaines) for c, valeur in enumerate(ligne, 1) if valeur not in (None, ""))
        cachee = ' hidden="1"' if numero in page.masquees else ""
        lignes.append(f'<row r="{numero}"{cachee}>{cellules}</row>')
    fusions = f"<mergeCells>{''.join(f'<mergeCell ref={chr(34)}{f}{chr(34)}/>' for f in page.fusions)}</mergeCells>" if page.fusions else ""
    cols = "".join(f'<col min="{c}" max="{c}" width="10" hidden="1"/>' for c in page.cachees)
    cols = f"<cols>{cols}</cols>" if cols else ""
    return f'<worksheet xmlns="{PRINCIPAL}">{cols}<sheetData>{"".join(lignes)}</sheetData>{fusions}</worksheet>'


def _cellule(adresse: str, valeur: Any, chaines: dict[str, int]) -> str:
    if isinstance(valeur, Formule):
        cache = "" if valeur.valeur is None else f"<v>{escape(str(valeur.valeur))}</v>"
        texte = ' t="str"' if isinstance(valeur.valeur, str) else ""
        return f'<c r="{adresse}"{texte}><f>{escape(valeur.formule)}</f>{cache}</c>'
    if isinstance(valeur, Erreur):
        return f'<c r="{adresse}" t="e"><v>{valeur.texte}</v></c>'
    if isinstance(valeur, Pourcent):
        return f'<c r="{adresse}" s="2"><v>{valeur.valeur!r}</v></c>'
    if isinstance(valeur, bool):
        return f'<c r="{adresse}" t="b"><v>{int(valeur)}</v></c>'
    if isinstance(valeur, date):
        return f'<c r="{adresse}" s="1"><v>{(valeur - date(1899, 12, 30)).days}</v></c>'
    if isinstance(valeur, int | float):
        return f'<c r="{adresse}"><v>{valeur!r}</v></c>'
    return f'<c r="{adresse}" t="s"><v>{chaines.setdefault(str(valeur), len(chaines))}</v></c>'


def ods(feuilles: dict[str, Page | Sequence[Sequence[object]]], **membres: bytes | str) -> bytes:
    """A LibreOffice workbook."""
    tables = "".join(_table(nom, p if isinstance(p, Page) else Page(p)) for nom, p in feuilles.items())
    return archive(parties_ods(tables) | {nom.replace("__", "/"): contenu for nom, contenu in membres.items()})


def parties_ods(tables: str) -> dict[str, bytes | str]:
    """The parts of a LibreOffice workbook, by path, around the XML of its tables."""
    espaces = f'xmlns:office="{ODF}office:1.0" xmlns:table="{ODF}table:1.0" xmlns:text="{ODF}text:1.0" xmlns:style="{ODF}style:1.0"'
    return {
        "mimetype": ODS,
        "content.xml": (f"<office:document-content {espaces}><office:automatic-styles>{CACHEE}</office:automatic-styles><office:body><office:spreadsheet>"
                        f"{tables}</office:spreadsheet></office:body></office:document-content>"),
        "META-INF/manifest.xml": f'<manifest:manifest xmlns:manifest="{ODF}manifest:1.0"/>',
    }


def _table(nom: str, page: Page) -> str:
    lignes = []
    for numero, ligne in enumerate(page.lignes, 1):
        cachee = ' table:visibility="collapse"' if numero in page.masquees else ""
        lignes.append(f"<table:table-row{cachee}>{''.join(map(_case, ligne))}<table:table-cell table:number-columns-repeated=\"1000\"/></table:table-row>")
    cachees = {*page.cachees}
    colonnes = "".join(f'<table:table-column{" table:visibility=" + chr(34) + "collapse" + chr(34) if c in cachees else ""}/>' for c in range(1, max(cachees) + 1)) if cachees else ""
    style = ' table:style-name="cachee"' if page.masquee else ""
    return f'<table:table table:name="{escape(nom)}"{style}>{colonnes}{"".join(lignes)}<table:table-row table:number-rows-repeated="1048000"/></table:table>'


def _case(valeur: Any) -> str:
    if valeur in (None, ""):
        return "<table:table-cell/>"
    if isinstance(valeur, Erreur):
        return f'<table:table-cell office:value-type="float" office:value="0"><text:p>{valeur.texte}</text:p></table:table-cell>'
    if isinstance(valeur, Pourcent):
        return f'<table:table-cell office:value-type="percentage" office:value="{valeur.valeur!r}"><text:p>{valeur.valeur:.0%}</text:p></table:table-cell>'
    if isinstance(valeur, bool):
        return f'<table:table-cell office:value-type="boolean" office:boolean-value="{str(valeur).lower()}"><text:p>{"VRAI" if valeur else "FAUX"}</text:p></table:table-cell>'
    if isinstance(valeur, date):
        return f'<table:table-cell office:value-type="date" office:date-value="{valeur.isoformat()}"><text:p>{valeur:%d/%m/%Y}</text:p></table:table-cell>'
    if isinstance(valeur, int | float):
        return f'<table:table-cell office:value-type="float" office:value="{valeur!r}"><text:p>{valeur}</text:p></table:table-cell>'
    paragraphes = "".join(f"<text:p>{escape(p)}</text:p>" for p in str(valeur).split("\n"))
    return f'<table:table-cell office:value-type="string">{paragraphes}</table:table-cell>'
