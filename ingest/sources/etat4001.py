"""État 4001: crimes and offences recorded by police and gendarmerie, by département, index (1 to 107) and month, 1996 to August 2022.

Workbooks `tableaux-4001-ts|pn|gn.xlsx`, one sheet a département; text files are read by `etat4001_texte`.
"""

from __future__ import annotations

import re

import polars as pl

from ingest.sources import etat4001_texte, index4001
from ingest.sources.classeurs import Classeur
from ingest.sources.codes import cle, departements
from ingest.sources.fichier import Fichier, au_schema
from ingest.sources.textes import exiger_nature

SCHEMA = {"departement": pl.String, "index": pl.Int32, "libelle": pl.String, "annee": pl.Int32, "mois": pl.Int32,
          "mois_couverts": pl.Int32, "service": pl.String, "nombre": pl.Int64}
CLE = ("departement", "index", "annee", "mois", "service")
TOTAUX = {"france entiere", "france metro"}
MOIS = re.compile(r"_(\d{4})_(0[1-9]|1[0-2])")


def lire(fichier: Fichier) -> pl.LazyFrame:
    """A file → `SCHEMA`, one row per département, index and period. `mois` is null in annual files; `service` is ts (both), pn or gn.

    `mois_couverts` is 1 for a month and 12 for a whole year: a year is complete when its rows sum to 12. It is null for 2022 in annual
    files, since the source stops in August. An index no longer used may be blank (null).
    Sheets and columns of national totals are never rows. Raises Refus: unknown sheet, column, index, label, département or number.
    """
    if exiger_nature(fichier, "xlsx", "texte") == "texte":
        return au_schema(etat4001_texte.lire(fichier), SCHEMA)
    service = _service(fichier)
    classeur = Classeur(fichier)
    codes = departements(fichier.catalogue, collectivites=True)
    feuilles = []
    for nom in classeur.feuilles:
        if cle(nom.replace("_", " ")) in TOTAUX:
            continue
        if nom not in codes:
            fichier.refuser("feuille_inconnue", feuille=nom, attendu="un code de département, comme 01, 2A ou 971, ou un total France")
            continue
        cellules = classeur.feuille(nom)
        if periodes := _periodes(fichier, nom, cellules):
            feuilles.append(_feuille(fichier, nom, cellules, periodes).with_columns(departement=pl.lit(codes[nom])))
    if not feuilles and not fichier.refus:
        fichier.refuser("sans_ligne", attendu="une feuille par département")
    fichier.conclure()
    lues = index4001.nommer(pl.concat(feuilles), fichier.catalogue)
    return au_schema(lues.with_columns(service=pl.lit(service), mois_couverts=1), SCHEMA)


def _service(fichier: Fichier) -> str:
    trouve = re.search(r"4001-(ts|pn|gn)\b", fichier.nom.lower())
    if not trouve:
        raise fichier.arreter("service_inconnu", valeur=fichier.nom, attendu="tableaux-4001-ts.xlsx, -pn.xlsx ou -gn.xlsx")
    return trouve[1]


def _periodes(fichier: Fichier, nom: str, cellules: pl.DataFrame) -> dict[str, tuple[int, int]] | None:
    """Position → (year, month) of each column of counts; None, and refusals, when the header is not one."""
    entete = cellules.drop("ligne").row(0) if cellules.height else ()
    fautes = len(fichier.refus)
    for i, attendu in enumerate(("Index", "libellé index")):
        vu = entete[i] if i < len(entete) else ""
        if cle(vu or "") != cle(attendu):
            fichier.refuser("colonne_inconnue", feuille=nom, ligne=1, valeur=vu, attendu=attendu)
    periodes: dict[str, tuple[int, int]] = {}
    for i, titre in enumerate(entete[2:], 2):
        lu = MOIS.fullmatch(titre or "")
        if not lu:
            fichier.refuser("periode_illisible", feuille=nom, ligne=1, valeur=titre, attendu="un mois écrit comme _2022_07")
        elif (int(lu[1]), int(lu[2])) in periodes.values():
            fichier.refuser("colonne_double", feuille=nom, ligne=1, valeur=titre, attendu="chaque mois une seule fois")
        else:
            periodes[f"c{i}"] = int(lu[1]), int(lu[2])
    if not periodes and len(fichier.refus) == fautes:
        fichier.refuser("sans_ligne", feuille=nom, attendu="une colonne par mois")
    return periodes if len(fichier.refus) == fautes else None


def _feuille(fichier: Fichier, nom: str, cellules: pl.DataFrame, periodes: dict[str, tuple[int, int]]) -> pl.DataFrame:
    noms = dict(zip(cellules.columns[1:], cellules.drop("ligne").row(0), strict=True))
    longues = index4001.deplier(fichier, cellules[1:], list(periodes), noms, feuille=nom)
    annees, mois = ({c: periode[i] for c, periode in periodes.items()} for i in (0, 1))
    return longues.with_columns(annee=pl.col("position").replace_strict(annees, return_dtype=pl.Int32),
                                mois=pl.col("position").replace_strict(mois, return_dtype=pl.Int32)).drop("position")
