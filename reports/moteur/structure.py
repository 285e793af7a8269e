"""The divs of a document: how its lines are nested, and whether the nesting is one the letter knows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from catalogue.erreurs import Refus, suggestion
from reports.moteur.documents import Ligne

CLOTURE = re.compile(r"^\s*:{3,}\s*(?P<attributs>\{.*\}|[\w-]+)?\s*$")
TITRE = re.compile(r"^(?P<niveau>#+)\s")
IDENTIFIANT = re.compile(r"\{[^}]*#(?P<id>[\w-]+)[^}]*\}\s*$")
CALLOUTS = {f"callout-{nom}" for nom in ("note", "tip", "important", "warning", "caution")}
CLASSES = {"page", "une", "bande", "texte", "notes", "note", "cadre", "chapo", "encadre", "sigles", "content-visible"} | CALLOUTS
FORMATS = frozenset({"typst", "html"})


@dataclass
class Div:
    """A div: its line, its classes and attributes, the formats in which it is seen, what was met directly inside it."""

    ligne: Ligne
    classes: tuple[str, ...]
    attributs: dict[str, str]
    formats: frozenset[str] = FORMATS
    enfants: list[str] = field(default_factory=list)
    titre: str | None = None

    @classmethod
    def lue(cls, ligne: Ligne, attributs: str) -> Div:
        if not attributs.startswith("{"):
            return cls(ligne, (attributs,), {})
        paires = dict(re.findall(r'([\w-]+)="([^"]*)"', attributs))
        return cls(ligne, tuple(re.findall(r"\.([\w-]+)", re.sub(r'"[^"]*"', "", attributs))), paires)


@dataclass(frozen=True)
class Lieu:
    """A line of text and the divs it stands in, the outermost first."""

    ligne: Ligne
    pile: tuple[Div, ...]

    @property
    def formats(self) -> frozenset[str]:
        """The formats in which it is seen."""
        return self.pile[-1].formats if self.pile else FORMATS


def refus(ligne: Ligne, code: str, **champs: object) -> Refus:
    """A Refus of `document.<code>` at a line."""
    return Refus(f"document.{code}", fichier=ligne.fichier, ligne=ligne.numero, **champs)


def parcourir(lignes: list[Ligne]) -> tuple[list[Lieu], list[Div], list[Refus]]:
    """The lines that are not fences, each with its open divs; all divs; every fault of nesting."""
    lieux: list[Lieu] = []
    divs: list[Div] = []
    fautes: list[Refus] = []
    pile: list[Div] = []
    for ligne in lignes:
        while pile and pile[-1].ligne.fichier != ligne.fichier and ligne.texte.strip():
            fautes.append(refus(pile.pop().ligne, "div_ouverte"))
        cloture = CLOTURE.match(ligne.texte)
        if not cloture:
            lieux.append(Lieu(ligne, tuple(pile)))
            _noter_titre(ligne, pile)
        elif cloture["attributs"]:
            div = _ouvrir(ligne, cloture["attributs"], pile)
            fautes += _ouverture(div, pile)
            pile.append(div)
            divs.append(div)
        elif pile:
            fautes += _fermeture(pile.pop())
        else:
            fautes.append(refus(ligne, "div_fermee"))
    return lieux, divs, fautes + [refus(div.ligne, "div_ouverte") for div in pile]


def _noter_titre(ligne: Ligne, pile: list[Div]) -> None:
    titre = TITRE.match(ligne.texte)
    if pile and titre and titre["niveau"] == "#" and pile[-1].titre is None:
        identifiant = IDENTIFIANT.search(ligne.texte)
        pile[-1].titre = identifiant["id"] if identifiant else ""


def _ouvrir(ligne: Ligne, attributs: str, pile: list[Div]) -> Div:
    div = Div.lue(ligne, attributs)
    if pile:
        pile[-1].enfants += div.classes
        div.formats = pile[-1].formats
    if "content-visible" in div.classes:
        div.formats &= {div.attributs.get("when-format", "")}
    return div


def _ouverture(div: Div, pile: list[Div]) -> Iterator[Refus]:
    classes = set(div.classes)
    for classe in div.classes:
        if classe not in CLASSES:
            yield refus(div.ligne, "div_inconnue", valeur=classe, suggestion=suggestion(classe, CLASSES),
                        attendu=", ".join(sorted(CLASSES - CALLOUTS)))
    if classes & {"texte", "notes"} and not (pile and "bande" in pile[-1].classes):
        yield _incomplet(div, "« .texte » et « .notes » ne vont que dans une bande", "::: {.bande} autour des deux")
    if "page" in classes and any("content-visible" not in autre.classes for autre in pile):
        yield _incomplet(div, "une page ne s’ouvre pas dans un autre bloc", "la fermeture du bloc précédent avant la page")
    if "page" in classes and "une" not in classes and "rubrique" not in div.attributs:
        yield _incomplet(div, "cette page n’a pas de rubrique", '::: {.page rubrique="…"}')
    if "content-visible" in classes and div.attributs.get("when-format") not in FORMATS:
        yield _incomplet(div, "ce bloc ne dit pas pour quel support il est", 'when-format="html" ou when-format="typst"')
    if classes & {"cadre", "encadre"} and not {"titre", "titre-phrase"} & set(div.attributs):
        yield _incomplet(div, "ce bloc n’a pas de titre", 'titre="…" ou titre-phrase="…"')


def _fermeture(div: Div) -> Iterator[Refus]:
    if "bande" in div.classes and div.enfants != ["texte", "notes"]:
        yield _incomplet(div, "cette bande n’a pas ses deux parties", "::: {.texte} puis ::: {.notes}, et rien d’autre")
    if "page" in div.classes and not (div.titre or "").startswith("sec-"):
        yield _incomplet(div, "cette page n’a pas de titre qui porte un identifiant", "# Titre {#sec-…}")


def _incomplet(div: Div, probleme: str, attendu: str) -> Refus:
    return refus(div.ligne, "bloc_incomplet", probleme=probleme, attendu=attendu)
