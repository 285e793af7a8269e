"""Third guard: XML read as a stream by expat, without DTD or entity, with a budget of elements and of depth."""

from __future__ import annotations

from collections.abc import Callable
from typing import BinaryIO
from xml.parsers import expat

from catalogue.erreurs import Refus

MORCEAU = 1 << 16
PROFONDEUR = 64


class _Assez(Exception):
    """The root element was reached: nothing more to look for."""


def parcourir(flux: BinaryIO, balises: int, debut: Callable[[str, dict[str, str]], None], fin: Callable[[str], None],
              texte: Callable[[str], None]) -> None:
    """Read a stream: `debut(name, attributes)`, `fin(name)`, `texte(characters)`, names without their namespace.

    Raises Refus when the XML is not well formed, declares a DTD, or has more than `balises` elements.
    """
    reste, profondeur = balises, 0

    def ouvrir(nom: str, attributs: dict[str, str]) -> None:
        nonlocal reste, profondeur
        reste, profondeur = reste - 1, profondeur + 1
        if reste < 0 or profondeur > PROFONDEUR:
            raise Refus("controle.classeur_demesure")
        debut(nom.rpartition(" ")[2], {cle.rpartition(" ")[2]: valeur for cle, valeur in attributs.items()} if attributs else attributs)

    def fermer(nom: str) -> None:
        nonlocal profondeur
        profondeur -= 1
        fin(nom.rpartition(" ")[2])

    analyseur = _analyseur()
    analyseur.StartElementHandler, analyseur.EndElementHandler, analyseur.CharacterDataHandler = ouvrir, fermer, texte
    _nourrir(analyseur, flux)


def exiger_sans_dtd(flux: BinaryIO) -> None:
    """Raises Refus when a DTD stands before the root element, the only place where one may stand."""

    def assez(*_: object) -> None:
        raise _Assez

    analyseur = _analyseur()
    analyseur.StartElementHandler = assez
    try:
        _nourrir(analyseur, flux)
    except _Assez:
        return


def _analyseur() -> expat.XMLParserType:
    def refuser(*_: object) -> None:
        raise Refus("controle.dtd")

    analyseur = expat.ParserCreate(namespace_separator=" ")
    analyseur.buffer_text = True
    analyseur.StartDoctypeDeclHandler = analyseur.EntityDeclHandler = analyseur.ExternalEntityRefHandler = refuser
    return analyseur


def _nourrir(analyseur: expat.XMLParserType, flux: BinaryIO) -> None:
    try:
        while morceau := flux.read(MORCEAU):
            analyseur.Parse(morceau, False)
        analyseur.Parse(b"", True)
    except (expat.ExpatError, ValueError, LookupError):
        raise Refus("controle.classeur_abime") from None
