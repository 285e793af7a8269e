"""Codes and labels of producers → those of the catalogue, and numbers as they write them. Nothing unknown has a code."""

from __future__ import annotations

import re
import unicodedata

import polars as pl

from catalogue import Catalogue

PLIES = {"69D": "69", "69M": "69"}
ENTIER = r"^(\d+|\d{1,3}([ \u00a0\u202f]\d{3})+)$"
ATTENDU_ENTIER = "un nombre entier, comme 17369 ou 17 369"
ATTENDU_DEPARTEMENT = "un code du code officiel géographique, comme 01, 2A ou 971 (20 ne se partage pas entre 2A et 2B)"


def cle(texte: str) -> str:
    """A label without accents, case, punctuation or double spaces: what two spellings of the same label share."""
    sans_accent = unicodedata.normalize("NFKD", texte.replace("’", "'")).encode("ascii", "ignore").decode()
    return " ".join(re.findall(r"[a-z0-9]+", sans_accent.lower()))


def departements(catalogue: Catalogue, collectivites: bool = False) -> dict[str, str]:
    """A code as producers write it → the catalogue's: the 101 départements, 69D and 69M folded into 69; with the overseas
    collectivities (975, 977…) on demand."""
    codes = {c: c for c in catalogue.nomenclatures["departements"]} | PLIES
    return codes | ({c: c for c in catalogue.nomenclatures["collectivites_outremer"]} if collectivites else {})


def regions(catalogue: Catalogue) -> dict[str, str]:
    """A region's code as producers write it (`01` is Guadeloupe) → the catalogue's (`R01`)."""
    return {code.removeprefix("R"): code for code in catalogue.nomenclatures["regions"]}


def zones(catalogue: Catalogue) -> dict[str, tuple[str, str]]:
    """`01-Ain`, `11-Île-de-France`, `11-Aude`, by `cle` → (territoire_type, territoire). The name decides: 11 alone is ambiguous."""
    noms = {f"{code}-{ligne['nom']}": ("departement", code) for code, ligne in catalogue.nomenclatures["departements"].items()}
    noms |= {f"{code}-{catalogue.nomenclatures['regions'][region]['nom']}": ("region", region) for code, region in regions(catalogue).items()}
    return {cle(nom): zone for nom, zone in noms.items()}


def ecritures(catalogue: Catalogue, nomenclature: str) -> dict[str, str]:
    """Each spelling a producer uses for a code (column `ecritures`, separated by `|`) → the code."""
    return {e: code for code, ligne in catalogue.nomenclatures[nomenclature].items() for e in ligne["ecritures"].split("|") if e}


def libelles_4001(catalogue: Catalogue) -> dict[int, set[str]]:
    """The `cle` of every known label of an index of the état 4001, the official one included."""
    return {int(code): {cle(e) for e in [ligne["libelle"], *ligne["ecritures"].split("|")] if e}
            for code, ligne in catalogue.nomenclatures["index_4001"].items()}


def entier(colonne: str) -> pl.Expr:
    """Text that `ENTIER` accepts → Int64; null for any other text."""
    propre = pl.col(colonne).str.replace_all(r"[ \u00a0\u202f]", "")
    return pl.when(pl.col(colonne).str.contains(ENTIER)).then(propre).cast(pl.Int64, strict=False)
