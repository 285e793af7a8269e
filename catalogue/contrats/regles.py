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
Codes = Annotated[list[str], Field(min_length=1)]
COLONNE = "column"
Colonne = Annotated[str, COLONNE]
Colonnes = Annotated[list[str], Field(min_length=1), COLONNE]


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
        nommees = [getattr(self, nom) for nom, field in type(self).model_fields.items() if COLONNE in field.metadata]
        return {*self.si, *self.sauf_si, *(c for n in nommees for c in ([n] if isinstance(n, str) else n))}

    def codes(self) -> list[tuple[str, list[str]]]:
        """Codes that the rule names, column by column."""
        return [*self.si.items(), *self.sauf_si.items()]

    def mots(self) -> set[str]:
        """What the message names between braces."""
        return {mot for _, mot, _, _ in Formatter().parse(self.message_fr) if mot}


class Identite(Regle):
    """In a row: `resultat` = Σ `plus` − Σ `moins`."""

    MOTS = frozenset({"attendu", "trouve"})
    type: Literal["identite"]
    resultat: Colonne
    plus: Colonnes
    moins: Annotated[list[str], COLONNE] = []


class Borne(Regle):
    """In a row: Σ `parts` ≤ Σ `total`."""

    MOTS = frozenset({"somme", "maximum"})
    type: Literal["borne"]
    parts: Colonnes
    total: Colonnes


class Intervalle(Regle):
    """In a row: `minimum` ≤ `champ` ≤ `maximum`; for bounds that hold only under `si` (a percentage, say)."""

    MOTS = frozenset({"trouve"})
    type: Literal["intervalle"]
    champ: Colonne
    minimum: float | None = None
    maximum: float | None = None


class DatesOrdonnees(Regle):
    """In a row: `debut` ≤ `fin`."""

    type: Literal["dates_ordonnees"]
    debut: Colonne
    fin: Colonne


class Etat(Regle):
    """In a row, against `etat_valeur`: `observe` wants every one of `obligatoires` filled; `zero_confirme` wants them written 0 and no
    other of `mesures` above 0; `non_suivi`, `non_transmis` and `secret_producteur` want every one of `mesures` empty."""

    MOTS = frozenset({"colonne"})
    type: Literal["etat"]
    champ: Colonne
    mesures: Colonnes
    obligatoires: Colonnes


class Condition(Regle):
    """In a row that `si` selects: each of `champs` is filled (`rempli`) or empty (`vide`)."""

    MOTS = frozenset({"colonne"})
    type: Literal["condition"]
    champs: Colonnes
    alors: Literal["rempli", "vide"]


class AuMoinsUn(Regle):
    """In a row: one at least of `champs` is filled."""

    type: Literal["au_moins_un"]
    champs: Colonnes


class Solidaires(Regle):
    """In a row: `champs` are all filled, or all empty."""

    MOTS = frozenset({"colonne"})
    type: Literal["solidaires"]
    champs: Colonnes


class ListeLiee(Regle):
    """In a row: the code of `champ` is in the list that this column has for the code of `selon` (`Champ.listes`)."""

    MOTS = frozenset({"attendu"})
    type: Literal["liste_liee"]
    champ: Colonne
    selon: Colonne


class CodeTerritoire(Regle):
    """In a row: `champ` is a code of the nomenclature (or of the form) that goes with the type of territory in `type_champ`."""

    MOTS = frozenset({"attendu"})
    type: Literal["code_territoire"]
    champ: Colonne
    type_champ: Colonne
    nomenclatures: dict[str, str] = {}
    motifs: dict[str, str] = {}


class Estimation(Regle):
    """In a row: `resultat` = `nombre` × (100 − `coef`) / 100 when `coef_type` is `part_doublons`, `nombre` × `coef` when it is
    `personnes_par_annonce`, to the nearest unit. `{attendu}` is the computed value, `{ecart}` the difference, both whole numbers."""

    MOTS = frozenset({"attendu", "trouve", "ecart"})
    type: Literal["estimation"]
    nombre: Colonne
    coef_type: Colonne
    coef: Colonne
    resultat: Colonne


class Millesime(Regle):
    """In a row: `champ` is the year of the campaign."""

    MOTS = frozenset({"attendu", "trouve"})
    type: Literal["millesime"]
    champ: Colonne


class Territoire(Regle):
    """In a row: the département in `champ` is in the remit of the organisation for this return."""

    MOTS = frozenset({"trouve", "attendu"})
    type: Literal["territoire"]
    champ: Colonne


class Organisme(Regle):
    """In a row: `champ` is the organisation that deposits, or one of its network."""

    MOTS = frozenset({"trouve", "attendu"})
    type: Literal["organisme"]
    champ: Colonne


class Exhaustivite(Regle):
    """In the file: each département of the organisation's remit has a row of its own in `champ`."""

    MOTS = frozenset({"manquants", "nombre"})
    type: Literal["exhaustivite"]
    champ: Colonne


class Total(Regle):
    """Among rows alike in every other column of the key: the `mesure` of the row whose `champ` is `total`, against the sum of the others
    (codes of `sauf` left out). `sens` says what it must be: `egal`, `au_plus` or `au_moins` that sum. Groups without a total row are not
    concerned; nor, for `egal` and `au_moins`, those where a part is missing a number."""

    MOTS = frozenset({"attendu", "trouve"})
    type: Literal["total"]
    champ: Colonne
    total: str
    mesure: Colonne
    sens: Literal["egal", "au_plus", "au_moins"]
    sauf: list[str] = []

    def codes(self) -> list[tuple[str, list[str]]]:
        return [*super().codes(), (self.champ, [self.total, *self.sauf])]


class IdentiteLignes(Regle):
    """Among rows alike in every other column of the key: `mesure` of the row `resultat` of `champ` = Σ of the rows `plus`."""

    MOTS = frozenset({"attendu", "trouve"})
    type: Literal["identite_lignes"]
    champ: Colonne
    mesure: Colonne
    resultat: str
    plus: Codes

    def codes(self) -> list[tuple[str, list[str]]]:
        return [*super().codes(), (self.champ, [self.resultat, *self.plus])]


class Repartition(Regle):
    """Among rows alike in every other column of the key: Σ `mesure` over the codes of `champ` other than `sauf` = their common `base`."""

    MOTS = frozenset({"attendu", "trouve"})
    type: Literal["repartition"]
    champ: Colonne
    mesure: Colonne
    base: Colonne
    sauf: list[str] = []

    def codes(self) -> list[tuple[str, list[str]]]:
        return [*super().codes(), (self.champ, self.sauf)]


class ModalitesCompletes(Regle):
    """Among rows alike in the columns of the key other than `champ` and `selon`: for each of the codes `pour` of `selon`, every code of
    the list of `champ` has its row."""

    MOTS = frozenset({"manquants"})
    type: Literal["modalites_completes"]
    champ: Colonne
    selon: Colonne
    pour: Codes

    def codes(self) -> list[tuple[str, list[str]]]:
        return [*super().codes(), (self.selon, self.pour)]


class SommesEgales(Regle):
    """Among rows alike in the columns of the key other than `champ` and `selon`: Σ `mesure` is the same for every code of `selon`."""

    MOTS = frozenset({"sommes"})
    type: Literal["sommes_egales"]
    champ: Colonne
    selon: Colonne
    mesure: Colonne


class Exclusif(Regle):
    """Among rows alike in the columns `par`: `champ` is filled in all of them, or in none."""

    type: Literal["exclusif"]
    champ: Colonne
    par: Colonnes


class Saut(Regle):
    """Against the last return, row by row (same key, the year apart): one of `champs` moves by more than `pct` % and by `minimum` or more."""

    MOTS = frozenset({"colonne", "precedent", "trouve"})
    type: Literal["saut"]
    champs: Colonnes
    pct: float = Field(gt=0)
    minimum: int = Field(gt=0)


TYPES: dict[str, type[Regle]] = {get_args(c.model_fields["type"].annotation)[0]: c for c in Regle.__subclasses__()}
