"""The counts of the returns in a trace: what the contract says they are, the model that makes them, how many organisations they come from.

Never which ones, nor the digests of their files: a small table is guessed from its digest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property

import polars as pl

from catalogue.contrats import charger_contrats

FINE, INSECABLE = "\u202f", "\u00a0"
ABSENTS = {"c": "valeur confidentielle", "nd": "valeur non transmise"}
STATUTS = {"p": "provisoire", "sd": "semi-définitif", "d": "définitif", "r": "révisé"}


class Retours:
    """The counts of an édition. `lire`: a public table by its name."""

    def __init__(self, lire: Callable[[str], pl.DataFrame]):
        self.lire = lire

    def connues(self, filtre: pl.Expr) -> list[str]:
        """Keys of the counts that pass a filter on `cle`, `indicateur` and `valeur`."""
        return self._comptages.filter(filtre)["cle"].to_list()

    def fiche(self, cle: str) -> Iterator[str]:
        """What is told of a key, line by line. Raises KeyError when no count has it."""
        r = next(self._comptages.filter(pl.col("cle") == cle).iter_rows(named=True), None)
        if r is None:
            raise KeyError(cle)
        contrat = charger_contrats()[r["contrat"]]
        colonne = r["indicateur"].removeprefix(f"{contrat.id}_")
        valeur = f"{r['valeur']:,}".replace(",", FINE) if r["valeur"] is not None else ABSENTS[r["symbole"]]
        yield f"{cle}{INSECABLE}: {valeur}, {STATUTS[r['statut']]}"
        yield f"  Retour{INSECABLE}: {contrat.titre} (contrat {contrat.id}, version {contrat.version})"
        if colonne in contrat.colonnes:
            yield f"  Définition{INSECABLE}: {contrat.champ(colonne).description}"
        if (collecte := self._collecte(r)) is not None:
            yield f"  Réponses{INSECABLE}: {collecte['repondants']} sur {collecte['attendus']} attendues{', SIMULÉES' if collecte['simule'] else ''}"
        yield f"  Modèle dbt{INSECABLE}: dbt_project/models/intermediate/retours/int_comptes_retours.sql, puis dbt_project/models/marts/retours/comptages.sql"
        yield f"  Reçus{INSECABLE}: dans le dossier confidentiel de l’édition (recus.json)"
        yield ""

    def _collecte(self, r: dict) -> dict | None:
        lus = self.lire("collecte").filter(pl.col("contrat") == r["contrat"], pl.col("territoire") == r["territoire"]).sort("annee", descending=True)
        return next(lus.iter_rows(named=True), None)

    @cached_property
    def _comptages(self) -> pl.DataFrame:
        return self.lire("comptages").sort("cle")
