"""Sections that the letter does without: one whose front matter says `facultative: oui` is there when all it calls has been made.

A figure without public data is not drawn, and a blank one is never printed: the page that calls it is then left out, whole.
"""

from __future__ import annotations

import re
from collections.abc import Set
from pathlib import Path

import yaml

from catalogue.erreurs import Refus
from reports.figures.definitions import FIGURES
from reports.moteur.documents import ENTETE, RACCOURCI, Raccourci, inclus
from reports.phrases import PHRASES

FACULTATIVE = {"facultative": "oui"}


def retenir(dossier: Path, figures: Set[str], phrases: Set[str], document: str = "lettre.qmd") -> list[str]:
    """Leave out of a composition the optional sections that call a figure or a sentence that this édition does not have.

    `figures`, `phrases`: what has been made. Returns the names of the sections left out. A name that no édition can have stays: the check
    of the documents refuses it, with its line. Raises Refus when the front matter of a section says anything else.
    """
    ecartees = []
    for section in sorted((dossier / "sections").glob("*.qmd")):
        texte = section.read_text("utf-8")
        if not (entete := ENTETE.match(texte)):
            continue
        _exiger_facultative(section, entete["yaml"])
        if _manque(texte, figures, phrases):
            ecartees.append(section.stem)
            section.unlink()
        else:
            # The lines stay where they are: what is refused later is told at its own line.
            section.write_text("\n" * entete[0].count("\n") + texte[entete.end():], "utf-8")
    _retirer(dossier / document, {f"sections/{nom}.qmd" for nom in ecartees})
    return ecartees


def _exiger_facultative(section: Path, entete: str) -> None:
    try:
        lu = yaml.safe_load(entete)
    except yaml.YAMLError:
        lu = None
    if lu != FACULTATIVE:
        raise Refus("document.entete_de_section", fichier=f"sections/{section.name}", ligne=2, valeur=" ".join(entete.split()))


def _manque(texte: str, figures: Set[str], phrases: Set[str]) -> bool:
    appels = [r for r in map(Raccourci.lu, RACCOURCI.finditer(texte)) if r.args]
    titres = [("phrase", nom) for nom in re.findall(r'titre-phrase="([^"]*)"', texte)]
    faits, possibles = {"figure": figures, "phrase": phrases}, {"figure": set(FIGURES), "phrase": set(PHRASES)}
    return any(nom in possibles[nature] and nom not in faits[nature]
               for nature, nom in [*((r.nom, r.args[0]) for r in appels if r.nom in faits), *titres])


def _retirer(document: Path, chemins: Set[str]) -> None:
    lignes = document.read_text("utf-8").split("\n")
    document.write_text("\n".join("" if inclus(ligne) in chemins else ligne for ligne in lignes), "utf-8")
