"""Numbers as French offices write them. What could be read in two ways is a fault, never a guess."""

from __future__ import annotations

import re

from ingest.controle.normalisation.dates import ressemble_a_une_date
from ingest.controle.normalisation.lu import Lu, absence

GROUPES = r"\d{1,3}(?:(?P<blanc>[ \u00a0\u202f\u2007\u2009'’])\d{3})(?:(?P=blanc)\d{3})*"
NOMBRE = re.compile(rf"(?P<signe>[+\-−–]?) ?(?P<entier>{GROUPES}|\d+)(?:(?P<marque>[.,])(?P<decimales>\d+))?", re.ASCII)
PLUSIEURS = re.compile(r"[+\-−]?\d{1,3}(?:[.,]\d{3})+(?:[.,]\d+)?", re.ASCII)
POURCENT = re.compile(r"\s*%$")
CHIFFRES_MAX = 15


def lire_nombre(texte: str, entier: bool, pourcent: bool) -> Lu:
    """A number, integer or decimal. `pourcent`: the column holds percentages, so that « 42 % » is 42."""
    sans = POURCENT.sub("", texte)
    if trouve := NOMBRE.fullmatch(sans):
        if sans == texte:
            return _convertir(trouve, entier, ())
        return _convertir(trouve, entier, ("signe_pourcent",)) if pourcent else Lu(faute="pourcentage")
    if code := absence(texte):
        return Lu(None, (code,))
    if ressemble_a_une_date(texte):
        return Lu(faute="date_au_lieu_de_nombre")
    return Lu(faute="nombre_ambigu" if PLUSIEURS.fullmatch(sans) else "pas_un_entier" if entier else "pas_un_nombre")


def _convertir(trouve: re.Match[str], entier: bool, corrections: tuple[str, ...]) -> Lu:
    chiffres = re.sub(r"\D", "", trouve["entier"])
    decimales = trouve["decimales"] or ""
    if len(chiffres.lstrip("0")) > CHIFFRES_MAX:
        return Lu(faute="nombre_demesure")
    if trouve["blanc"]:
        corrections += ("separateur_milliers",)
    if trouve["signe"] in ("+", "−", "–"):
        corrections += ("ecriture_nombre",)
    if len(chiffres) > 1 and chiffres.startswith("0"):
        corrections += ("ecriture_nombre",)
    negatif = trouve["signe"] not in ("", "+")
    if not entier:
        if trouve["marque"] == ",":
            corrections += ("virgule_decimale",)
        valeur = float(f"{chiffres}.{decimales or 0}")
        return Lu(-valeur if negatif else valeur, corrections)
    if decimales:
        if len(decimales) == 3 and len(chiffres) <= 3 and chiffres != "0":
            return Lu(faute="nombre_ambigu")
        if decimales.strip("0"):
            return Lu(faute="pas_un_entier")
        corrections += ("ecriture_nombre",)
    return Lu(-int(chiffres) if negatif else int(chiffres), corrections)
