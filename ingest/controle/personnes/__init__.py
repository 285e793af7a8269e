"""Personal data: looked for in every cell of every sheet, before anything is shown. What is found is told by its place, never by its value."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import polars as pl

from catalogue.contrats import Contrat
from ingest.controle.entetes import plier
from ingest.controle.feuille import Feuille
from ingest.controle.personnes.motifs import JOUR_ANCIEN, JOUR_D_ENFANT, mobile, trouver
from ingest.controle.personnes.noms import est_un_nom
from ingest.modeles.contenu import textes

__all__ = ["Trouvaille", "depister", "est_personnel", "titre_personnel"]
# Small numbers, percentages and dates of the campaigns: too many to read one by one, and nobody's.
ANODINES = r"^(?:[-+−]?[0-9][0-9 .,\x{00a0}\x{202f}]{0,7}%?|20[2-9][0-9]-[0-9]{2}-[0-9]{2})$"
TITRES = frozenset(plier(t) for t in (
    "nom", "nom et prénom", "nom de famille", "nom d’usage", "initiales", "identité", "civilité", "né le", "née le", "né(e) le", "DDN", "rue", "domicile", "tel",
    "portable", "mobile", "mail", "NIR", "n° sécu", "alias", "surnom", "IBAN", "RIB", "passeport", "numéro AGDREF", "numéro de dossier", "photo", "url", "annonce"))
DANS_LES_TITRES = ("prenom", "naissance", "patronyme", "adresse", "telephone", "courriel", "email", "securitesociale", "pseudo", "titredesejour", "lienweb")


@dataclass(frozen=True)
class Trouvaille:
    """Where something personal stands: sheet, line, position of the column; and its kind."""

    feuille: str | None
    ligne: int
    position: int
    sorte: str


def titre_personnel(titre: str | None) -> bool:
    """Whether a column of that title holds personal data by its very nature."""
    plie = plier(titre or "")
    return plie in TITRES or any(mot in plie for mot in DANS_LES_TITRES)


def est_personnel(texte: str, prenoms: frozenset[str]) -> str | None:
    """The kind of personal data in a text, or None."""
    return trouver(texte) or ("nom" if est_un_nom(texte, prenoms) else None)


def depister(feuilles: Iterable[Feuille], contrat: Contrat, dates: dict[str | None, frozenset[int]], prenoms: frozenset[str]) -> list[Trouvaille]:
    """Everything personal in these sheets. `dates`: by sheet, the positions of its columns of dates, where an old day is nobody's birth.
    `prenoms`: first names, folded."""
    innocents = textes(contrat)
    return [trouvaille for feuille in feuilles for trouvaille in _dans(feuille, innocents, dates.get(feuille.nom, frozenset()), prenoms)]


def _dans(feuille: Feuille, innocents: frozenset[str], dates: frozenset[int], prenoms: frozenset[str]) -> Iterator[Trouvaille]:
    for position, colonne in enumerate(feuille.cellules):
        sortes = {texte: sorte for texte in _a_lire(colonne)
                  if texte not in innocents and not titre_personnel(texte) and (sorte := _sorte(texte, position in dates, prenoms))}
        if sortes:
            touchees = colonne.is_in(list(sortes)).fill_null(False)
            for ligne, texte in zip(feuille.lignes.filter(touchees), colonne.filter(touchees), strict=True):
                yield Trouvaille(feuille.nom, ligne, position, sortes[texte])


def _a_lire(colonne: pl.Series) -> list[str]:
    return colonne.filter(~colonne.str.contains(ANODINES).fill_null(True)).unique().to_list()


def _sorte(texte: str, dates: bool, prenoms: frozenset[str]) -> str | None:
    if not dates and (JOUR_ANCIEN.search(texte) or JOUR_D_ENFANT.fullmatch(texte.strip())):
        return "naissance"
    return "telephone" if mobile(texte) else est_personnel(texte, prenoms)
