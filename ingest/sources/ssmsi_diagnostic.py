"""SSMSI territorial bases: where a refused file is wrong. Run on refusal only, when reading the whole file again costs nothing that matters."""

from __future__ import annotations

import csv
import gzip
import io
import itertools
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import duckdb

from catalogue.erreurs import Refus, suggestion
from ingest.sources.fichier import EN_TOUT, PAR_CONTROLE
from ingest.sources.ssmsi_colonnes import COLONNES, Lecture, attendu, listes
from ingest.sources.ssmsi_sql import ILLISIBLE, citer, lire_csv, preparer


def cellule(lecture: Lecture, rang: int, colonne: str) -> tuple[int, str]:
    """Line number (in Parquet: place of the row, from 1) and text of a cell as the file has it. `rang`: place of the row, from 0."""
    position = lecture.colonnes.index(colonne)
    if lecture.nature == "parquet":
        with duckdb.connect(":memory:") as connexion:
            source = f"read_parquet({citer(lecture.fichier.chemin)}, file_row_number = true)"
            return rang + 1, str(connexion.execute(f"SELECT * FROM {source} WHERE file_row_number = {rang}").fetchone()[position])
    with _ouvrir(lecture) as octets:
        lecteur = csv.reader(io.TextIOWrapper(octets, "utf-8-sig", newline=""), delimiter=";")
        cellules = next(itertools.islice(lecteur, rang + 1, None), [])
        return lecteur.line_num, _texte(cellules, position)


def de_lecture(lecture: Lecture, erreur: duckdb.Error) -> Refus:
    """What DuckDB could not read, told by line, column and value."""
    fichier = lecture.fichier
    if isinstance(erreur, duckdb.IOException) and "GZIP" in str(erreur).upper():
        return fichier.arreter("tronque", attendu="une archive gzip entière")
    if lecture.nature != "parquet" and not _encodage(lecture):
        with suppress(*ILLISIBLE):  # a line so damaged that DuckDB cannot even say where it is
            _rejets(lecture)
    if not fichier.refus:
        fichier.refuser("csv_illisible", detail=str(erreur).splitlines()[0])
    return Refus.groupe(fichier.refus[:EN_TOUT])


def _texte(cellules: list[str], position: int) -> str:
    """A cell of a row that may be shorter than it should: a stray line end is not seen alike by both readers."""
    return cellules[position] if position < len(cellules) else ""


@contextmanager
def _ouvrir(lecture: Lecture) -> Iterator[io.BufferedIOBase]:
    with (gzip.open if lecture.nature == "gzip" else open)(lecture.fichier.chemin, "rb") as octets:
        yield octets


def _encodage(lecture: Lecture) -> bool:
    with _ouvrir(lecture) as octets:
        for numero, ligne in enumerate(octets, 1):
            try:
                ligne.decode("utf-8")
            except UnicodeDecodeError as e:
                lecture.fichier.refuser("encodage", ligne=numero, valeur=f"octet {ligne[e.start]:#04x}", attendu="UTF-8")
                return True
    return False


def _rejets(lecture: Lecture) -> None:
    """The lines that DuckDB rejects when it is asked to go on, each different value of a column once."""
    with duckdb.connect(":memory:") as connexion:
        preparer(connexion, lecture.fichier.catalogue)
        toutes = ", ".join(f"count({c})" for c in lecture.colonnes)
        connexion.execute(f"SELECT {toutes} FROM {lire_csv(lecture, ', store_rejects = true')}").fetchall()
        rejets = connexion.execute("SELECT line, column_name, error_type, csv_line FROM reject_errors ORDER BY line").fetchall()
    vus: dict[str | None, set] = {}
    for ligne, colonne, genre, brute in rejets:
        cellules = next(csv.reader([brute.replace("\r", " ").replace("\n", " ")], delimiter=";"), [])
        valeur = _texte(cellules, lecture.colonnes.index(colonne)) if genre == "CAST" else len(cellules)
        valeurs = vus.setdefault(colonne, set())
        if valeur not in valeurs and len(valeurs) < PAR_CONTROLE:
            valeurs.add(valeur)
            _rejet(lecture, ligne, colonne, genre, valeur)


def _rejet(lecture: Lecture, ligne: int, colonne: str | None, genre: str, valeur: object) -> None:
    fichier = lecture.fichier
    if genre == "CAST":
        connus = listes(fichier.catalogue).get(COLONNES[colonne].type, {})
        fichier.refuser(COLONNES[colonne].code, ligne=ligne, colonne=lecture.titre(colonne), valeur=valeur,
                        attendu=attendu(colonne, fichier.catalogue), suggestion=suggestion(valeur, set(connus)))
    elif "COLUMNS" in genre:
        fichier.refuser("cellules", ligne=ligne, valeur=valeur, attendu=len(lecture.colonnes))
    else:
        fichier.refuser("csv_illisible", ligne=ligne, detail=genre.lower())
