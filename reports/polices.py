"""Marianne, the typeface of the State, made fit for French numbers.

The files come from the installed django-dsfr package. They have no U+202F (the narrow no-break space of « 1 579 » and « 42 % »), and
every renderer then makes one at half a space, in which « 1 146 » reads « 1146 ». A glyph of its own is added.
"""

from __future__ import annotations

import os
import shutil
from functools import cache
from importlib.metadata import distribution, version
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont

FAMILLE = "Marianne"
PAQUET = "django-dsfr"
STYLES = ("Regular", "Medium", "Bold", "Regular_Italic", "Medium_Italic", "Bold_Italic")
ESPACE_FINE = 0x202F
# In thousandths of an em; a word space is 270. Rendered at 7.2, 9.4 and 31 pt: under 220 « 1 146 » closes up, from 240 « 42 % » opens.
CHASSE_FINE = 230


def preparer(cache: Path) -> Path:
    """The folder, under `cache`, of `Marianne-<style>.otf` (six styles) and of the same as `.woff`, three times lighter, for the page; made once for a
    version of the package.

    Same bytes every time. The folder appears whole or not at all.
    """
    dossier = cache / f"{PAQUET}-{version(PAQUET)}-{CHASSE_FINE}-woff"
    if dossier.is_dir():
        return dossier
    chantier = cache / f".{dossier.name}.{os.getpid()}"
    chantier.mkdir(parents=True)
    try:
        for style in STYLES:
            police = ouvrir(style)
            _ajouter_espace_fine(police)
            for police.flavor, extension in ((None, "otf"), ("woff", "woff")):
                police.save(chantier / f"{FAMILLE}-{style}.{extension}")
        chantier.rename(dossier)
    except BaseException:
        shutil.rmtree(chantier, ignore_errors=True)
        if not dossier.is_dir():
            raise
    return dossier


def register(dossier: Path) -> None:
    """Make the fonts of `dossier` known to vl-convert (once per process and folder)."""
    _register(str(dossier.resolve()))


@cache
def _register(dossier: str) -> None:
    import vl_convert

    vl_convert.register_font_directory(dossier)


def ouvrir(style: str) -> TTFont:
    """The font of a style as the package ships it (tables are read when asked for)."""
    from fontTools.ttLib import TTFont

    nom = f"{FAMILLE}-{style}.woff"
    fichier = next(f for f in distribution(PAQUET).files or () if f.name == nom)
    return TTFont(fichier.locate(), recalcTimestamp=False, recalcBBoxes=False)


def _ajouter_espace_fine(police: TTFont) -> None:
    """A glyph of its own, without outline: sharing another space's glyph would make PDF readers copy that other space."""
    from fontTools.misc.psCharStrings import T2CharString

    nom = "uni202F"
    table = police["CFF "].cff
    dessins = table.topDictIndex[0].CharStrings
    private = table.topDictIndex[0].Private
    vide = T2CharString(program=[CHASSE_FINE - private.nominalWidthX, "endchar"], private=private, globalSubrs=table.GlobalSubrs)
    police.setGlyphOrder([*police.getGlyphOrder(), nom])
    dessins.charStringsIndex.append(vide)
    dessins.charStrings[nom] = len(dessins.charStringsIndex) - 1
    charset = table.topDictIndex[0].charset
    if nom not in charset:
        charset.append(nom)
    police["hmtx"][nom] = (CHASSE_FINE, 0)
    for codes in police["cmap"].tables:
        if codes.isUnicode():
            codes.cmap[ESPACE_FINE] = nom
