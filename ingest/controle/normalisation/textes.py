"""Texts that have a form: the one a spreadsheet or a habit changed is given back its own."""

from __future__ import annotations

import re
from collections.abc import Callable

from catalogue.contrats import Champ
from ingest.controle.normalisation.dates import lire_date
from ingest.controle.normalisation.lu import Lu

GROUPES = re.compile(r"[0-9A-Z]+(?:[ .\u00a0\u202f][0-9A-Z]+)+")


def lecteur_de_textes(champ: Champ) -> Callable[[str], Lu]:
    """The reader of a column of texts: « 123 456 789 » is a number in groups, « 01/03/2025 » the month that Excel made a day of."""
    if champ.motif is None:
        return Lu
    forme = re.compile(champ.motif)

    def lire(texte: str) -> Lu:
        if forme.fullmatch(texte):
            return Lu(texte)
        if GROUPES.fullmatch(texte) and forme.fullmatch(uni := re.sub(r"[^0-9A-Z]", "", texte)):
            return Lu(uni, ("espaces_dedans",))
        if (jour := lire_date(texte).valeur) and jour.day == 1 and forme.fullmatch(mois := f"{jour:%Y-%m}"):
            return Lu(mois, ("ecriture_code",))
        return Lu(texte)

    return lire
