"""SSMSI territorial bases: the SQL that reads them, and the SQL that gives every edition the same columns."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb

from catalogue import Catalogue
from ingest.sources.ssmsi_colonnes import COLONNES, Lecture, listes

# What DuckDB raises for a faulty file; its other errors are ours.
ILLISIBLE = (duckdb.ConversionException, duckdb.InvalidInputException, duckdb.IOException)
# entier: a whole number, or −1 (which every rule refuses) where the file has something else. en_annee: two digits are of this century.
REGLAGES = """
SET enable_progress_bar = false;
CREATE MACRO entier(x) AS CASE WHEN x IS NULL THEN NULL WHEN x = trunc(x) AND abs(x) < 2e9 THEN x::INTEGER ELSE -1 END;
CREATE MACRO en_annee(x) AS CASE WHEN x BETWEEN 0 AND 99 THEN 2000 + x ELSE x END;
"""
TERRITOIRES = {"departementale": "departement", "regionale": "region", "communale": "commune"}
DEPARTEMENT_DE_COMMUNE = "TRY_CAST(CASE WHEN commune LIKE '97%' THEN left(commune, 3) ELSE left(commune, 2) END AS departements)"


def preparer(base: duckdb.DuckDBPyConnection, catalogue: Catalogue) -> None:
    """Set what every connection needs: the macros, and two ENUM types for each closed list.

    `<list>` is what the file may say, `<list>_ici` what it means here. An ENUM refuses any other value, and is read and written much
    faster than text.
    """
    base.execute(REGLAGES)
    for nom, valeurs in listes(catalogue).items():
        base.execute(f"CREATE TYPE {nom} AS {enum(valeurs)}; CREATE TYPE {nom}_ici AS {enum(valeurs.values())};")


def lire_csv(lecture: Lecture, options: str = "") -> str:
    """A CSV with these columns: comma decimals, NA missing, quoted or not.

    Counts are read as DOUBLE: DuckDB would read « 1.5 » as the integer 2, and « 1.097 » as 1.
    """
    types = ", ".join(f"{citer(c)}: {citer(COLONNES[c].type)}" for c in lecture.colonnes)
    compression = "gzip" if lecture.nature == "gzip" else "none"
    return (f"read_csv({citer(lecture.fichier.chemin)}, auto_detect = false, header = true, delim = ';', quote = '\"', escape = '\"', "
            f"nullstr = 'NA', decimal_separator = ',', compression = {citer(compression)}, columns = {{{types}}}{options})")


def lire_parquet(lecture: Lecture) -> str:
    """A Parquet file with these columns; a value that its list does not know becomes null, which the rules refuse."""
    lues = ", ".join(f'TRY_CAST("{titre}" AS {COLONNES[ici].type}) AS {ici}' for titre, ici in zip(lecture.entete, lecture.colonnes, strict=True))
    return f"(SELECT {lues} FROM read_parquet({citer(lecture.fichier.chemin)}))"


def requete(lecture: Lecture, edition: date, geographie: int) -> str:
    """The columns of `ssmsi_bases.SCHEMA`, row by row in the file's order."""
    ici = {c: traduire(c, lecture.fichier.catalogue) if COLONNES[c].type in listes(lecture.fichier.catalogue) else c for c in lecture.colonnes}
    departement = DEPARTEMENT_DE_COMMUNE if lecture.base == "communale" else ici.get("departement", "NULL::VARCHAR")
    est_diffuse = "est_diffuse = 'diff'" if "est_diffuse" in ici else "true"
    sha256 = lecture.fichier.livraison.sha256
    return f"""
        SELECT DATE '{edition}' AS edition, {geographie}::INTEGER AS geographie, {ici[TERRITOIRES[lecture.base]]} AS territoire,
            {departement} AS departement, {ici.get("region", "NULL::VARCHAR")} AS region, en_annee(annee) AS annee,
            {ici["indicateur"]} AS indicateur, {ici["unite_de_compte"]} AS unite_de_compte, entier(nombre) AS nombre,
            CASE WHEN isfinite(taux_pour_mille) THEN taux_pour_mille END AS taux_pour_mille,
            entier(population) AS population, en_annee(population_millesime) AS population_millesime,
            logements, en_annee(logements_millesime) AS logements_millesime, {est_diffuse} AS est_diffuse,
            {ici.get("complement_nombre", "NULL::DOUBLE")} AS complement_nombre, {ici.get("complement_taux", "NULL::DOUBLE")} AS complement_taux,
            {citer(sha256)}::{enum([sha256])} AS livraison_sha256
        FROM {lire_parquet(lecture) if lecture.nature == "parquet" else lire_csv(lecture)}"""


def traduire(colonne: str, catalogue: Catalogue) -> str:
    """A value of a closed list → what it means here."""
    liste = COLONNES[colonne].type
    return f"([{', '.join(map(citer, listes(catalogue)[liste].values()))}]::{liste}_ici[])[enum_code({colonne}) + 1]"


def enum(valeurs) -> str:
    """An ENUM type of these values, each once."""
    return f"ENUM ({', '.join(map(citer, dict.fromkeys(valeurs)))})"


def citer(valeur: str | Path) -> str:
    """A SQL text literal."""
    return "'" + str(valeur).replace("'", "''") + "'"
