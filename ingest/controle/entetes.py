"""Which column of the file is which column of the contract: without case, accents, spaces, punctuation or order."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import lru_cache

from catalogue.contrats import Champ, Contrat
from ingest.controle.feuille import Feuille

CHERCHEES = 30
AUTRES = re.compile(r"[^0-9A-Za-z]+")
PROCHE, LONGUEUR = 0.75, 200


@lru_cache(maxsize=4096)
def plier(texte: str) -> str:
    """Letters and digits alone, without case or accents: « N° de département » → « ndedepartement »."""
    if texte.isascii():
        return AUTRES.sub("", texte).lower()
    return "".join(c for c in unicodedata.normalize("NFKD", texte.replace("œ", "oe").replace("Œ", "OE")).casefold() if c.isalnum())


@lru_cache(maxsize=64)
def _titres(noms: tuple[tuple[str, str], ...]) -> dict[str, str]:
    return {plier(ecrit): nom for nom, titre in noms for ecrit in (titre, nom)}


def titres(contrat: Contrat) -> dict[str, str]:
    """Names of columns by their folded title or name."""
    return _titres(tuple((c.nom, c.titre) for c in contrat.champs))


@dataclass(frozen=True)
class Entete:
    """How a sheet's columns were read. Positions count from 0.

    `rang`: the row of `Feuille.cellules` that holds the header, -1 when none was found and columns were taken in the contract's order.
    `colonnes`: position by name of column, guessed ones included. `devinees`: names guessed from a title that is nearly theirs.
    `inconnues`: positions of titles that are no column's; `doubles`: positions of titles already seen; `sans_titre`: positions of filled
    columns without a title; `absentes`: columns that no title names.
    """

    rang: int
    titres: tuple[str | None, ...]
    colonnes: dict[str, int]
    devinees: frozenset[str] = frozenset()
    inconnues: tuple[int, ...] = ()
    doubles: tuple[int, ...] = ()
    sans_titre: tuple[int, ...] = ()
    absentes: tuple[Champ, ...] = field(default=())

    def voisine(self, position: int) -> str | None:
        """The column guessed for an unknown title."""
        return next((nom for nom in self.devinees if self.colonnes[nom] == position), None)


def compter(cellules: Sequence[str | None], contrat: Contrat) -> int:
    """How many columns of the contract these titles name."""
    connus = titres(contrat)
    return len({connus[cle] for c in cellules if c and (cle := plier(c)) in connus})


def lire_entete(feuille: Feuille, contrat: Contrat) -> Entete | None:
    """The header of a sheet: among its first rows, the one that names most columns. None when nothing looks like one.

    A file without a header but with exactly the contract's columns is read in the contract's order, so that its rows are checked too.
    """
    lignes = feuille.cellules.head(CHERCHEES).rows()
    notes = [compter(ligne, contrat) for ligne in lignes]
    meilleure = max(notes, default=0)
    if meilleure >= min(2, len(contrat.champs)):
        return _associer(notes.index(meilleure), lignes[notes.index(meilleure)], feuille, contrat)
    if feuille.cellules.width == len(contrat.champs):
        return Entete(-1, (None,) * feuille.cellules.width, {c.nom: i for i, c in enumerate(contrat.champs)})
    return None


def _associer(rang: int, ecrits: Sequence[str | None], feuille: Feuille, contrat: Contrat) -> Entete:
    connus, colonnes = titres(contrat), {}
    inconnues, doubles, sans_titre = [], [], []
    largeur = len(ecrits) if feuille.largeurs is None else feuille.largeurs[rang]
    for position, ecrit in enumerate(ecrits[:largeur]):
        if not ecrit or not plier(ecrit):
            sans_titre += [position] if feuille.cellules.to_series(position).slice(rang + 1).is_not_null().any() else []
        elif (nom := connus.get(plier(ecrit))) is None:
            inconnues.append(position)
        elif nom in colonnes:
            doubles.append(position)
        else:
            colonnes[nom] = position
    devinees = _deviner({p: ecrits[p] for p in inconnues}, {cle: nom for cle, nom in connus.items() if nom not in colonnes})
    colonnes |= devinees
    absentes = tuple(c for c in contrat.champs if c.nom not in colonnes)
    return Entete(rang, tuple(ecrits), colonnes, frozenset(devinees), tuple(inconnues), tuple(doubles), tuple(sans_titre), absentes)


def _deviner(inconnus: dict[int, str], libres: dict[str, str]) -> dict[str, int]:
    trouvees: dict[str, int] = {}
    for position, ecrit in inconnus.items():
        noms = {libres[cle] for cle in get_close_matches(plier(ecrit)[:LONGUEUR], libres, n=2, cutoff=PROCHE)}
        if len(noms) == 1 and (nom := noms.pop()) not in trouvees:
            trouvees[nom] = position
    return trouvees
