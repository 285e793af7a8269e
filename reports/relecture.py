"""The proof-reader: digits typed by hand, refused words, long sentences, acronyms nobody expands.

It reads the documents (`sections/*.qmd`) and the string literals of the modules that write sentences, since both end on the page.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import yaml

from catalogue import charger
from catalogue.chargement import RACINE
from catalogue.erreurs import Refus

MOTS_MAXIMUM = 25
SHORTCODE = re.compile(r"\{\{<.*?>\}\}")
ATTRIBUTS = re.compile(r"\{(?!\{)[^{}]*\}")
TITRES = re.compile(r'(?:titre|rubrique)="([^"]*)"')
CITATION = re.compile(r"«[^»]*»")
SIGLE = re.compile(r"\b[A-Z]{2,}[a-z]?\b")


def relire(sections: Path) -> list[Refus]:
    """Every fault of the documents of a folder, with file and line."""
    return [r for path in sorted(sections.glob("*.qmd")) for r in _document(path)]


def relire_modules(dossier: Path) -> list[Refus]:
    """Every fault of the sentences written in Python modules, with file and line."""
    return [r for path in sorted(dossier.rglob("*.py")) for ligne, t in _litteraux(path) for r in _faits(path.name, ligne, t)]


def _document(path: Path) -> Iterator[Refus]:
    paragraphe: list[tuple[int, str]] = []
    for numero, brute in enumerate([*path.read_text("utf-8").splitlines(), ""], 1):
        titres = " ".join(TITRES.findall(brute))
        prose = ATTRIBUTS.sub(" ", SHORTCODE.sub(" ◊ ", brute)) if not brute.startswith(":::") else ""
        yield from _faits(path.name, numero, f"{prose} {titres}")
        yield from _sigles(path.name, numero, f"{prose} {titres}")
        if prose.strip() and not prose.startswith("#"):
            paragraphe.append((numero, prose))
        elif paragraphe:
            yield from _phrases(path.name, paragraphe[0][0], " ".join(p for _, p in paragraphe))
            paragraphe = []


def _faits(fichier: str, ligne: int, prose: str) -> Iterator[Refus]:
    reste = _libres().sub(" ", re.sub(r"[\u00a0\u202f]", " ", prose))
    for m in re.finditer(r"\d[\d  ,.]*", reste):
        yield Refus("relecture.chiffre_libre", fichier=fichier, ligne=ligne, valeur=m[0].strip())
    hors_citation = CITATION.sub(" ", prose)
    for regle in _mots():
        for m in re.finditer(rf"\b(?:{regle['mot']})(?!\w)", hors_citation, re.IGNORECASE):
            yield Refus("relecture.mot_refuse", fichier=fichier, ligne=ligne, valeur=m[0], raison=regle["raison"], ecrire=regle["ecrire"])


def _phrases(fichier: str, ligne: int, paragraphe: str) -> Iterator[Refus]:
    for phrase in re.split(r"(?<=[.!?])\s+", paragraphe.replace("**", "")):
        mots = [m for m in re.split(r"[\s\u00a0\u202f]+", phrase) if re.search(r"\w|◊", m)]
        if len(mots) > MOTS_MAXIMUM:
            yield Refus("relecture.phrase_longue", fichier=fichier, ligne=ligne, mots=len(mots), debut=" ".join(mots[:6]), maximum=MOTS_MAXIMUM)


def _sigles(fichier: str, ligne: int, prose: str) -> Iterator[Refus]:
    connus = charger().nomenclatures["sigles"]
    for m in SIGLE.finditer(prose):
        if m[0] not in connus:
            yield Refus("relecture.sigle_inconnu", fichier=fichier, ligne=ligne, valeur=m[0])


def _litteraux(path: Path) -> Iterator[tuple[int, str]]:
    """String constants that hold words to print: not docstrings, not identifiers, not format specs."""
    arbre = ast.parse(path.read_text("utf-8"))
    docstrings = {id(n.body[0].value) for n in ast.walk(arbre)
                  if isinstance(n, ast.Module | ast.FunctionDef | ast.ClassDef) and n.body and isinstance(n.body[0], ast.Expr)}
    specs = {id(c) for n in ast.walk(arbre) if isinstance(n, ast.FormattedValue) and n.format_spec for c in ast.walk(n.format_spec)}
    for n in ast.walk(arbre):
        if isinstance(n, ast.Constant) and isinstance(n.value, str) and id(n) not in docstrings | specs and re.search(r"[^\W\d_] [^\W\d_]|\d ", n.value):
            yield n.lineno, n.value


@cache
def _libres() -> re.Pattern[str]:
    expressions = [e["expression"] for e in yaml.safe_load((RACINE / "chiffres_libres.yaml").read_text("utf-8"))]
    return re.compile("|".join(rf"(?<![\d-]){re.escape(e)}(?![\d-])" for e in sorted(expressions, key=len, reverse=True)))


@cache
def _mots() -> list[dict[str, str]]:
    return yaml.safe_load((RACINE / "mots_refuses.yaml").read_text("utf-8"))
