"""An édition as declared in `data/editions/<edition>.yaml`: what it is about, when it is frozen, which values it retains."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import Field, field_validator, model_validator

from catalogue.chargement import RACINE, lire_yaml
from catalogue.erreurs import Impossible, suggestion
from catalogue.modeles import Definition

DOSSIER = Path(__file__).resolve().parent.parent / "data" / "editions"


class Choix(Definition):
    """Which row of the registry an édition retains where several values are published, and why."""

    indicateur: str
    annee: int
    territoire: str = "FR"
    sexe: str = "ensemble"
    age: str = "ensemble"
    infraction: str = "ensemble"
    nationalite: str = "ensemble"
    modalite: str = "ensemble"
    retenue: str
    raison: str


class DecisionAnomalie(Definition):
    """What is done with a value of a long series that the anomaly check finds (`int_anomalies_series`): without one, it is not published.

    `serie` is an indicator; `auteur` answers for the decision and is never printed.
    """

    serie: str
    annee: int
    territoire: str
    decision: Literal["publier", "ecarter"]
    raison: str = Field(min_length=15)
    auteur: str = Field(min_length=2)
    date: date

    @field_validator("serie")
    @classmethod
    def _serie(cls, serie: str) -> str:
        connues = {p.stem for p in (RACINE / "indicateurs").glob("*.yaml")}
        if serie not in connues:
            raise ValueError(f"la série « {serie} » n’est pas un indicateur du catalogue{suggestion(serie, connues)}")
        return serie


class Edition(Definition):
    """`edition` is the year of publication, `millesime` the year of the data; `horodatage` dates every output of the build.

    `livraisons` pins, source by source, the digests of the files that the édition reads: a newer one is never used by itself.
    """

    edition: str
    millesime: int
    titre: str
    statut: Literal["brouillon"]
    date_gel: date
    horodatage: date
    choix: list[Choix] = []
    livraisons: dict[str, list[str]] = {}
    decisions_anomalies: list[DecisionAnomalie] = []

    @field_validator("livraisons")
    @classmethod
    def _epingles(cls, livraisons: dict[str, list[str]]) -> dict[str, list[str]]:
        sources = {p.stem for p in (RACINE / "sources").glob("*.yaml")}
        for source, empreintes in livraisons.items():
            if source not in sources:
                raise ValueError(f"la source « {source} » n’est pas au catalogue{suggestion(source, sources)}")
            if fausses := [e for e in empreintes if not re.fullmatch("[0-9a-f]{64}", e)]:
                raise ValueError(f"« {fausses[0]} » n’est pas une empreinte sha256 (64 caractères de 0 à 9 et de a à f)")
            if len(set(empreintes)) < len(empreintes):
                raise ValueError(f"une livraison de « {source} » est épinglée deux fois")
        return livraisons

    @field_validator("decisions_anomalies")
    @classmethod
    def _decisions(cls, decisions: list[DecisionAnomalie]) -> list[DecisionAnomalie]:
        objets = [(d.serie, d.annee, d.territoire) for d in decisions]
        if doubles := sorted({o for o in objets if objets.count(o) > 1}):
            raise ValueError(f"deux décisions portent sur {', '.join(map(str, doubles[0]))}")
        return decisions

    @model_validator(mode="after")
    def _millesime_before_edition(self) -> "Edition":
        if self.millesime >= int(self.edition):
            raise ValueError("le millésime précède l’année de l’édition")
        return self


def editions(dossier: Path = DOSSIER) -> list[str]:
    """Names of the declared éditions, oldest first."""
    return sorted(p.stem for p in dossier.glob("*.yaml"))


def lire_edition(nom: str, dossier: Path = DOSSIER) -> Edition:
    """One édition. Raises Impossible when it is not declared, Refus when its file is faulty."""
    if nom not in editions(dossier):
        raise Impossible("commande.edition_inconnue", valeur=nom, connues=", ".join(editions(dossier)),
                         suggestion=suggestion(nom, editions(dossier)))
    return lire_yaml(dossier / f"{nom}.yaml", Edition)
