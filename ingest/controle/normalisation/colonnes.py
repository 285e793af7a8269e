"""Cells that are clear alone, and doubtful beside the others of their column."""

from __future__ import annotations

import polars as pl

from ingest.controle.normalisation.dates import FRANCAISE
from ingest.controle.normalisation.lu import Lu

TROIS_DECIMALES = r"^\s*-?[1-9][0-9]{0,2}[.,][0-9]{3}\s*$"
Douteuses = dict[str, pl.Series]


def decimales_douteuses(brutes: pl.Series, lus: dict[str, Lu]) -> Douteuses:
    """Where a column writes decimals both with points and with commas, « 1.204 » may be a thousand. By code, the cells in doubt."""
    virgules = _parmi(brutes, [t for t, lu in lus.items() if "virgule_decimale" in lu.corrections])
    points = brutes.str.contains(r"\d\.\d").fill_null(False) & ~_parmi(brutes, [t for t, lu in lus.items() if lu.faute])
    douteuses = brutes.str.contains(TROIS_DECIMALES).fill_null(False) & (virgules | points)
    return {"nombre_ambigu": douteuses} if virgules.any() and points.any() and douteuses.any() else {}


def dates_douteuses(brutes: pl.Series, lus: dict[str, Lu]) -> Douteuses:
    """Where a column has dates that exist only with the month first (12/31/2024), « 02/03/2024 » may be the third of February."""
    jours = {t: (int(m[1]), int(m[3]), lu) for t, lu in lus.items() if (m := FRANCAISE.fullmatch(t.strip()))}
    americaines = [t for t, (premier, second, lu) in jours.items() if lu.faute == "date_impossible" and premier <= 12 < second <= 31]
    deux_sens = [t for t, (premier, second, lu) in jours.items() if lu.valeur and premier <= 12 and second <= 12 and premier != second]
    return {"date_ambigue": _parmi(brutes, deux_sens)} if americaines and deux_sens else {}


def _parmi(brutes: pl.Series, textes: list[str]) -> pl.Series:
    return brutes.is_in(textes).fill_null(False)
