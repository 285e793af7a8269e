"""The rows that the état 4001 and the file by service share: a number (1 to 107), its label, one count per column."""

from __future__ import annotations

import polars as pl

from catalogue import Catalogue
from ingest.sources.codes import ATTENDU_ENTIER, cle, entier, libelles_4001
from ingest.sources.fichier import Fichier

INUTILISE = "Index non utilisé"
ATTENDU_INDEX = "un numéro de 1 à 107"


def deplier(fichier: Fichier, corps: pl.DataFrame, colonnes: list[str], noms: dict[str, str], feuille: str | None = None) -> pl.DataFrame:
    """Wide rows (`ligne`, c0 the index, c1 its label, then `colonnes`) → index, position (the column), nombre.

    The number decides, the label must be one known for it, and each of the 107 is there once. An index that is no longer used may be
    blank (null); elsewhere a blank is refused: empty is never 0. `noms` are the columns' own titles. Refusals are noted in `fichier`.
    """
    connus, officiels = libelles_4001(fichier.catalogue), _officiels(fichier.catalogue)
    corps = corps.with_columns(index=entier("c0").cast(pl.Int32, strict=False))
    fichier.exiger(corps, pl.col("index").is_in(list(connus)), "index_inconnu", valeur="c0", attendu=ATTENDU_INDEX,
                   colonne=noms["c0"], feuille=feuille)
    for ligne, index, libelle in corps.select("ligne", "index", "c1").iter_rows():
        if index in connus and cle(libelle or "") not in connus[index]:
            fichier.refuser("libelle_inconnu", feuille=feuille, ligne=ligne, colonne=noms["c1"], valeur=libelle,
                            attendu=f"le libellé de l’index {index}, « {officiels[index]} »")
    fichier.exiger(corps, pl.col("index").is_first_distinct() | pl.col("index").is_null(), "ligne_double", valeur="c0",
                   attendu="chaque index une seule fois", colonne=noms["c0"], feuille=feuille)
    if absents := sorted(set(connus) - set(corps["index"])):
        fichier.refuser("index_absents", feuille=feuille, valeur=", ".join(map(str, absents[:10])), attendu="les 107 index")
    longues = corps.unpivot(colonnes, index=["ligne", "index"], variable_name="position", value_name="lu").with_columns(nombre=entier("lu"))
    vides = [index for index, libelle in officiels.items() if libelle == INUTILISE]
    fautes = longues.filter(pl.col("nombre").is_null() & ~(pl.col("lu").is_null() & pl.col("index").is_in(vides)))
    if fautes.height:
        fautes = fautes.with_columns(colonne=pl.col("position").replace_strict(noms, return_dtype=pl.String))
        fichier.exiger(fautes, pl.lit(False), "nombre_illisible", valeur="lu", attendu=ATTENDU_ENTIER, feuille=feuille)
    return longues.select("index", "position", "nombre")


def nommer(lignes: pl.DataFrame, catalogue: Catalogue) -> pl.LazyFrame:
    """Add `libelle`, the catalogue's own for each index: labels drift from one edition to the next."""
    return lignes.lazy().with_columns(libelle=pl.col("index").replace_strict(_officiels(catalogue), return_dtype=pl.String))


def _officiels(catalogue: Catalogue) -> dict[int, str]:
    return {int(code): ligne["libelle"] for code, ligne in catalogue.nomenclatures["index_4001"].items()}
