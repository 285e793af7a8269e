"""Local diagnostics: what their respondents say, on a base that is known."""

from __future__ import annotations

from reports.figures.chart import Chart, Figure
from reports.figures.definitions.outils import champ, ligne, source
from reports.tables import Chiffres
from reports.texte import texte

PUY_DE_DOME, ANNEE = "63", 2022
# The same respondents answered these three questions; shares of persons or situations are not published, their base being unknown.
QUESTIONS = {"diag_part_insuffisamment_outilles": "S’estiment insuffisamment outillés",
             "diag_part_jamais_formes": "N’ont jamais suivi de formation",
             "diag_part_connaissent_association": "Connaissent l’association agréée"}


def diagnostic(ch: Chiffres) -> Figure:
    """Needs that the respondents of the Puy-de-Dôme diagnostic express."""
    parts = {libelle: ch.un(i, ANNEE, PUY_DE_DOME) for i, libelle in QUESTIONS.items()}
    premiere = next(iter(parts.values()))
    return Figure(
        id="diagnostic",
        chart=Chart.de("barres", [ligne(c, libelle, niveau=1) for libelle, c in parts.items()], unite="des répondants", maximum=100,
                       entetes={"libelle": "Réponse", "valeur": "Part des répondants"}),
        titre=texte(premiere, " des répondants s’estiment insuffisamment outillés pour repérer et orienter"),
        unite=texte("En % des répondants au questionnaire en ligne. Les parts ne forment pas un total"),
        lecture=texte(premiere, " des répondants s’estiment insuffisamment outillés."),
        champ=champ(premiere), source=source(ch, parts.values()),
    )
