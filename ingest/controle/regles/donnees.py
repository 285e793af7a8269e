"""What the rules run on: the typed table, which of its cells are faulty, and where to note what is not kept."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl

from catalogue.contrats import Contrat, Regle
from ingest.controle.constats import Releve, montrer
from ingest.controle.contexte import Contexte

LIGNE = "_ligne"
FAUTE = "_faute_"
MOT = "_mot_"


@dataclass(frozen=True)
class Donnees:
    """`table`: the contract's columns, typed (a faulty cell is null), the line `_ligne`, and for each column `_faute_<column>`.

    A column that the file lacks is faulty on every line: what it holds is unknown, not empty.
    `codes`: of each nomenclature.
    """

    contrat: Contrat
    contexte: Contexte
    table: pl.DataFrame
    releve: Releve
    codes: dict[str, tuple[str, ...]]

    def visees(self, regle: Regle) -> pl.DataFrame:
        """The rows that a rule bears on; a row is left out when the cell that would decide it could not be read."""
        lignes = self.table.filter(*(self._parmi(nom, codes) for nom, codes in regle.si.items()))
        if not regle.sauf_si:
            return lignes
        exclue = pl.all_horizontal(*(self._parmi(nom, codes) for nom, codes in regle.sauf_si.items()))
        return lignes.filter(~exclue, ~pl.any_horizontal(*(FAUTE + nom for nom in regle.sauf_si)))

    def _parmi(self, nom: str, codes: list[str]) -> pl.Expr:
        permis = [code == "oui" for code in codes] if self.contrat.champ(nom).type == "booleen" else codes
        return pl.col(nom).is_in(permis).fill_null(False)

    def noter(self, regle: Regle, rompues: pl.DataFrame, champ: str, **mots: object) -> None:
        """Note a rule on each of these rows, at the column `champ`; the message's words are in `mots` or in columns `_mot_<word>`."""
        for ligne in rompues.iter_rows(named=True):
            self._noter(regle, ligne, [ligne[LIGNE]], champ, mots)

    def noter_ensemble(self, regle: Regle, groupe: pl.DataFrame, champ: str, **mots: object) -> None:
        """Note a rule once for rows that break it together; the words are those of the first."""
        self._noter(regle, groupe.row(0, named=True), groupe[LIGNE], champ, mots, ensemble=True)

    def dire(self, regle: Regle, ligne: dict[str, object], mots: dict[str, object]) -> str:
        """The rule's message for a row."""
        cellules = {nom: self._texte(nom, ligne.get(nom)) or "vide" for nom in regle.mots() & set(self.contrat.colonnes)}
        return regle.message_fr.format(**cellules | {mot: self._ecrire(valeur) for mot, valeur in mots.items()})

    def titre(self, nom: str) -> str:
        """The title of a column."""
        return self.contrat.champ(nom).titre

    def autres_de_la_cle(self, *champs: str) -> list[str]:
        """The columns of the key but those: rows alike in them belong together."""
        return [nom for nom in self.contrat.cle if nom not in champs]

    def _noter(self, regle: Regle, ligne: dict[str, object], lignes: Iterable[int], champ: str, mots: dict[str, object],
               ensemble: bool = False) -> None:
        dits = mots | {cle.removeprefix(MOT): valeur for cle, valeur in ligne.items() if cle.startswith(MOT)}
        self.releve.regle(regle, self.dire(regle, ligne, dits), lignes, champ, self._texte(champ, ligne.get(champ)), ensemble)

    def _texte(self, nom: str, valeur: object) -> str | None:
        if valeur is None:
            return None
        return str(valeur) if self.contrat.champ(nom).type == "annee" else self._ecrire(valeur)

    def _ecrire(self, valeur: object) -> str:
        return valeur if isinstance(valeur, str) else montrer(valeur)


def vide(nom: str) -> pl.Expr:
    """Whether a cell is empty, and not merely unreadable."""
    return pl.col(nom).is_null() & ~pl.col(FAUTE + nom)


def somme(noms: list[str]) -> pl.Expr:
    """The sum of columns, null when a term is."""
    return pl.sum_horizontal(noms, ignore_nulls=False)
