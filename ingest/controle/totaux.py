"""Total rows among the data: set aside, told, and compared with what they should add up to."""

from __future__ import annotations

import re

import polars as pl

from catalogue.contrats import Champ, Contrat
from ingest.controle.constats import Releve, montrer
from ingest.controle.entetes import Entete, plier
from ingest.controle.normalisation.nombres import lire_nombre
from ingest.controle.structure import Corps

MOTS = frozenset(("total", "totaux", "totalgeneral", "totalfrance", "soustotal", "ensemble", "somme", "franceentiere", "totalnational"))
LIBRES = frozenset(("total", "totaux", "totalgeneral", "soustotal"))
LIBELLE = re.compile(r"\s*(?:sous[\s-]*|s/\s*)?(?:total|totaux)\b", re.IGNORECASE)


def reperer(corps: Corps, entete: Entete, contrat: Contrat, releve: Releve) -> pl.Series:
    """Which rows are totals: one of their cells says so, in a column whose list has no word like it."""
    totaux = pl.repeat(False, len(corps.lignes), eager=True)
    for position, colonne in enumerate(corps.cellules.iter_columns()):
        champ = next((c for c in contrat.champs if entete.colonnes.get(c.nom) == position), None)
        if not (champ and champ.mesure) and _court(colonne):
            totaux |= colonne.is_in([t for t in colonne.unique().drop_nulls() if _est_total(t, champ)]).fill_null(False)
    if totaux.any():
        releve.noter("ligne_de_total", corps.lignes.filter(totaux))
    return totaux


def _est_total(texte: str, champ: Champ | None) -> bool:
    plie = plier(texte)
    if champ is not None and champ.type == "texte":
        return plie in LIBRES
    if plie not in MOTS and not LIBELLE.match(texte):
        return False
    formes = {plier(forme) for forme in (*champ.libelles, *champ.libelles.values())} if champ else set()
    return plie not in formes and not ("ensemble" in formes and plie in MOTS)


def comparer(corps: Corps, totaux: pl.Series, table: pl.DataFrame, lignes: pl.Series, contrat: Contrat, releve: Releve) -> None:
    """A total row is the sum of all rows, or of those since the total before it; otherwise it is to be confirmed."""
    for champ in (c for c in contrat.champs if c.mesure and c.type == "entier" and c.nom in releve.positions):
        colonne, precedente = corps.cellules.to_series(releve.positions[champ.nom]), 0
        for ligne, texte in zip(corps.lignes.filter(totaux), colonne.filter(totaux), strict=True):
            bloc = table[champ.nom].filter((lignes > precedente) & (lignes < ligne))
            precedente = ligne
            lu = lire_nombre(texte.strip(), entier=True, pourcent=False) if texte else None
            if lu is None or lu.valeur is None or bloc.has_nulls() or table[champ.nom].has_nulls():
                continue
            if lu.valeur not in (bloc.sum(), table[champ.nom].sum()):
                releve.cellules("total_different", champ, pl.Series([ligne]), pl.Series([texte]), attendu=montrer(table[champ.nom].sum()))


def _court(colonne: pl.Series) -> bool:
    return bool(colonne.str.contains(r"(?i)total|totaux|ensemble|somme|france").any())
