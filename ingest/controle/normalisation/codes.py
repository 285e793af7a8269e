"""Codes of a list, yes and no: the code itself, its label, or the code that lost its zero."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from difflib import get_close_matches

from catalogue.contrats import Champ
from ingest.controle.entetes import plier
from ingest.controle.normalisation.dates import ressemble_a_une_date
from ingest.controle.normalisation.lu import Lu, absence

OUI = frozenset(("oui", "o", "vrai", "true", "yes", "1"))
NON = frozenset(("non", "n", "faux", "false", "no", "0"))
ENTIER = re.compile(r"(\d+)(?:[.,]0+)?", re.ASCII)
MONTREES = 12
SUGGESTIONS, LONGUEUR_PROCHE = 50, 80  # looking for the nearest code is slow: a whole column that is not the right one gets none


def lire_booleen(texte: str) -> Lu:
    """« oui » or « non »."""
    if code := absence(texte):
        return Lu(None, (code,))
    cle = plier(texte)
    return Lu(cle in OUI, ("ecriture_code",)) if cle in OUI | NON else Lu(faute="pas_oui_ou_non")


def _formes(code: str, libelle: str) -> set[str]:
    return {code, libelle, f"{code} {libelle}", f"{libelle} {code}"}


def lecteur_de_codes(champ: Champ) -> Callable[[str], Lu]:
    """The reader of a column of codes. A label common to two codes stands for neither."""
    codes = champ.modalites or []
    formes = [(plier(forme), code) for code in codes for forme in _formes(code, champ.libelles.get(code, code))]
    comptes = Counter(forme for forme, _ in set(formes))
    connues = {forme: code for forme, code in formes if comptes[forme] == 1}
    cherchees = 0
    attendu = f" ({', '.join(codes)})" if len(codes) <= MONTREES else ""

    def lire(texte: str) -> Lu:
        if code := connues.get(plier(texte)):
            return Lu(code, ("ecriture_code",))
        if trouve := ENTIER.fullmatch(texte):
            zeros = {rempli for rang in range(2, 6) if (rempli := trouve[1].zfill(rang)) in codes}
            if len(zeros) == 1:
                return Lu(zeros.pop(), ("zero_perdu",))
        if absent := absence(texte):
            return Lu(None, (absent,))
        if ressemble_a_une_date(texte):
            return Lu(faute="date_au_lieu_de_code")
        nonlocal cherchees
        cherchees += 1
        proches = get_close_matches(plier(texte), connues, n=1, cutoff=0.6) if cherchees <= SUGGESTIONS and len(texte) <= LONGUEUR_PROCHE else ()
        voisine = f" (vouliez-vous dire « {connues[proches[0]]} » ?)" if proches else ""
        return Lu(faute="hors_liste", champs={"attendu": attendu, "suggestion": voisine})

    return lire
