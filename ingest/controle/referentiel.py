"""What the control takes from the catalogue, gathered once by the parent and handed to each child: reading the catalogue takes longer than a control."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from catalogue.chargement import lire_nomenclatures
from ingest.controle.entetes import plier

MOT = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True)
class Referentiel:
    """`codes`: of each nomenclature. `prenoms`: first names, folded. `accentues`: words of the catalogue that have an accent, lower-case.
    `exemples`: of each contract, the row that its template shows, by column."""

    codes: dict[str, tuple[str, ...]]
    prenoms: frozenset[str]
    accentues: frozenset[str]
    exemples: dict[str, dict[str, str]]


@cache
def referentiel() -> Referentiel:
    """From the whole catalogue. Raises Refus when the catalogue is not sound."""
    from catalogue.contrats import charger_contrats, exemple

    nomenclatures = lire_nomenclatures()
    return Referentiel(codes={nom: tuple(lignes) for nom, lignes in nomenclatures.items()},
                       prenoms=frozenset(plier(code) for code in nomenclatures["prenoms"]),
                       accentues=frozenset(mot for texte in _textes(nomenclatures) for mot in mots_accentues(texte)),
                       exemples={id: _exemple(exemple(id)) for id in charger_contrats()})


def _exemple(path: Path) -> dict[str, str]:
    with path.open(encoding="utf-8", newline="") as f:
        return next(csv.DictReader(f, delimiter=";"))


def mots_accentues(texte: str) -> set[str]:
    """The words of a text that are not plain ASCII, lower-case."""
    return {mot.casefold() for mot in MOT.findall(texte) if not mot.isascii()}


def _textes(nomenclatures: dict[str, dict[str, dict[str, str]]]) -> Iterator[str]:
    from catalogue.contrats import charger_contrats

    for contrat in charger_contrats().values():
        for champ in contrat.champs:
            yield from (champ.titre, champ.description, *champ.libelles.values())
    for lignes in nomenclatures.values():
        for ligne in lignes.values():
            yield from filter(None, ligne.values())
