"""Files made to harm whoever reads them: small on disk, huge once read, or something else than they say."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable

from tests.fabriques.classeurs import PRINCIPAL, archive, ods, parties_ods, parties_xlsx, xlsx

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
LIGNES = [["Année", "Département"], [2024, "63"]]
MILLIARD_DE_RIRES = ('<?xml version="1.0"?><!DOCTYPE lol [<!ENTITY lol "lol">' + "".join(
    f'<!ENTITY lol{i} "{"&lol" + (str(i - 1) if i > 1 else "") + ";" :s}{"&lol" + (str(i - 1) if i > 1 else "") + ";" :s}">' for i in range(1, 30))
    + f']><worksheet xmlns="{PRINCIPAL}"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>&lol29;</t></is></c></row></sheetData></worksheet>')
LECTURE_DE_FICHIER = (f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><worksheet xmlns="{PRINCIPAL}"><sheetData>'
                      '<row r="1"><c r="A1" t="inlineStr"><is><t>&f;</t></is></c></row></sheetData></worksheet>')


def feuille(xml: str | bytes) -> bytes:
    """An Excel workbook whose only sheet is this XML."""
    return archive(parties_xlsx({"Saisie": LIGNES}) | {"xl/worksheets/sheet1.xml": xml})


def cellules(*adresses: str) -> bytes:
    """A workbook whose cells at these addresses hold 1."""
    corps = "".join(f'<row r="{a.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")}"><c r="{a}"><v>1</v></c></row>' for a in adresses)
    return feuille(f'<worksheet xmlns="{PRINCIPAL}"><sheetData>{corps}</sheetData></worksheet>')


def avec(nom: str, contenu: bytes | str = b"x") -> bytes:
    """A sound workbook with one more part."""
    return archive(parties_xlsx({"Saisie": LIGNES}) | {nom: contenu})


def taille_mensongere() -> bytes:
    """A workbook whose sheet declares 10 bytes and unpacks to 60 million."""
    grosse = b"<worksheet>" + b" " * 60_000_000
    octets = bytearray(archive(parties_xlsx({"Saisie": LIGNES}) | {"xl/worksheets/sheet1.xml": grosse}))
    vraie, fausse = struct.pack("<L", len(grosse)), struct.pack("<L", 10)
    while (place := octets.find(vraie)) >= 0:
        octets[place:place + 4] = fausse
    return bytes(octets)


def imbrique() -> bytes:
    """Elements nested a hundred thousand deep."""
    return feuille(f'<worksheet xmlns="{PRINCIPAL}">' + "<a>" * 100_000)


def gzip_deguise() -> bytes:
    """A compressed file."""
    return b"\x1f\x8b\x08\x00" + zlib.compress(b"a" * 1000)


def _feuille_pleine(case: str, nombre: int) -> bytes:
    return feuille(f'<worksheet xmlns="{PRINCIPAL}"><sheetData><row r="1">{case * nombre}</row></sheetData></worksheet>')


# By name: how to make it, and the file name it takes.
HOSTILES: dict[str, tuple[Callable[[], bytes], str]] = {
    "deux_cases_au_bout_du_monde": (lambda: cellules("A1", "XFD1048576"), "x.xlsx"),
    "deux_cases_lointaines": (lambda: cellules("A1", "ALL200000"), "x.xlsx"),
    "blancs_300_mo": (lambda: feuille(b"<worksheet>" + b" " * 300_000_000 + b"</worksheet>"), "x.xlsx"),
    "blancs_40_mo": (lambda: feuille(b"<worksheet>" + b" " * 40_000_000 + b"</worksheet>"), "x.xlsx"),
    "taille_mensongere": (taille_mensongere, "x.xlsx"),
    "millions_de_cases_vides": (lambda: _feuille_pleine("<c/>", 4_000_000), "x.xlsx"),
    "trop_de_cases": (lambda: _feuille_pleine("<c><v>1</v></c>", 300_000), "x.xlsx"),
    "millions_de_textes": (lambda: archive(parties_xlsx({"Saisie": LIGNES}) | {"xl/sharedStrings.xml": f'<sst xmlns="{PRINCIPAL}">' + "<si><t>a</t></si>" * 1_500_000 + "</sst>"}), "x.xlsx"),
    "milliard_de_rires": (lambda: feuille(MILLIARD_DE_RIRES), "x.xlsx"),
    "lecture_de_fichier": (lambda: feuille(LECTURE_DE_FICHIER), "x.xlsx"),
    "dtd_dans_les_proprietes": (lambda: avec("docProps/core.xml", '<!DOCTYPE x [<!ENTITY a "b">]><x/>'), "x.xlsx"),
    "imbrique": (imbrique, "x.xlsx"),
    "milliers_de_parties": (lambda: archive(parties_xlsx({"Saisie": LIGNES}) | {f"xl/media/{i}.bin": b"" for i in range(5000)}), "x.xlsx"),
    "nom_qui_remonte": (lambda: avec("../../etc/cron.d/x"), "x.xlsx"),
    "nom_absolu": (lambda: avec("/etc/passwd"), "x.xlsx"),
    "nom_en_double": (lambda: avec("XL/WORKBOOK.XML"), "x.xlsx"),
    "macros": (lambda: avec("xl/vbaProject.bin"), "x.xlsx"),
    "macros_anciennes": (lambda: avec("xl/macrosheets/sheet1.xml", "<a/>"), "x.xlsx"),
    "classeur_a_macros": (lambda: xlsx({"Saisie": LIGNES}).replace(b"", b"") and archive(parties_xlsx({"Saisie": LIGNES}) | {
        "[Content_Types].xml": '<Types><Override PartName="/xl/workbook.xml" ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/></Types>'}), "x.xlsx"),
    "liens_externes": (lambda: avec("xl/externalLinks/externalLink1.xml", "<a/>"), "x.xlsx"),
    "connexions": (lambda: avec("xl/connections.xml", "<a/>"), "x.xlsx"),
    "objet_incorpore": (lambda: avec("xl/embeddings/oleObject1.bin"), "x.xlsx"),
    "classeur_binaire": (lambda: archive({"[Content_Types].xml": "<Types/>", "xl/workbook.bin": b"x"}), "x.xlsx"),
    "document_word": (lambda: archive({"[Content_Types].xml": "<Types/>", "word/document.xml": "<a/>"}), "x.xlsx"),
    "tronque": (lambda: xlsx({"Saisie": LIGNES})[:-200], "x.xlsx"),
    "coupe_en_deux": (lambda: xlsx({"Saisie": LIGNES})[:900], "x.xlsx"),
    "octet_change": (lambda: (lambda o: o[:400] + bytes([o[400] ^ 255]) + o[401:])(xlsx({"Saisie": LIGNES})), "x.xlsx"),
    "feuille_coupee": (lambda: feuille(f'<worksheet xmlns="{PRINCIPAL}"><sheetData><row r="1"><c r="A1"><v>1</v>'), "x.xlsx"),
    "chaine_absente": (lambda: feuille(f'<worksheet xmlns="{PRINCIPAL}"><sheetData><row r="1"><c r="A1" t="s"><v>99</v></c></row></sheetData></worksheet>'), "x.xlsx"),
    "adresse_folle": (lambda: feuille(f'<worksheet xmlns="{PRINCIPAL}"><sheetData><row r="1"><c r="ZZZZ99999999"><v>1</v></c></row></sheetData></worksheet>'), "x.xlsx"),
    "nombre_fou": (lambda: feuille(f'<worksheet xmlns="{PRINCIPAL}"><sheetData><row r="1"><c r="A1"><v>1e999</v></c></row></sheetData></worksheet>'), "x.xlsx"),
    "date_folle": (lambda: feuille(f'<worksheet xmlns="{PRINCIPAL}"><sheetData><row r="1"><c r="A1" s="1"><v>99999999999</v></c></row></sheetData></worksheet>'), "x.xlsx"),
    "ods_repetitions": (lambda: archive(parties_ods('<table:table table:name="a"><table:table-row table:number-rows-repeated="1048576"><table:table-cell table:number-columns-repeated="16384" office:value-type="float" office:value="1"><text:p>1</text:p></table:table-cell></table:table-row></table:table>')), "x.ods"),
    "ods_macros": (lambda: ods({"a": LIGNES}, Basic__script="x"), "x.ods"),
    "ods_chiffre": (lambda: ods({"a": LIGNES}, **{"META-INF__manifest.xml": "<manifest><encryption-data/></manifest>"}), "x.ods"),
    "chiffre": (lambda: OLE + "EncryptedPackage".encode("utf-16-le"), "x.xlsx"),
    "ancien_excel": (lambda: OLE + "Workbook".encode("utf-16-le"), "x.xls"),
    "pdf_deguise": (lambda: b"%PDF-1.7\n%abc", "x.xlsx"),
    "page_web_deguisee": (lambda: b"<html><table><tr><td>1</td></tr></table></html>", "x.xls"),
    "image_deguisee": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(100), "x.csv"),
    "archive_deguisee": (gzip_deguise, "x.csv"),
    "classeur_nomme_csv": (lambda: xlsx({"Saisie": LIGNES}), "x.csv"),
    "programme": (lambda: b"\x7fELF" + bytes(200), "x.csv"),
    "binaire": (lambda: bytes(range(256)) * 10, "x.csv"),
    "vide": (lambda: b"", "x.csv"),
    "blancs": (lambda: b" \r\n" * 100, "x.csv"),
    "six_mega_octets": (lambda: b"a;b\n" * 1_600_000, "x.csv"),
    "un_million_de_lignes": (lambda: b"a;b\n" * 1_200_000, "x.csv"),
    "lignes_vides": (lambda: b"\n" * 5_000_000, "x.csv"),
    "un_million_de_colonnes": (lambda: b"annee;departement" + b";" * 4_000_000 + b"x\n", "x.csv"),
    "guillemet_ouvert": (lambda: b'annee;departement\n"' + b"a;b\n" * 1_000_000, "x.csv"),
    "guillemets_partout": (lambda: b"annee;departement\n" + b'"a;b\n' * 4_500, "x.csv"),
    "cellule_de_quatre_mega": (lambda: b"annee;departement\n2024;" + b"x" * 4_000_000 + b"\n", "x.csv"),
    "noms_propres_sans_fin": (lambda: archive(parties_xlsx({"Saisie": [["Année", "Département"], *[[f"{i} " + "Aa " * 300, f"{i} " + "Jean-" * 150] for i in range(1190)]]})), "x.xlsx"),
    "arobases_sans_fin": (lambda: b"annee;departement\n" + b"2024;" + b"a @ " * 490_000 + b"\n", "x.csv"),
    "accents_sans_fin": (lambda: b"annee;departement\n2024;" + b"\xe9\x8e" * 2_000_000 + b"\n", "x.csv"),
}
