"""SSMSI territorial bases: what must hold between the columns of a row, and for the whole file, once it is in Parquet."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb

from catalogue import Catalogue
from ingest.sources.ssmsi_colonnes import COLONNES, Lecture, attendu
from ingest.sources.ssmsi_diagnostic import cellule
from ingest.sources.ssmsi_sql import citer

PREMIERE_ANNEE, PREMIER_RECENSEMENT = 2016, 1990
OBLIGATOIRES = {"departementale": ("departement", "region", "annee", "indicateur", "unite_de_compte", "population"),
                "regionale": ("region", "annee", "indicateur", "unite_de_compte", "population"),
                "communale": ("annee", "indicateur", "unite_de_compte", "est_diffuse")}


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
            fichier.refuser(regle.code, ligne=ligne, colonne=lecture.titre(regle.colonne), valeur=valeur, attendu=regle.attendu)
    if not lignes:
        fichier.refuser("sans_ligne", attendu="une ligne par territoire, année et indicateur")
    elif not fichier.refus and lignes != grille:
        fichier.refuser("grille_incomplete", valeur=lignes, attendu=grille)
    fichier.conclure()


def regles(base: str, catalogue: Catalogue) -> list[Regle]:
    """What every row of a base must respect; a missing value first, then one out of bounds, then one that contradicts another."""
    posees = [Regle(c, f"{c} IS NULL", COLONNES[c].code, attendu(c, catalogue)) for c in OBLIGATOIRES[base]]
    if base == "communale":
        inconnue = "departement IS NULL OR territoire NOT GLOB '[0-9][0-9AB][0-9][0-9][0-9]'"
        posees.append(Regle("commune", inconnue, "commune_inconnue", attendu("commune", catalogue)))
    bornes = {"annee": f"annee NOT BETWEEN {PREMIERE_ANNEE} AND year(edition)"}
    bornes |= {c: f"{c} NOT BETWEEN {PREMIER_RECENSEMENT} AND year(edition)" for c in ("population_millesime", "logements_millesime")}
    bornes |= {c: f"{c} < 0" for c in ("nombre", "population", "logements")}
    posees += [Regle(c, faute, COLONNES[c].code, attendu(c, catalogue)) for c, faute in bornes.items()]
    return posees + _entre_colonnes(catalogue)


def _entre_colonnes(catalogue: Catalogue) -> list[Regle]:
    indicateurs = catalogue.nomenclatures["indicateurs_ssmsi"]
    par_logement = ", ".join(citer(code) for code, ligne in indicateurs.items() if ligne["denominateur"] == "logements")
    d = f"(CASE WHEN indicateur IN ({par_logement}) THEN logements ELSE population END)"
    # |1000 n ÷ d − taux| within a millionth, plus half a unit of d: since 2025 d is published rounded, and the rate is made of the exact one.
    ecart = f"abs(1000 * nombre - taux_pour_mille * {d}) * {d} > 510 * nombre + 1e-6 * {d} * {d}"
    return [
        Regle("nombre", "est_diffuse <> (nombre IS NOT NULL)", "diffusion_incoherente", "un nombre si la ligne est diffusée, NA sinon"),
        Regle("taux_pour_mille", f"nombre IS NOT NULL AND {d} > 0 AND taux_pour_mille IS NULL", "nombre_illisible",
              attendu("taux_pour_mille", catalogue)),
        *_unites(catalogue),
        Regle("taux_pour_mille", f"{d} > 0 AND nombre >= 0 AND {ecart}", "taux_incoherent",
              "1 000 × nombre ÷ population (÷ logements pour les cambriolages)"),
    ]


def _unites(catalogue: Catalogue) -> list[Regle]:
    """One rule per unit of count, which says the unit that was expected."""
    par_unite: dict[str, list[str]] = {}
    for code, ligne in catalogue.nomenclatures["indicateurs_ssmsi"].items():
        par_unite.setdefault(ligne["unite"], []).append(citer(code))
    unites = catalogue.nomenclatures["unites_de_compte"]
    return [Regle("unite_de_compte", f"unite_de_compte <> {citer(unite)} AND indicateur IN ({', '.join(codes)})", "unite_changee",
                  f"{unites[unite]['ecritures'].split('|')[0]}, l’unité de cet indicateur dans les autres éditions") for unite, codes in par_unite.items()]
