"""Rules between rows that belong together: those alike in the other columns of the key."""

from __future__ import annotations

import polars as pl

from catalogue.contrats.regles import Exclusif, IdentiteLignes, ModalitesCompletes, Regle, Repartition, SommesEgales, Total
from ingest.controle.constats import montrer
from ingest.controle.regles.donnees import FAUTE, LIGNE, MOT, Donnees, vide

PROCHE = 1e-6
ATTENDU, TROUVE = f"{MOT}attendu", f"{MOT}trouve"


def total(regle: Total, donnees: Donnees) -> None:
    """The total row against the sum of the others. A part not known forbids saying that the sum is too small."""
    lignes, par = _ensemble(regle, donnees, regle.champ)
    est_total, mesure = pl.col(regle.champ) == regle.total, pl.col(regle.mesure)
    parts = mesure.filter(~pl.col(regle.champ).is_in([regle.total, *regle.sauf]))
    lignes = lignes.with_columns(parts.sum().over(par).alias(ATTENDU), parts.is_not_null().all().over(par).alias("complet"),
                                 parts.len().over(par).alias("parts"), mesure.alias(TROUVE))
    trop = (pl.col(TROUVE) > pl.col(ATTENDU) + PROCHE) & pl.col("complet")
    pas_assez = pl.col(TROUVE) < pl.col(ATTENDU) - PROCHE
    rompue = {"egal": trop | pas_assez & pl.col("complet"), "au_plus": trop, "au_moins": pas_assez}[regle.sens]
    donnees.noter(regle, lignes.filter(est_total, pl.col("parts") > 0, rompue), regle.mesure)


def identite_lignes(regle: IdentiteLignes, donnees: Donnees) -> None:
    """The row `resultat` is the sum of the rows `plus`, when all are there."""
    lignes, par = _ensemble(regle, donnees, regle.champ)
    termes = pl.col(regle.mesure).filter(pl.col(regle.champ).is_in(regle.plus)).drop_nulls()
    lignes = lignes.with_columns(termes.sum().over(par).alias(ATTENDU), termes.len().over(par).alias("termes"), pl.col(regle.mesure).alias(TROUVE))
    rompue = (pl.col("termes") == len(regle.plus)) & ((pl.col(TROUVE) - pl.col(ATTENDU)).abs() > PROCHE)
    donnees.noter(regle, lignes.filter(pl.col(regle.champ) == regle.resultat, rompue), regle.mesure)


def repartition(regle: Repartition, donnees: Donnees) -> None:
    """The rows add up to their common base."""
    lignes, par = _ensemble(regle, donnees, regle.champ)
    mesure, base = pl.col(regle.mesure), pl.col(regle.base)
    lignes = lignes.filter(~pl.col(regle.champ).is_in(regle.sauf)).with_columns(
        mesure.sum().over(par).alias(TROUVE), base.max().over(par).alias(ATTENDU), mesure.is_not_null().all().over(par).alias("complet"))
    differente = (base != pl.col(ATTENDU)).any().over(par) | ((pl.col(TROUVE) - pl.col(ATTENDU)).abs() > PROCHE)
    for groupe in _parties(lignes.filter(pl.col("complet"), differente), par):
        donnees.noter_ensemble(regle, groupe, regle.mesure)


def modalites_completes(regle: ModalitesCompletes, donnees: Donnees) -> None:
    """For each of the codes `pour` of `selon`, every code of its list has its row. A cell not read may be the one that seems to lack."""
    lignes, par = _ensemble(regle, donnees, regle.champ, regle.selon)
    lignes = lignes.filter(~pl.any_horizontal(FAUTE + regle.champ, FAUTE + regle.selon).any().over(par))
    for code in regle.pour:
        ici, attendus = pl.col(regle.selon) == code, list(donnees.contrat.champ(regle.champ).listes[code])
        dits = pl.col(regle.champ).filter(ici, pl.col(regle.champ).is_in(attendus))
        place = pl.coalesce(pl.col(LIGNE).filter(ici).min().over(par), pl.col(LIGNE).min().over(par))
        incompletes = lignes.with_columns(dits.unique().implode().over(par).alias("dits")).filter(
            pl.col("dits").list.len().fill_null(0) < len(attendus), pl.col(LIGNE) == place)
        for ligne in incompletes.partition_by(LIGNE, maintain_order=True):
            presents = set(ligne["dits"][0] if ligne["dits"][0] is not None else ())
            donnees.noter(regle, ligne, regle.champ, manquants=", ".join(m for m in attendus if m not in presents))


def sommes_egales(regle: SommesEgales, donnees: Donnees) -> None:
    """The sum of `mesure` is the same for every code of `selon`."""
    lignes, par = _ensemble(regle, donnees, regle.champ, regle.selon)
    connues = pl.col(regle.mesure).is_not_null().all() & ~pl.col(FAUTE + regle.selon).any()
    lignes = lignes.with_columns(pl.sum(regle.mesure).over([*par, regle.selon]).alias("somme"), connues.over(par).alias("connues"))
    libelles = donnees.contrat.champ(regle.selon).libelles
    inegales = lignes.filter(pl.col("connues"), pl.col("somme").n_unique().over(par) > 1)
    for groupe in _parties(inegales, par):
        sommes = groupe.unique(regle.selon, maintain_order=True).select(regle.selon, "somme")
        dites = ", ".join(f"{libelles.get(code, code)} {montrer(somme)}" for code, somme in sommes.iter_rows())
        donnees.noter_ensemble(regle, groupe, regle.mesure, sommes=dites)


def exclusif(regle: Exclusif, donnees: Donnees) -> None:
    """`champ` is filled in all the rows alike in `par`, or in none."""
    lignes = donnees.visees(regle).filter(~pl.col(FAUTE + regle.champ))
    meles = lignes.filter(pl.col(regle.champ).is_null().n_unique().over(regle.par) > 1)
    donnees.noter(regle, meles.filter(vide(regle.champ)), regle.champ)


def _ensemble(regle: Regle, donnees: Donnees, *champs: str) -> tuple[pl.DataFrame, list[str]]:
    """The rows a rule bears on, in the file's order, and the columns in which rows of one group are alike."""
    par = donnees.autres_de_la_cle(*champs)
    return donnees.visees(regle).filter(~pl.any_horizontal(False, *(FAUTE + nom for nom in par))), par


def _parties(lignes: pl.DataFrame, par: list[str]) -> list[pl.DataFrame]:
    return lignes.partition_by(par, maintain_order=True) if lignes.height else []
