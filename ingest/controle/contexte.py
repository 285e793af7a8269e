"""What the control knows besides the file: who deposits, for which campaign, and what they sent last year."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl


@dataclass(frozen=True)
class Contexte:
    """What is None is not checked. `millesime`: year of the campaign. `territoires`: départements of the remit for this return.
    `organismes`: those it may speak for. `precedent`: the last accepted return for the year before, typed by the contract."""

    millesime: int | None = None
    territoires: frozenset[str] | None = None
    organismes: frozenset[str] | None = None
    precedent: pl.DataFrame | None = None
