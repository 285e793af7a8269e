"""The same columns in other words: a standalone Table Schema, polars dtypes, DuckDB columns, the properties of the dbt models."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from catalogue.contrats.lecture import TYPES
from catalogue.contrats.modeles import Champ, Contrat

if TYPE_CHECKING:
    import polars as pl

FRICTIONLESS = {"code": "string", **{miprof: standard for standard, miprof in TYPES.items()}}
DUCKDB = {"texte": "varchar", "code": "varchar", "entier": "bigint", "decimal": "double", "date": "date", "annee": "integer", "booleen": "boolean"}
DUREES = ("jours", "mois")
ENTETE_DBT = "# Written by « make reference » from the contracts: change them there.\n"
MODELE_DBT = "select * from {{{{ source('retours', '{table}') }}}}\n"
# What the house adds to each row of a return, whatever the contract: who sent it, for which campaign, from which bytes and line.
DEPOT = {
    "deposant": ("texte", "L’organisme qui a déposé le retour."),
    "millesime": ("annee", "L’année de la campagne."),
    "version_contrat": ("texte", "La version du contrat selon laquelle le retour a été contrôlé."),
    "date_depot": ("date", "Le jour du dépôt."),
    "simule": ("booleen", "Le retour vient d’une campagne simulée : rien de ce qui en découle ne se publie."),
    "livraison_sha256": ("texte", "L’empreinte des octets reçus."),
    "ligne": ("entier", "La ligne, comme on la voit dans le fichier reçu."),
}


def table_schema(contrat: Contrat) -> dict[str, Any]:
    """The contract as a Table Schema that stands alone: shared columns, lists and nomenclatures are spelt out in it."""
    return {"name": contrat.id, "title": contrat.titre, "version": contrat.version, "description": contrat.description, "missingValues": [""],
            "fields": [_field(c) for c in contrat.champs], "primaryKey": contrat.cle}


def schema_polars(contrat: Contrat) -> dict[str, type[pl.DataType]]:
    """The dtypes of a controlled return, column by column, in order."""
    types = _polars()
    return {c.nom: types[c.type] for c in contrat.champs}


def schema_brut(contrat: Contrat) -> dict[str, type[pl.DataType]]:
    """The dtypes of the raw table `retour_<contrat>`: the columns of the return, then those of `DEPOT`."""
    types = _polars()
    return schema_polars(contrat) | {nom: types[type_] for nom, (type_, _) in DEPOT.items()}


def table_duckdb(contrat: Contrat) -> str:
    """The DuckDB statement of the raw table, with what its cells must satisfy. Uniqueness holds within one deposit."""
    colonnes = [_colonne(c) for c in contrat.champs] + [f'"{nom}" {DUCKDB[t]} not null' for nom, (t, _) in DEPOT.items()]
    return f"create table {nom_brut(contrat)} (\n  " + ",\n  ".join(colonnes) + "\n)"


def nom_brut(contrat: Contrat) -> str:
    """The name of the raw table, and of its Parquet file."""
    return f"retour_{contrat.id}"


def compte(champ: Champ) -> bool:
    """Whether the column is a number of persons, of decisions or of things: not a duration, which no sum of départements makes sense of."""
    return champ.mesure and champ.type == "entier" and champ.unite not in DUREES


def ecrire_modeles_dbt(dossier: Path, contrats: Iterable[Contrat]) -> None:
    """Write the staging of the returns: one model a contract, and their properties."""
    contrats = list(contrats)
    (dossier / "retours.yml").write_text(ENTETE_DBT + proprietes_dbt(contrats), "utf-8")
    for contrat in contrats:
        (dossier / f"stg_{nom_brut(contrat)}.sql").write_text(MODELE_DBT.format(table=nom_brut(contrat)), "utf-8")


def proprietes_dbt(contrats: Iterable[Contrat]) -> str:
    """The YAML that dbt reads: one raw source and one staging model `stg_<source>` a contract, its types enforced, its key unique."""
    contrats = list(contrats)
    return yaml.safe_dump({
        "version": 2,
        "sources": [{"name": "retours", "schema": "raw", "meta": {"external_location": "read_parquet('{name}.parquet')"},
                     "description": "Returns of the contributors, as controlled by their contracts; empty when no return counts for the édition.",
                     "tables": [{"name": nom_brut(c), "description": c.titre} for c in contrats]}],
        "models": [_modele(c) for c in contrats],
    }, allow_unicode=True, sort_keys=False, width=140)


def _field(champ: Champ) -> dict[str, Any]:
    contraintes = {"required": champ.obligatoire or None, "minimum": champ.minimum, "maximum": champ.maximum, "pattern": champ.motif,
                   "maxLength": champ.longueur_max, "enum": champ.modalites}
    field: dict[str, Any] = {"name": champ.nom, "title": champ.titre, "type": FRICTIONLESS[champ.type], "description": champ.description,
                             "example": champ.exemple}
    if champ.type == "booleen":
        field |= {"trueValues": ["oui"], "falseValues": ["non"]}
    if champ.type == "entier" or champ.type == "annee":
        contraintes |= {b: None if contraintes[b] is None else int(contraintes[b]) for b in ("minimum", "maximum")}
    return field | {"constraints": {nom: valeur for nom, valeur in contraintes.items() if valeur is not None}}


def _polars() -> dict[str, type[pl.DataType]]:
    import polars as pl

    return {"texte": pl.String, "code": pl.String, "entier": pl.Int64, "decimal": pl.Float64, "date": pl.Date, "annee": pl.Int32,
            "booleen": pl.Boolean}


def _colonne(champ: Champ) -> str:
    nom = f'"{champ.nom}"'
    conditions = [f"{nom} >= {champ.minimum:g}" if champ.minimum is not None else None,
                  f"{nom} <= {champ.maximum:g}" if champ.maximum is not None else None,
                  f"length({nom}) <= {champ.longueur_max}" if champ.longueur_max else None,
                  f"{nom} in ({', '.join(_texte(m) for m in champ.modalites)})" if champ.modalites else None]
    verifie = " and ".join(filter(None, conditions))
    return f"{nom} {DUCKDB[champ.type]}{' not null' if champ.obligatoire else ''}{f' check ({verifie})' if verifie else ''}"


def _texte(valeur: str) -> str:
    return "'" + valeur.replace("'", "''") + "'"


def _modele(contrat: Contrat) -> dict[str, Any]:
    colonnes = [{"name": c.nom, "data_type": DUCKDB[c.type], **({"constraints": [{"type": "not_null"}]} if c.obligatoire else {}),
                 **({"config": {"meta": {"compte": True}}} if compte(c) else {})} for c in contrat.champs]
    colonnes += [{"name": nom, "data_type": DUCKDB[t], "constraints": [{"type": "not_null"}]} for nom, (t, _) in DEPOT.items()]
    return {"name": f"stg_{nom_brut(contrat)}", "description": f"{contrat.titre} ; une ligne : {contrat.ligne}.",
            "config": {"contract": {"enforced": True}},
            "data_tests": [{"cle_unique": {"arguments": {"colonnes": ["livraison_sha256", *contrat.cle]}}}], "columns": colonnes}
