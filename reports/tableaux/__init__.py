"""Tables of the letter: a plain function each, from `Chiffres` to a `Tableau`."""

from __future__ import annotations

from reports.tableaux import achat, justice, mineurs, parcours, qualite, retours, series, suivi
from reports.tableaux import chiffres as tables_de_chiffres
from reports.tableaux.tableau import Tableau
from reports.tables import Chiffres

__all__ = ["Tableau", "tous"]


def tous(chiffres: Chiffres, cites: list[str]) -> list[Tableau]:
    """Every table of the letter; `cites` are the keys that its texts quote."""
    return [
        achat.achat_unites(chiffres),
        justice.condamnations(chiffres),
        parcours.demandes_refus(chiffres),
        parcours.psp_departements(chiffres),
        *series.anomalies(chiffres),
        *retours.tous(chiffres),
        mineurs.mineurs_reperes(chiffres),
        suivi.strategie(chiffres),
        suivi.dates_arrete(chiffres),
        qualite.qualite_ecarts(chiffres),
        qualite.qualite_controles(chiffres),
        qualite.qualite_verifications(chiffres),
        suivi.sources(chiffres),
        tables_de_chiffres.chiffres_cites(chiffres, cites),
        tables_de_chiffres.tous_les_chiffres(chiffres),
    ]
