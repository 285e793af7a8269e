"""SSMSI, séries chronologiques (`serieschrono-datagouv.csv`): the rows on traite et exploitation des êtres humains."""

from __future__ import annotations

import re

import polars as pl

from ingest.sources.codes import cle, ecritures, zones
from ingest.sources.fichier import Fichier, au_schema
from ingest.sources.textes import decoder, exiger_nature, tableau

SCHEMA = {"indicateur": pl.String, "sous_indicateur": pl.String, "unite_de_compte": pl.String, "territoire_type": pl.String,
          "territoire": pl.String, "annee": pl.Int32, "mois": pl.Int32, "valeur": pl.Float64, "statistique": pl.String, "declinaison": pl.String}
INDICATEUR = "traite_exploitation"
COLONNES = {c: c.lower() for c in ("Valeurs", "Unite_temps", "Titre", "Ordonnees", "Indicateur", "SourceGraphique", "Sous_indicateur", "Nomenclature",
            "Declinaison", "Statistique", "Zone_geographique", "Champ", "Periodicite", "Unite_de_compte", "Detail_complementaire")}
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
    lieux = zones(fichier.catalogue)
    periodes = {p: PERIODE.fullmatch(p or "") for p in lues["unite_temps"].unique()}
    codees = lues.with_columns(
        indicateur=pl.lit(INDICATEUR), forme=pl.col("sous_indicateur").replace_strict(formes, default=None),
        unite=pl.col("unite_de_compte").replace_strict(unites, default=None), mesure=pl.col("statistique").replace_strict(STATISTIQUES, default=None),
        lieu=pl.col("zone_geographique").map_elements(lambda z: _lieu(z, lieux), return_dtype=pl.List(pl.String)),
        annee=pl.col("unite_temps").replace_strict({p: int(m[1]) for p, m in periodes.items() if m}, default=None, return_dtype=pl.Int32),
        mois=pl.col("unite_temps").replace_strict({p: int(m[2]) for p, m in periodes.items() if m and m[2]}, default=None, return_dtype=pl.Int32),
        nombre=pl.when(pl.col("valeurs").str.contains(NOMBRE)).then(pl.col("valeurs").str.replace(",", ".")).cast(pl.Float64),
        declinaison=pl.col("declinaison").replace(ABSENT, None))
    for lu, code, colonne, attendu in (
            ("sous_indicateur", "forme", "Sous_indicateur", formes), ("unite_de_compte", "unite", "Unite_de_compte", unites), ("statistique", "mesure", "Statistique", STATISTIQUES)):
        fichier.exiger(codees, pl.col(code).is_not_null(), "libelle_inconnu", valeur=lu, colonne=colonne, attendu=", ".join(attendu), suggestion="")
    fichier.exiger(codees, pl.col("lieu").is_not_null(), "zone_inconnue", valeur="zone_geographique", colonne="Zone_geographique", attendu="France, ou un code et un nom qui s’accordent, comme 11-Aude ou 11-Île-de-France")
    fichier.exiger(codees, pl.col("annee").is_not_null(), "periode_illisible", valeur="unite_temps", colonne="Unite_temps", attendu="une année (2022) ou un mois (2022M07)")
    fichier.exiger(codees, pl.col("nombre").is_not_null(), "nombre_illisible", valeur="valeurs", colonne="Valeurs", attendu="un nombre, comme 993 ou 1,25")
    serie = [c for c in ("forme", "unite", "lieu", "unite_temps", "mesure", "declinaison") if c != "lieu"]
    codees = codees.with_columns(repere=pl.concat_str("sous_indicateur", "unite_de_compte", "zone_geographique", "unite_temps", separator=", ", ignore_nulls=True))
    fichier.exiger(codees, pl.struct(*serie, "zone_geographique").is_first_distinct(), "ligne_double", valeur="repere", attendu="une seule valeur par forme, unité, zone, période et déclinaison")
    return codees.with_columns(sous_indicateur="forme", unite_de_compte="unite", statistique="mesure", valeur="nombre",
                               territoire_type=pl.col("lieu").list.get(0, null_on_oob=True), territoire=pl.col("lieu").list.get(1, null_on_oob=True))


def _lieu(zone: str, lieux: dict[str, tuple[str, str]]) -> list[str] | None:
    if zone == "France":
        return ["france", "FR"]
    trouvee = lieux.get(cle(zone))
    return list(trouvee) if trouvee else None
