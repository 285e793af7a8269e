"""CSV files: separator found from the header they should have, cells cut strictly, lines numbered as a spreadsheet shows them."""

from __future__ import annotations

import csv
import io
import re
from itertools import islice

import polars as pl

from catalogue.contrats import Contrat
from catalogue.erreurs import Refus
from ingest.controle.entetes import CHERCHEES, compter
from ingest.controle.feuille import Feuille, Remarque
from ingest.controle.lecture.encodage import decoder
from ingest.controle.limites import Limites

SEPARATEURS = (";", ",", "\t", "|")
CONSIGNE = re.compile(r'"?sep=(.)"?\r?\n')
ECHANTILLON = 1 << 16
REPRISES = 20


def lire(octets: bytes, contrat: Contrat, limites: Limites, accentues: frozenset[str]) -> Feuille:
    """The table of a CSV file. `accentues`: as for `decoder`. Raises Refus when it cannot be decoded, has no separator, or is out of bounds.

    Rows too long or too short, and quotes never closed, are remarks: the other rows are read.
    """
    texte = decoder(octets, accentues)
    if consigne := CONSIGNE.match(texte):  # a line for Excel, which does not show it
        texte = texte[consigne.end():]
    separateur = _separateur(texte, contrat)
    if '"' not in texte:
        return couper(texte, separateur, limites)
    decoupage = _Decoupage(texte, separateur, limites)
    decoupage.faire()
    return _feuille(decoupage, limites)


def couper(texte: str, separateur: str, limites: Limites) -> Feuille:
    """The table of a text without quotes, where every separator and every end of line is one. Raises Refus when it is out of bounds."""
    toutes = pl.Series("ligne", [texte.replace("\r\n", "\n").replace("\r", "\n")]).str.split("\n").explode()
    remplies = toutes.str.replace_all(separateur, "", literal=True).str.strip_chars() != ""
    lignes, numeros = toutes.filter(remplies), remplies.arg_true().cast(pl.Int32).rename("ligne") + 1
    if len(lignes) > limites.lignes:
        raise Refus("controle.trop_de_lignes", attendu=limites.lignes)
    separations = lignes.str.count_matches(separateur, literal=True)
    if (trop := separations >= limites.colonnes).any():
        lignes = lignes.zip_with(~trop, lignes.str.strip_chars_end(separateur))
        separations = lignes.str.count_matches(separateur, literal=True)
        if (trop := separations >= limites.colonnes).any():
            raise Refus("controle.trop_de_colonnes", ligne=numeros.filter(trop)[0], attendu=limites.colonnes)
    largeurs = separations.cast(pl.Int32).rename("largeur") + 1
    largeur = largeurs.max() or 0
    if largeur * len(lignes) > limites.cellules:
        raise Refus("controle.trop_de_cellules", attendu=limites.cellules)
    coupees = lignes.str.split_exact(separateur, largeur - 1).struct.unnest() if largeur else pl.DataFrame()
    cellules = coupees.rename({nom: f"c{rang}" for rang, nom in enumerate(coupees.columns)}).with_columns(pl.all().replace("", None))
    return Feuille(None, cellules, numeros, (), largeurs)


def _separateur(texte: str, contrat: Contrat) -> str:
    debut = texte[:ECHANTILLON]
    notes = {s: max((compter(cellules, contrat) for cellules in _debut(debut, s)), default=0) for s in SEPARATEURS}
    meilleur = max(notes, key=notes.get)
    if notes[meilleur] > 1:
        return meilleur
    largeurs = {s: sorted(len(c) for c in _debut(debut, s)) for s in SEPARATEURS}
    medianes = {s: l[len(l) // 2] if l else 0 for s, l in largeurs.items()}
    meilleur = max(medianes, key=medianes.get)
    if medianes[meilleur] < 2 <= len(contrat.champs):
        raise Refus("controle.sans_separateur")
    return meilleur


def _debut(texte: str, separateur: str) -> list[list[str]]:
    lecteur = csv.reader(io.StringIO(texte, newline=""), delimiter=separateur)
    try:
        return list(islice((c for c in lecteur if any(c)), CHERCHEES))
    except csv.Error:
        return []


class _Decoupage:
    """Rows cut one after the other. A row whose quotes are wrong is remarked and cut at every separator, then reading resumes below it."""

    def __init__(self, texte: str, separateur: str, limites: Limites):
        self.physiques = list(io.StringIO(texte, newline=""))
        self.separateur, self.limites = separateur, limites
        self.lignes: list[list[str]] = []
        self.numeros: list[int] = []
        self.remarques: list[Remarque] = []
        self._numero = 0

    def faire(self) -> None:
        debut = 0
        for _ in range(REPRISES):
            if (debut := self._lire(debut, strict=True)) is None:
                return
            self.remarques.append(Remarque("guillemets", self._numero + 1, None))
            self._lire(debut, strict=False, fin=debut + 1)
            debut += 1
        self._lire(debut, strict=False)

    def _lire(self, debut: int, strict: bool, fin: int | None = None) -> int | None:
        """Read physical lines from `debut`; gives the one where a row with wrong quotes begins, or None at the end."""
        quoting = csv.QUOTE_MINIMAL if strict else csv.QUOTE_NONE
        lecteur = csv.reader(islice(self.physiques, debut, fin), delimiter=self.separateur, strict=strict, quoting=quoting)
        lues = 0
        try:
            for cellules in lecteur:
                lues = lecteur.line_num
                self._numero += 1
                if any(map(str.strip, cellules)):
                    self._garder(cellules)
        except csv.Error:
            return debut + lues
        return None

    def _garder(self, cellules: list[str]) -> None:
        if len(cellules) > self.limites.colonnes:
            while cellules and not cellules[-1]:
                cellules.pop()
            if len(cellules) > self.limites.colonnes:
                raise Refus("controle.trop_de_colonnes", ligne=self._numero, attendu=self.limites.colonnes)
        self.lignes.append(cellules)
        self.numeros.append(self._numero)
        if len(self.lignes) > self.limites.lignes:
            raise Refus("controle.trop_de_lignes", attendu=self.limites.lignes)


def _feuille(decoupage: _Decoupage, limites: Limites) -> Feuille:
    lignes, largeurs = decoupage.lignes, list(map(len, decoupage.lignes))
    largeur = max(largeurs, default=0)
    if largeur * len(lignes) > limites.cellules:
        raise Refus("controle.trop_de_cellules", attendu=limites.cellules)
    if min(largeurs, default=0) < largeur:
        lignes = [ligne + [""] * (largeur - len(ligne)) for ligne in lignes]
    cellules = pl.DataFrame([pl.Series(f"c{i}", valeurs, pl.String) for i, valeurs in enumerate(zip(*lignes, strict=True))])
    return Feuille(None, cellules.with_columns(pl.all().replace("", None)), pl.Series("ligne", decoupage.numeros, pl.Int32),
                   tuple(decoupage.remarques), pl.Series("largeur", largeurs, pl.Int32))
