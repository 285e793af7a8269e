"""État 4001 as text: the wide CSV of 2012 (one month or one year, départements by name) and a long annual series.

The long one (`departement;index;annee;faits`) is what users derive from the workbooks; it holds both services together.
"""

from __future__ import annotations

import re

import polars as pl

from ingest.sources import index4001
from ingest.sources.codes import ATTENDU_DEPARTEMENT, ATTENDU_ENTIER, cle, departements, entier
from ingest.sources.fichier import Fichier
from ingest.sources.textes import decoder, lignes, tableau

LONGUE = {"departement": "departement", "index": "index", "annee": "annee", "faits": "faits"}
ATTENDU_ENTETE = "departement;index;annee;faits, ou N°Index;Index de l'Etat 4001;Métropole;Ain;Aisne;…"
LARGE = ["nindex", "index de l etat 4001", "metropole"]
TITRE = re.compile(r"\ben (?:([a-zéû]+) )?((?:19|20)\d{2})\b")
MOIS = {nom: i for i, nom in enumerate(("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre",
                                        "novembre", "décembre"), 1)}
PREMIERE, DERNIERE = 1996, 2022


def lire(fichier: Fichier) -> pl.LazyFrame:
    """Either text form → the columns of `etat4001.lire`; service is always ts. Raises Refus."""
    texte = decoder(fichier, "cp1252")
    premiere = next(lignes(fichier, texte), (1, [""]))[1]
    lues = _longue(fichier, texte) if set(premiere) >= {"departement", "index"} else _large(fichier, texte)
    fichier.conclure()
    mois_couverts = pl.when(pl.col("mois").is_not_null()).then(1).when(pl.col("annee") < DERNIERE).then(12)
    return index4001.nommer(lues.with_columns(service=pl.lit("ts"), mois_couverts=mois_couverts), fichier.catalogue)


def _longue(fichier: Fichier, texte: str) -> pl.DataFrame:
    codes = departements(fichier.catalogue, collectivites=True)
    lues = tableau(fichier, texte, LONGUE).with_columns(
        code=pl.col("departement").replace_strict(codes, default=None), numero=entier("index").cast(pl.Int32, strict=False),
        an=entier("annee").cast(pl.Int32, strict=False), nombre=entier("faits"))
    for colonne, condition, code, attendu in (
            ("departement", pl.col("code").is_not_null(), "departement_inconnu", ATTENDU_DEPARTEMENT),
            ("index", pl.col("numero").is_between(1, 107), "index_inconnu", index4001.ATTENDU_INDEX),
            ("annee", pl.col("an").is_between(PREMIERE, DERNIERE), "annee_illisible", f"une année de {PREMIERE} à {DERNIERE}"),
            ("faits", pl.col("nombre").is_not_null(), "nombre_illisible", ATTENDU_ENTIER)):
        fichier.exiger(lues, condition, code, valeur=colonne, attendu=attendu, colonne=colonne)
    cles = lues.with_columns(repere=pl.concat_str("code", "index", "annee", separator=", "))
    fichier.exiger(cles, pl.struct("code", "numero", "an").is_first_distinct() | pl.col("repere").is_null(), "ligne_double", valeur="repere",
                   attendu="un département, un index et une année une seule fois")
    return lues.select(departement="code", index="numero", annee="an", mois=pl.lit(None, pl.Int32), nombre="nombre")


def _large(fichier: Fichier, texte: str) -> pl.DataFrame:
    rangees = list(lignes(fichier, texte))
    debut = next((i for i, (_, cellules) in enumerate(rangees) if [cle(c) for c in cellules[:3]] == LARGE), None)
    if debut is None:
        premiere = ";".join(rangees[0][1][:4]) if rangees else ""
        raise fichier.arreter("entete_introuvable", valeur=premiere, attendu=ATTENDU_ENTETE)
    annee, mois = _periode(fichier, rangees[:debut])
    numero, entete = rangees[debut]
    noms = {cle(ligne["nom"]): code for code, ligne in fichier.catalogue.nomenclatures["departements"].items()}
    for i, titre in enumerate(entete[3:], 3):
        if cle(titre) not in noms:
            fichier.refuser("departement_inconnu", ligne=numero, valeur=titre, attendu="le nom d’un département, comme Ain ou Val-d’Oise")
        elif titre in entete[:i]:
            fichier.refuser("colonne_double", ligne=numero, valeur=titre, attendu="chaque département une seule fois")
    fichier.conclure()
    corps = []
    for ligne, cellules in rangees[debut + 1:]:
        if not any(cellules[2:]):
            continue  # the source and notes, under the table: words in the first columns and nothing else
        if len(cellules) != len(entete):
            fichier.refuser("cellules", ligne=ligne, valeur=len(cellules), attendu=len(entete))
        corps.append((ligne, *(c or None for c in cellules)))
    fichier.conclure()
    colonnes = [f"c{i}" for i in range(len(entete))]
    table = pl.DataFrame(corps, schema={"ligne": pl.Int64} | dict.fromkeys(colonnes, pl.String), orient="row")
    longues = index4001.deplier(fichier, table, colonnes[2:], dict(zip(colonnes, entete, strict=True)))
    _total(fichier, longues)
    codes = {f"c{i}": noms[cle(titre)] for i, titre in enumerate(entete[3:], 3)}
    return longues.filter(pl.col("position") != "c2").select(
        pl.col("position").replace_strict(codes, return_dtype=pl.String).alias("departement"), "index", pl.lit(annee, pl.Int32).alias("annee"),
        pl.lit(mois, pl.Int32).alias("mois"), "nombre")


def _periode(fichier: Fichier, avant: list[tuple[int, list[str]]]) -> tuple[int, int | None]:
    titre = " ".join(c for _, cellules in avant for c in cellules if c)
    lu = TITRE.search(titre)
    if not lu or (lu[1] and lu[1] not in MOIS):
        raise fichier.arreter("periode_illisible", ligne=1, valeur=titre, attendu="un titre qui dit « en juin 2012 » ou « en 2012 »")
    return int(lu[2]), MOIS[lu[1]] if lu[1] else None


def _total(fichier: Fichier, longues: pl.DataFrame) -> None:
    """The column Métropole is a control, never data: it must be the sum of the départements."""
    sommes = longues.group_by("index", maintain_order=True).agg(
        total=pl.col("nombre").filter(pl.col("position") == "c2").sum(), somme=pl.col("nombre").filter(pl.col("position") != "c2").sum())
    for index, total, somme in sommes.filter(pl.col("total") != pl.col("somme")).head(5).iter_rows():
        fichier.refuser("total_different", colonne="Métropole", objet=f"l’index {index}", valeur=total,
                        attendu=f"{somme}, la somme des départements")
