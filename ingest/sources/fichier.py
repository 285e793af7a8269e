"""A producer's file being read: its bytes, what its livraison says of it, and the refusals found in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import polars as pl

from catalogue import Catalogue
from catalogue.erreurs import Refus
from ingest.livraisons import Livraison

PAR_CONTROLE = 5
EN_TOUT = 20


@dataclass
class Fichier:
    """One livraison to read. Every refusal names the file and, as far as it is known, the sheet, the line and the column."""

    chemin: Path
    livraison: Livraison
    catalogue: Catalogue
    refus: list[Refus] = field(default_factory=list)

    @property
    def nom(self) -> str:
        """The name under which the producer gave the file."""
        return self.livraison.fiche.fichier

    @cached_property
    def octets(self) -> bytes:
        return self.chemin.read_bytes()

    def refuser(self, code: str, *, feuille: str | None = None, ligne: int | None = None, colonne: str | None = None,
                valeur: object = None, suggestion: str = "", **champs: object) -> None:
        """Note a refusal `sources.<code>`; `conclure` raises it with the others. `valeur`: what was seen (None: an empty cell)."""
        places = (self.nom, feuille and f"feuille « {feuille} »", ligne and f"ligne {ligne}", colonne and f"colonne « {colonne} »")
        self.refus.append(Refus(f"sources.{code}", lieu=_montrer(", ".join(filter(None, places)), 300), fichier=self.nom, feuille=feuille, ligne=ligne,
                                colonne=colonne, valeur=_montrer("" if valeur is None else str(valeur), 160), suggestion=suggestion, **champs))

    def exiger(self, lignes: pl.DataFrame, condition: pl.Expr, code: str, *, valeur: str, attendu: str, colonne: str | None = None,
               feuille: str | None = None, **champs: object) -> None:
        """Refuse the rows of `lignes` where `condition` is false or null, each different `valeur` (a column) once, at its first line.

        `lignes` has the column `ligne`; `colonne` is the file's own name for the column, else the row's `colonne` says it.
        """
        fautes = lignes.filter(~condition.fill_null(False)).unique(valeur, keep="first", maintain_order=True)
        for faute in fautes.head(PAR_CONTROLE).iter_rows(named=True):
            self.refuser(code, feuille=feuille, ligne=faute["ligne"], colonne=colonne or faute.get("colonne"), valeur=faute[valeur],
                         attendu=attendu, **champs)

    def conclure(self) -> None:
        """Raise Refus with every refusal noted so far (the first ones when they are many); nothing when there is none."""
        if self.refus:
            raise Refus.groupe(self.refus[:EN_TOUT])

    def arreter(self, code: str, **champs: object) -> Refus:
        """The refusal to raise when nothing more can be read, with those noted before it."""
        self.refuser(code, **champs)
        return Refus.groupe(self.refus[:EN_TOUT])


def au_schema(lignes: pl.DataFrame | pl.LazyFrame, schema: dict[str, pl.DataType]) -> pl.LazyFrame:
    """The columns of `schema`, in its order and of its types; any other column is left out. Lazy: done while the rows are written."""
    return lignes.lazy().select(pl.col(c).cast(t) for c, t in schema.items())


def _montrer(texte: str, longueur: int) -> str:
    """Text of a file fit for one line of a message."""
    propre = "".join(c if c.isprintable() else "\ufffd" for c in " ".join(texte.split()))
    return propre if len(propre) <= longueur else f"{propre[:longueur]}…"
