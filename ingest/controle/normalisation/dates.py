"""Dates, years, and the codes that a spreadsheet turned into dates."""

from __future__ import annotations

import re
from datetime import date

from ingest.controle.constats import MOIS
from ingest.controle.entetes import plier
from ingest.controle.normalisation.lu import Lu, absence

PLIES = tuple(map(plier, MOIS))
ABREGES = ("janv", "fevr", "mars", "avr", "mai", "juin", "juil", "aout", "sept", "oct", "nov", "dec")
ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T]\d{1,2}:\d\d(?::\d\d(?:\.\d+)?)?)?", re.ASCII)
ANNEE_DEVANT = re.compile(r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})", re.ASCII)
FRANCAISE = re.compile(r"(\d{1,2})([/.\- ])(\d{1,2})\2(\d{4})(?: \d{1,2}:\d\d(?::\d\d)?)?", re.ASCII)
EN_LETTRES = re.compile(r"(\d{1,2})(?:er)?[ \u00a0]([^\W\d_]+)\.?[ \u00a0](\d{4})")
COURTE = re.compile(r"\d{1,2}[/.\- ]\d{1,2}[/.\- ]\d{2}", re.ASCII)
JOURS_TABLEUR = re.compile(r"[34]\d{4}(?:\.\d+)?", re.ASCII)
ANNEE = re.compile(r"(\d)[ \u00a0\u202f]?(\d{3})(?:[.,]0+)?", re.ASCII)
ABREGEE = re.compile(r"(?:\d{1,2}|\d{4})[-/ ]([^\W\d_]{3,9})\.?|([^\W\d_]{3,9})\.?[-/ ](?:\d{1,2}|\d{4})")


def lire_date(texte: str) -> Lu:
    """A date: year-month-day, day/month/year, or in words."""
    if morceaux := _morceaux(texte):
        try:
            return Lu(date(*morceaux), ("ecriture_date",))
        except ValueError:
            return Lu(faute="date_impossible")
    if code := absence(texte):
        return Lu(None, (code,))
    if COURTE.fullmatch(texte):
        return Lu(faute="date_annee_courte")
    return Lu(faute="date_nombre" if JOURS_TABLEUR.fullmatch(texte) else "pas_une_date")


def lire_annee(texte: str) -> Lu:
    """A year on four digits."""
    if code := absence(texte):
        return Lu(None, (code,))
    trouve = ANNEE.fullmatch(texte)
    return Lu(int(trouve[1] + trouve[2]), ("ecriture_nombre",)) if trouve else Lu(faute="pas_une_annee")


def ressemble_a_une_date(texte: str) -> bool:
    """Whether a spreadsheet would write a date so: « 2024-10-14 », « 14/10/2024 », « 14-oct »."""
    if ISO.match(texte) or FRANCAISE.match(texte):
        return True
    trouve = ABREGEE.fullmatch(texte)
    return bool(trouve) and _mois(trouve[1] or trouve[2]) is not None


def _morceaux(texte: str) -> tuple[int, int, int] | None:
    if trouve := ISO.fullmatch(texte) or ANNEE_DEVANT.fullmatch(texte):
        return int(trouve[1]), int(trouve[2]), int(trouve[3])
    if trouve := FRANCAISE.fullmatch(texte):
        return int(trouve[4]), int(trouve[3]), int(trouve[1])
    if (trouve := EN_LETTRES.fullmatch(texte)) and (mois := _mois(trouve[2])):
        return int(trouve[3]), mois, int(trouve[1])
    return None


def _mois(ecrit: str) -> int | None:
    cle = plier(ecrit)
    for liste in (PLIES, ABREGES):
        if cle in liste:
            return liste.index(cle) + 1
    return None
