"""Purchase of sexual acts: the contraventions recorded."""

from __future__ import annotations

from datetime import date

from reports.figures.chart import Chart, Figure
from reports.figures.definitions.outils import STATUTS, champ, ligne, source
from reports.tables import Chiffre, Chiffres
from reports.texte import joindre, texte


def contraventions(ch: Chiffres) -> Figure:
    """The unbroken run of years that ends with the millésime: older values stand apart, in other units of count."""
    suite = [ch.un("contraventions_achat")]
    while ch.cle("contraventions_achat", suite[0].annee - 1) in ch:
        suite.insert(0, ch.un("contraventions_achat", suite[0].annee - 1))
    derniere = suite[-1]
    reserve = f". Point creux : valeur {STATUTS[derniere.statut]}" if derniere.statut != "definitif" else ""
    return Figure(
        id="contraventions",
        chart=Chart.de("points", [_point(c) for c in suite], unite="contraventions",
                       entetes={"libelle": "Objet", "precision": "Année", "valeur": "Contraventions"}),
        titre=texte("Les contraventions relevées sont ", joindre([texte(c, f" en {c.annee}") for c in suite])),
        unite=texte(f"Contraventions pour achat d’actes sexuels relevées dans l’année{reserve}"),
        lecture=texte(derniere, f" contraventions ont été relevées en {derniere.annee}."),
        champ=champ(derniere), source=source(ch, suite),
    )


def _point(c: Chiffre) -> dict[str, object]:
    definitif = c.statut == "definitif"
    precision = f"année {c.annee}" if definitif else f"{c.annee}, {STATUTS[c.statut]}"
    # A count of a year is drawn in the middle of it.
    return ligne(c, "Contraventions relevées", date=date(c.annee, 7, 2), precision=precision, plein=definitif)
