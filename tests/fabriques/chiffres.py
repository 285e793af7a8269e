"""A small public folder (`chiffres`, `citations`) made straight from the registry, without the warehouse.

What the pipeline decides is stated here: the row retained where several are published, and the differences that it computes.
"""

from __future__ import annotations

import csv
from datetime import date
from functools import cache
from pathlib import Path

import polars as pl

from catalogue import Catalogue, charger, cle_de
from reports.tables import Chiffres
from tests.fabriques import publiques
from tests.fabriques import series as fabrique_series

DONNEES = Path(__file__).parents[2] / "data"
MILLESIME = 2024
DIMENSIONS = ("sexe", "age", "infraction", "nationalite", "modalite")
DATES = ("date_debut", "date_fin", "date_reference", "date_arrete")
RETENUES = {"psp_en_cours.2024.FR": "adn24-psp-en-cours-2024"}
DERIVES = [("commissions_reunies_plusieurs_fois", 2023, "61"), ("commissions_reunies_une_fois", 2024, "16")]

SCHEMA = {
    **dict.fromkeys(("edition", "cle", "indicateur", "territoire_type", "territoire", *DIMENSIONS, "perimetre", "precision", "unite", "mesure",
                     "statut", "secret", "symbole", "producteur", "source", "source_ids"), pl.String),
    **dict.fromkeys(("annee", "annee_base", "decimales"), pl.Int64), **dict.fromkeys(("valeur", "valeur_max", "pas"), pl.Float64),
    **dict.fromkeys(("derive", "ssp"), pl.Boolean), **dict.fromkeys(DATES, pl.Date),
}
CITATIONS = {
    **dict.fromkeys(("id", "cle", "precision", "statut", "producteur", "publication", "date_publication", "url", "preuve"), pl.String),
    **dict.fromkeys(("valeur", "valeur_max"), pl.Float64), "retenue": pl.Boolean,
}


@cache
def registre() -> list[dict]:
    """Rows of every registry file, with their key; only indicators that the catalogue knows and lets out."""
    catalogue, rows = charger(), []
    for fichier in sorted(DONNEES.glob("*/*.csv")):
        with fichier.open(encoding="utf-8", newline="") as f:
            rows += list(csv.DictReader(f, delimiter=";"))
    publiables = {i.id for i in catalogue.indicateurs.values() if i.publiable}
    return [{**r, "cle": _cle(catalogue, r)} for r in rows if r["indicateur"] in publiables]


def chiffres(dossier: Path, **modifications: object) -> Chiffres:
    """Write the public folder and open it. `modifications`: see `publier`."""
    publier(dossier, **modifications)
    return Chiffres(dossier, MILLESIME)


def publier(dossier: Path, sans: tuple[str, ...] = (), change: dict[str, dict] | None = None, series: bool = True) -> Path:
    """Write `chiffres.parquet`, `citations.parquet` and the tables of the long series; the other public tables are there, empty.

    `sans`: indicators to leave out. `change`: key of a chiffre → columns to change in it. `series`: whether producers' files were read.
    """
    catalogue = charger()
    lignes = [r for r in registre() if r["indicateur"] not in sans]
    retenues = {}
    for r in lignes:
        if RETENUES.get(r["cle"], r["id"]) == r["id"]:
            retenues.setdefault(r["cle"], r)
    table = [_chiffre(catalogue, r) for r in retenues.values()]
    table += [_derive(catalogue, *d) for d in DERIVES if d[0] not in sans]
    table = [{**r, **(change or {}).get(r["cle"], {})} for r in table]
    dossier.mkdir(parents=True, exist_ok=True)
    pl.DataFrame(table, schema=SCHEMA).write_parquet(dossier / "chiffres.parquet")
    pl.DataFrame([{**{k: r.get(k) for k in CITATIONS}, "valeur": float(r["valeur"]), "valeur_max": _nombre(r["valeur_max"]),
                   "retenue": retenues[r["cle"]] is r} for r in lignes], schema=CITATIONS).write_parquet(dossier / "citations.parquet")
    teh = [r for r in retenues.values() if r["indicateur"] in ("teh_victimes", "teh_mis_en_cause") and int(r["annee"]) <= 2022]
    fabrique_series.publier(dossier, teh, vides=not series)
    publiques.completer(dossier)
    return dossier


def _chiffre(catalogue: Catalogue, r: dict) -> dict:
    indicateur = catalogue.indicateurs[r["indicateur"]]
    repris = ("cle", "indicateur", "territoire_type", "territoire", *DIMENSIONS, "perimetre", "precision", "unite", "mesure", "statut",
              "producteur")
    return {
        **{k: r[k] for k in repris}, **{d: _jour(r[d]) for d in DATES}, **{n: _nombre(r[n]) for n in ("valeur", "valeur_max", "pas")},
        "edition": "2025", "annee": int(r["annee"]), "annee_base": int(r["annee_base"]) if r["annee_base"] else None,
        "secret": "publie", "symbole": "", "derive": False, "source": indicateur.source, "ssp": catalogue.sources[indicateur.source].ssp,
        "source_ids": r["id"], "decimales": indicateur.decimales,
    }


def _derive(catalogue: Catalogue, indicateur: str, annee: int, valeur: str) -> dict:
    definition = catalogue.indicateurs[indicateur]
    ligne = {**dict.fromkeys(("valeur_max", "pas", "annee_base", "id", *DATES), ""), **dict.fromkeys(DIMENSIONS, "ensemble"),
             "indicateur": indicateur, "annee": annee, "valeur": valeur, "territoire_type": "france", "territoire": "FR",
             "precision": "exacte", "perimetre": definition.perimetre, "unite": definition.unite, "mesure": definition.mesure,
             "statut": "definitif", "producteur": catalogue.sources[definition.source].sigle}
    return {**_chiffre(catalogue, {**ligne, "cle": _cle(catalogue, ligne)}), "derive": True}


def _cle(catalogue: Catalogue, r: dict) -> str:
    return cle_de(catalogue.indicateurs[r["indicateur"]], int(r["annee"]), r["territoire"], {d: r[d] for d in DIMENSIONS})


def _jour(texte: str) -> date | None:
    return date.fromisoformat(texte) if texte else None


def _nombre(texte: str) -> float | None:
    return float(texte) if texte else None
