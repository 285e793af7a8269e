"""What one unusual cell becomes: a value, with the corrections made on the way, or a fault."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

from ingest.controle.entetes import plier

ERREURS_TABLEUR = re.compile(r"(#[A-ZÉ0-9/]{2,}[!?]?|Err:\d{3})", re.IGNORECASE)
FORMULE = re.compile(r"=.*", re.DOTALL)
INVISIBLES = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
ABIME = re.compile("\ufffd|Ã[\u0080-\u00bf\u0152-\u0178\u2013-\u2122]|â€|Â[\u00a0-\u00bf]")
COMMANDES = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
BLANCS = " \t\r\n\u00a0\u202f\u2007\u2009\u3000"
NON_COMMUNIQUES = frozenset((
    "nc", "nd", "na", "nr", "nsp", "ns", "so", "noncommunique", "noncommuniquee", "nondisponible", "nontransmis", "nontransmise", "nonsuivi",
    "nonrenseigne", "nonrenseignee", "sansobjet", "indisponible", "manquant", "vide"))
TIRETS = frozenset(("-", "–", "—", "--", "/", "//", "…", "...", "?"))
SEUIL = re.compile(r"(<|≤|<=|inf(érieur à|\.)|moins de)\s*\d{1,3}", re.IGNORECASE)


@dataclass(frozen=True)
class Lu:
    """`corrections` and `faute` are codes of messages; `champs` fill the fault's sentence."""

    valeur: object = None
    corrections: tuple[str, ...] = ()
    faute: str | None = None
    champs: dict[str, object] = field(default_factory=dict)


def nettoyer(texte: str) -> tuple[str, tuple[str, ...]]:
    """Without invisible characters, outer blanks or accents apart from their letter; and the corrections made."""
    corrections = ()
    if (sans := INVISIBLES.sub("", texte)) != texte:
        corrections += ("invisibles",)
    if (net := sans.strip(BLANCS)) != sans:
        corrections += ("espaces_autour",)
    if (compose := unicodedata.normalize("NFC", net)) != net:
        corrections += ("accents_composes",)
    return compose, corrections


def faute_de_texte(texte: str) -> str | None:
    """What makes a text unusable whatever its column."""
    if ABIME.search(texte):
        return "accents_abimes"
    if COMMANDES.search(texte):
        return "caractere_interdit"
    if ERREURS_TABLEUR.fullmatch(texte):
        return "erreur_tableur"
    return "formule" if FORMULE.fullmatch(texte) else None


def absence(texte: str) -> str | None:
    """The correction that an absent value calls for: « NC » is no number, « <5 » is one that its producer hides. None otherwise."""
    if texte in TIRETS or plier(texte) in NON_COMMUNIQUES:
        return "absent"
    return "cache_par_producteur" if SEUIL.fullmatch(texte) else None
