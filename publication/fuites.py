"""The attack on published files: which hidden counts can anyone locate too well, from the files alone?"""

from __future__ import annotations

import csv
import math
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from catalogue.erreurs import Impossible, Refus
from publication.comptages import Comptage, liens, lire, tableaux
from publication.secret import Question, attaquer, vue_publique
from publication.secret.attaque import ETRANGER
from publication.secret.nombres import en_francais

COLONNES = ("cle", "reponse", "valeur", "symbole")
CACHEE, NON_TRANSMISE = "c", "nd"
SEPARATEURS = ";,\t"


@dataclass(frozen=True)
class Fuite:
    """A hidden count that lies between `bas` and `haut`, for certain: closer than `largeur` around what may be a small number."""

    cle: str
    bas: float
    haut: float


@dataclass(frozen=True)
class Attaque:
    """What was attacked: numbers of files, of published and of hidden counts; what leaks."""

    fichiers: int
    publiees: int
    cachees: int
    fuites: tuple[Fuite, ...]


def attaquer_fichiers(chemins: Iterable[Path], seuil: int = 5) -> Attaque:
    """Attack CSV files together, as one reader of all of them would. Each needs the columns `cle, reponse, valeur, symbole`.

    A count shown in one file and hidden in another is shown. A hidden one leaks when what can be proven of it is narrower than `seuil`
    and may be under it. Raises Impossible when a file cannot be read; Refus for a file that is not a table of counts, for two files
    that give two values, and when the published numbers do not add up.
    """
    chemins = list(chemins)
    transmis, absents = _reunir([(chemin.name, *_lire_fichier(chemin)) for chemin in chemins])
    cachees = sorted(c.cle for c in transmis if c.valeur is None)
    vue = vue_publique(tableaux(transmis + absents), liens(transmis, niveaux=("bloquant",)))
    # Asked of each: can it be anything, over a range of `seuil`?
    questions = [Question(cle, ETRANGER, math.inf, -math.inf, float(seuil)) for cle in cachees]
    fuites = tuple(Fuite(r.cle, r.bas, r.haut) for r in attaquer(vue, questions=questions) if r.bas < seuil and r.largeur < seuil)
    return Attaque(len(chemins), len(transmis) - len(cachees), len(cachees), fuites)


def _lire_fichier(chemin: Path) -> tuple[list[Comptage], list[Comptage]]:
    """The counts of one file: (transmitted, not transmitted). The latter are in no total: they weigh 0 there."""
    try:
        texte = chemin.read_text("utf-8-sig")
    except OSError as e:
        raise Impossible("secret.fichier_introuvable", fichier=chemin, detail=e.strerror) from None
    except UnicodeDecodeError:
        raise Refus("secret.fichier_illisible", fichier=chemin.name, detail="il n’est pas en UTF-8") from None
    entete = texte.partition("\n")[0]
    lignes = csv.DictReader(texte.splitlines(), delimiter=max(SEPARATEURS, key=entete.count))
    if absentes := [c for c in COLONNES if c not in (lignes.fieldnames or [])]:
        raise Refus("secret.colonnes_absentes", fichier=chemin.name, colonnes=", ".join(absentes), attendu=", ".join(COLONNES))
    lues = [_ligne(chemin.name, numero, ligne) for numero, ligne in enumerate(lignes, 2)]
    table = pl.DataFrame(lues, schema={"cle": pl.String, "reponse": pl.String, "valeur": pl.Float64, "transmis": pl.Boolean}, orient="row")
    return lire(table.filter("transmis")), lire(table.filter(~pl.col("transmis")).with_columns(valeur=0.0))


def _ligne(fichier: str, numero: int, ligne: dict[str, str]) -> tuple[str, str, float | None, bool]:
    brut, symbole = (ligne["valeur"] or "").strip(), ligne["symbole"]
    if not brut and symbole not in (CACHEE, NON_TRANSMISE):
        raise Refus("secret.valeur_sans_symbole", fichier=fichier, ligne=numero, cle=ligne["cle"])
    try:
        return ligne["cle"], ligne["reponse"], float(brut.replace(",", ".")) if brut else None, symbole != NON_TRANSMISE
    except ValueError:
        raise Refus("secret.nombre_illisible", fichier=fichier, ligne=numero, valeur=brut) from None


def _reunir(fichiers: list[tuple[str, list[Comptage], list[Comptage]]]) -> tuple[list[Comptage], list[Comptage]]:
    """All counts, once each: (transmitted, not transmitted). Shown in one file, hidden in another: shown."""
    connus: dict[str, tuple[Comptage, str]] = {}
    absents: dict[str, Comptage] = {}
    for nom, transmis, manquants in fichiers:
        absents.update((c.cle, c) for c in manquants)
        for c in transmis:
            avant, ailleurs = connus.get(c.cle, (None, ""))
            if avant is None or avant.valeur is None:
                connus[c.cle] = c, nom
            elif c.valeur not in (None, avant.valeur):
                raise Refus("secret.fichiers_contraires", cle=c.cle, fichier=nom, valeur=en_francais(c.valeur), autre=ailleurs,
                            autre_valeur=en_francais(avant.valeur))
    return [c for c, _ in connus.values()], [c for cle, c in absents.items() if cle not in connus]
