"""Rows of the registry of published figures, as a statistician would type them. The one maker of registry rows for every test."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import polars as pl

from catalogue import Catalogue, charger
from catalogue.modeles import DIMENSIONS
from ingest.livraisons import Fiche, Magasin
from ingest.registre import COLONNES, SOURCE, lire


def ligne(indicateur: str, annee: int, valeur: float, catalogue: Catalogue | None = None, **cellules: object) -> dict[str, str]:
    """One acceptable row: what the indicator fixes is filled from its definition, the rest is plain, `cellules` replace any cell.

    Its id says what it is about; two publications of one figure are told apart by `publication`.
    """
    fiche = (catalogue or charger()).indicateurs[indicateur]
    cellules = {c: "" if v is None else f"{v:g}" if isinstance(v, float) else str(v) for c, v in cellules.items()}
    publication = cellules.get("publication", "Lettre d’essai")
    row = dict.fromkeys(COLONNES, "") | {d: getattr(fiche, d, "ensemble") for d in DIMENSIONS} | {
        "indicateur": indicateur, "annee": str(annee), "territoire_type": "france", "territoire": "FR", "perimetre": fiche.perimetre,
        "valeur": f"{valeur:.12g}", "precision": "exacte", "unite": fiche.unite, "mesure": fiche.mesure, "statut": "definitif",
        "producteur": "SSMSI", "publication": publication, "date_publication": f"{annee + 1}-04-14", "url": "https://exemple.fr/lettre",
        "preuve": "A", "libelle_source": fiche.libelle_court}
    if fiche.mesure == "evolution":
        row["annee_base"] = str(annee - 1)
    row |= cellules
    sujet = [indicateur, str(annee), row["territoire"], *(row[d] for d in DIMENSIONS if row[d] != "ensemble"), row["valeur"], publication,
             row["date_debut"], row["date_fin"]]
    return row | {"id": cellules.get("id") or "-".join(filter(None, sujet)).lower().replace(" ", "-")}


def octets(lignes: list[dict[str, str]]) -> bytes:
    """The rows as a registry file."""
    sortie = io.StringIO()
    ecrivain = csv.DictWriter(sortie, COLONNES, delimiter=";", lineterminator="\n")
    ecrivain.writeheader()
    ecrivain.writerows(lignes)
    return sortie.getvalue().encode()


def registre(lignes: list[dict[str, str]], dossier: Path, catalogue: Catalogue | None = None, edition: str = "2025") -> pl.DataFrame:
    """The rows as the pipeline reads them, through the store of livraisons (in `dossier`) and the real reader."""
    magasin = Magasin(dossier / "livraisons")
    fiche = Fiche(source=SOURCE, producteur="Observatoire", titre="Essai", fichier="publie/essai.csv", licence="citation", statut="definitif")
    return lire([magasin.deposer(octets(lignes), fiche)], magasin, catalogue or charger(), edition)
