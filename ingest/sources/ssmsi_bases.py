"""SSMSI: bases statistiques départementale, régionale and communale, every edition since 2023 (csv, csv.gz, parquet).

The communal base has five million rows: DuckDB, in memory, streams it to Parquet, and every rule is then checked on that Parquet.
The types refuse most faults (a label is an ENUM); `ssmsi_diagnostic` finds where they are, on refusal only.
"""

from __future__ import annotations

import csv
import gzip
import re
import zlib
from datetime import date
from pathlib import Path

import duckdb
import polars as pl

from ingest.sources import ssmsi_diagnostic, ssmsi_regles, ssmsi_sql
from ingest.sources.fichier import Fichier
from ingest.sources.ssmsi_colonnes import COLONNES, Lecture, reconnaitre
from ingest.sources.textes import exiger_nature

SCHEMA = {"edition": pl.Date, "geographie": pl.Int32, "territoire": pl.String, "departement": pl.String, "region": pl.String, "annee": pl.Int32,
          "indicateur": pl.String, "unite_de_compte": pl.String, "nombre": pl.Int32, "taux_pour_mille": pl.Float64, "population": pl.Int32,
          "population_millesime": pl.Int32, "logements": pl.Float64, "logements_millesime": pl.Int32, "est_diffuse": pl.Boolean,
          "complement_nombre": pl.Float64, "complement_taux": pl.Float64, "livraison_sha256": pl.String}
CLE = ("territoire", "annee", "indicateur")
EDITION = re.compile(r"geographie(\d{4}).*produit-le(\d{4}-\d\d-\d\d)")
ATTENDU_NOM = "un nom qui finit par « geographie2025-produit-le2025-06-04 »"
NUMERIQUES = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT", "FLOAT", "DOUBLE", "DECIMAL")


def ecrire(base: str, fichier: Fichier, parquet: Path) -> None:
    """One livraison of a base (departementale, regionale, communale) → `parquet`, columns `SCHEMA`, in the file's order.

    `edition` is the date of « produit-le » in the file's name: an edition re-issues every year, and two editions are never one series.
    `nombre` and `taux_pour_mille` are null where `est_diffuse` is false; `complement_*` are the mean of a département's masked communes,
    never the commune's value. Raises Refus, and then leaves nothing of use in `parquet`.
    """
    nature = exiger_nature(fichier, "texte", "gzip", "parquet")
    edition, geographie = _edition(fichier)
    with duckdb.connect(":memory:") as connexion:
        ssmsi_sql.preparer(connexion, fichier.catalogue)
        if nature == "parquet":
            lecture = _entete_parquet(connexion, fichier, base)
        else:
            lecture = reconnaitre(fichier, base, nature, _premiere_ligne(fichier, nature))
        requete = ssmsi_sql.requete(lecture, edition, lecture.geographie or geographie)
        try:
            connexion.execute(f"COPY ({requete}) TO {ssmsi_sql.citer(parquet)} (FORMAT parquet)")
        except ssmsi_sql.ILLISIBLE as erreur:
            raise ssmsi_diagnostic.de_lecture(lecture, erreur) from None
        ssmsi_regles.verifier(connexion, lecture, parquet)


def _edition(fichier: Fichier) -> tuple[date, int]:
    lu = EDITION.search(fichier.nom) or EDITION.search(fichier.livraison.fiche.url or "")
    try:
        return date.fromisoformat(lu[2]), int(lu[1])
    except (TypeError, ValueError):
        raise fichier.arreter("edition_illisible", valeur=fichier.nom, attendu=ATTENDU_NOM) from None


def _premiere_ligne(fichier: Fichier, nature: str) -> list[str]:
    try:
        with (gzip.open if nature == "gzip" else open)(fichier.chemin, "rb") as f:
            ligne = f.readline(1 << 16)
    except (EOFError, gzip.BadGzipFile, zlib.error):
        raise fichier.arreter("tronque", attendu="une archive gzip entière") from None
    try:
        return next(csv.reader([ligne.decode("utf-8-sig").strip("\r\n")], delimiter=";"), [])
    except UnicodeDecodeError as e:
        raise fichier.arreter("encodage", ligne=1, valeur=f"octet {ligne[e.start]:#04x}", attendu="UTF-8") from None
    except csv.Error as e:
        raise fichier.arreter("csv_illisible", ligne=1, detail=e) from None


def _entete_parquet(connexion: duckdb.DuckDBPyConnection, fichier: Fichier, base: str) -> Lecture:
    try:
        types = dict(r[:2] for r in connexion.execute(f"DESCRIBE SELECT * FROM read_parquet({ssmsi_sql.citer(fichier.chemin)})").fetchall())
    except ssmsi_sql.ILLISIBLE as e:
        raise fichier.arreter("csv_illisible", detail=str(e).splitlines()[0]) from None
    lecture = reconnaitre(fichier, base, "parquet", list(types))
    for titre, ici in zip(lecture.entete, lecture.colonnes, strict=True):
        nombres = COLONNES[ici].type in ("DOUBLE", "INTEGER")
        if nombres != types[titre].startswith(NUMERIQUES):
            fichier.refuser("type_inattendu", colonne=titre, valeur=types[titre], attendu="des nombres" if nombres else "du texte")
    fichier.conclure()
    return lecture
