"""From bytes to text, only when the way to write accents is proved.

A byte-order mark is a proof; so is valid UTF-8, unless it says letters foreign to French that Windows or Mac bytes could be (the « ’é » of a
Mac is an Armenian letter of UTF-8). Otherwise the bytes are tried in the ways French spreadsheets write (Windows, Mac) and in an
older one, never accepted, that could pass for them (DOS). A reading is absurd when it holds a character foreign to French, or one where
French never puts it: « dÈpartement », « D…PARTEMENT ». The file is read when one reading alone is left, or when one alone writes words of
the catalogue with their accents; else it is refused.
"""

from __future__ import annotations

import codecs
import re

from catalogue.erreurs import Refus
from ingest.controle.referentiel import mots_accentues

MARQUES = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
LUS, ECARTES = ("cp1252", "mac_roman"), ("cp850",)
BAS, HAUT = "àâäçéèêëîïôöùûüÿœ", "ÀÂÄÇÉÈÊËÎÏÔÖÙÛÜŒ"
SIGNES = "«»’‘“”–—…€°\u00a0"
ABSURDE = re.compile("|".join((
    rf"[^\t\n\r\x20-\x7e{BAS}{HAUT}{SIGNES}]",
    rf"[a-z{BAS}][{HAUT}]",
    rf"[A-Z{HAUT}][{HAUT}][a-z{BAS}]",
    rf"[A-Z{HAUT}][{BAS}][A-Z{HAUT}]",
    rf"(?<![^\W\d_])[{BAS}{HAUT}](?![^\W_])(?<![àÀôÔ])",
    rf"\d[{BAS}{HAUT}](?<!è)|[{BAS}{HAUT}]\d",
    r"\w[«‘]|[»]\w|[’‘](?!\w)|(?<!\w)’",
    r"…\w|[a-z][–—][a-z]|[^\W\d_][€“]|[€”][^\W\d_]|[^\W\d_]\u00a0[^\W\d_]|(?<![\dNn])°",
)))
# Anything but Latin letters, accents apart, punctuation, currencies, arrows, mathematics and ligatures.
ETRANGERS = re.compile("[^\x00-\u017f\u0300-\u036f\u1e00-\u1eff\u2000-\u22ff\ufb00-\ufb06\ufeff\ufffd]")
HORS_ASCII = re.compile(rb"[\x80-\xff]")


def decoder(octets: bytes, accentues: frozenset[str]) -> str:
    """The text of a CSV file. `accentues`: words that have an accent, lower-case. Raises Refus when no reading is proved."""
    for marque, encodage in MARQUES:
        if octets.startswith(marque):
            return _strict(octets.removeprefix(marque), encodage)
    if b"\0" in octets:
        return _strict(octets, "utf-16-le" if octets[1::2].count(0) >= octets[::2].count(0) else "utf-16-be")
    try:
        texte = octets.decode("utf-8")
    except UnicodeDecodeError:
        return _prouve(octets, _lectures(octets), accentues)
    lectures = _lectures(octets) if ETRANGERS.search(texte) else {}
    return _prouve(octets, lectures, accentues) if lectures else texte


def _strict(octets: bytes, encodage: str) -> str:
    try:
        texte = octets.decode(encodage)
    except UnicodeDecodeError as e:
        raise Refus("controle.texte_abime", ligne=octets[: e.start].decode(encodage, "replace").count("\n") + 1) from None
    if "\0" in texte:
        raise Refus("controle.autre_nature", nature="un fichier que les tableurs ne lisent pas")
    return texte


def _lectures(octets: bytes) -> dict[str, str]:
    return {encodage: texte for encodage in (*LUS, *ECARTES) if (texte := _lecture(octets, encodage)) is not None}


def _prouve(octets: bytes, lectures: dict[str, str], accentues: frozenset[str]) -> str:
    if len(set(lectures.values())) > 1:
        connues = {encodage: texte for encodage, texte in lectures.items() if mots_accentues(texte) & accentues}
        lectures = connues if len(set(connues.values())) == 1 else {}
    for encodage in LUS:
        if encodage in lectures:
            return lectures[encodage]
    premier = HORS_ASCII.search(octets).start()
    raise Refus("controle.accents_douteux", ligne=len((octets[:premier] + b".").splitlines()))


def _lecture(octets: bytes, encodage: str) -> str | None:
    try:
        texte = octets.decode(encodage)
    except UnicodeDecodeError:
        return None
    return None if ABSURDE.search(texte) else texte
