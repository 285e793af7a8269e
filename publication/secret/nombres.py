"""Numbers inside French error messages."""

from __future__ import annotations

import math


def en_francais(valeur: float | None) -> str:
    """« 1 204 », « 0,5 », « −3 », « l’infini », « inconnu »: narrow no-break space, decimal comma, at most six decimals."""
    if valeur is None:
        return "inconnu"
    if math.isinf(valeur):
        return "l’infini" if valeur > 0 else "moins l’infini"
    texte = f"{valeur + 0.0:,.6f}".rstrip("0").rstrip(".")
    return texte.replace(",", "\u202f").replace(".", ",").replace("-", "−")
