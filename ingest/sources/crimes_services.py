"""Crimes et délits par service, since 2012: the 107 index by police district (CSP) or gendarmerie company (CGD).

One workbook with a sheet a service type and year, then one CSV of the same shape for each type and year (2021). Facts are counted in
the département of the service, not where they were committed; their sums are not those of the état 4001.
"""

from __future__ import annotations

import itertools
import re

import polars as pl

from ingest.sources import index4001
from ingest.sources.classeurs import Classeur
from ingest.sources.codes import ATTENDU_DEPARTEMENT, cle, departements
from ingest.sources.fichier import Fichier, au_schema
from ingest.sources.textes import decoder, exiger_nature, lignes

SCHEMA = {"service_type": pl.String, "perimetre_service": pl.String, "service": pl.String, "departement": pl.String, "index": pl.Int32,
          "libelle": pl.String, "annee": pl.Int32, "nombre": pl.Int64}
CLE = ("service_type", "perimetre_service", "service", "departement", "index", "annee")
SANS_DONNEES = {"presentation"}
TITRE = re.compile(r"Année (\d{4}) ?- ?(services de police|compagnies de gendarmerie)", re.IGNORECASE)
TYPES = {"services de police": "PN", "compagnies de gendarmerie": "GN"}
ENTETES = {"PN": ["departements", "perimetres", "libelle index csp"], "GN": ["departements", "libelle index cgd"]}


def lire(fichier: Fichier) -> pl.LazyFrame:
    """A workbook or one CSV → `SCHEMA`, one row per service, index and year: 107 rows a service. `perimetre_service` is null for GN.

    Index no longer used are blank (null) in gendarmerie sheets. Raises Refus for any other blank, an unknown sheet, title, département…
    """
    if exiger_nature(fichier, "xlsx", "texte") == "texte":
        tables = [_table(fichier, None, _cellules(fichier))]
    else:
        classeur = Classeur(fichier)
        tables = [_table(fichier, nom, classeur.feuille(nom)) for nom in classeur.feuilles if cle(nom) not in SANS_DONNEES]
    if not tables:
        fichier.refuser("sans_ligne", attendu="des feuilles « Services PN » et « Services GN »")
    fichier.conclure()
    return au_schema(index4001.nommer(pl.concat(tables), fichier.catalogue), SCHEMA)


def _cellules(fichier: Fichier) -> pl.DataFrame:
    rangees = list(lignes(fichier, decoder(fichier, "cp1252")))
    largeur = max([2, *(len(cellules) for _, cellules in rangees)])
    noms = [f"c{i}" for i in range(largeur)]
    completes = [[ligne, *(c or None for c in cellules), *[None] * (largeur - len(cellules))] for ligne, cellules in rangees]
    return pl.DataFrame(completes, schema={"ligne": pl.Int64} | dict.fromkeys(noms, pl.String), orient="row")


def _table(fichier: Fichier, feuille: str | None, cellules: pl.DataFrame) -> pl.DataFrame:
    type_service, annee = _titre(fichier, feuille, cellules)
    entetes = ENTETES[type_service]
    haut, corps = cellules[:len(entetes)], cellules[len(entetes):]
    for ligne, (vu, attendu) in enumerate(itertools.zip_longest(haut["c1"], entetes), 1):
        if cle(vu or "") != attendu:
            fichier.refuser("titre_inattendu", feuille=feuille, ligne=ligne, valeur=vu, attendu=f"« {attendu} » dans la deuxième colonne")
    fichier.conclure()
    services = _services(fichier, feuille, haut, corps)
    if services.is_empty():
        fichier.refuser("sans_ligne", feuille=feuille, attendu="une colonne par service")
    fichier.conclure()
    corps = corps.filter(~pl.all_horizontal(pl.exclude("ligne").is_null()))
    noms = {"c0": "Code index", "c1": "Libellé index"} | dict(zip(services["position"], services["service"], strict=True))
    longues = index4001.deplier(fichier, corps, services["position"].to_list(), noms, feuille=feuille)
    return longues.join(services, on="position", how="left", maintain_order="left").with_columns(
        service_type=pl.lit(type_service), annee=pl.lit(annee, pl.Int32)).drop("position")


def _titre(fichier: Fichier, feuille: str | None, cellules: pl.DataFrame) -> tuple[str, int]:
    titre = (cellules["c0"][0] if cellules.height else None) or ""
    lu = TITRE.match(titre)
    if not lu:
        raise fichier.arreter("titre_inattendu", feuille=feuille, ligne=1, valeur=titre,
                              attendu="« Année 2020 - services de police » ou « Année 2020 - compagnies de gendarmerie »")
    type_service, annee = TYPES[lu[2].lower()], int(lu[1])
    if feuille is not None and feuille != f"Services {type_service} {annee}":
        raise fichier.arreter("titre_inattendu", feuille=feuille, ligne=1, valeur=titre,
                              attendu="le service et l’année de la feuille, comme « Services PN 2020 »")
    return type_service, annee


def _services(fichier: Fichier, feuille: str | None, haut: pl.DataFrame, corps: pl.DataFrame) -> pl.DataFrame:
    """One row per column that holds a service; columns wholly empty (several editions end with some) hold none."""
    codes = departements(fichier.catalogue, collectivites=True)
    lus, vus = [], set()
    for position in haut.columns[3:]:
        entete = haut[position].to_list()
        if not any(entete) and corps[position].is_null().all():
            continue
        departement, perimetre, service = entete[0], entete[1] if len(entete) == 3 else None, entete[-1]
        if departement not in codes:
            fichier.refuser("departement_inconnu", feuille=feuille, ligne=1, colonne=service, valeur=departement, attendu=ATTENDU_DEPARTEMENT)
        if not service or (len(entete) == 3 and not perimetre):
            fichier.refuser("titre_inattendu", feuille=feuille, ligne=len(entete), valeur=service, attendu="un périmètre et un nom de service")
        if tuple(entete) in vus:
            fichier.refuser("colonne_double", feuille=feuille, ligne=len(entete), valeur=f"{service} ({departement})",
                            attendu="chaque service une seule fois")
        vus.add(tuple(entete))
        lus.append((position, perimetre, service, codes.get(departement)))
    return pl.DataFrame(lus, schema=dict.fromkeys(("position", "perimetre_service", "service", "departement"), pl.String), orient="row")
