"""Texts as lists of segments, so that each number keeps its key from the public table to the page.

A segment is `{"t": "…"}` (a line break is "\\n"), with `"cle"` for a traced number and `"symbole"` for its status, `"fort"` for
bold, `"discret"` for muted, `"abbr"` for an expansion; or `{"badge": "SSMSI", "ssp": true}`; or `{"renvoi": "fig-victimes"}`.
"""

from __future__ import annotations

from collections.abc import Iterable

from reports import typographie as typo
from reports.tables import Chiffre

Segment = dict[str, object]
Texte = list[Segment]


def texte(*morceaux: "str | Chiffre | Segment | Texte | int") -> Texte:
    """Join strings (French spaces put in), chiffres (their typeset value and symbol, traced), years and ready segments."""
    segments: Texte = []
    for morceau in morceaux:
        if isinstance(morceau, list):
            segments += morceau
        elif isinstance(morceau, dict):
            segments.append(morceau)
        elif isinstance(morceau, Chiffre):
            segments.append(trace(morceau))
        else:
            segments.append({"t": str(morceau)})
    return _espacer(segments)


def trace(c: Chiffre, forme: str | None = None, symbole: bool = True) -> Segment:
    """A traced number: its usual form, or the text given (which must be made from the chiffre itself).

    A value that is not definitive carries its symbol, « (p) », unless its status is told beside it.
    """
    segment: Segment = {"t": forme or c.nombre, "cle": c.cle}
    return segment | {"symbole": c.symbole} if symbole and c.symbole else segment


def fort(t: str) -> Segment:
    """A bold run of text."""
    return {"t": typo.composer(t), "fort": True}


def discret(t: str) -> Segment:
    """A muted run of text: « non disponible »."""
    return {"t": typo.composer(t), "discret": True}


def badge(c: Chiffre) -> Segment:
    """The producer of a chiffre, told apart by shape and words when it is not official statistics."""
    return {"badge": c.producteur, "ssp": c.ssp}


def renvoi(ancre: str) -> Segment:
    """A reference to a figure, a table or a section: « figure 3 »."""
    return {"renvoi": ancre}


def joindre(textes: Iterable[Texte], separateur: str = ", ", dernier: str = " et ") -> Texte:
    """« a, b et c »."""
    textes = list(textes)
    resultat: Texte = []
    for i, t in enumerate(textes):
        if i:
            resultat.append({"t": dernier if i == len(textes) - 1 else separateur})
        resultat += t
    return resultat


def brut(segments: Texte) -> str:
    """Plain text, for alt texts, CSV and tests."""
    return "".join(str(s.get("t") or s.get("badge") or "") for s in segments)


def _espacer(segments: Texte) -> Texte:
    """French spaces, also where the sign opens a segment that follows a number."""
    composes: Texte = []
    for i, s in enumerate(segments):
        t = s.get("t")
        if isinstance(t, str) and "cle" not in s:
            compose = typo.composer(t)
            if i and compose[:1] in ";!?»":
                compose = typo.FINE + compose
            s = {**s, "t": compose}
        composes.append(s)
    return composes
