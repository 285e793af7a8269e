"""The long series as figures and sentences read them, from their public tables."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from reports.tables import Chiffre, Chiffres
from reports.typographie import MOIS

# Lower bounds of the classes of rates; the last one is open (to be confirmed with Miprof).
SEUILS = (0, 0.5, 1, 1.5)


@dataclass(frozen=True)
class Annee:
    """A year of a national series. `mois`: months counted when the year is not complete; None when the file does not say."""

    chiffre: Chiffre
    complete: bool
    mois: int | None

    @property
    def mois_comptes(self) -> str:
        """What an incomplete year covers: « janvier à août »."""
        return f"{MOIS[0]} à {MOIS[self.mois - 1]}" if self.mois else "quelques mois"


@dataclass(frozen=True)
class TauxDepartemental:
    """The rate of a département over the last years, or why it has none: `trop_peu` is rule 3, a numerator under 20."""

    chiffre: Chiffre | None
    trop_peu: bool


def annees(ch: Chiffres, serie: str, territoire: str = "FM") -> list[Annee]:
    """Every year of a series computed for a territory, published or held back, oldest first; none when its livraison is absent."""
    lues = ch.table("series_nationales").filter(pl.col("serie") == serie, pl.col("territoire") == territoire).sort("annee")
    return [Annee(ch.un(serie, r["annee"], territoire), r["annee_complete"], r["mois_couverts"])
            for r in lues.iter_rows(named=True) if r["cle"] in ch]


def taux(ch: Chiffres, serie: str) -> dict[str, TauxDepartemental]:
    """By département that the series counts. Départements whose count is held back are there, without a rate."""
    lus = ch.table("taux_departementaux").filter(pl.col("serie") == serie, pl.col("territoire_type") == "departement")
    return {r["territoire"]: TauxDepartemental(ch.un(f"{serie}_taux", r["annee_fin"], r["territoire"]) if r["taux_pour_100k"] is not None else None,
                                               r["taux_motif"] == "numerateur_inferieur_a_20")
            for r in lus.iter_rows(named=True)}


def reserves(ch: Chiffres, serie: str, debut: int, fin: int) -> list[str]:
    """Codes of the territories that have a value held back in these years."""
    lues = ch.table("anomalies_series").filter(pl.col("serie") == serie, pl.col("annee").is_between(debut, fin), pl.col("publication") != "publiee")
    return sorted(lues["territoire"].unique())
