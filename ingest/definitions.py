"""The catalogue and the choices of an édition → the raw tables that the warehouse reads beside the registry."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import polars as pl

from catalogue import Catalogue, cle_de
from catalogue.controles import Controles, Relation, lire_controles
from catalogue.edition import Edition
from catalogue.erreurs import Refus, suggestion
from catalogue.modeles import DIMENSIONS, Calcul, Indicateur, Terme
from catalogue.regles_de_calcul import niveaux, refus_de_calcul
from catalogue.strategie import Mesure, lire_mesures

TEXTE, ENTIER, BOOLEEN = pl.String, pl.Int32, pl.Boolean
SCHEMAS: dict[str, dict[str, type[pl.DataType]]] = {
    "definitions_indicateurs": {
        **dict.fromkeys(("id", "libelle", "libelle_court", "definition", "unite", "unite_singulier", "unite_pluriel", "mesure", "champ",
                         "perimetre", "source"), TEXTE),
        "decimales": ENTIER, "famille": TEXTE, "publiable": BOOLEEN, "publiable_raison": TEXTE,
        **dict.fromkeys(("sexe", "age", "infraction", "nationalite", "dimensions", "nomenclature", "concept_sexe", "ruptures", "calcul",
                         "a_confirmer"), TEXTE)},
    "definitions_sources": {
        **dict.fromkeys(("id", "titre", "producteur", "sigle"), TEXTE), "ssp": BOOLEEN,
        **dict.fromkeys(("licence", "calendrier", "statut_habituel"), TEXTE), "secret_seuil": ENTIER, "secret_raison": TEXTE,
        "limites": TEXTE, "url": TEXTE},
    "definitions_termes": {
        "proprietaire": TEXTE, "nature": TEXTE, "niveau": ENTIER, "type": TEXTE, "role": TEXTE, "ordre": ENTIER, "indicateur": TEXTE,
        "annee": ENTIER, "territoire": TEXTE, "suffixe": TEXTE},
    "definitions_controles": {
        **dict.fromkeys(("id", "nature", "titre", "ecart", "coherent", "note"), TEXTE), "ordre": ENTIER},
    "definitions_codes": {"nomenclature": TEXTE, "code": TEXTE, "libelle": TEXTE},
    "definitions_mesures": {
        "numero": ENTIER, **dict.fromkeys(("intitule", "axe", "indicateur"), TEXTE), "annee": ENTIER, "territoire": TEXTE, "cle": TEXTE,
        "raison": TEXTE},
    "choix": {"cle": TEXTE, "retenue": TEXTE, "raison": TEXTE},
    "edition": {"edition": TEXTE, "millesime": ENTIER, "date_gel": pl.Date},
}


def ecrire(dossier_raw: Path, catalogue: Catalogue, edition: Edition, controles: Controles | None = None,
           mesures: list[Mesure] | None = None) -> list[Path]:
    """Write one Parquet file per entry of `SCHEMAS` (its columns and types) in `dossier_raw`; returns their paths.

    `choix` has one row per declared choice, by key. `definitions_termes` has one row per operand of each computation: `nature` is
    `calcul` (proprietaire: an indicator) or `relation` (proprietaire: a check, with the operand of role `resultat`); `annee` and
    `territoire` are null when they are those of the result; `suffixe` is what follows the territory in the operand's key.
    Raises Refus (all of them) for a computation that the rules of truth forbid, and for a choice about an unknown indicator.
    """
    controles = controles or lire_controles()
    mesures = lire_mesures() if mesures is None else mesures
    refus = refus_de_calcul(catalogue, controles) + _choix_inconnus(catalogue, edition)
    if refus:
        raise Refus.groupe(refus)
    tables = {
        "definitions_indicateurs": [_indicateur(catalogue, i) for i in catalogue.indicateurs.values()],
        "definitions_sources": [_source(s) for s in catalogue.sources.values()],
        "definitions_termes": list(_termes(catalogue, controles)),
        "definitions_controles": list(_controles(controles)),
        "definitions_codes": list(_codes(catalogue)),
        "definitions_mesures": [_mesure(catalogue, edition, m) for m in mesures],
        "choix": [{"cle": _cle(catalogue, c), "retenue": c.retenue, "raison": c.raison} for c in edition.choix],
        "edition": [{"edition": edition.edition, "millesime": edition.millesime, "date_gel": edition.date_gel}],
    }
    dossier_raw.mkdir(parents=True, exist_ok=True)
    return [_poser(dossier_raw / f"{nom}.parquet", pl.DataFrame(lignes, schema=SCHEMAS[nom])) for nom, lignes in tables.items()]


def _indicateur(catalogue: Catalogue, indicateur: Indicateur) -> dict:
    unite = catalogue.nomenclatures["unites"][indicateur.unite]
    return {**{c: getattr(indicateur, c) for c in SCHEMAS["definitions_indicateurs"] if hasattr(indicateur, c)},
            "unite_singulier": unite["singulier"], "unite_pluriel": unite["pluriel"],
            "dimensions": ";".join(indicateur.dimensions), "calcul": indicateur.calcul.type if indicateur.calcul else None,
            "ruptures": "\n".join(f"{r.date} {r.note}" for r in indicateur.ruptures) or None}


def _source(source) -> dict:
    return {**source.model_dump(exclude={"secret", "limites"}), "secret_seuil": source.secret.seuil, "secret_raison": source.secret.raison,
            "limites": "\n".join(source.limites)}


def _termes(catalogue: Catalogue, controles: Controles) -> Iterator[dict]:
    profondeur = niveaux(catalogue)
    for indicateur in catalogue.indicateurs.values():
        if indicateur.calcul:
            yield from _operandes(catalogue, indicateur.id, "calcul", profondeur[indicateur.id], indicateur.calcul)
    for relation in controles.relations:
        yield from _operandes(catalogue, relation.id, "relation", None, relation.calcul)
        yield _operande(catalogue, relation.id, "relation", None, relation.calcul, "resultat", 1, relation.resultat)


def _operandes(catalogue: Catalogue, proprietaire: str, nature: str, niveau: int | None, calcul: Calcul) -> Iterator[dict]:
    for ordre, (role, terme) in enumerate(calcul.termes(), 1):
        yield _operande(catalogue, proprietaire, nature, niveau, calcul, role, ordre, terme)
    if calcul.type == "evolution":
        base = calcul.de[0].model_copy(update={"annee": calcul.annee_base})
        yield _operande(catalogue, proprietaire, nature, niveau, calcul, "base", 2, base)


def _operande(catalogue: Catalogue, proprietaire: str, nature: str, niveau: int | None, calcul: Calcul, role: str, ordre: int,
              terme: Terme) -> dict:
    indicateur = catalogue.indicateurs[terme.indicateur]
    suffixe = cle_de(indicateur, 0, "", {d: getattr(terme, d) for d in DIMENSIONS}).removeprefix(f"{indicateur.id}.0.")
    return {"proprietaire": proprietaire, "nature": nature, "niveau": niveau, "type": calcul.type, "role": role, "ordre": ordre,
            "indicateur": indicateur.id, "annee": terme.annee, "territoire": terme.territoire, "suffixe": suffixe}


def _controles(controles: Controles) -> Iterator[dict]:
    declares = [(nom, "generique", c) for nom, c in controles.generiques.items()]
    declares += [(r.id, "rapprochement" if r.rapprochement else "relation", r) for r in controles.relations]
    for ordre, (id, nature, controle) in enumerate(declares, 1):
        yield {"id": id, "nature": nature, "titre": controle.titre, "ecart": controle.ecart, "coherent": controle.coherent,
               "note": controle.note, "ordre": ordre}


def _codes(catalogue: Catalogue) -> Iterator[dict]:
    for nom, codes in catalogue.nomenclatures.items():
        for code, ligne in codes.items():
            if libelle := ligne.get("libelle") or ligne.get("nom"):
                yield {"nomenclature": nom, "code": code, "libelle": libelle}


def _mesure(catalogue: Catalogue, edition: Edition, mesure: Mesure) -> dict:
    raise NotImplementedError


def _choix_inconnus(catalogue: Catalogue, edition: Edition) -> list[Refus]:
    return [Refus("entrepot.choix_indicateur_inconnu", edition=edition.edition, valeur=c.indicateur,
                  suggestion=suggestion(c.indicateur, set(catalogue.indicateurs)))
            for c in edition.choix if c.indicateur not in catalogue.indicateurs]


def _cle(catalogue: Catalogue, choix) -> str:
    return cle_de(catalogue.indicateurs[choix.indicateur], choix.annee, choix.territoire, {d: getattr(choix, d) for d in DIMENSIONS})


def _poser(path: Path, table: pl.DataFrame) -> Path:
    brouillon = path.with_name(f".{path.name}.{os.getpid()}")
    table.write_parquet(brouillon, compression="zstd")
    os.replace(brouillon, path)
    return path
