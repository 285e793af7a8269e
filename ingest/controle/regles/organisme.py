"""Rules that depend on who deposits, and for which campaign. What the context does not say is not checked."""

from __future__ import annotations

import polars as pl

from catalogue.contrats.regles import Exhaustivite, Millesime, Organisme, Territoire
from ingest.controle.regles.donnees import FAUTE, Donnees


def millesime(regle: Millesime, donnees: Donnees) -> None:
    """`champ` is the year of the campaign."""
    attendu = donnees.contexte.millesime
    if attendu is not None:
        for annee, lignes in donnees.visees(regle).filter(pl.col(regle.champ) != attendu).group_by(regle.champ, maintain_order=True):
            donnees.noter(regle, lignes, regle.champ, attendu=str(attendu), trouve=str(annee[0]))


def territoire(regle: Territoire, donnees: Donnees) -> None:
    """The département is in the remit."""
    _parmi(regle, donnees, donnees.contexte.territoires)


def organisme(regle: Organisme, donnees: Donnees) -> None:
    """The organisation is the one that deposits, or of its network."""
    _parmi(regle, donnees, donnees.contexte.organismes)


def exhaustivite(regle: Exhaustivite, donnees: Donnees) -> None:
    """Each département of the remit has its row. A cell that could not be read may be the one that seems to lack."""
    lignes = donnees.visees(regle)
    manquants = sorted((donnees.contexte.territoires or frozenset()) - set(lignes[regle.champ]))
    if manquants and not lignes[FAUTE + regle.champ].any():
        message = donnees.dire(regle, {}, {"manquants": ", ".join(manquants), "nombre": len(manquants)})
        donnees.releve.regle(regle, message, champ=regle.champ)


def _parmi(regle: Territoire | Organisme, donnees: Donnees, permis: frozenset[str] | None) -> None:
    if permis is not None:
        dehors = donnees.visees(regle).filter(~pl.col(regle.champ).is_in(list(permis)))
        donnees.noter(regle, dehors.with_columns(pl.col(regle.champ).alias("_mot_trouve")), regle.champ, attendu=", ".join(sorted(permis)))
