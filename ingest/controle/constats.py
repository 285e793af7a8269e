"""What the control found: one finding per kind of problem, column and value seen, with every line it is on. Its words are the catalogue's."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

import polars as pl

from catalogue.contrats import Champ, Regle
from catalogue.erreurs import messages
from ingest.controle.feuille import lettre
from ingest.controle.personnes import est_personnel
from ingest.modeles.contenu import exemple_ecrit

Niveau = Literal["bloquant", "a_confirmer", "corrige"]
NIVEAUX: tuple[Niveau, ...] = ("bloquant", "a_confirmer", "corrige")
MASQUE = "(valeur masquée)"
LONGUEUR = 60
VALEURS_MAX = 1000
INSECABLES = {"« ": "«\u00a0", " »": "\u00a0»", " :": "\u00a0:", " ;": "\u202f;", " ?": "\u202f?", " !": "\u202f!", " %": "\u202f%"}
MOIS = ["janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"]
INVISIBLES = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+")


@dataclass(frozen=True, slots=True)
class Constat:
    """A finding. `lignes` and `colonne` (a letter) are those a spreadsheet shows; `titre`: of the column; `champ`: its name in the contract.

    `ensemble`: the lines break a rule together, which makes one thing to put right, and not one for each line.
    `sorte` heads the findings of this kind. `valeur`: as seen in the file; `lu`: what a correction makes of it. `aide` says what to write,
    `exemple` shows it. What does not apply is None, or without lines.
    """

    niveau: Niveau
    code: str
    sorte: str
    message: str
    aide: str
    exemple: str | None = None
    lignes: tuple[int, ...] = ()
    colonne: str | None = None
    titre: str | None = None
    champ: str | None = None
    valeur: str | None = None
    lu: str | None = None
    ensemble: bool = False

    @property
    def ligne(self) -> int | None:
        """The first line, None when the finding is about a column or the file."""
        return self.lignes[0] if self.lignes else None

    @property
    def empreinte(self) -> str:
        """What acknowledges this finding and no other: 16 hexadecimal digits that change with its place, its value or its sentence."""
        dit = json.dumps([self.code, self.champ, self.valeur, self.lignes, self.message], ensure_ascii=False)
        return hashlib.sha256(dit.encode()).hexdigest()[:16]

    def par_ligne(self) -> list[Constat]:
        """The same finding, once for each of its lines."""
        return [replace(self, lignes=(ligne,)) for ligne in self.lignes] or [self]


def constater(code: str, champs: dict[str, object], **place: object) -> Constat:
    """A finding whose words are those of the message `controle.<code>`. Raises KeyError when the message needs another field."""
    message = messages()[f"controle.{code}"]
    return Constat(niveau=message["niveau"], code=f"controle.{code}", sorte=message["sorte"], message=espacer(message["phrase"].format(**champs)),
                   aide=espacer(message.get("aide", message["remede"]).format(**champs)), **place)


def espacer(phrase: str) -> str:
    """A French sentence whose double signs never begin or end a line."""
    for signe, insecable in INSECABLES.items():
        phrase = phrase.replace(signe, insecable)
    return phrase


def montrer(valeur: object) -> str:
    """A value as a report may show it: on one line, cut when long, numbers and dates as French writes them."""
    if isinstance(valeur, bool):
        return "oui" if valeur else "non"
    if isinstance(valeur, date):
        return f"{'1er' if valeur.day == 1 else valeur.day} {MOIS[valeur.month - 1]} {valeur.year}"
    if isinstance(valeur, int | float):
        entier, _, decimales = (str(valeur) if isinstance(valeur, int) else f"{valeur:.10f}".rstrip("0")).partition(".")
        return f"{int(entier):,}".replace(",", "\u202f").replace("-", "\u2212") + (f",{decimales}" if decimales else "")
    texte = INVISIBLES.sub(" ", str(valeur)).strip()
    return texte if len(texte) <= LONGUEUR else f"{texte[:LONGUEUR]}…"


@dataclass
class Releve:
    """The findings of one control. `positions`: of the contract's columns in the sheet; `titres`: as written there, by position.

    `masquees`: cells (line, position) whose value is never shown. `prenoms`: first names, folded.
    """

    champs: dict[str, Champ] = field(default_factory=dict)
    positions: dict[str, int] = field(default_factory=dict)
    titres: dict[int, str] = field(default_factory=dict)
    masquees: frozenset[tuple[int, int]] = frozenset()
    prenoms: frozenset[str] = frozenset()
    constats: list[Constat] = field(default_factory=list)

    def voir(self, nom: str | None) -> str:
        """The name of a sheet or of a file as it may be shown."""
        return MASQUE if est_personnel((nom or "").replace("_", " "), self.prenoms) else montrer(nom or "")

    def noter(self, code: str, lignes: Iterable[int] = (), position: int | None = None, champ: Champ | None = None, ensemble: bool = False,
              **champs: object) -> None:
        """A finding about the file, lines of it, a column of the sheet (perhaps none of the contract's), or a column that the sheet lacks."""
        colonne, titre = (None, champ and champ.titre) if position is None else (lettre(position), self.titres.get(position))
        champs = {"titre": titre or "", "colonne": colonne or ""} | champs
        self.constats.append(constater(code, champs, lignes=tuple(lignes), colonne=colonne, titre=titre, champ=champ and champ.nom, ensemble=ensemble))

    def cellules(self, code: str, champ: Champ, lignes: pl.Series, textes: pl.Series, lire: Callable[[str], object] | None = None,
                 **champs: object) -> None:
        """The same finding about cells of a column, one for each text seen; beyond `VALEURS_MAX` texts, the other cells share one finding.

        `lire`: what a correction makes of a text.
        """
        position = self.positions.get(champ.nom)
        cas = pl.DataFrame({"ligne": lignes, "texte": textes, "masque": [(l, position) in self.masquees for l in lignes] if self.masquees else False})
        groupes = cas.group_by("texte", "masque", maintain_order=True).agg("ligne")
        for texte, masque, sur in groupes.head(VALEURS_MAX).iter_rows():
            self.constats.append(self._cellule(code, champ, texte, masque, sur, lire, champs))
        if (autres := groupes.slice(VALEURS_MAX)).height:
            premier = self._cellule(code, champ, *autres.row(0)[:2], sorted(autres["ligne"].explode()), lire, champs)
            suite = messages()["controle.autres_valeurs"]["phrase"].format(nombre=montrer(autres.height - 1))
            self.constats.append(replace(premier, message=f"{premier.message} {suite}"))

    def _cellule(self, code: str, champ: Champ, texte: str | None, masque: bool, lignes: list[int], lire: Callable[[str], object] | None,
                 champs: dict[str, object]) -> Constat:
        position = self.positions.get(champ.nom)
        valeur = None if texte is None else MASQUE if masque else montrer(texte)
        lu = None if lire is None or texte is None or (valeur_lue := lire(texte)) is None else montrer(valeur_lue)
        return constater(
            code, {"valeur": valeur or "", "lu": lu or "", "titre": champ.titre, "exemple": exemple_ecrit(champ)} | champs, lignes=tuple(lignes),
            colonne=None if position is None else lettre(position), titre=champ.titre, champ=champ.nom, valeur=valeur, lu=lu, exemple=exemple_ecrit(champ))

    def regle(self, regle: Regle, message: str, lignes: Iterable[int] = (), champ: str | None = None, valeur: object = None,
              ensemble: bool = False) -> None:
        """A rule of the contract that is not kept."""
        position = self.positions.get(champ or "")
        self.constats.append(Constat(
            niveau=regle.niveau, code=f"regle.{regle.id}", sorte=messages()[f"controle.regle_{regle.type}"]["sorte"], message=espacer(message),
            aide=espacer(regle.aide_fr), lignes=tuple(lignes), colonne=None if position is None else lettre(position),
            titre=self.champs[champ].titre if champ else None, champ=champ, valeur=None if valeur is None else montrer(valeur), ensemble=ensemble))
