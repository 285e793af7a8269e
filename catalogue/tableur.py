"""What every room gives to a spreadsheet: text that it would take for a formula is never written as it is (OWASP ASVS 1.2.10)."""

from __future__ import annotations

import re

DECLENCHEURS = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")
NOMBRE = re.compile(r"[+\-]?\d+(?:[.,]\d+)?|-+", re.ASCII)


def inoffensif(texte: str) -> str:
    """The text, behind an apostrophe when a spreadsheet could run it. A negative number stays a number, a dash alone a dash."""
    return f"'{texte}" if texte.startswith(DECLENCHEURS) and not NOMBRE.fullmatch(texte) else texte
