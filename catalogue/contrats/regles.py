"""What a return must satisfy beyond its columns: one model per type of rule, so that a rule of `regles.yaml` is wrong or understood.

A rule bears on the rows whose columns have, each, one of the values given by `si` (every row when it is empty), and not all of those given by
`sauf_si`; a boolean is « oui » or « non » there. An empty cell is never 0: a rule whose terms are not all there says nothing, except
`borne`, where the parts that are known must already fit in the total.
`message_fr` may name, between braces, any column of the return and the `MOTS` of its type; `aide_fr` says what to write; `a_confirmer`
why a threshold of the rule is what it is.
"""

from __future__ import annotations

from string import Formatter
from typing import Annotated, ClassVar, Literal, get_args

from pydantic import Field

from catalogue.modeles import Definition

Niveau = Literal["bloquant", "a_confirmer"]
Colonnes = Annotated[list[str], Field(min_length=1)]


class Regle(Definition):
    """What every rule says; `MOTS` are the words its engine gives to the message besides the cells of the row."""

    MOTS: ClassVar[frozenset[str]] = frozenset()

    id: str
    niveau: Niveau
    message_fr: str
    aide_fr: str
    si: dict[str, list[str]] = {}
    sauf_si: dict[str, list[str]] = {}
    a_confirmer: str | None = None

    def colonnes(self) -> set[str]:
        """Columns of the return that the rule names."""
        return {*self.si, *self.sauf_si} | self._colonnes()

    def mots(self) -> set[str]:
        """What the message names between braces."""
        return {mot for _, mot, _, _ in Formatter().parse(self.message_fr) if mot}

    def _colonnes(self) -> set[str]:
        raise NotImplementedError


class Identite(Regle):
    """In a row: `resultat` = Σ `plus` − Σ `moins`."""

    MOTS = frozenset({"attendu", "trouve"})
    type: Literal["identite"]
    resultat: str
    plus: Colonnes
    moins: list[str] = []

    def _colonnes(self) -> set[str]:
        return {self.resultat, *self.plus, *self.moins}


class Borne(Regle):
    """In a row: Σ `parts` ≤ Σ `total`."""

    MOTS = frozenset({"somme", "maximum"})
    type: Literal["borne"]
    parts: Colonnes
    total: Colonnes

    def _colonnes(self) -> set[str]:
        return {*self.parts, *self.total}


class Intervalle(Regle):
    """In a row: `minimum` ≤ `champ` ≤ `maximum`; for bounds that hold only under `si` (a percentage, say)."""

    MOTS = frozenset({"trouve"})
    type: Literal["intervalle"]
    champ: str
    minimum: float | None = None
    maximum: float | None = None

    def _colonnes(self) -> set[str]:
        return {self.champ}


class DatesOrdonnees(Regle):
    """In a row: `debut` ≤ `fin`."""

    type: Literal["dates_ordonnees"]
    debut: str
    fin: str

    def _colonnes(self) -> set[str]:
        return {self.debut, self.fin}


class Etat(Regle):
    """In a row, against `etat_valeur`: `observe` wants every one of `obligatoires` filled; `zero_confirme` wants them written 0 and no
    other of `mesures` above 0; `non_suivi`, `non_transmis` and `secret_producteur` want every one of `mesures` empty."""

    MOTS = frozenset({"colonne"})
    type: Literal["etat"]
    champ: str
    mesures: Colonnes
    obligatoires: Colonnes

    def _colonnes(self) -> set[str]:
        return {self.champ, *self.mesures, *self.obligatoires}


class Condition(Regle):
    """In a row that `si` selects: each of `champs` is filled (`rempli`) or empty (`vide`)."""

    MOTS = frozenset({"colonne"})
    type: Literal["condition"]
    champs: Colonnes
    alors: Literal["rempli", "vide"]

    def _colonnes(self) -> set[str]:
        return set(self.champs)


class AuMoinsUn(Regle):
    """In a row: one at least of `champs` is filled."""

    type: Literal["au_moins_un"]
    champs: Colonnes

    def _colonnes(self) -> set[str]:
        return set(self.champs)


class Solidaires(Regle):
    """In a row: `champs` are all filled, or all empty."""

    MOTS = frozenset({"colonne"})
    type: Literal["solidaires"]
    champs: Colonnes

    def _colonnes(self) -> set[str]:
        return set(self.champs)


class ListeLiee(Regle):
    """In a row: the code of `champ` is in the list that this column has for the code of `selon` (`Champ.listes`)."""

    MOTS = frozenset({"attendu"})
    type: Literal["liste_liee"]
    champ: str
    selon: str

    def _colonnes(self) -> set[str]:
        return {self.champ, self.selon}


class CodeTerritoire(Regle):
    """In a row: `champ` is a code of the nomenclature (or of the form) that goes with the type of territory in `type_champ`."""

    MOTS = frozenset({"attendu"})
    type: Literal["code_territoire"]
    champ: str
    type_champ: str
    nomenclatures: dict[str, str] = {}
    motifs: dict[str, str] = {}

    def _colonnes(self) -> set[str]:
        return {self.champ, self.type_champ}


class Estimation(Regle):
    """In a row: `resultat` = `nombre` × (100 − `coef`) / 100 when `coef_type` is `part_doublons`, `nombre` × `coef` when it is
    `personnes_par_annonce`, to the nearest unit. `{attendu}` is the computed value, `{ecart}` the difference, both whole numbers."""

    MOTS = frozenset({"attendu", "trouve", "ecart"})
    type: Literal["estimation"]
    nombre: str
    coef_type: str
    coef: str
    resultat: str

    def _colonnes(self) -> set[str]:
        return {self.nombre, self.coef_type, self.coef, self.resultat}


class Millesime(Regle):
    """In a row: `champ` is the year of the campaign."""

    MOTS = frozenset({"attendu", "trouve"})
    type: Literal["millesime"]
    champ: str

    def _colonnes(self) -> set[str]:
        return {self.champ}


class Territoire(Regle):
    """In a row: the département in `champ` is in the remit of the organisation for this return."""

    MOTS = frozenset({"trouve", "attendu"})
    type: Literal["territoire"]
    champ: str

    def _colonnes(self) -> set[str]:
        return {self.champ}


class Organisme(Regle):
    """In a row: `champ` is the organisation that deposits, or one of its network."""

    MOTS = frozenset({"trouve", "attendu"})
    type: Literal["organisme"]
    champ: str

    def _colonnes(self) -> set[str]:
        return {self.champ}


class Exhaustivite(Regle):
    """In the file: each département of the organisation's remit has a row of its own in `champ`."""

    MOTS = frozenset({"manquants", "nombre"})
    type: Literal["exhaustivite"]
    champ: str

    def _colonnes(self) -> set[str]:
        return {self.champ}


class Total(Regle):
    """Among rows alike in every other column of the key: the `mesure` of the row whose `champ` is `total`, against the sum of the others
    (codes of `sauf` left out). `sens` says what it must be: `egal`, `au_plus` or `au_moins` that sum. Groups without a total row are not
    concerned; nor, for `egal` and `au_moins`, those where a part is missing a number."""

    MOTS = frozenset({"attendu", "trouve"})
    type: Literal["total"]
    champ: str
    total: str
    mesure: str
    sens: Literal["egal", "au_plus", "au_moins"]
    sauf: list[str] = []

    def _colonnes(self) -> set[str]:
        return {self.champ, self.mesure}


class IdentiteLignes(Regle):
    """Among rows alike in every other column of the key: `mesure` of the row `resultat` of `champ` = Σ of the rows `plus`."""

    MOTS = frozenset({"attendu", "trouve"})
    type: Literal["identite_lignes"]
    champ: str
    mesure: str
    resultat: str
    plus: Colonnes

    def _colonnes(self) -> set[str]:
        return {self.champ, self.mesure}


class Repartition(Regle):
    """Among rows alike in every other column of the key: Σ `mesure` over the codes of `champ` other than `sauf` = their common `base`."""

    MOTS = frozenset({"attendu", "trouve"})
    type: Literal["repartition"]
    champ: str
    mesure: str
    base: str
    sauf: list[str] = []

    def _colonnes(self) -> set[str]:
        return {self.champ, self.mesure, self.base}


class ModalitesCompletes(Regle):
    """Among rows alike in the columns of the key other than `champ` and `selon`: for each of the codes `pour` of `selon`, every code of
    the list of `champ` has its row."""

    MOTS = frozenset({"manquants"})
    type: Literal["modalites_completes"]
    champ: str
    selon: str
    pour: Colonnes

    def _colonnes(self) -> set[str]:
        return {self.champ, self.selon}


class SommesEgales(Regle):
    """Among rows alike in the columns of the key other than `champ` and `selon`: Σ `mesure` is the same for every code of `selon`."""

    MOTS = frozenset({"sommes"})
    type: Literal["sommes_egales"]
    champ: str
    selon: str
    mesure: str

    def _colonnes(self) -> set[str]:
        return {self.champ, self.selon, self.mesure}


class Exclusif(Regle):
    """Among rows alike in the columns `par`: `champ` is filled in all of them, or in none."""

    type: Literal["exclusif"]
    champ: str
    par: Colonnes

    def _colonnes(self) -> set[str]:
        return {self.champ, *self.par}


class Saut(Regle):
    """Against the last return, row by row (same key, the year apart): one of `champs` moves by more than `pct` % and by `minimum` or more."""

    MOTS = frozenset({"colonne", "precedent", "trouve"})
    type: Literal["saut"]
    champs: Colonnes
    pct: float = Field(gt=0)
    minimum: int = Field(gt=0)

    def _colonnes(self) -> set[str]:
        return set(self.champs)


TYPES: dict[str, type[Regle]] = {get_args(c.model_fields["type"].annotation)[0]: c for c in Regle.__subclasses__()}
