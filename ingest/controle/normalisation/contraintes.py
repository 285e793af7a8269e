"""What the contract asks of each cell once it is typed: filled, within bounds, of a form, not too long."""

from __future__ import annotations

import polars as pl

from catalogue.contrats import Champ
from ingest.controle.constats import Releve, montrer


def contraindre(champ: Champ, valeurs: pl.Series, brutes: pl.Series, fautes: pl.Series, lignes: pl.Series, releve: Releve) -> pl.Series:
    """Which cells not yet faulty break a constraint; each is noted. A column absent from the file is not told cell by cell."""
    rompues = pl.repeat(False, len(valeurs), eager=True)

    def exiger(code: str, refusees: pl.Series, **attendu: object) -> None:
        nonlocal rompues
        nouvelles = refusees.fill_null(False) & ~fautes & ~rompues
        if nouvelles.any():
            releve.cellules(code, champ, lignes.filter(nouvelles), brutes.filter(nouvelles), **attendu)
            rompues |= nouvelles

    if champ.obligatoire and champ.nom in releve.positions:
        exiger("obligatoire", valeurs.is_null())
    if champ.minimum is not None:
        exiger("negatif" if champ.minimum == 0 else "trop_petit", valeurs < champ.minimum, attendu=_borne(champ, champ.minimum))
    if champ.maximum is not None:
        exiger("trop_grand", valeurs > champ.maximum, attendu=_borne(champ, champ.maximum))
    if champ.motif is not None:
        exiger("forme", ~valeurs.str.contains(f"^(?:{champ.motif})$"), description=champ.description)
    if champ.longueur_max is not None:
        exiger("trop_long", valeurs.str.len_chars() > champ.longueur_max, attendu=champ.longueur_max)
    return rompues


def _borne(champ: Champ, borne: float) -> str:
    return f"{borne:.0f}" if champ.type == "annee" else montrer(borne)
