"""What sentences share: their register, and the words that turn a number into a finding without interpreting it."""

from __future__ import annotations

from collections.abc import Callable

from reports import typographie as typo
from reports.tables import Chiffre, Chiffres
from reports.texte import Texte, texte, trace

PHRASES: dict[str, Callable[[Chiffres], Texte | None]] = {}


def phrase(fonction: Callable[[Chiffres], Texte | None]) -> Callable[[Chiffres], Texte | None]:
    """Register a sentence under the name of its function."""
    PHRASES[fonction.__name__] = fonction
    return fonction


def variation(c: Chiffre) -> Texte:
    """« en hausse de 9 % », « en baisse de 4 % », « stable » when the published evolution is zero."""
    if not c.valeur:
        return texte("stable")
    return texte(f"en {'hausse' if c.valeur > 0 else 'baisse'} de ", trace(c, c.variation))


def comparaison(c: Chiffre) -> Texte:
    """« 9 % de plus », « 4 % de moins »."""
    return texte(trace(c, c.variation), " de plus" if (c.valeur or 0) > 0 else " de moins")


def annee(c: Chiffre, base: bool = False) -> str:
    """The year of a chiffre, or the base year of its evolution."""
    return str(c.annee_base if base else c.annee)


def sur_dix(c: Chiffre, objet: str = "") -> Texte:
    """« quatre sur dix », « neuf cas sur dix » from a percentage, to the nearest tenth."""
    return texte(trace(c, typo.lettres(round((c.valeur or 0) / 10))), f" {objet}sur dix")


def mot(c: Chiffre, feminin: bool = False) -> dict:
    """A whole number up to seize in letters, traced; beyond, in digits."""
    ecrit = typo.lettres(c.valeur or 0, feminin) if (c.valeur or 0) <= 16 else None
    return trace(c, ecrit or c.nombre)


def majuscule(t: Texte) -> Texte:
    """The same text with its first letter as a capital."""
    premier = str(t[0]["t"])
    return [{**t[0], "t": premier[:1].upper() + premier[1:]}, *t[1:]]
