"""What every contract asks of the whole file: a key that no two rows share, rows that are not persons, totals that add up."""

from __future__ import annotations

import polars as pl

from ingest.controle.constats import montrer
from ingest.controle.normalisation import POURCENT
from ingest.controle.regles.donnees import FAUTE, LIGNE, Donnees

LIGNES_MIN, PART_MIN = 20, 0.95


def cles_en_double(donnees: Donnees) -> None:
    """Rows that share a key, told apart when they say the same thing."""
    cle = donnees.contrat.cle
    lisibles = donnees.table.filter(~pl.any_horizontal(FAUTE + nom for nom in cle))
    doubles = lisibles.filter(pl.len().over(cle) > 1)
    for groupe in doubles.partition_by(cle, maintain_order=True) if doubles.height else []:
        code = "ligne_en_double" if groupe.select(donnees.contrat.colonnes).is_duplicated().all() else "cle_en_double"
        valeurs = " · ".join(str(v) for v in groupe.select(cle).row(0) if v is not None)
        position = donnees.releve.positions.get(cle[0])
        donnees.releve.noter(code, groupe[LIGNE], position, ensemble=True, valeur=valeurs, cle=", ".join(donnees.titre(nom) for nom in cle))


def lignes_individuelles(donnees: Donnees) -> None:
    """A column that counts one person on nearly every row may be a list of persons."""
    for champ in (c for c in donnees.contrat.champs if c.personnes):
        comptees = donnees.table[champ.nom].drop_nulls()
        if len(comptees) >= LIGNES_MIN and (comptees == 1).mean() >= PART_MIN:
            donnees.releve.noter("lignes_individuelles", (), donnees.releve.positions.get(champ.nom), nombre=len(comptees))


def parts_sous_un(donnees: Donnees) -> None:
    """A percentage between 0 and 1 is perhaps a share of one: 0.42 for 42 %."""
    for champ in (c for c in donnees.contrat.champs if c.unite == POURCENT or c.unite_selon):
        en_pourcent = pl.lit(True) if champ.unite == POURCENT else pl.col(champ.unite_selon) == POURCENT
        petites = donnees.table.filter(en_pourcent, pl.col(champ.nom) > 0, pl.col(champ.nom) < 1)
        if petites.height:
            donnees.releve.cellules("part_sous_un", champ, petites[LIGNE], petites[champ.nom].map_elements(montrer, pl.String))
