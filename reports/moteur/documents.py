"""The documents of a letter: lines that remember their file, and the shortcodes written on them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

COMMENTAIRE = re.compile(r"<!--.*?-->", re.DOTALL)
RACCOURCI = re.compile(r"\{\{<\s*(?P<nom>[^\s>]+)(?P<reste>[^<>]*)>\}\}")
ARGUMENT = re.compile(r"""(?:(?P<cle>[\w-]+)=)?(?:"(?P<cite>[^"]*)"|(?P<nu>[^\s"]+))""")
ENTETE = re.compile(r"\A---\n(?P<yaml>.*?\n)---\n", re.DOTALL)


@dataclass(frozen=True)
class Ligne:
    """One line of a document: `fichier` relative to the folder of the documents, `numero` from 1."""

    fichier: str
    numero: int
    texte: str


@dataclass(frozen=True)
class Raccourci:
    """A shortcode `{{< nom arg… cle=valeur… >}}`."""

    nom: str
    args: tuple[str, ...]
    options: dict[str, str]

    @classmethod
    def lu(cls, trouve: re.Match[str]) -> Raccourci:
        """From a match of RACCOURCI."""
        args, options = [], {}
        for argument in ARGUMENT.finditer(trouve["reste"]):
            valeur = argument["nu"] if argument["cite"] is None else argument["cite"]
            if argument["cle"]:
                options[argument["cle"]] = valeur
            else:
                args.append(valeur)
        return cls(trouve["nom"], tuple(args), options)

    def en_pandoc(self) -> str:
        """An empty span that embarque.lua resolves."""
        attributs = {"nom": self.nom} | {f"arg{rang}": a for rang, a in enumerate(self.args, 1)} | self.options
        return "[]{.raccourci " + " ".join(f'{nom}="{valeur}"' for nom, valeur in attributs.items()) + "}"


def raccourcis(texte: str) -> Iterator[Raccourci]:
    """The shortcodes of a text, in order."""
    return map(Raccourci.lu, RACCOURCI.finditer(texte))


def lire(dossier: Path, document: str) -> tuple[dict, list[Ligne]]:
    """Front matter and lines of a document, its includes expanded in place (one level).

    Comments are blanked, lines kept. An include whose file is missing stays as its own line. Raises OSError when the
    document itself cannot be read.
    """
    texte = _texte(dossier / document)
    entete = ENTETE.match(texte)
    lignes: list[Ligne] = []
    for ligne in _lignes(document, texte):
        if entete and ligne.numero <= entete[0].count("\n"):
            continue
        chemin = inclus(ligne.texte)
        if chemin and (dossier / chemin).is_file():
            lignes += _lignes(chemin, _texte(dossier / chemin))
            lignes.append(Ligne(ligne.fichier, ligne.numero, ""))
        else:
            lignes.append(ligne)
    return (yaml.safe_load(entete["yaml"]) or {}) if entete else {}, lignes


def inclus(texte: str) -> str | None:
    """The path that a line of include names, relative to the folder of the documents."""
    premier = next(raccourcis(texte), None)
    return premier.args[0] if premier and premier.nom == "include" and premier.args else None


def markdown(lignes: list[Ligne]) -> str:
    """The document for pandoc alone, its shortcodes turned into spans."""
    return "\n".join(RACCOURCI.sub(lambda trouve: Raccourci.lu(trouve).en_pandoc(), ligne.texte) for ligne in lignes)


def _texte(chemin: Path) -> str:
    texte = chemin.read_text("utf-8-sig").replace("\r\n", "\n")
    return COMMENTAIRE.sub(lambda trouve: "\n" * trouve[0].count("\n"), texte)


def _lignes(fichier: str, texte: str) -> list[Ligne]:
    return [Ligne(fichier, numero, ligne) for numero, ligne in enumerate(texte.split("\n"), 1)]
