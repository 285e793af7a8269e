"""Prosecution: what the prosecutors decided in a year, step beside step."""

from __future__ import annotations

from reports.figures.chart import Chart, Figure
from reports.figures.definitions.outils import champ, eventuel, ligne, source
from reports.tables import Chiffre, Chiffres
from reports.texte import texte

# Step → offence → indicator. What no publication gives stays « non publié ».
INFRACTIONS = {"proxenetisme_aggrave": "Proxénétisme aggravé", "proxenetisme": "Proxénétisme",
               "tenue_lieu": "Tenue d’un lieu de prostitution"}
ETAPES = {
    "Personnes orientées par les parquets": {
        "proxenetisme_aggrave": "parquet_orientes_proxenetisme_aggrave", "proxenetisme": "parquet_orientes_proxenetisme"},
    "Personnes poursuivies": {
        "proxenetisme_aggrave": "parquet_poursuivis_proxenetisme_aggrave", "proxenetisme": "parquet_poursuivis_proxenetisme"},
    "Personnes ayant reçu une réponse pénale": {"tenue_lieu": "reponse_penale_tenue_lieu"},
}


def justice(ch: Chiffres) -> Figure:
    """The last year that the prosecutors' figures cover."""
    connues = ch.tous("parquet_orientes_proxenetisme_aggrave", territoire="FR")
    annee = connues[-1].annee if connues else ch.millesime
    orientes, poursuivis = (ch.un(etape["proxenetisme_aggrave"], annee) for etape in list(ETAPES.values())[:2])
    cellules = {(etape, i): eventuel(ch, indicateurs[i], annee) if i in indicateurs else None
                for etape, indicateurs in ETAPES.items() for i in INFRACTIONS}
    return Figure(
        id="justice",
        chart=Chart.de("etapes", [_cellule(c, etape, INFRACTIONS[i], annee) for (etape, i), c in cellules.items()],
                       unite="personnes", largeur="pleine",
                       entetes={"etape": "Étape", "libelle": "Infraction", "precision": "Année", "valeur": "Personnes"}),
        titre=texte("Pour proxénétisme aggravé, ", orientes, " personnes orientées par les parquets et ", poursuivis,
                    " personnes poursuivies"),
        unite=texte(f"Personnes, par étape et par infraction, en {annee}. Même échelle pour toutes les colonnes"),
        lecture=texte(poursuivis, f" personnes ont été poursuivies pour proxénétisme aggravé en {annee}."),
        note=texte("ces étapes ne suivent pas les mêmes personnes ; aucun taux ne peut être calculé de l’une à l’autre."),
        champ=champ(orientes), source=source(ch, [c for c in cellules.values() if c]),
    )


def _cellule(c: Chiffre | None, etape: str, infraction: str, annee: int) -> dict[str, object]:
    place = {"etape": etape, "precision": f"année {annee}"}
    return ligne(c, infraction, **place) if c else {"libelle": infraction, **place}
