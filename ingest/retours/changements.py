"""What a new return changes in the one before it."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from catalogue.contrats import Contrat


@dataclass(frozen=True)
class Changements:
    """`ajoutees`, `retirees`: rows, with the columns of the contract. `modifiees`: a row for each cell: the key, `champ`, `avant`, `apres` (texts)."""

    ajoutees: pl.DataFrame
    retirees: pl.DataFrame
    modifiees: pl.DataFrame

    def __bool__(self) -> bool:
        return any(len(t) for t in (self.ajoutees, self.retirees, self.modifiees))


def changements(ancien: pl.DataFrame, nouveau: pl.DataFrame, contrat: Contrat) -> Changements:
    """Compare two tables of a contract row by row, by its key, an empty cell of the key being a value."""
    ancien, nouveau = (t.select(contrat.colonnes) for t in (ancien, nouveau))
    rapproches = ancien.join(nouveau, on=contrat.cle, how="inner", nulls_equal=True, suffix="_apres", maintain_order="left")
    modifiees = [
        rapproches.filter(pl.col(c).ne_missing(pl.col(f"{c}_apres")))
        .select(*contrat.cle, champ=pl.lit(c), avant=pl.col(c).cast(pl.String), apres=pl.col(f"{c}_apres").cast(pl.String))
        for c in contrat.colonnes if c not in contrat.cle
    ]
    return Changements(nouveau.join(ancien, on=contrat.cle, how="anti", nulls_equal=True),
                       ancien.join(nouveau, on=contrat.cle, how="anti", nulls_equal=True), pl.concat(modifiees))
