"""The figures of the letter, one module per subject: each function takes the public chiffres and returns a Figure.

A function asks for the chiffres it needs; when one of them is not public, there is no figure (never a blank chart).
"""

from __future__ import annotations

from collections.abc import Callable

from reports.figures.chart import Figure
from reports.figures.definitions import achat, justice, parcours, retours, series, territoires, traite, victimes
from reports.figures.definitions.outils import si_publie
from reports.tables import Chiffres

# In the order of the letter.
_DEFINITIONS = (
    victimes.victimes, victimes.parts, series.proxenetisme_long, series.proxenetisme_taux,
    traite.teh_victimes, traite.teh_mis_en_cause, achat.contraventions, justice.justice,
    parcours.psp, parcours.commissions, parcours.psp_carte, parcours.psp_classes, territoires.diagnostic, *retours.DEFINITIONS,
)
FIGURES: dict[str, Callable[[Chiffres], Figure | None]] = {f.__name__: si_publie(f) for f in _DEFINITIONS}
