"""Which chiffres the letter quotes: those its documents call by key, those of the sentences they call, and the key figures.

The data of a figure or a table are not quoted: they stand in it, with their own source.
"""

from __future__ import annotations

from pathlib import Path

from catalogue.modeles import DIMENSIONS
from reports.moteur.documents import Raccourci, lire, raccourcis
from reports.tables import Chiffres
from reports.texte import Texte


def cles_citees(dossier: Path, chiffres: Chiffres, phrases: dict[str, Texte], chiffres_cles: list[dict]) -> list[str]:
    """Sorted keys quoted by `lettre.qmd` of a folder and what it includes."""
    _, lignes = lire(dossier, "lettre.qmd")
    cles = {cle for ligne in lignes for r in raccourcis(ligne.texte) for cle in _cles(r, chiffres, phrases)}
    textes = [c[partie] for c in chiffres_cles for partie in ("valeur", "quoi", "precision")]
    return sorted(cles | {s["cle"] for t in textes for s in t if "cle" in s})


def _cles(r: Raccourci, chiffres: Chiffres, phrases: dict[str, Texte]) -> set[str]:
    if r.nom == "phrase" and r.args:
        return {s["cle"] for s in phrases.get(r.args[0], []) if "cle" in s}
    if r.nom == "chiffre" and r.args and r.args[0] in chiffres.catalogue.indicateurs:
        annee = int(r.options["annee"]) if r.options.get("annee", "").isdigit() else None
        modalites = {d: r.options[d] for d in DIMENSIONS if d in r.options}
        return {chiffres.cle(r.args[0], annee, r.options.get("territoire", "FR"), **modalites)}
    return set()
