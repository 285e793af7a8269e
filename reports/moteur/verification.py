"""The static check of a document: everything that would go wrong while rendering, told with its file and line, at once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from catalogue.erreurs import Impossible, Refus, suggestion
from reports.moteur import documents
from reports.moteur.documents import Ligne, Raccourci
from reports.moteur.donnees import DIMENSIONS, FORMES, Donnees
from reports.moteur.structure import FORMATS, Div, Lieu, parcourir, refus


@dataclass(frozen=True)
class Forme:
    """How a shortcode is written: numbers of arguments, options, whether it stands alone as a block."""

    ecriture: str
    args: tuple[int, ...] = (1,)
    options: frozenset[str] = frozenset()
    bloc: bool = False


RACCOURCIS = {
    "chiffre": Forme("{{< chiffre IDENTIFIANT annee=… territoire=… sexe=… forme=… >}}",
                     options=frozenset({"annee", "territoire", "forme", *DIMENSIONS})),
    "phrase": Forme("{{< phrase IDENTIFIANT >}}"),
    "figure": Forme("{{< figure IDENTIFIANT >}}", bloc=True),
    "tableau": Forme("{{< tableau IDENTIFIANT >}}", bloc=True),
    "chiffres-cles": Forme("{{< chiffres-cles >}}", (0,), bloc=True),
    "millesime": Forme("{{< millesime >}}, ou {{< millesime -1 >}}", (0, 1)),
    "edition": Forme("{{< edition >}}", (0,)),
    "badge": Forme("{{< badge PRODUCTEUR >}}"),
    "renvoi": Forme("{{< renvoi fig-… >}}, tab-… ou sec-…"),
    "aide": Forme("{{< aide >}}", (0,), bloc=True),
    "sommaire": Forme("{{< sommaire >}}", (0,), bloc=True),
    "include": Forme("{{< include sections/….qmd >}}", bloc=True),
}

NATURES = {"phrase": "la phrase", "figure": "la figure", "tableau": "le tableau", "badge": "le producteur"}

# What the two engines, or the two media, do not render alike: pattern, what it is, what to do instead.
HORS_SOUS_ENSEMBLE = [(re.compile(motif), construction, remede) for motif, construction, remede in (
    (r"^\s*(```|~~~)", "un bloc de code ou un bloc brut n’a pas cours dans la lettre",
     "Passez par une figure, un tableau ou une phrase."),
    (r"`\{=\w+\}", "du texte brut pour un seul format n’a pas cours dans la lettre",
     "Écrivez-le en Markdown."),
    (r"(?<!\{)<(?!https?:|mailto:)/?[A-Za-z]", "une balise HTML n’a pas cours dans la lettre",
     "Écrivez en Markdown, ou avec un bloc « ::: »."),
    (r"^\s*\|.*\{\{<", "un tableau en Markdown ne peut pas contenir de raccourci",
     "Faites-en un tableau de reports/tableaux."),
    (r"layout-ncol=[\"']?(?:[3-9]|\d\d)", "une disposition de plus de deux colonnes n’a pas cours dans la lettre",
     "Utilisez ::: {.encadre colonnes=…}."),
    (r"\{\{\{<", "un raccourci échappé n’a pas cours dans la lettre",
     "Retirez les accolades en trop."),
    (r"!\[", "une image posée dans le texte perdrait son texte de remplacement",
     "Utilisez le raccourci « figure »."),
    (r"^\s*\(?[A-Za-z0-9]\)\s", "une ligne qui commence par une lettre et une parenthèse ouvre une liste numérotée",
     "Écrivez « \\(p) », ou un autre mot d’abord."),
    (r"(?<![\w.])@(?:fig|tbl|tab|sec)-", "un renvoi avec « @ » n’a pas cours dans la lettre",
     "Utilisez le raccourci « renvoi »."),
)]


def verifier(dossier: Path, donnees: Path | None = None, document: str = "lettre.qmd") -> None:
    """Refuse a document that the two engines would not render alike, or that calls something absent.

    `dossier`: a composition, or the sources of the documents with `donnees` naming a `_donnees` folder. Raises one
    Refus that carries them all, in the order of the text; Impossible when the composition is incomplete.
    """
    connues = Donnees.lues(donnees or dossier / "_donnees")
    try:
        entete, lignes = documents.lire(dossier, document)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as erreur:
        raise Impossible("document.document_illisible", fichier=document, detail=erreur) from erreur
    lieux, divs, fautes = parcourir(lignes)
    fautes += _entete(entete, document)
    for ligne in lignes:
        fautes += _constructions(ligne)
    for rang, lieu in enumerate(lieux):
        fautes += _raccourcis(lieu.ligne, document, dossier, connues)
        fautes += _isoles(lieux, rang)
    fautes += _titres_de_blocs(divs, connues)
    fautes += _places(lieux, divs, connues)
    if fautes:
        ordre = {ligne.fichier: rang for rang, ligne in reversed(list(enumerate(lignes)))}
        raise Refus.groupe(sorted(fautes, key=lambda f: (ordre.get(f.champs["fichier"], -1), f.champs["ligne"])))


def _entete(entete: dict, document: str) -> Iterator[Refus]:
    if "date" in entete:
        yield refus(Ligne(document, 1, ""), "hors_sous_ensemble", construction="« date » dans l’en-tête sort brute avec Quarto",
                    remede="Retirez-la : la date vient de l’édition.")


def _constructions(ligne: Ligne) -> Iterator[Refus]:
    for motif, construction, remede in HORS_SOUS_ENSEMBLE:
        if motif.search(ligne.texte):
            yield refus(ligne, "hors_sous_ensemble", construction=construction, remede=remede)


# ------------------------------------------------------------------------------------------------ shortcodes


def _raccourcis(ligne: Ligne, document: str, dossier: Path, connues: Donnees) -> Iterator[Refus]:
    lus = list(documents.raccourcis(ligne.texte))
    if len(re.findall(r"(?<!\{)\{\{<", ligne.texte)) != len(lus) and "{{{<" not in ligne.texte:
        yield refus(ligne, "raccourci_ouvert")
    for raccourci in lus:
        forme = RACCOURCIS.get(raccourci.nom)
        if forme is None:
            yield refus(ligne, "raccourci_inconnu", valeur=raccourci.nom, suggestion=suggestion(raccourci.nom, set(RACCOURCIS)),
                        attendu=", ".join(RACCOURCIS))
        elif len(raccourci.args) not in forme.args or set(raccourci.options) - forme.options:
            yield refus(ligne, "raccourci_arguments", valeur=raccourci.nom, attendu=forme.ecriture)
        elif raccourci.nom == "include":
            yield from _include(ligne, raccourci.args[0], document, dossier)
        elif raccourci.nom == "chiffre":
            yield from _chiffre(ligne, raccourci, connues)
        elif raccourci.nom == "millesime":
            if raccourci.args and not re.fullmatch(r"[+-]?\d+", raccourci.args[0]):
                yield refus(ligne, "raccourci_arguments", valeur=raccourci.nom, attendu=forme.ecriture)
        else:
            yield from _cle(ligne, raccourci, connues)


def _include(ligne: Ligne, chemin: str, document: str, dossier: Path) -> Iterator[Refus]:
    if ligne.fichier != document:
        yield refus(ligne, "hors_sous_ensemble", construction="un fichier inclus n’en inclut pas un autre",
                    remede=f"Placez cet « include » dans {document}.")
    elif not (dossier / chemin).is_file():
        voisins = {p.relative_to(dossier).as_posix() for p in dossier.rglob("*.qmd")}
        yield refus(ligne, "include_absent", valeur=chemin, suggestion=suggestion(chemin, voisins))


def _chiffre(ligne: Ligne, raccourci: Raccourci, connues: Donnees) -> Iterator[Refus]:
    cle, forme = connues.cle(raccourci), raccourci.options.get("forme")
    chiffre = connues.chiffres.get(cle)
    if chiffre is None:
        yield refus(ligne, "cle_inconnue", nature="le chiffre", valeur=cle, suggestion=suggestion(cle, set(connues.chiffres)))
        return
    possibles = [f for f in FORMES if chiffre[f]]
    if forme not in possibles if forme else not {"nombre", "pct"} & set(possibles):
        yield refus(ligne, "forme_absente", valeur=cle, forme=forme or "nombre", attendu=", ".join(possibles))


def _cle(ligne: Ligne, raccourci: Raccourci, connues: Donnees) -> Iterator[Refus]:
    cles = {"phrase": connues.phrases, "figure": connues.figures, "tableau": set(connues.tableaux), "badge": connues.producteurs}
    if raccourci.nom in cles and raccourci.args[0] not in cles[raccourci.nom]:
        yield refus(ligne, "cle_inconnue", nature=NATURES[raccourci.nom], valeur=raccourci.args[0],
                    suggestion=suggestion(raccourci.args[0], cles[raccourci.nom]))


def _isoles(lieux: list[Lieu], rang: int) -> Iterator[Refus]:
    ligne = lieux[rang].ligne
    for raccourci in documents.raccourcis(ligne.texte):
        forme = RACCOURCIS.get(raccourci.nom)
        voisines = [lieux[r].ligne for r in (rang - 1, rang + 1) if 0 <= r < len(lieux)]
        colle = any(v.texte.strip() and v.fichier == ligne.fichier and abs(v.numero - ligne.numero) == 1 for v in voisines)
        if forme and forme.bloc and (colle or documents.RACCOURCI.sub("", ligne.texte, count=1).strip()):
            yield refus(ligne, "raccourci_seul", valeur=raccourci.nom)


def _titres_de_blocs(divs: list[Div], connues: Donnees) -> Iterator[Refus]:
    for div in divs:
        phrase = div.attributs.get("titre-phrase")
        if phrase and phrase not in connues.phrases:
            yield refus(div.ligne, "cle_inconnue", nature=NATURES["phrase"], valeur=phrase, suggestion=suggestion(phrase, connues.phrases))
        if "{{<" in div.ligne.texte:
            yield refus(div.ligne, "hors_sous_ensemble", construction="un raccourci ne se place pas dans les attributs d’un bloc",
                        remede="Écrivez titre-phrase=\"…\" avec le nom d’une phrase.")


# ------------------------------------------------------------------------------------------------ places, references


def _places(lieux: list[Lieu], divs: list[Div], connues: Donnees) -> Iterator[Refus]:
    """A figure or a table has one place; a reference points to what is seen wherever the reference is."""
    premieres: dict[tuple[str, str], Ligne] = {}
    cibles = {div.titre: div.formats for div in divs if div.titre and "rubrique" in div.attributs}
    for lieu, raccourci in _tous(lieux, "figure", "tableau"):
        nom = raccourci.args[0]
        premiere = premieres.setdefault((raccourci.nom, nom), lieu.ligne)
        if premiere is not lieu.ligne:
            yield refus(lieu.ligne, "deux_fois", nature=NATURES[raccourci.nom], valeur=nom, premiere=premiere.numero,
                        autre=premiere.fichier)
        if lieu.formats == FORMATS and (raccourci.nom == "figure" or _numerote(connues.tableaux.get(nom))):
            cibles[f"{raccourci.nom[:3]}-{nom}"] = FORMATS
    for lieu, raccourci in _tous(lieux, "renvoi"):
        if not lieu.formats <= cibles.get(raccourci.args[0], frozenset()):
            yield refus(lieu.ligne, "renvoi_inconnu", valeur=raccourci.args[0], suggestion=suggestion(raccourci.args[0], set(cibles)))


def _tous(lieux: list[Lieu], *noms: str) -> Iterator[tuple[Lieu, Raccourci]]:
    for lieu in lieux:
        for raccourci in documents.raccourcis(lieu.ligne.texte):
            if raccourci.nom in noms and raccourci.args:
                yield lieu, raccourci


def _numerote(tableau: dict | None) -> bool:
    return bool(tableau and tableau["numerote"] and len(tableau["medias"]) == 2)
