"""Crimes et délits par service, as its producer writes it: three header rows for police, two for gendarmerie."""

from __future__ import annotations

from tests.fabriques.sources.classeur import Cellule, classeur
from tests.fabriques.sources.etat4001 import INUTILISES, PROXENETISME, libelles

POLICE = (("01", "DCPAF", "DIDPAF PREVESSIN 01"), ("01", "DCSP", "CIAT DE BOURG EN BRESSE"), ("2A", "DCSP", "CIAT D'AJACCIO"), ("988", "DCSP", "CIAT DE NOUMEA"))
GENDARMERIE = (("01", "CGD BELLEY"), ("971", "CGD BASSE TERRE"))


def police(annee: int = 2020, services: tuple = POLICE) -> list[list[Cellule]]:
    """A police sheet; index 45 counts 1, 2, 3… from left to right, every other cell 0. `services`: département, périmètre, name."""
    return [[f"Année {annee} - services de police", "Départements", *(s[0] for s in services)], [None, "Périmètres", *(s[1] for s in services)],
            ["Code index", "Libellé index \\ CSP", *(s[2] for s in services)], *_corps(len(services), blanches=False)]


def gendarmerie(annee: int = 2020, services: tuple = GENDARMERIE) -> list[list[Cellule]]:
    """A gendarmerie sheet: index no longer used are blank rows."""
    return [[f"Année {annee} - compagnies de gendarmerie", "Départements", *(s[0] for s in services)],
            ["Code index", "Libellé index \\ CGD", *(s[1] for s in services)], *_corps(len(services), blanches=True)]


def classeur_de(**feuilles: list[list[Cellule]]) -> bytes:
    """A workbook: `PN2020=police()` is the sheet « Services PN 2020 ». The first sheet is the producer's, without cells."""
    return classeur({"Présentation": []} | {f"Services {nom[:2]} {nom[2:]}": lignes for nom, lignes in feuilles.items()})


def csv(lignes: list[list[Cellule]]) -> bytes:
    """The same sheet as one of the CSV files of 2021."""
    return "".join(";".join("" if c is None else str(c) for c in ligne) + "\r\n" for ligne in lignes).encode("cp1252")


def _corps(largeur: int, blanches: bool) -> list[list[Cellule]]:
    corps = []
    for i, libelle in enumerate(libelles(), 1):
        vide = blanches and i in INUTILISES
        corps.append([i, libelle, *([None] * largeur if vide else range(1, largeur + 1) if i == PROXENETISME else [0] * largeur)])
    return corps
