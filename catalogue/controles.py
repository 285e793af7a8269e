"""How published sources are checked against each other, as data: `catalogue/controles.yaml`."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from pydantic import model_validator

from catalogue.chargement import RACINE, lire_yaml
from catalogue.modeles import Calcul, Definition, Mesure, Terme

TypeCalcul = Calcul.model_fields["type"].annotation
MARQUES_RELATION = {"publie", "calcul", "plage", "ecart", "de", "base", "moins", "part", "formule", "publication", "annee", "objet"}
MARQUES: dict[str, set[str]] = {
    "valeurs_divergentes": {"objet", "nombre", "valeurs", "choix"},
    "mesures_divergentes": {"valeur", "annee", "lectures"},
    "dates_divergentes": {"objet", "valeur", "periodes"},
    "pourcentages_contre_effectifs": {"objet", "publie", "calcul", "plage", "formule", "publication", "autre_base", "motif"},
    "totaux_contre_parties": {"objet", "publie", "calcul", "plage", "formule", "publication", "motif"},
    "perimetres_melanges": {"objet", "perimetres", "formule", "nombre", "rapprochements"},
    "dates_de_publication": {"objet", "publication", "date", "butee", "nombre"},
    "arrondis": {"objet", "valeur", "pas", "publication", "nombre"},
}


class Controle(Definition):
    """One French sentence per verdict; the warehouse fills their {marques} with typeset numbers. `non_verifiable`: what is said when the
    figures are there but a rule of truth forbids the computation."""

    titre: str
    ecart: str
    coherent: str
    non_verifiable: str | None = None
    note: str | None = None

    def marques(self) -> set[str]:
        """Names between braces in the sentences."""
        return set(re.findall(r"\{(\w*)\}", self.ecart + self.coherent + (self.non_verifiable or "")))


class Relation(Controle):
    """What `calcul` gives must be the published `resultat`, within rounding, each year and territory where all terms are known.

    `rapprochement`: the objects differ in perimeter, unit or moment and are put side by side knowingly; `note` says why.
    """

    id: str
    resultat: Terme
    calcul: Calcul
    rapprochement: bool = False

    @model_validator(mode="after")
    def _sentences(self) -> "Relation":
        if inconnues := self.marques() - MARQUES_RELATION:
            raise ValueError(f"marques inconnues : {', '.join(sorted(inconnues))}")
        if self.rapprochement and not self.note:
            raise ValueError("un rapprochement demande la clé « note », qui dit en quoi les objets diffèrent")
        return self


class Interdit(Definition):
    """A computation that must never be declared: types of `calculs` over operands of these perimeters, units or measures."""

    id: str
    calculs: list[TypeCalcul]
    perimetres: list[str] = []
    unites: list[str] = []
    mesures: list[Mesure] = []
    raison: str


class Controles(Definition):
    """The whole file. The quality page follows its order, relations first. `unites_seules`: counting units that never meet another
    unit in a computation."""

    generiques: dict[str, Controle]
    relations: list[Relation]
    interdits: list[Interdit]
    unites_seules: list[str]

    @model_validator(mode="after")
    def _complete(self) -> "Controles":
        if set(self.generiques) != set(MARQUES):
            raise ValueError(f"les contrôles génériques sont exactement : {', '.join(MARQUES)}")
        for nom, controle in self.generiques.items():
            if inconnues := controle.marques() - MARQUES[nom]:
                raise ValueError(f"{nom} : marques inconnues : {', '.join(sorted(inconnues))}")
        ids = [r.id for r in self.relations] + list(self.generiques)
        if doubles := {i for i in ids if ids.count(i) > 1}:
            raise ValueError(f"identifiants en double : {', '.join(sorted(doubles))}")
        return self


@cache
def lire_controles(path: Path = RACINE / "controles.yaml") -> Controles:
    """The declared checks. Raises Refus naming file, key and what is expected."""
    return lire_yaml(path, Controles)
