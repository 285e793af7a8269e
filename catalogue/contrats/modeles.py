"""A contract: the columns of a return, its key, its rules, as data."""

from __future__ import annotations

from typing import Literal

from catalogue.contrats.regles import Regle
from catalogue.modeles import Definition

TypeChamp = Literal["texte", "code", "entier", "decimal", "date", "annee", "booleen"]


class Champ(Definition):
    """A column. `titre` heads it in the Excel file, `nom` in the CSV file: either is accepted.

    `code`: one of `modalites` (codes, never their `libelles`). When the list hangs on another column (`selon`), `listes[code of selon]`
    gives the labels by code, and `modalites` is their union. A column that counts has a unit: a code of the nomenclature (`unite`), or the
    column that says it (`unite_selon`). `personnes`: it counts persons, so that the secret applies. `depiste`: a text that somebody
    writes, to be screened for personal data.
    """

    nom: str
    titre: str
    type: TypeChamp
    description: str
    exemple: str
    obligatoire: bool = False
    minimum: float | None = None
    maximum: float | None = None
    motif: str | None = None
    longueur_max: int | None = None
    modalites: list[str] | None = None
    libelles: dict[str, str] = {}
    nomenclature: str | None = None
    selon: str | None = None
    listes: dict[str, dict[str, str]] = {}
    unite: str | None = None
    unite_selon: str | None = None
    personnes: bool = False
    depiste: bool = False
    a_confirmer: str | None = None

    @property
    def mesure(self) -> bool:
        """Whether the column counts something."""
        return bool(self.unite or self.unite_selon)


class Contrat(Definition):
    """The contract of a return. `cle`: the columns that identify a row. `contributeurs`: types of organisations that fill it.
    `retour_unique`: one return counts for a territory, others are quoted; else the returns of several organisations stand side by side.

    `ligne` says what one row is; `limites` what its numbers do not say; `a_confirmer` what the Observatory must still settle.
    """

    id: str
    titre: str
    version: str
    description: str
    ligne: str
    contributeurs: list[str]
    retour_unique: bool
    limites: list[str]
    a_confirmer: list[str] = []
    champs: list[Champ]
    cle: list[str]
    regles: list[Regle]

    def champ(self, nom: str) -> Champ:
        """The column of that name. Raises KeyError when there is none."""
        return {c.nom: c for c in self.champs}[nom]

    @property
    def colonnes(self) -> list[str]:
        """Names of the columns, in order."""
        return [c.nom for c in self.champs]

    @property
    def mesures(self) -> list[Champ]:
        """The columns that count something."""
        return [c for c in self.champs if c.mesure]
