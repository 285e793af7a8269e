"""First guard: size, signature, and a name that says the same thing as the bytes."""

from __future__ import annotations

from pathlib import PurePosixPath

from catalogue.erreurs import Refus
from ingest.controle.limites import Limites

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SIGNATURES = {
    b"%PDF": "un document PDF",
    b"{\\rtf": "un document de traitement de texte",
    b"\x1f\x8b": "une archive compressée",
    b"7z\xbc\xaf\x27\x1c": "une archive compressée",
    b"Rar!": "une archive compressée",
    b"\x89PNG": "une image",
    b"\xff\xd8\xff": "une image",
    b"GIF8": "une image",
    b"MZ": "un programme",
    b"\x7fELF": "un programme",
    b"SQLite format 3": "une base de données",
    b"PAR1": "une base de données",
}
BALISES = (b"<!doctype", b"<html", b"<head", b"<table", b"<meta", b"<div", b"<style", b"<?xml", b"<workbook", b"<svg")
EXTENSIONS = {"texte": {"csv", "txt", "tsv", "tab"}, "xlsx": {"xlsx"}, "ods": {"ods"}}
NOMS = {"texte": "un fichier CSV", "xlsx": "un classeur Excel", "ods": "un classeur LibreOffice"}
ECRITES = {"texte": ".csv", "xlsx": ".xlsx", "ods": ".ods"}
COMMANDES = bytes(set(range(32)) - set(b"\t\n\v\f\r")) + b"\x7f"
BOM_UTF16 = (b"\xff\xfe", b"\xfe\xff")


def exiger_nature(octets: bytes, limites: Limites) -> str:
    """`zip` or `texte`. Raises Refus for an empty file, one too big, or of a nature that is never a return."""
    if not octets.strip(b"\x00\t\r\n \xef\xbb\xbf"):
        raise Refus("controle.vide")
    if len(octets) > limites.octets:
        raise Refus("controle.trop_gros", trouve=f"{len(octets) / (1 << 20):.1f}".replace(".", ","), attendu=limites.octets >> 20)
    if octets.startswith(OLE):
        raise Refus("controle.chiffre" if "EncryptedPackage".encode("utf-16-le") in octets else "controle.ancien_classeur")
    if octets.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "zip"
    for signature, nature in SIGNATURES.items():
        if octets.startswith(signature):
            raise Refus("controle.autre_nature", nature=nature)
    if octets.removeprefix(b"\xef\xbb\xbf").lstrip()[:16].lower().startswith(BALISES):
        raise Refus("controle.autre_nature", nature="une page web ou un fichier XML")
    if _binaire(octets):
        raise Refus("controle.autre_nature", nature="un fichier que les tableurs ne lisent pas")
    return "texte"


def exiger_extension(nom: str, nature: str) -> None:
    """Raises Refus when the name announces another kind of file than its bytes; a name without extension announces nothing."""
    extension = PurePosixPath(nom.replace("\\", "/")).suffix.lower().removeprefix(".")
    if extension and extension not in EXTENSIONS[nature]:
        raise Refus("controle.extension", nature=NOMS[nature], attendu=ECRITES[nature])


def _binaire(octets: bytes) -> bool:
    if octets.startswith(BOM_UTF16) or _utf16_sans_marque(octets):
        return False
    return len(octets.translate(None, COMMANDES)) != len(octets)


def _utf16_sans_marque(octets: bytes) -> bool:
    debut = octets[:2000]
    return not len(octets) % 2 and max(debut[::2].count(0), debut[1::2].count(0)) > 0.4 * len(debut)
