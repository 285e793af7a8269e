"""Second guard: the archive of a workbook. Members are unpacked once, in pieces, with a counter, before anything reads them."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

from catalogue.erreurs import Refus
from ingest.controle.gardes.xml import exiger_sans_dtd
from ingest.controle.limites import Limites

MORCEAU = 1 << 16
METHODES = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
# What `zipfile` raises on bytes that are not a sound archive.
ABIMEES = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, struct.error, OSError, ValueError, KeyError, IndexError)
ODS = b"application/vnd.oasis.opendocument.spreadsheet"
ACTIVES = {
    "macros": ("vbaproject", "xl/macrosheets/", "xl/dialogsheets/", "basic/", "scripts/"),
    "liens_externes": ("xl/externallinks/", "xl/connections", "xl/querytables/", "xl/embeddings/", "xl/activex/", "xl/model/", "object ", "objectreplacements/"),
}


class Archive:
    """A workbook's archive, known to be harmless. `nature`: `xlsx` or `ods`; `noms`: its members."""

    def __init__(self, octets: bytes, limites: Limites):
        with _abimee():
            self._zip = zipfile.ZipFile(io.BytesIO(octets))
        self.noms = frozenset(self._zip.namelist())
        self._exiger_noms(limites)
        self._deplier(len(octets), limites)
        self.nature = self._nature()
        self._exiger_inerte()

    def ouvrir(self, nom: str) -> BinaryIO:
        """A member's bytes, as a stream. Raises Refus when it is absent."""
        if nom not in self.noms:
            raise Refus("controle.classeur_abime")
        return self._zip.open(nom)

    def _exiger_noms(self, limites: Limites) -> None:
        noms = self._zip.namelist()
        if len(noms) > limites.parties:
            raise Refus("controle.classeur_demesure")
        suspects = [n for n in noms if ".." in n.split("/") or n.startswith("/") or "\\" in n or ":" in n or "\0" in n]
        if suspects or len({n.casefold() for n in noms}) < len(noms):
            raise Refus("controle.classeur_abime")
        if any(info.flag_bits & 1 for info in self._zip.infolist()):
            raise Refus("controle.chiffre")
        if any(info.compress_type not in METHODES for info in self._zip.infolist()):
            raise Refus("controle.classeur_abime")

    def _deplier(self, taille: int, limites: Limites) -> None:
        total = 0
        plafond = min(limites.deplie, max(limites.deplie_libre, limites.rapport * taille))
        for info in self._zip.infolist():
            with _abimee(), self._zip.open(info) as flux:
                while morceau := flux.read(MORCEAU):
                    total += len(morceau)
                    if total > plafond:
                        raise Refus("controle.classeur_demesure")
        for nom in self.noms:
            if nom.lower().endswith((".xml", ".rels", ".vml", ".rdf")):
                with self._zip.open(nom) as flux:
                    exiger_sans_dtd(flux)

    def _nature(self) -> str:
        if "mimetype" in self.noms and self._zip.read("mimetype").strip() == ODS:
            return "ods"
        if "xl/workbook.bin" in self.noms:
            raise Refus("controle.ancien_classeur")
        if "xl/workbook.xml" in self.noms and "[Content_Types].xml" in self.noms:
            return "xlsx"
        raise Refus("controle.autre_nature", nature="une archive ou un document qui n’est pas un classeur")

    def _exiger_inerte(self) -> None:
        minuscules = [n.lower() for n in self.noms]
        codes = [code for code, debuts in ACTIVES.items() if any(n.startswith(debuts) or n.rpartition("/")[2].startswith(debuts) for n in minuscules)]
        if self.nature == "xlsx" and b"macroenabled" in self._zip.read("[Content_Types].xml").lower() and "macros" not in codes:
            codes.append("macros")
        if "META-INF/manifest.xml" in self.noms and b"encryption-data" in self._zip.read("META-INF/manifest.xml"):
            codes.append("chiffre")
        if codes:
            raise Refus.groupe([Refus(f"controle.{code}") for code in codes])


@contextmanager
def _abimee() -> Iterator[None]:
    try:
        yield
    except Refus:
        raise
    except ABIMEES:
        raise Refus("controle.classeur_abime") from None
