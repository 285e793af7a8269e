"""The raw tables of producers' files as their readers leave them, row by row: what the warehouse is given."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

import polars as pl

from catalogue import charger
from ingest.sources import SCHEMAS

PROXENETISME = 45
LIVRAISON = "a" * 64


def metropole() -> list[str]:
    """The 96 metropolitan départements."""
    return [d for d in charger().nomenclatures["departements"] if len(d) == 2]


def etat4001(series: Mapping[str, Mapping[int, int]], service: str = "ts", livraison: str = LIVRAISON, incomplete: int | None = None) -> pl.DataFrame:
    """Annual counts by département and year; `incomplete` is a year whose months are not said. Index 46 is there too, never counted."""
    lignes = [{"departement": d, "index": index, "libelle": "Proxénétisme", "annee": a, "mois_couverts": None if a == incomplete else 12, "service": service,
               "nombre": n + (index - PROXENETISME) * 1000, "livraison_sha256": livraison}
              for d, annees in series.items() for a, n in annees.items() for index in (PROXENETISME, 46)]
    return _table("etat4001", lignes)


def etat4001_mensuel(series: Mapping[str, Mapping[int, Iterable[int]]]) -> pl.DataFrame:
    """Monthly counts by département and year, January first."""
    lignes = [{"departement": d, "index": PROXENETISME, "annee": a, "mois": m, "mois_couverts": 1, "service": "ts", "nombre": n, "livraison_sha256": LIVRAISON}
              for d, annees in series.items() for a, mois in annees.items() for m, n in enumerate(mois, 1)]
    return _table("etat4001", lignes)


def population(series: Mapping[str, Mapping[int, int]]) -> pl.DataFrame:
    """Inhabitants by département and year; the other sexes and ages are there too."""
    lignes = [{"annee": a, "departement": d, "sexe": sexe, "age": age, "population": n if (sexe, age) == ("ensemble", "ensemble") else n // 3, "provisoire": False,
               "livraison_sha256": LIVRAISON}
              for d, annees in series.items() for a, n in annees.items() for sexe in ("ensemble", "femmes") for age in ("ensemble", "0-19")]
    return _table("population", lignes)


def services(comptes: Iterable[tuple[str, str, int, int]]) -> pl.DataFrame:
    """Counts by service: (service, département, year, count)."""
    return _table("crimes_services", [{"service_type": "PN", "perimetre_service": "DCSP", "service": s, "departement": d, "index": PROXENETISME, "annee": a,
                                       "nombre": n, "livraison_sha256": LIVRAISON} for s, d, a, n in comptes])


def traite(comptes: Iterable[tuple[str, str, int, float]]) -> pl.DataFrame:
    """National counts: (form, unit of count, year, value)."""
    return _table("ssmsi_series", [{"indicateur": "traite_exploitation", "sous_indicateur": f, "unite_de_compte": u, "territoire_type": "france", "territoire": "FR",
                                    "annee": a, "valeur": v, "statistique": "nombre", "livraison_sha256": LIVRAISON} for f, u, a, v in comptes])


def base_ssmsi(famille: str, lignes: Iterable[Mapping[str, object]]) -> pl.DataFrame:
    """Rows of a base of the SSMSI: `territoire`, `departement`, `region`, `nombre`… The rest is one edition, one year, one indicator."""
    communes = {"edition": date(2024, 7, 5), "geographie": 2024, "annee": 2023, "indicateur": "violences_sexuelles", "unite_de_compte": "victimes",
                "est_diffuse": True, "livraison_sha256": LIVRAISON}
    return _table(famille, [communes | dict(ligne) for ligne in lignes])


def _table(famille: str, lignes: list[dict]) -> pl.DataFrame:
    schema = SCHEMAS[famille]
    return pl.DataFrame([{c: ligne.get(c) for c in schema} for ligne in lignes], schema=schema)
