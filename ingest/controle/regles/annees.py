"""Rules against the return of the year before."""

from __future__ import annotations

import polars as pl

from catalogue.contrats.regles import Saut
from ingest.controle.regles.donnees import MOT, Donnees

AVANT = "_avant_"


def saut(regle: Saut, donnees: Donnees) -> None:
    """A number that moves by more than `pct` % and by `minimum` or more asks for a confirmation."""
    avant = donnees.contexte.precedent
    cle = [nom for nom in donnees.contrat.cle if donnees.contrat.champ(nom).type != "annee"]
    if avant is None or not cle:
        return
    avant = avant.unique(cle, keep="none").select(*cle, *(pl.col(nom).alias(AVANT + nom) for nom in regle.champs))
    lignes = donnees.visees(regle).join(avant, on=cle, how="inner", nulls_equal=True, maintain_order="left")
    for nom in regle.champs:
        ecart, ancien = (pl.col(nom) - pl.col(AVANT + nom)).abs(), pl.col(AVANT + nom)
        sauts = lignes.filter(ecart >= regle.minimum, ecart * 100 > ancien * regle.pct)
        mots = sauts.with_columns(ancien.alias(f"{MOT}precedent"), pl.col(nom).alias(f"{MOT}trouve"))
        donnees.noter(regle, mots, nom, colonne=donnees.titre(nom))
