"""The map of coverage: one tile a département, by how many of the returns expected from it have come."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from catalogue.chargement import lire_nomenclatures
from ingest.portail.depot.attendus import Attendu

COTE = 46
CLASSES = {"complet": "Tous reçus", "partiel": "Reçus en partie", "vide": "Aucun reçu", "hors": "Rien n’est attendu"}


@dataclass(frozen=True)
class Tuile:
    """A département: its place on the map in tiles, and the returns that concern it."""

    code: str
    nom: str
    colonne: int
    ligne: int
    recus: int
    attendus: int

    @property
    def classe(self) -> str:
        if not self.attendus:
            return "hors"
        return "complet" if self.recus == self.attendus else "partiel" if self.recus else "vide"

    @property
    def dit(self) -> str:
        return CLASSES[self.classe]

    @property
    def x(self) -> int:
        return self.colonne * COTE

    @property
    def y(self) -> int:
        return self.ligne * COTE

    @property
    def milieu(self) -> int:
        return self.x + COTE // 2


def tuiles(attendus: Iterable[Attendu]) -> list[Tuile]:
    """Every département, by code."""
    demandes, venus = Counter(), Counter()
    for a in attendus:
        demandes.update(a.departements)
        venus.update(a.departements if a.recu else ())
    departements, places = lire_nomenclatures()["departements"], lire_nomenclatures()["tuiles_departements"]
    return [Tuile(code, departements[code]["nom"], int(place["colonne"]), int(place["ligne"]), venus[code], demandes[code])
            for code, place in sorted(places.items())]


def bilan(vues: list[Tuile]) -> list[tuple[str, str, int]]:
    """How many départements are in each class: its name, its words, the number."""
    comptes = Counter(t.classe for t in vues)
    return [(classe, dit, comptes[classe]) for classe, dit in CLASSES.items()]


def largeur(vues: list[Tuile]) -> int:
    return (max(t.colonne for t in vues) + 1) * COTE


def hauteur(vues: list[Tuile]) -> int:
    return (max(t.ligne for t in vues) + 1) * COTE
