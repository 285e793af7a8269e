"""Is this really the file that was asked for? Enough to refuse a page, a cut file or another format; reading it is the readers' work."""

from __future__ import annotations

import gzip
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from catalogue.erreurs import Refus
from ingest.sources.textes import NATURES, nature

DEBUT = 4_096
MORCEAU = 1 << 20
DEPLOYE_MAXIMUM = 1 << 32
BOM = b"\xef\xbb\xbf"
NATURE_DE = {"csv": "texte", "csv.gz": "gzip", "xlsx": "xlsx", "xls": "xls", "parquet": "parquet"}
EXTENSIONS = (".csv.gz", ".csv", ".xlsx", ".xls", ".parquet")


def format_de(fichier: str) -> str:
    """The format a file name announces. Raises Refus when no reader takes it."""
    extension = next((e for e in EXTENSIONS if fichier.lower().endswith(e)), None)
    if extension is None:
        raise Refus("recuperation.extension_inconnue", fichier=fichier, attendues=", ".join(EXTENSIONS))
    return extension[1:]


def verifier(path: Path, attendu: str, origine: str) -> None:
    """Refuse what is not a whole file of the format `attendu`. `origine`: the address or the file name, for the message.

    Raises Refus: empty, a page (HTML or XML), another format, a truncated or damaged archive.
    """
    with path.open("rb") as f:
        debut = f.read(DEBUT)
    vue = nature(debut.removeprefix(BOM))
    if vue == "vide":
        raise Refus("recuperation.vide", origine=origine)
    _refuser_page(debut, origine)
    if vue != NATURE_DE[attendu]:
        raise Refus("recuperation.autre_format", origine=origine, attendu=NATURES[NATURE_DE[attendu]], vu=NATURES[vue])
    if entier := {"csv.gz": _verifier_gzip, "xlsx": _verifier_zip, "parquet": _verifier_parquet}.get(attendu):
        entier(path, origine)


def decompresser(path: Path, vers: Path, origine: str, maximum: int) -> None:
    """Undo a gzip transport. Raises Refus when it is damaged, or larger than `maximum` bytes once undone."""
    with vers.open("wb") as f:
        for morceau in _deployer(path, origine, maximum):
            f.write(morceau)


def _refuser_page(debut: bytes, origine: str) -> None:
    texte = debut.removeprefix(BOM).lstrip()
    if nature(texte) == "html":
        raise Refus("recuperation.page_web", origine=origine, debut=" ".join(texte[:80].decode("utf-8", "replace").split()))


def _deployer(path: Path, origine: str, maximum: int) -> Iterator[bytes]:
    total = 0
    try:
        with gzip.open(path) as f:
            while morceau := f.read(MORCEAU):
                total += len(morceau)
                if total > maximum:
                    raise Refus("recuperation.trop_gros", url=origine, maximum=f"{maximum / 1e6:.0f} Mo")
                yield morceau
    except (EOFError, gzip.BadGzipFile, zlib.error):
        raise Refus("recuperation.archive_abimee", origine=origine, format="gzip") from None


def _verifier_gzip(path: Path, origine: str) -> None:
    for rang, morceau in enumerate(_deployer(path, origine, DEPLOYE_MAXIMUM)):
        if rang == 0:
            _refuser_page(morceau[:DEBUT], origine)


def _verifier_zip(path: Path, origine: str) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            if "xl/workbook.xml" not in archive.namelist():
                raise Refus("recuperation.autre_format", origine=origine, attendu=NATURES["xlsx"], vu="une archive zip")
    except zipfile.BadZipFile:
        raise Refus("recuperation.archive_abimee", origine=origine, format="xlsx") from None


def _verifier_parquet(path: Path, origine: str) -> None:
    with path.open("rb") as f:
        f.seek(-4, 2)
        if f.read() != b"PAR1":
            raise Refus("recuperation.archive_abimee", origine=origine, format="parquet")

