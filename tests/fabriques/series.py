"""The public tables of the long series, as the warehouse gives them: a national line, rates by département, one value held back."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from catalogue import charger
from publication.tables_publiques import TABLES

SERIE = "proxenetisme_4001"
DEBUT, FIN = 1996, 2022
RESERVEE = (2020, "10")
# Enough procedures for a rate, or not: by département, those of the last five complete years.
COMPTES = {"75": 340, "59": 168, "13": 130, "69": 115, "77": 113, "33": 87, "06": 81, "31": 63, "38": 46, "44": 36, "84": 29, "57": 23, "01": 23, "25": 20,
           "60": 20}
HABITANTS = 5_000_000
TYPES = {"annee": pl.Int32, "annee_debut": pl.Int32, "annee_fin": pl.Int32, "mois_couverts": pl.Int32, "population": pl.Int64,
         "annee_complete": pl.Boolean, "population_provisoire": pl.Boolean, "derive": pl.Boolean, "ssp": pl.Boolean, "date_decision": pl.Date,
         **dict.fromkeys(("valeur", "taux_pour_100k", "valeur_registre", "precedente", "suivante", "mediane", "score_historique", "score_voisines"), pl.Float64)}
COMMUNES = {"edition": "2025", "serie": SERIE, "perimetre": "proxenetisme_etat4001", "unite": "procedures", "statut": "definitif", "source": "etat4001",
            "producteur": "SSMSI", "ssp": True, "livraisons": "0" * 64, "symbole": "", "publication": "publiee", "territoire_type": "departement",
            "mois_couverts": 12, "annee_complete": True, "derive": True, "infraction": "ensemble", "population_provisoire": False}


def publier(dossier: Path, teh: list[dict], vides: bool = False) -> None:
    """Write the four tables; `teh`: the registry's rows on trafficking, that the producer's file gives too. `vides`: no livraison at all."""
    lignes = {"series_nationales": [*_nationales(), *_traite(teh)], "series_departementales": _departementales(), "taux_departementaux": _taux(),
              "anomalies_series": [_anomalie()]}
    for nom, contenu in lignes.items():
        schema = {c: TYPES.get(c, pl.String) for c in TABLES[nom].colonnes}
        table = [{c: {**COMMUNES, **ligne}.get(c) for c in schema} for ligne in contenu]
        pl.DataFrame([] if vides else table, schema=schema).write_parquet(dossier / f"{nom}.parquet")


def _nationales() -> list[dict]:
    return [{"cle": f"{SERIE}.{a}.FM", "annee": a, "territoire": "FM",
             **({"publication": "en_attente", "symbole": "nv"} if a == RESERVEE[0] else {"valeur": 400.0 + 37 * a % 251}),
             **({"mois_couverts": 8, "annee_complete": False} if a == FIN else {})} for a in range(DEBUT, FIN + 1)]


def _traite(lignes: list[dict]) -> list[dict]:
    return [{"cle": r["cle"], "serie": r["indicateur"], "perimetre": "teh", "annee": int(r["annee"]), "territoire": "FR", "infraction": r["infraction"],
             "unite": r["unite"], "valeur": float(r["valeur"]), "valeur_registre": float(r["valeur"]), "source": "ssmsi_series", "derive": False} for r in lignes]


def _departementales() -> list[dict]:
    annee, territoire = RESERVEE
    return [{"cle": f"{SERIE}.{annee}.{d}", "annee": annee, "territoire": d, "population": HABITANTS // 5, "livraison_population": "1" * 64,
             **({"publication": "en_attente", "symbole": "nv"} if d == territoire else {"valeur": COMPTES.get(d, 5) / 5})} for d in _metropole()]


def _taux() -> list[dict]:
    return [{"annee_debut": 2017, "annee_fin": 2021, "territoire": d, "population": HABITANTS, **_calcul(d)} for d in _metropole()]


def _calcul(departement: str) -> dict:
    if departement == RESERVEE[1]:
        return {"publication": "en_attente", "symbole": "nv", "taux_motif": "valeur_non_publiee"}
    compte = COMPTES.get(departement, 5)
    return {"valeur": float(compte), **({"taux_pour_100k": 100_000 * compte / HABITANTS} if compte >= 20 else {"taux_motif": "numerateur_inferieur_a_20"})}


def _anomalie() -> dict:
    annee, territoire = RESERVEE
    return {"cle": f"{SERIE}.{annee}.{territoire}", "annee": annee, "territoire": territoire, "precedente": 0.0, "suivante": 2.0, "mediane": 1.0,
            "publication": "en_attente", "symbole": "nv", "date_decision": None}


def _metropole() -> list[str]:
    return [d for d in charger().nomenclatures["departements"] if len(d) == 2]
