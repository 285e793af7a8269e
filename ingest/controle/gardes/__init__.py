"""Guards: what a file is, told from its bytes alone, before any parser sees it.

They raise Refus, one for each reason found. They read bytes in pieces and never trust a size or a name that the file declares.
"""

from __future__ import annotations

from ingest.controle.gardes.archive import Archive
from ingest.controle.gardes.octets import exiger_extension, exiger_nature
from ingest.controle.limites import Limites

__all__ = ["Archive", "garder"]


def garder(octets: bytes, nom: str, limites: Limites) -> Archive | None:
    """The archive of a workbook that may be read, or None when the file is a text. Raises Refus otherwise."""
    nature = exiger_nature(octets, limites)
    if nature == "texte":
        exiger_extension(nom, "texte")
        return None
    archive = Archive(octets, limites)
    exiger_extension(nom, archive.nature)
    return archive
