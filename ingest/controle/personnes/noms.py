"""Names of persons: a first name of the list beside another capitalised word, or a title (« Mme ») before one."""

from __future__ import annotations

import re
from functools import lru_cache

from ingest.controle.entetes import plier

MOT = r"[A-ZÀÂÄÇÉÈÊËÎÏÔÖÙÛÜŒ][\w’'\-]*[\w]"
MOTS = re.compile(r"[^\W\d_][\w’'\-]*")
CIVILITE = re.compile(rf"(?:^|[\s,;(])(?:M\.|Mr\.?|Mme\.?|Mlle\.?|Monsieur|Madame|Mademoiselle|Dr\.?|Docteur|Maître|Me)\s+(?:[A-Z]\.\s*)?{MOT}")
# Words that make a person's name the name of a place or of a body: « Fondation Jean Moulin », « Saint-Denis ».
LIEUX = frozenset((
    "saint", "sainte", "st", "ste", "fondation", "association", "centre", "foyer", "hopital", "chu", "chrs", "maison", "institut", "ecole",
    "lycee", "college", "clinique", "espace", "groupe", "collectif", "comite", "amicale", "federation", "union", "mouvement", "reseau",
    "residence", "fonds", "cercle", "prix", "loi", "plan", "operation", "observatoire", "mission", "pension", "ville", "commune",
    "quartier", "universite", "tribunal", "cour", "prefecture", "etablissement", "service", "notre"))
DEUX_MOTS = re.compile(r"([^\W\d_][\w’'\-]+)[ ,]{1,2}([^\W\d_][\w’'\-]+)")


def est_un_nom(texte: str, prenoms: frozenset[str]) -> bool:
    """Whether a text holds the name of a person. `prenoms`: first names, folded."""
    if CIVILITE.search(texte):
        return True
    if (seuls := DEUX_MOTS.fullmatch(texte.strip())) and not {plier(seuls[1]), plier(seuls[2])} & LIEUX:
        return _prenom(seuls[1].capitalize(), prenoms) or _prenom(seuls[2].capitalize(), prenoms)
    mots = MOTS.findall(texte)
    return any(_prenom(mot, prenoms) and _accompagne(mots, rang) for rang, mot in enumerate(mots))


def _accompagne(mots: list[str], rang: int) -> bool:
    if any(plier(mot) in LIEUX for mot in mots[:rang]) or plier(mots[rang]).startswith(("saint", "sainte")):
        return False
    voisins = mots[rang + 1:rang + 2] + ([mots[rang - 1]] if rang and mots[rang - 1].isupper() else [])
    return any(voisin[0].isupper() and len(voisin) > 1 for voisin in voisins)


@lru_cache(maxsize=1 << 14)
def _prenom(mot: str, prenoms: frozenset[str]) -> bool:
    return mot[0].isupper() and (plier(mot) in prenoms or all(plier(partie) in prenoms for partie in re.split(r"[-'’]", mot)))
