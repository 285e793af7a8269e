"""The keys that a document may call, read from the `_donnees` folder of a composition."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from catalogue.erreurs import Impossible
from reports.moteur.documents import Raccourci

DIMENSIONS = ("age", "infraction", "modalite", "nationalite", "sexe")  # alphabetical, as in the keys
FORMES = ("nombre", "pct", "evolution", "lettres")


@dataclass(frozen=True)
class Donnees:
    """The keys that the documents may call, read from `_donnees/`."""

    chiffres: dict[str, dict]
    defaut: dict
    phrases: set[str]
    figures: set[str]
    tableaux: dict[str, dict]
    producteurs: set[str]

    @classmethod
    def lues(cls, dossier: Path) -> Donnees:
        """Raises Impossible when a file of the composition is missing."""
        def lire(nom: str) -> dict:
            try:
                return json.loads((dossier / nom).read_text("utf-8"))
            except OSError as erreur:
                raise Impossible("document.composition_absente", dossier=dossier.parent, fichier=f"_donnees/{nom}") from erreur

        chiffres = lire("chiffres.json")
        return cls(chiffres["chiffres"], chiffres["defaut"], set(lire("phrases.json")),
                   {p.stem for p in (dossier / "figures").glob("*.json")},
                   {p.stem: lire(f"tableaux/{p.name}") for p in (dossier / "tableaux").glob("*.json")},
                   set(lire("edition.json")["producteurs"]))

    def cle(self, raccourci: Raccourci) -> str:
        """The key that a `chiffre` shortcode asks for; donnees.lua makes the same."""
        options = {nom: str(valeur) for nom, valeur in self.defaut.items()} | raccourci.options
        dimensions = [f"{d}-{options[d]}" for d in DIMENSIONS if d in options]
        return ".".join([raccourci.args[0], options["annee"], options["territoire"], *dimensions])
