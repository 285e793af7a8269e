"""What gives a person away in a text: e-mail, telephone, social security number, bank account, birth, address, web page."""

from __future__ import annotations

import re

COURRIEL = re.compile(r"[\w.+\-]\s?(?:@|\(at\)|\[at\])\s?[\w\-]{1,63}(?:\.[\w\-]{1,63}){1,4}", re.IGNORECASE)
TELEPHONE = re.compile(r"(?<![\d+])(?:(?:\+|00)33[ .\-\u00a0\u202f]?(?:\(0\)[ .\-]?)?|0)[1-9](?:[ .\-/\u00a0\u202f]?\d{2}){4}(?!\d)")
MOBILE_SANS_ZERO = re.compile(r"[67]\d{8}")
NIR = re.compile(r"(?<![\d.,])([1-478])[ .\u00a0]?(\d\d)[ .\u00a0]?(\d\d)[ .\u00a0]?(\d\d|2[ABab])[ .\u00a0]?(\d{3})[ .\u00a0]?(\d{3})(?:[ .\-\u00a0]?(\d\d))?(?!\d)")
IBAN = re.compile(r"\bFR\d\d(?: ?[0-9A-Z]{4}){5} ?[0-9A-Z]{3}\b", re.IGNORECASE)
NAISSANCE = re.compile(r"\b(?:née?(?:\(e\)|\.e|·e)?\s+(?:le|en)\b|nee\s+(?:le|en)\b|date de naissance|née? à\b)|\b(?:DDN|ddn)\b", re.IGNORECASE)
JOUR_ANCIEN = re.compile(r"\b(?:\d{1,2}[/.\-]\d{1,2}[/.\-](?:19[2-9]\d|200\d)|(?:19[2-9]\d|200\d)-\d\d-\d\d)\b")
JOUR_D_ENFANT = re.compile(r"\d{1,2}[/.\-]\d{1,2}[/.\-]201[0-6]|201[0-6]-\d\d-\d\d")
VOIE = (r"(?:rue|avenue|av\.|bd|boulevard|allée|allee|impasse|place|chemin|route|quai|square|résidence|residence|lotissement|sentier|passage|"
        r"esplanade|faubourg)")
ADRESSE = re.compile(rf"\b\d{{1,4}}\s?(?:bis|ter|quater)?,?\s+{VOIE}\s|\b{VOIE}\s+(?:(?:de|du|des|la|le|les)\s+|d[’']|l[’'])*[A-ZÀÂÇÉÈÊËÎÏÔÙÛÜŒ]", re.UNICODE)
ADRESSE_MINUSCULE = re.compile(rf"\b\d{{1,4}}\s?(?:bis|ter|quater)?,?\s+{VOIE}\s", re.IGNORECASE)
PAGE = re.compile(r"https?://|\bwww\.", re.IGNORECASE)


def mobile(texte: str) -> bool:
    """Whether a whole cell is a mobile number that a spreadsheet robbed of its zero; a number that satisfies the check of SIREN is not one."""
    if not MOBILE_SANS_ZERO.fullmatch(texte):
        return False
    doubles = [int(c) * (1 + rang % 2) for rang, c in enumerate(reversed(texte))]
    return sum(d // 10 + d % 10 for d in doubles) % 10 != 0


def nir_valide(trouve: re.Match[str]) -> bool:
    """Whether what looks like a social security number is one: month and département that exist, and its key when it has one."""
    sexe, annee, mois, departement, commune, ordre, cle = trouve.groups()
    if not (1 <= int(mois) <= 12 or 20 <= int(mois) <= 42 or 50 <= int(mois) <= 99) or departement == "00" or ordre == "000":
        return False
    nombre = int(sexe + annee + mois + departement.upper().replace("2A", "19").replace("2B", "18") + commune + ordre)
    return cle is None or int(cle) == 97 - nombre % 97


def iban_valide(trouve: re.Match[str]) -> bool:
    """Whether an account number satisfies its own check (ISO 13616, modulo 97)."""
    ecrit = trouve[0].replace(" ", "").upper()
    return int("".join(str(int(c, 36)) for c in ecrit[4:] + ecrit[:4])) % 97 == 1


def trouver(texte: str) -> str | None:
    """The kind of personal data that a text holds, or None."""
    if COURRIEL.search(texte):
        return "courriel"
    if any(nir_valide(m) for m in NIR.finditer(texte)):
        return "nir"
    if any(iban_valide(m) for m in IBAN.finditer(texte)):
        return "iban"
    if TELEPHONE.search(texte):
        return "telephone"
    if NAISSANCE.search(texte):
        return "naissance"
    if ADRESSE.search(texte) or ADRESSE_MINUSCULE.search(texte):
        return "adresse"
    return "page" if PAGE.search(texte) else None
