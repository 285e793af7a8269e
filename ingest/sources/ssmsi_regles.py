"""SSMSI territorial bases: what must hold between the columns of a row, and for the whole file, once it is in Parquet."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb

from catalogue import Catalogue
from ingest.sources.ssmsi_colonnes import COLONNES, Lecture, attendu
from ingest.sources.ssmsi_diagnostic import cellule
from ingest.sources.ssmsi_sql import citer

PREMIERE_ANNEE = 2016


@dataclass(frozen=True)
class Regle:
    """A fault of a row: `faute` is SQL on the written columns, `colonne` the one whose cell is shown, `attendu` what it should have held."""

    colonne: str
    faute: str
    code: str
    attendu: str


def verifier(connexion: duckdb.DuckDBPyConnection, lecture: Lecture, parquet: Path) -> None:
    """Check every rule on the written Parquet, in one pass. Raises Refus naming the first line of each fault, and its cell as the file has it."""
    posees = regles(lecture.base, lecture.fichier.catalogue)
    premieres = ", ".join(f"min(file_row_number) FILTER (WHERE {r.faute})" for r in posees)
    lignes, grille, *fautes = connexion.execute(
        f"SELECT count(*), count(DISTINCT territoire) * count(DISTINCT annee) * count(DISTINCT indicateur), {premieres} "
        f"FROM read_parquet({citer(parquet)}, file_row_number = true)").fetchone()
    fichier = lecture.fichier
    for regle, rang in zip(posees, fautes, strict=True):
        if rang is not None:
            ligne, valeur = cellule(lecture, rang, regle.colonne)
            fichier.refuser(regle.code, ligne=ligne, colonne=lecture.titre(regle.colonne), valeur=valeur, attendu=regle.attendu, suggestion="")
    if not lignes:
        fichier.refuser("sans_ligne", attendu="une ligne par territoire, année et indicateur")
    elif not fichier.refus and lignes != grille:
        fichier.refuser("grille_incomplete", valeur=lignes, attendu=grille)
    fichier.conclure()


def regles(base: str, catalogue: Catalogue) -> list[Regle]:
    indicateurs = catalogue.nomenclatures["indicateurs_ssmsi"]
    unites = " ".join(f"WHEN '{code}' THEN '{ligne['unite']}'" for code, ligne in indicateurs.items())
    par_logement = ", ".join(f"'{code}'" for code, ligne in indicateurs.items() if ligne["denominateur"] == "logements")
    denominateur = f"(CASE WHEN indicateur IN ({par_logement}) THEN logements ELSE population END)"
    # |1000 n ÷ d − t| within a millionth, plus half a unit of d: since 2025 the denominator is published rounded, the rate is made of the exact one.
    ecart = f"abs(1000 * nombre - taux_pour_mille * {denominateur}) * {denominateur} > 510 * nombre + 1e-6 * {denominateur} * {denominateur}"
    absents = [Regle(c, f"{ici} IS NULL", COLONNES[c].code, attendu(c, catalogue)) for c, ici in _obligatoires(base).items()]
    return absents + [
        *([Regle("commune", "departement IS NULL OR territoire NOT GLOB '[0-9][0-9AB][0-9][0-9][0-9]'", "commune_inconnue", attendu("commune", catalogue))]
          if base == "communale" else []),
        Regle("annee", f"annee NOT BETWEEN {PREMIERE_ANNEE} AND year(edition)", "annee_illisible", attendu("annee", catalogue)),
        *[Regle(c, f"{c} NOT BETWEEN 1990 AND year(edition)", "annee_illisible", attendu(c, catalogue)) for c in ("population_millesime", "logements_millesime")],
        *[Regle(c, f"{c} < 0", "nombre_illisible", attendu(c, catalogue)) for c in ("nombre", "population", "logements")],
        Regle("nombre", "est_diffuse <> (nombre IS NOT NULL)", "diffusion_incoherente", "un nombre si la ligne est diffusée, NA sinon"),
        Regle("taux_pour_mille", f"nombre IS NOT NULL AND {denominateur} > 0 AND taux_pour_mille IS NULL", "nombre_illisible", attendu("taux_pour_mille", catalogue)),
        Regle("unite_de_compte", f"unite_de_compte <> CASE indicateur {unites} END", "unite_changee", "l’unité de compte de cet indicateur dans les autres éditions"),
        Regle("taux_pour_mille", f"{denominateur} > 0 AND nombre >= 0 AND {ecart}", "taux_incoherent", "1 000 × nombre ÷ population (÷ logements pour les cambriolages)"),
    ]


def _obligatoires(base: str) -> dict[str, str]:
    """Columns never missing: name in the file's terms → name in the Parquet."""
    communs = {c: c for c in ("annee", "indicateur", "unite_de_compte")}
    if base == "communale":
        return communs | {"est_diffuse": "est_diffuse"}
    return communs | {"region": "region", "population": "population"} | ({"departement": "departement"} if base == "departementale" else {})
