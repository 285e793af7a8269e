"""One file of the corpus: what is written, what should have been, and what the control must say of it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from catalogue.contrats import Contrat, lire_contrat
from ingest.controle import Constat, Contexte, Rapport
from tests.fabriques.classeurs import lettre
from tests.fabriques.dialectes import Dialecte, colonnes, grille, rendre
from tests.fabriques.retours import Ligne, lignes

PLACE = re.compile(r"([A-Z]*)(\d*)")


@dataclass
class Rang:
    """A line: its cells, and what they should be (None: the line should not be there). `brut`: how a CSV file writes it, when no table can."""

    cases: list[Any]
    vraies: list[Any] | None
    brut: str | None = None


@dataclass
class Piece:
    """`attendus`: « code@place », place as a spreadsheet says it (E5, 5, E, or nothing). `rows`: what the file must be read as, once accepted.
    `oubliees`: lines that should be there and are not."""

    nom: str
    classe: str
    contrat: Contrat
    dialecte: Dialecte
    rangs: list[Rang]
    champs: list[str]
    contexte: Contexte = field(default_factory=Contexte)
    attendus: list[str] = field(default_factory=list)
    oubliees: list[list[Any]] = field(default_factory=list)
    autres: dict[str, Any] = field(default_factory=dict)
    fusions: tuple[str, ...] = ()
    masquees: tuple[int, ...] = ()
    cachees: tuple[int, ...] = ()
    membres: dict[str, str] = field(default_factory=dict)
    octets: bytes | None = None
    fichier: str | None = None
    rows: list[Ligne] = field(default_factory=list)

    @property
    def entete(self) -> int:
        """Rank of the header."""
        return len(self.dialecte.preambule)

    def numero(self, rang: int) -> int:
        """Number of the line of a row of data, the first being 0, when nothing was put before it."""
        return self.entete + 2 + rang * (2 if self.dialecte.vides else 1)

    def lettre(self, champ: str) -> str:
        """Letter of a column."""
        return lettre(self.champs.index(champ) + 1)

    def abimer(self, rang: int, champ: str, valeur: Any, *codes: str, vaut: Any = ...) -> Piece:
        """Write something else in a cell of data; the control must say these codes of it, and read `vaut` there (by default the value when it
        is a number, a date or nothing, else what the cell should hold)."""
        numero = self.numero(rang)
        if vaut is not ... or not isinstance(valeur, str):
            self.rows[rang] = self.rows[rang] | {champ: valeur if vaut is ... else vaut}
        self.rangs[numero - 1].cases[self.champs.index(champ)] = valeur
        return self.attendre(*(f"{code}@{self.lettre(champ)}{numero}" for code in codes))

    def attendre(self, *attendus: str) -> Piece:
        """What else the control must say."""
        self.attendus += attendus
        return self

    def titrer(self, champ: str, titre: Any, *codes: str) -> Piece:
        """Write something else in a cell of the header."""
        self.rangs[self.entete].cases[self.champs.index(champ)] = titre
        return self.attendre(*(f"{code}@{self.lettre(champ)}{self.entete + 1}" for code in codes))

    def ligne(self, cases: list[Any], *codes: str, place: int | None = None, vraies: list[Any] | None = None, brut: str | None = None) -> Piece:
        """Add a line that is not data of the return, at the end or before the line of number `place`."""
        place = place or len(self.rangs) + 1
        self.rangs.insert(place - 1, Rang(cases, vraies, brut))
        return self.attendre(*(f"{code}@{place}" for code in codes))

    def colonne(self, titre: Any, valeurs: Iterable[Any], *codes: str) -> Piece:
        """Add a column that is not the contract's, at the right."""
        restantes = iter(valeurs)
        for numero, rang in enumerate(self.rangs):
            rang.cases.append(titre if numero == self.entete else next(restantes, None) if numero > self.entete else None)
        return self.attendre(*(f"{code}@{lettre(len(self.rangs[self.entete].cases))}{self.entete + 1}" for code in codes))

    def sans(self, champ: str, *codes: str) -> Piece:
        """Remove a column of the contract."""
        place = self.champs.index(champ)
        for rang in self.rangs:
            del rang.cases[place]
            rang.vraies = rang.vraies and rang.vraies[:place] + rang.vraies[place + 1:] + [rang.vraies[place]]
        self.champs = [*self.champs[:place], *self.champs[place + 1:], champ]
        return self.attendre(*codes)

    def rendre(self) -> bytes:
        """The bytes of the file."""
        if self.octets is not None:
            return self.octets
        bruts = {numero: rang.brut for numero, rang in enumerate(self.rangs) if rang.brut is not None}
        return rendre([rang.cases for rang in self.rangs], self.dialecte, bruts, self.fusions, self.masquees, self.cachees, self.autres, self.membres)

    def chemin(self, verdict: str) -> str:
        """Where the file goes, under tests/controle/."""
        return f"{ {'illisible': 'refuse'}.get(verdict, verdict)}/{self.classe}/{self.fichier or f'{self.nom}.{self.dialecte.outil}'}"


def nouvelle(nom: str, classe: str, contrat: str = "verbalisations", graine: int = 1, rows: list[Ligne] | None = None,
             departements: tuple[str, ...] = ("63", "2A", "75", "971"), contexte: Contexte | None = None, **dialecte: Any) -> Piece:
    """A file that is right, of rows given or made from the contract."""
    c, d = lire_contrat(contrat), Dialecte(**dialecte)
    rows = rows or lignes(c, graine, departements=departements)
    vraies = grille(c, rows, d)
    rangs = [Rang(list(cases), list(cases)) for cases in vraies]
    return Piece(nom, classe, c, d, rangs, [champ.nom for champ in colonnes(c, d)], contexte or Contexte(millesime=2024), rows=list(rows))


def places(constat: Constat) -> list[str]:
    """A finding as `attendus` writes it, once a line."""
    return [f"{constat.code}@{constat.colonne or ''}{ligne or ''}" for ligne in constat.lignes or (None,)]


def trouves(rapport: Rapport, *niveaux: str) -> Counter[str]:
    """Every finding of these levels, as `attendus` writes it."""
    return Counter(place for constat in rapport.constats if constat.niveau in niveaux for place in places(constat))
