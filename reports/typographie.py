"""French typography of numbers and texts.

Numbers: U+202F between thousands and before %, decimal comma, U+2212 as minus (Imprimerie nationale, Lexique des règles
typographiques). Texts: U+202F before « ; ! ? » and inside guillemets, U+00A0 before the colon.
"""

from __future__ import annotations

import re
from datetime import date

FINE = "\u202f"
INSECABLE = "\u00a0"
MOINS = "\u2212"
MOIS = ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre")
UNITES = ("zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze", "treize",
          "quatorze", "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf")
DIZAINES = {20: "vingt", 30: "trente", 40: "quarante", 50: "cinquante", 60: "soixante"}


def nombre(valeur: float, decimales: int = 0, aligne: bool = False) -> str:
    """1579 → « 1 579 », -4.25 with one decimal → « −4,3 » (half away from zero, as readers round); 26.0 → « 26 ».

    `aligne` keeps the decimals of a whole number, for numbers that are read side by side: 1.0 → « 1,0 ».
    """
    arrondi = _arrondir(abs(valeur), decimales)
    if arrondi == int(arrondi) and not aligne:
        decimales = 0
    texte = f"{arrondi:,.{decimales}f}".replace(",", FINE).replace(".", ",")
    return (MOINS if valeur < 0 and arrondi else "") + texte


def pct(valeur: float, decimales: int = 0) -> str:
    """42 → « 42 % »."""
    return f"{nombre(valeur, decimales)}{FINE}%"


def evolution(valeur: float, decimales: int = 0) -> str:
    """9 → « +9 % », -4 → « −4 % »."""
    signe = "+" if _arrondir(valeur, decimales) > 0 else ""
    return signe + pct(valeur, decimales)


def lettres(valeur: float, feminin: bool = False) -> str | None:
    """Whole numbers up to 69 in letters (« vingt et une », « vingt-cinq »); None beyond: a longer number is read better in digits."""
    if valeur != int(valeur) or not 0 <= valeur < 70:
        return None
    n = int(valeur)
    if n < len(UNITES):
        return "une" if feminin and n == 1 else UNITES[n]
    dizaine, reste = n // 10 * 10, n % 10
    if reste == 0:
        return DIZAINES[dizaine]
    return DIZAINES[dizaine] + (" et " if reste == 1 else "-") + (lettres(reste, feminin) or "")


def jour(d: date) -> str:
    """2024-12-31 → « 31 décembre 2024 », the first of a month → « 1er novembre 2017 »."""
    return f"{'1er' if d.day == 1 else d.day}{INSECABLE}{MOIS[d.month - 1]} {d.year}"


def fin_de_mois(d: date) -> str:
    """The end of a month told without its day: « fin juin 2019 », « fin 2024 »."""
    return f"fin {d.year}" if d.month == 12 else f"fin {MOIS[d.month - 1]} {d.year}"


def periode(debut: date, fin: date) -> str:
    """« avril 2023 à mars 2024 », « 2018 à 2020 » for whole years."""
    if (debut.month, debut.day, fin.month, fin.day) == (1, 1, 12, 31):
        return f"{debut.year} à {fin.year}"
    return f"{MOIS[debut.month - 1]} {debut.year} à {MOIS[fin.month - 1]} {fin.year}"


def date_publiee(texte: str) -> str:
    """An ISO date, month or year → « 14 avril 2025 », « avril 2025 », « 2025 »."""
    parties = texte.split("-")
    if len(parties) == 3:
        return jour(date.fromisoformat(texte))
    return f"{MOIS[int(parties[1]) - 1]} {parties[0]}" if len(parties) == 2 else texte


def composer(texte: str) -> str:
    """Put the French spaces that an author typed as plain spaces; what is already narrow stays."""
    texte = re.sub(r"[ \u00a0\u202f]+(?=[;!?»])|(?<=[^\s\u00a0\u202f;!?])(?=[;!?»])", FINE, texte)
    texte = re.sub(r"«[ \u00a0\u202f]*", "«" + FINE, texte)
    texte = re.sub(r"[ \u00a0\u202f]+:(?=\s|$)", INSECABLE + ":", texte)
    texte = re.sub(r"(?<=\d)[ \u00a0\u202f]+%", FINE + "%", texte)
    texte = re.sub(r"(?<!\d)(\d{1,3})[ \u00a0](?=\d{3}(?!\d))", rf"\1{FINE}", texte)
    return texte.replace("'", "’")


def _arrondir(valeur: float, decimales: int) -> float:
    from decimal import ROUND_HALF_UP, Decimal

    return float(Decimal(repr(valeur)).quantize(Decimal(1).scaleb(-decimales), ROUND_HALF_UP))
