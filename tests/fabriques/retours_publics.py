"""The public tables of a campaign of returns, as the publication gives them: small numbers of persons hidden, a few organisations silent."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from ingest.retours.simulation.associations import UNIQUES
from ingest.retours.simulation.pays import POPULATION, inventer
from tests.fabriques.publiques import contrats

PUBLIES = Path(__file__).parents[2] / "data" / "publie"
MILLESIME, SEUIL = 2024, 5


def ajouter(dossier: Path, simule: bool = True) -> None:
    """Write `comptages` and `collecte` in a folder of public tables."""
    pays = inventer(MILLESIME, 1, PUBLIES)
    stocks = {d: p.stock_fin for d, p in pays.parcours.items()}
    lignes = [*_territoires("psp_flux", "psp_flux_stock_31_12", stocks), *_territoires("verbalisations", "verbalisations_contraventions", pays.contraventions),
              *_ages({m: round(20 * part) for m, part in UNIQUES["age"].items()})]
    pl.DataFrame(lignes, schema=_schema("comptages")).write_parquet(dossier / "comptages.parquet")
    pl.DataFrame([*_collecte(simule)], schema=_schema("collecte")).write_parquet(dossier / "collecte.parquet")


def _schema(table: str) -> dict:
    from publication.tables_publiques import TABLES

    return {c: contrats()[table].get(c, pl.String) for c in TABLES[table].colonnes}


def _territoires(contrat: str, indicateur: str, valeurs: dict[str, int]):
    yield _ligne(contrat, indicateur, "france", "FR", sum(valeurs.values()))
    yield from (_ligne(contrat, indicateur, "departement", d, n) for d, n in valeurs.items())


def _ages(ages: dict[str, int]):
    yield _ligne("accompagnement", "accompagnement_age", "france", "FR", sum(ages.values()))
    yield from (_ligne("accompagnement", "accompagnement_age", "france", "FR", n, "age", m) for m, n in ages.items())


def _ligne(contrat: str, indicateur: str, type_: str, territoire: str, n: int, variable: str = "ensemble", modalite: str = "ensemble") -> dict:
    suffixe = "" if variable == "ensemble" else f".{variable}-{modalite}"
    cachee = 0 < n < SEUIL
    return {"edition": "2025", "cle": f"{indicateur}.{MILLESIME}.{territoire}{suffixe}", "indicateur": indicateur, "contrat": contrat, "annee": MILLESIME,
            "territoire_type": type_, "territoire": territoire, "majorite": "ensemble", "variable": variable, "modalite": modalite, "reponse": "unique",
            "valeur": None if cachee else n, "symbole": "c" if cachee else "", "statut": "d"}


def _collecte(simule: bool):
    for territoire in ("FR", *POPULATION):
        attendus = 60 if territoire == "FR" else 1
        yield {"edition": "2025", "contrat": "accompagnement", "annee": MILLESIME, "territoire_type": "france" if territoire == "FR" else "departement",
               "territoire": territoire, "attendus": attendus, "repondants": attendus - (territoire in ("FR", "48")), "departements": attendus,
               "departements_couverts": attendus - 1, "panel": None, "simule": simule}
