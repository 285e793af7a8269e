"""The one loader of the catalogue: YAML and CSV files → typed, checked definitions."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from catalogue.erreurs import Refus, suggestion
from catalogue.modeles import DIMENSIONS, Indicateur, Source

Modele = TypeVar("Modele", bound=BaseModel)
RACINE = Path(__file__).parent


@dataclass(frozen=True)
class Catalogue:
    """Every definition, by identifier. `nomenclatures[name][code]` is the row (a dict) of a code."""

    indicateurs: dict[str, Indicateur]
    sources: dict[str, Source]
    nomenclatures: dict[str, dict[str, dict[str, str]]]

    def nomenclature(self, indicateur: Indicateur, dimension: str) -> dict[str, dict[str, str]]:
        """Rows allowed for a dimension of an indicator, by code."""
        return self.nomenclatures[indicateur.nomenclature if dimension == "modalite" else f"{dimension}s"]


@cache
def charger(racine: Path = RACINE) -> Catalogue:
    """Read the whole catalogue. Raises Refus naming file, key and what is expected."""
    refus: list[Refus] = []
    indicateurs = _definitions(racine / "indicateurs", Indicateur, refus)
    sources = _definitions(racine / "sources", Source, refus)
    catalogue = Catalogue(indicateurs, sources, lire_nomenclatures(racine))
    for indicateur in indicateurs.values():
        refus += _liens(catalogue, indicateur)
    if refus:
        raise Refus.groupe(refus)
    return catalogue


@cache
def lire_nomenclatures(racine: Path = RACINE) -> dict[str, dict[str, dict[str, str]]]:
    """The nomenclatures alone: `[name][code]` is the row (a dict) of a code."""
    return {p.stem: _codes(p) for p in sorted((racine / "nomenclatures").glob("*.csv"))}


def lire_yaml(path: Path, modele: type[Modele], **fixes: object) -> Modele:
    """One YAML file → one model. Raises Refus (all its errors) naming file, key, found and expected."""
    nom = _lieu(path)
    try:
        contenu = yaml.safe_load(path.read_text("utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as e:
        raise Refus("catalogue.yaml_illisible", fichier=nom, detail=" ".join(str(e).split())) from None
    if not isinstance(contenu, dict):
        raise Refus("catalogue.yaml_illisible", fichier=nom, detail="le fichier n’est pas une suite de « clé: valeur »")
    try:
        return modele.model_validate({**contenu, **fixes})
    except ValidationError as e:
        raise refus_de_validation(nom, e, modele) from None


def refus_de_validation(fichier: str, erreur: ValidationError, modele: type[BaseModel]) -> Refus:
    """What pydantic found wrong in a file of the catalogue, as one refusal: file, key, found, expected."""
    return Refus.groupe([_refus(fichier, e, modele) for e in erreur.errors()])


def _lieu(path: Path) -> str:
    """Where a file is, as people look for it: from the root of the project, or its last folders elsewhere."""
    depot = RACINE.parent
    return str(path.relative_to(depot)) if path.is_relative_to(depot) else "/".join(path.parts[-3:])


def _definitions(dossier: Path, modele: type, refus: list[Refus]) -> dict:
    lus = {}
    for path in sorted(dossier.glob("*.yaml")):
        try:
            lus[path.stem] = lire_yaml(path, modele, id=path.stem)
        except Refus as e:
            refus.extend(e.refus)
    return lus


def _refus(fichier: str, erreur: dict, modele: type[BaseModel]) -> Refus:
    cle = ".".join(str(p) for p in erreur["loc"]) or "(fichier)"
    connues = ", ".join(k for k in modele.model_fields if k != "id")
    if erreur["type"] == "extra_forbidden":
        return Refus("catalogue.cle_inconnue", fichier=fichier, cle=cle, connues=connues,
                     suggestion=suggestion(cle, set(modele.model_fields)))
    if erreur["type"] == "missing":
        return Refus("catalogue.cle_absente", fichier=fichier, cle=cle)
    if erreur["type"] == "literal_error":
        return Refus("catalogue.valeur_hors_liste", fichier=fichier, cle=cle, valeur=erreur["input"],
                     attendu=erreur["ctx"]["expected"].replace(" or ", ", "))
    return Refus("catalogue.valeur_refusee", fichier=fichier, cle=cle, valeur=erreur["input"],
                 detail=erreur["msg"].removeprefix("Value error, "))


def _liens(catalogue: Catalogue, indicateur: Indicateur) -> list[Refus]:
    fichier = f"catalogue/indicateurs/{indicateur.id}.yaml"
    attendus = [("source", indicateur.source, catalogue.sources),
                ("unite", indicateur.unite, catalogue.nomenclatures["unites"]),
                ("perimetre", indicateur.perimetre, catalogue.nomenclatures["perimetres"])]
    if indicateur.nomenclature:
        attendus.append(("nomenclature", indicateur.nomenclature, catalogue.nomenclatures))
    attendus += [(d, v, catalogue.nomenclatures[f"{d}s"]) for d, v in indicateur.fixees.items()]
    for _, terme in indicateur.calcul.termes() if indicateur.calcul else []:
        attendus.append(("calcul", terme.indicateur, catalogue.indicateurs))
    return [Refus("catalogue.lien_inconnu", fichier=fichier, cle=cle, valeur=valeur, suggestion=suggestion(valeur, set(connus)))
            for cle, valeur, connus in attendus if valeur not in connus]


def _codes(path: Path) -> dict[str, dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as f:
        rows = list(csv.DictReader(f))
    return {row["code"]: row for row in rows}


def cle_de(indicateur: Indicateur, annee: int, territoire: str, modalites: dict[str, str]) -> str:
    """The key of a chiffre: `indicateur.annee.territoire`, then each free dimension that is not `ensemble`."""
    libres = [f"{d}-{modalites[d]}" for d in sorted(DIMENSIONS)
              if d in indicateur.dimensions and modalites.get(d, "ensemble") != "ensemble"]
    return ".".join([indicateur.id, str(annee), territoire, *libres])
