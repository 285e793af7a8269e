"""NATINF: the Justice ministry's list of offences (one CSV a quarter), and which of them are about the prostitution system."""

from __future__ import annotations

import re

import polars as pl

from catalogue import Catalogue
from ingest.sources.fichier import Fichier, au_schema
from ingest.sources.textes import decoder, exiger_nature, tableau

SCHEMA = {"natinf": pl.Int32, "nature": pl.String, "qualification": pl.String, "definie_par": pl.String, "reprimee_par": pl.String,
          "retenue": pl.Boolean, "infraction": pl.String}
CLE = ("natinf",)
COLONNES = {"Numéro NATINF": "natinf", "Nature de l'infraction": "nature", "Qualification de l'infraction": "qualification",
            "Définie par": "definie_par", "Réprimée par": "reprimee_par"}
ARTICLE = re.compile(r"\bART\.([\w.-]+)")
CODE = re.compile(r"\bC\.[A-Z][A-Z.]*")
CODE_PENAL = "C.PENAL"


def lire(fichier: Fichier) -> pl.LazyFrame:
    """The file → `SCHEMA`, every offence. `retenue`: « Définie par » cites an article of the code pénal listed in articles_natinf;
    `infraction` is then that article's, the first by rank when several are cited. Raises Refus for an unreadable number or a double one.
    """
    exiger_nature(fichier, "texte")
    lues = tableau(fichier, decoder(fichier, "cp1252"), COLONNES).with_columns(numero=pl.col("natinf").cast(pl.Int32, strict=False))
    fichier.exiger(lues, pl.col("numero") > 0, "nombre_illisible", valeur="natinf", colonne="Numéro NATINF", attendu="un nombre entier")
    fichier.exiger(lues, pl.col("numero").is_null() | pl.col("numero").is_first_distinct(), "ligne_double", valeur="natinf",
                   colonne="Numéro NATINF", attendu="chaque numéro une seule fois")
    for colonne, nom in list(COLONNES.items())[1:3]:
        fichier.exiger(lues, pl.col(nom).is_not_null(), "cellule_vide", valeur="natinf", colonne=colonne, attendu="un texte")
    if not lues.height:
        fichier.refuser("sans_ligne", attendu="une ligne par infraction")
    fichier.conclure()
    infractions = [infraction(texte or "", fichier.catalogue) for texte in lues["definie_par"]]
    lues = lues.with_columns(pl.col("numero").alias("natinf"), pl.Series("infraction", infractions, pl.String))
    return au_schema(lues.with_columns(retenue=pl.col("infraction").is_not_null()), SCHEMA)


def infraction(definie_par: str, catalogue: Catalogue) -> str | None:
    """The catalogue's infraction for a « Définie par » text, null when none of its articles is listed.

    Articles are followed by the code they belong to: « ART.225-5, ART.225-6 C.PENAL. ». ART.L.611-1 C.E.S.E.D.A. is another article.
    """
    connus = catalogue.nomenclatures["articles_natinf"]
    cites = [article for article, code in articles(definie_par) if code == CODE_PENAL and article in connus]
    return connus[min(cites, key=lambda a: int(connus[a]["rang"]))]["infraction"] if cites else None


def articles(definie_par: str) -> list[tuple[str, str]]:
    """(article, code of law) for each article cited; the code is the first one named after it, `""` when none is."""
    codes = [(m.start(), m[0].rstrip(".")) for m in CODE.finditer(definie_par)]
    return [(m[1].rstrip(".,"), next((nom for debut, nom in codes if debut > m.start()), "")) for m in ARTICLE.finditer(definie_par)]
