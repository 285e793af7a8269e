"""Sentences made from public tables: a plain function each, from `Chiffres` to a list of segments.

`toutes(chiffres)` gives every sentence by identifier; one whose chiffres are not public is left out, and a document that asks for
it is refused with its file and line.
"""

from __future__ import annotations

from reports.phrases import achat, justice, mineurs, parcours, retours, series, suivi, traite, une, victimes
from reports.phrases.outils import PHRASES
from reports.tables import Chiffres
from reports.texte import Texte

__all__ = ["PHRASES", "toutes"]
_ROOMS = (une, victimes, series, traite, achat, justice, parcours, mineurs, suivi, retours)


def toutes(chiffres: Chiffres) -> dict[str, Texte]:
    """Every sentence that the public tables allow, by identifier."""
    ecrites = {nom: _ecrire(fonction, chiffres) for nom, fonction in sorted(PHRASES.items())}
    return {nom: t for nom, t in ecrites.items() if t is not None}


def _ecrire(fonction, chiffres: Chiffres) -> Texte | None:
    from catalogue.erreurs import Refus

    try:
        return fonction(chiffres)
    except Refus as e:
        if e.code != "document.chiffre_absent":
            raise
        return None
