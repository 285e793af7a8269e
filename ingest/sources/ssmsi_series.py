"""SSMSI, séries chronologiques (`serieschrono-datagouv.csv`): the rows on traite et exploitation des êtres humains."""

from __future__ import annotations

import re

import polars as pl

from ingest.sources.codes import cle, ecritures, zones
from ingest.sources.fichier import Fichier, au_schema
from ingest.sources.textes import decoder, exiger_nature, tableau

SCHEMA = {"indicateur": pl.String, "sous_indicateur": pl.String, "unite_de_compte": pl.String, "territoire_type": pl.String,
          "territoire": pl.String, "annee": pl.Int32, "mois": pl.Int32, "valeur": pl.Float64, "statistique": pl.String, "declinaison": pl.String}
CLE = ("indicateur", "sous_indicateur", "unite_de_compte", "territoire_type", "territoire", "annee", "mois", "statistique", "declinaison")
INDICATEUR = "traite_exploitation"
COLONNES = {c: c.lower() for c in (
    "Valeurs", "Unite_temps", "Titre", "Ordonnees", "Indicateur", "SourceGraphique", "Sous_indicateur", "Nomenclature", "Declinaison",
    "Statistique", "Zone_geographique", "Champ", "Periodicite", "Unite_de_compte", "Detail_complementaire")}
FACULTATIVES = frozenset({"Detail_complementaire"})
ABSENT = "Non Renseigné"
STATISTIQUES = {"Nombre": "nombre", "Taux pour 1000 habitants": "taux_pour_mille"}
NOMBRE = r"^\d+([.,]\d+)?$"
PERIODE = re.compile(r"(\d{4})(?:M(0[1-9]|1[0-2]))?")


def lire(fichier: Fichier) -> pl.LazyFrame:
    """The file → `SCHEMA`, the rows of the one indicator that the letter uses; the other indicators of the file are left aside.

    `sous_indicateur` is a code of the nomenclature series_ssmsi, `mois` is null for annual values, `declinaison` null when not given.
    Forms are not additive: a procedure counts once in each. Raises Refus for an unknown label, unit, zone, period or number in those
    rows, for two values of one series, and when the indicator is not there at all.
    """
    exiger_nature(fichier, "texte")
    lues = tableau(fichier, decoder(fichier, "cp1252"), COLONNES, facultatives=FACULTATIVES)
    libelles = fichier.catalogue.nomenclatures["series_ssmsi"]
    attendu = libelles["ensemble"]["indicateur"]
    lues = lues.filter(pl.col("indicateur") == attendu)
    if not lues.height:
        raise fichier.arreter("sans_ligne", attendu=f"des lignes de l’indicateur « {attendu} »")
    lues = _coder(fichier, lues)
    fichier.conclure()
    return au_schema(lues, SCHEMA)


def _coder(fichier: Fichier, lues: pl.DataFrame) -> pl.DataFrame:
    formes, unites = ecritures(fichier.catalogue, "series_ssmsi"), ecritures(fichier.catalogue, "unites_de_compte")
    connues = zones(fichier.catalogue)
    lieux = {zone: ("france", "FR") if zone == "France" else connues.get(cle(zone or "")) for zone in lues["zone_geographique"].unique()}
    periodes = {p: PERIODE.fullmatch(p or "") for p in lues["unite_temps"].unique()}
    codees = lues.with_columns(
        indicateur=pl.lit(INDICATEUR), forme=_code("sous_indicateur", formes), unite=_code("unite_de_compte", unites),
        mesure=_code("statistique", STATISTIQUES), territoire_type=_code("zone_geographique", {z: lieu[0] for z, lieu in lieux.items() if lieu}),
        territoire=_code("zone_geographique", {z: lieu[1] for z, lieu in lieux.items() if lieu}),
        annee=_code("unite_temps", {p: int(m[1]) for p, m in periodes.items() if m}, pl.Int32),
        mois=_code("unite_temps", {p: int(m[2]) for p, m in periodes.items() if m and m[2]}, pl.Int32),
        valeur=pl.when(pl.col("valeurs").str.contains(NOMBRE)).then(pl.col("valeurs").str.replace(",", ".")).cast(pl.Float64),
        declinaison=pl.col("declinaison").replace(ABSENT, None))
    _verifier(fichier, codees, {"sous_indicateur": formes, "unite_de_compte": unites, "statistique": STATISTIQUES})
    return codees.with_columns(sous_indicateur="forme", unite_de_compte="unite", statistique="mesure")


def _code(colonne: str, codes: dict, type: type[pl.DataType] = pl.String) -> pl.Expr:
    return pl.col(colonne).replace_strict(codes, default=None, return_dtype=type)


def _verifier(fichier: Fichier, codees: pl.DataFrame, libelles: dict[str, dict[str, str]]) -> None:
    for lu, code, message, attendu in (
            ("sous_indicateur", "forme", "libelle_inconnu", ", ".join(libelles["sous_indicateur"])),
            ("unite_de_compte", "unite", "unite_inconnue", ", ".join(libelles["unite_de_compte"])),
            ("statistique", "mesure", "libelle_inconnu", ", ".join(libelles["statistique"])),
            ("zone_geographique", "territoire", "zone_inconnue", "France, ou un code et un nom qui s’accordent, comme 11-Aude"),
            ("unite_temps", "annee", "periode_illisible", "une année (2022) ou un mois (2022M07)"),
            ("valeurs", "valeur", "nombre_illisible", "un nombre, comme 993 ou 1,25")):
        fichier.exiger(codees, pl.col(code).is_not_null(), message, valeur=lu, colonne=lu.capitalize(), attendu=attendu)
    objet = ["sous_indicateur", "unite_de_compte", "zone_geographique", "unite_temps"]
    reperees = codees.with_columns(repere=pl.concat_str(objet, separator=", ", ignore_nulls=True))
    une_fois = pl.struct("forme", "unite", "territoire_type", "territoire", "unite_temps", "mesure", "declinaison").is_first_distinct()
    fichier.exiger(reperees, une_fois, "ligne_double", valeur="repere", attendu="une seule valeur par forme, unité, zone, période et déclinaison")
