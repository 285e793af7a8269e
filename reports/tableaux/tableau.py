"""The table as a value, written to the composition as JSON (and CSV when readers should be able to take it away)."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field

from catalogue.tableur import inoffensif
from reports.texte import Texte, brut, texte


@dataclass(frozen=True)
class Colonne:
    """A column: its title, its alignment (`left` or `right`) and its width in print (`auto`, `1fr`, `23mm`)."""

    titre: str
    align: str = "left"
    largeur: str = "auto"


@dataclass(frozen=True)
class Tableau:
    """A table of the letter: every cell is a text, so that its numbers keep their keys."""

    id: str
    titre: Texte
    colonnes: list[Colonne]
    lignes: list[list[Texte]]
    unite: Texte | None = None
    note: Texte | None = None
    champ: Texte | None = None
    source: Texte | None = None
    largeur: str = "texte"
    numerote: bool = True
    compact: bool = False
    filtrable: bool = False
    medias: list[str] = field(default_factory=lambda: ["pdf", "html"])
    ancres: bool = False

    def en_json(self) -> dict:
        """The contract of `_donnees/tableaux/<id>.json`."""
        return {
            "id": self.id, "numerote": self.numerote, "titre": self.titre, "unite": self.unite, "largeur": self.largeur,
            "colonnes": [{"titre": texte(c.titre), "align": c.align, "largeur": c.largeur} for c in self.colonnes],
            "lignes": self.lignes, "ancres": self.ancres, "note": self.note, "champ": self.champ, "source": self.source,
            "medias": self.medias, "compact": self.compact, "tri": self.filtrable, "csv": f"tableaux/{self.id}.csv",
        }

    def en_csv(self) -> str:
        """The same cells as text: `;`, one header line."""
        sortie = io.StringIO()
        ecrivain = csv.writer(sortie, delimiter=";", lineterminator="\r\n")
        ecrivain.writerow([c.titre for c in self.colonnes])
        ecrivain.writerows([[inoffensif(brut(cellule)) for cellule in ligne] for ligne in self.lignes])
        return sortie.getvalue()
