"""The registry of published figures: `data/publie/*.csv` and `data/territoires/*.csv` → one typed table, or every error at once."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import get_args

import polars as pl

from catalogue import Catalogue, cle_de
from catalogue.erreurs import Refus, suggestion
from catalogue.modeles import DIMENSIONS, Indicateur, Statut
from ingest.livraisons import Fiche, Livraison, Magasin

SOURCE = "registre"
NOMBRES = ("valeur", "valeur_max", "pas")
ENTIERS = ("annee", "annee_base")
DATES = ("date_debut", "date_fin", "date_reference", "date_arrete")
COLONNES = ("id", "indicateur", "annee", "date_debut", "date_fin", "date_reference", "territoire_type", "territoire", *DIMENSIONS,
            "perimetre", "valeur", "valeur_max", "precision", "pas", "unite", "mesure", "statut", "annee_base", "producteur", "publication",
            "date_publication", "date_arrete", "url", "preuve", "libelle_source", "note")
LISTES = {"precision": ("exacte", "arrondie", "environ", "au_moins", "plus_de"), "statut": get_args(Statut), "preuve": ("A", "B", "D", "K")}
TERRITOIRES = {"france": None, "region": "regions", "departement": "departements", "commune": None, "metropole": None}
SCHEMA = {c: pl.Float64 if c in NOMBRES else pl.Int32 if c in ENTIERS else pl.Date if c in DATES else pl.String for c in COLONNES} | {
    "age_min": pl.Int32, "age_max": pl.Int32, "cle": pl.String, "fichier": pl.String, "ligne": pl.Int32,
    "livraison_sha256": pl.String, "edition": pl.String}


def deposer(magasin: Magasin, data: Path) -> list[Livraison]:
    """Put the registry's files, as they are in `data/`, into the store; those already there are given back."""
    fichiers = sorted([*(data / "publie").glob("*.csv"), *(data / "territoires").glob("*.csv")])
    return [magasin.deposer(f.read_bytes(), Fiche(
        source=SOURCE, producteur="Observatoire", titre="Registre des chiffres publiés", fichier=f"{f.parent.name}/{f.name}",
        licence="citation", statut="definitif")) for f in fichiers]


def lire(livraisons: list[Livraison], magasin: Magasin, catalogue: Catalogue, edition: str) -> pl.DataFrame:
    """The whole registry: columns `COLONNES` typed, then age_min, age_max, cle, fichier, ligne, livraison_sha256, edition.

    Raises Refus with every error of every file: file, line, column, value seen, value expected.
    """
    refus: list[Refus] = []
    lignes: list[dict] = []
    vus: dict[str, str] = {}
    for livraison in livraisons:
        fichier = livraison.fiche.fichier
        for numero, ligne in _lignes(fichier, magasin.lire(livraison.sha256), refus):
            controle = _Ligne(fichier, numero, ligne, catalogue)
            lue = controle.lire()
            if autre := vus.get(ligne["id"]):
                controle.refuser("identifiant_double", valeur=ligne["id"], autre=autre)
            vus.setdefault(ligne["id"], f"{fichier}, ligne {numero}")
            refus += controle.refus
            lignes.append({**lue, "livraison_sha256": livraison.sha256, "edition": edition})
    if refus:
        raise Refus.groupe(refus)
    return pl.DataFrame(lignes, schema=SCHEMA).sort("cle", "id")


def _lignes(fichier: str, octets: bytes, refus: list[Refus]) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        texte = octets.decode("utf-8-sig")
    except UnicodeDecodeError as e:
        refus.append(Refus("registre.encodage", fichier=fichier, octet=e.start))
        return
    lecteur = csv.reader(io.StringIO(texte, newline=""), delimiter=";")
    entete = next(lecteur, [])
    if sorted(entete) != sorted(COLONNES):
        absentes, inconnues = sorted(set(COLONNES) - set(entete)), sorted(set(entete) - set(COLONNES))
        probleme = "; ".join(filter(None, [absentes and f"absentes : {', '.join(absentes)}", inconnues and f"inconnues : {', '.join(inconnues)}"]))
        refus.append(Refus("registre.entete", fichier=fichier, probleme=probleme or "en double", attendu=";".join(COLONNES)))
        return
    for cellules in lecteur:
        if not any(cellules):
            continue
        if len(cellules) != len(entete):
            refus.append(Refus("registre.cellules", fichier=fichier, ligne=lecteur.line_num, trouve=len(cellules), attendu=len(entete)))
            continue
        yield lecteur.line_num, {c: v.strip() for c, v in zip(entete, cellules, strict=True)}


class _Ligne:
    """One row being read: its values, and the errors found on the way."""

    def __init__(self, fichier: str, numero: int, brute: dict[str, str], catalogue: Catalogue):
        self.fichier, self.numero, self.brute, self.catalogue = fichier, numero, brute, catalogue
        self.refus: list[Refus] = []

    def lire(self) -> dict[str, object]:
        lue: dict[str, object] = {c: v or None for c, v in self.brute.items()}
        lue |= {c: self._convertir(c, r"[-+]?\d+(\.\d+)?", float, "pas_un_nombre") for c in NOMBRES}
        lue |= {c: self._convertir(c, r"\d+", int, "pas_un_nombre") for c in ENTIERS}
        lue |= {c: self._convertir(c, r"\d{4}-\d\d-\d\d", date.fromisoformat, "pas_une_date", attendu="année-mois-jour, comme 2024-12-31") for c in DATES}
        self._exiger()
        self._listes()
        self._citation()
        indicateur = self.catalogue.indicateurs.get(self.brute["indicateur"])
        if indicateur is None:
            self.refuser("indicateur_inconnu", valeur=self.brute["indicateur"],
                         suggestion=suggestion(self.brute["indicateur"], set(self.catalogue.indicateurs)))
        else:
            self._indicateur(indicateur)
        age = self.catalogue.nomenclatures["ages"].get(self.brute["age"], {"age_min": "", "age_max": ""})
        cle = cle_de(indicateur, int(lue["annee"] or 0), self.brute["territoire"], self.brute) if indicateur else None
        return lue | {"age_min": int(age["age_min"] or 0) if age["age_min"] else None, "age_max": int(age["age_max"]) if age["age_max"] else None,
                      "cle": cle, "fichier": self.fichier, "ligne": self.numero}

    def refuser(self, code: str, **champs: object) -> None:
        self.refus.append(Refus(f"registre.{code}", fichier=self.fichier, ligne=self.numero, **champs))

    def _convertir(self, colonne: str, forme: str, convertir: Callable, code: str, **champs: str) -> object:
        valeur = self.brute[colonne]
        if not valeur:
            return None
        try:
            if re.fullmatch(forme, valeur):
                return convertir(valeur)
        except ValueError:
            pass
        self.refuser(code, colonne=colonne, valeur=valeur, **champs)
        return None

    def _exiger(self) -> None:
        for colonne, attendu in (("id", "un identifiant unique"), ("annee", "l’année des données"), ("valeur", "un nombre"),
                                 ("libelle_source", "les mots de la source")):
            if not self.brute[colonne]:
                self.refuser("obligatoire", colonne=colonne, attendu=attendu)
        if self.brute["precision"] in ("arrondie", "environ") and not self.brute["pas"]:
            self.refuser("obligatoire", colonne="pas", attendu="le pas de l’arrondi, comme 1 pour « 42 % » ou 100 pour « environ 2 100 »")
        if self.brute["mesure"] == "evolution" and not self.brute["annee_base"]:
            self.refuser("obligatoire", colonne="annee_base", attendu="l’année à laquelle l’évolution se compare")

    def _listes(self) -> None:
        for colonne, valeurs in LISTES.items():
            self._dans(colonne, valeurs)
        self._dans("territoire_type", TERRITOIRES)
        if nomenclature := TERRITOIRES.get(self.brute["territoire_type"]):
            self._dans("territoire", self.catalogue.nomenclatures[nomenclature], "un code du code officiel géographique, comme 63 ou 2A")
        elif self.brute["territoire_type"] == "france":
            self._dans("territoire", ("FR",))

    def _citation(self) -> None:
        attendus = {"producteur": "qui compte", "publication": "où le chiffre a été lu", "date_publication": "une date, un mois ou une année"}
        if not self.fichier.startswith("territoires/"):
            attendus["url"] = "l’adresse de la page"
        for colonne, attendu in attendus.items():
            if not self.brute[colonne]:
                self.refuser("citation_absente", colonne=colonne, attendu=attendu)
        publiee = self.brute["date_publication"]
        if publiee and not re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", publiee):
            self.refuser("pas_une_date", colonne="date_publication", valeur=publiee, attendu="2025, 2025-04 ou 2025-04-14")

    def _indicateur(self, indicateur: Indicateur) -> None:
        fixees = {"perimetre": indicateur.perimetre, "unite": indicateur.unite, "mesure": indicateur.mesure}
        for dimension in DIMENSIONS:
            if dimension in indicateur.dimensions:
                self._dans(dimension, self.catalogue.nomenclature(indicateur, dimension))
            else:
                fixees[dimension] = getattr(indicateur, dimension, "ensemble")
        for colonne, attendu in fixees.items():
            if self.brute[colonne] != attendu:
                self.refuser("contredit_indicateur", colonne=colonne, valeur=self.brute[colonne], indicateur=indicateur.id, attendu=attendu)

    def _dans(self, colonne: str, valeurs, attendu: str | None = None) -> None:
        valeur = self.brute[colonne]
        if valeur not in valeurs:
            self.refuser("hors_liste", colonne=colonne, valeur=valeur, suggestion=suggestion(valeur, set(valeurs)),
                         attendu=attendu or ", ".join(valeurs))
