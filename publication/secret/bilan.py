"""What is hidden, where, why, and how much is lost: the report of a protection, table by table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import polars as pl

from publication.secret.complementaire import COMPLEMENTAIRE, PRIMAIRE, Protection
from publication.secret.exigences import Exigence
from publication.secret.systeme import Systeme
from publication.secret.tableaux import Tableau


def bilan(systeme: Systeme, tableaux: Iterable[Tableau], protection: Protection) -> pl.DataFrame:
    """One row per table: `tableau`, `cellules`, `primaires`, `complementaires`, `cachees_pct` (share of the cells that are
    not zero), `effectif_cache_pct` (share of what is counted, in the cells that no other details, that is in hidden ones)."""
    lignes = []
    for tableau in tableaux:
        cles = {tableau.cellule(codes): codes for codes in tableau.valeurs}
        statuts = [protection.secrets.get(cle) for cle in cles]
        detaillees = _detaillees(tableau)
        fines = [cle for cle, codes in cles.items() if codes not in detaillees]
        non_nulles = sum(valeur != 0 for valeur in tableau.valeurs.values())
        effectif = sum(_valeur(systeme, cle) for cle in fines)
        cache = sum(_valeur(systeme, cle) for cle in fines if cle in protection.secrets)
        lignes.append((tableau.nom, len(cles), statuts.count(PRIMAIRE), statuts.count(COMPLEMENTAIRE),
                       _pct(sum(s is not None for s in statuts), non_nulles), _pct(cache, effectif)))
    colonnes = ("tableau", "cellules", "primaires", "complementaires", "cachees_pct", "effectif_cache_pct")
    return pl.DataFrame(lignes, schema=colonnes, orient="row")


def detail(protection: Protection, exigences: Sequence[Exigence]) -> pl.DataFrame:
    """One row per hidden cell, without its value: `cle`, `statut`, `motifs` (codes of the rules, empty for a complementary
    cell). Confidential: it tells primary from complementary cells."""
    motifs = {e.cle: " ".join(e.motifs) for e in exigences}
    lignes = [(cle, statut, motifs.get(cle, "")) for cle, statut in protection.secrets.items()]
    return pl.DataFrame(lignes, schema={"cle": pl.String, "statut": pl.String, "motifs": pl.String}, orient="row").sort("cle")


def _detaillees(tableau: Tableau) -> set[tuple[str, ...]]:
    """The cells that have a part in the table."""
    return {codes[:d] + (h.parents[codes[d]],) + codes[d + 1:]
            for codes in tableau.valeurs for d, h in enumerate(tableau.hierarchies) if codes[d] in h.parents}


def _valeur(systeme: Systeme, cle: str) -> float:
    return float(systeme.valeurs[systeme.rang[cle]])


def _pct(partie: float, tout: float) -> float:
    return round(100.0 * partie / tout, 1) if tout else 0.0
