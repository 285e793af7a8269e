"""What a definition of the catalogue may say: one pydantic model per kind of file."""

from __future__ import annotations

import re
from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

Mesure = Literal[
    "stock_debut", "stock_fin", "present_annee", "entrees", "cumul", "flux",
    "part", "evolution", "estimation", "moyenne", "date",
]
Statut = Literal["provisoire", "semi_definitif", "definitif", "revise"]
DIMENSIONS = ("sexe", "age", "infraction", "nationalite", "modalite")


class Definition(BaseModel):
    """Unknown keys are errors: a misspelt key must never be ignored."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Rupture(Definition):
    """A break in a series: at `date`, or from `date` to `fin` when the change took its time."""

    date: date
    fin: date | None = None
    note: str


class Terme(Definition):
    """One operand of a computation: the same year and territory as the result unless said otherwise."""

    indicateur: str
    annee: int | None = None
    territoire: str | None = None
    sexe: str = "ensemble"
    age: str = "ensemble"
    infraction: str = "ensemble"
    nationalite: str = "ensemble"
    modalite: str = "ensemble"

    @model_validator(mode="before")
    @classmethod
    def _shorthand(cls, data: object) -> object:
        return {"indicateur": data} if isinstance(data, str) else data


class Calcul(Definition):
    """How an indicator is computed from others (domain rule 4: derived values are never evidence).

    part: 100 × de[0] / base. evolution: 100 × (de[0] / de[0] of `annee_base` − 1). somme: Σ de. difference: de[0] − Σ moins.
    produit: de[0] × part / 100. complement: de[0] × (100 − part) / 100. niveau_base: de[0] / (1 + part / 100), the level of the base
    year that a published evolution implies.
    """

    type: Literal["part", "evolution", "somme", "difference", "produit", "complement", "niveau_base"]
    de: list[Terme] = Field(min_length=1)
    base: Terme | None = None
    moins: list[Terme] = []
    part: Terme | None = None
    annee_base: int | None = None

    @model_validator(mode="after")
    def _operands(self) -> "Calcul":
        needed = {"part": "base", "difference": "moins", "produit": "part", "complement": "part", "niveau_base": "part", "evolution": "annee_base"}
        key = needed.get(self.type)
        if key and not getattr(self, key):
            raise ValueError(f"un calcul « {self.type} » demande la clé « {key} »")
        return self

    def termes(self) -> list[tuple[str, Terme]]:
        """Operands with their role (`de`, `base`, `moins`, `part`)."""
        return (
            [("de", t) for t in self.de]
            + ([("base", self.base)] if self.base else [])
            + [("moins", t) for t in self.moins]
            + ([("part", self.part)] if self.part else [])
        )


class Indicateur(Definition):
    """A defined quantity. `id` is the name of its file."""

    id: str
    libelle: str
    libelle_court: str
    definition: str
    unite: str
    mesure: Mesure
    champ: str
    perimetre: str
    source: str
    decimales: int = Field(ge=0, le=3)
    famille: str
    publiable: bool
    publiable_raison: str
    sexe: str = "ensemble"
    age: str = "ensemble"
    infraction: str = "ensemble"
    nationalite: str = "ensemble"
    dimensions: list[Literal["sexe", "age", "infraction", "nationalite", "modalite"]] = []
    nomenclature: str | None = None
    concept_sexe: Literal["etat_civil", "declare"] | None = None
    ruptures: list[Rupture] = []
    calcul: Calcul | None = None
    a_confirmer: str | None = None

    @model_validator(mode="after")
    def _coherence(self) -> "Indicateur":
        if ("modalite" in self.dimensions) != (self.nomenclature is not None):
            raise ValueError("la dimension « modalite » et la clé « nomenclature » vont ensemble")
        fixed = {d for d in DIMENSIONS if getattr(self, d, "ensemble") != "ensemble"}
        if fixed & set(self.dimensions):
            raise ValueError(f"dimension à la fois fixée et libre : {', '.join(sorted(fixed & set(self.dimensions)))}")
        return self

    @property
    def fixees(self) -> dict[str, str]:
        """Dimensions that the definition fixes, with their modality."""
        return {d: v for d in DIMENSIONS[:-1] if (v := getattr(self, d)) != "ensemble"}


class RegleSecret(Definition):
    """Threshold on counts of persons: a value under it is not published. None: the producer published it already."""

    seuil: int | None = None
    raison: str


class Fichiers(Definition):
    """Where a producer's files are fetched, and the reader of their family (`ingest/sources/<famille>.py`).

    jeu: identifier of a data.gouv.fr dataset, or adresse: a fixed address elsewhere. titre: what the title of a resource, then
    « | », then its file name must match. Of the resources that match, the newest is taken; when the expression has groups, the
    newest for each of their values. Two named groups do not set files apart: `millesime`, the year of the data, and `publication`, the day
    a file received by hand was published.
    frequence_jours: the age after which a newer file is expected; None for a series that its producer has closed.
    """

    famille: Literal["etat4001", "crimes_services", "ssmsi_departementale", "ssmsi_regionale", "ssmsi_communale", "ssmsi_series",
                     "natinf", "population", "cog"]
    jeu: str | None = None
    adresse: str | None = None
    titre: str
    format: Literal["csv", "csv.gz", "xlsx", "xls", "parquet"]
    frequence_jours: int | None = Field(gt=0)

    @field_validator("titre")
    @classmethod
    def _titre(cls, titre: str) -> str:
        try:
            re.compile(titre)
        except re.error as e:
            raise ValueError(f"cette expression rationnelle ne se lit pas ({e})") from None
        return titre

    @model_validator(mode="after")
    def _origine(self) -> "Fichiers":
        if (self.jeu is None) == (self.adresse is None):
            raise ValueError("il faut « jeu » ou « adresse », et un seul des deux")
        return self


class Source(Definition):
    """A producer's series. `id` is the name of its file."""

    id: str
    titre: str
    producteur: str
    sigle: str
    ssp: bool
    licence: str
    calendrier: str
    statut_habituel: Statut
    secret: RegleSecret
    limites: list[str] = Field(min_length=1)
    url: str | None = None
    fichiers: Fichiers | None = None
