"""The children that read files: two at once in each worker, and nobody waits for ever."""

from __future__ import annotations

from catalogue.erreurs import Impossible
from ingest.controle import Enfants

ENFANTS = Enfants(places=2, attente=30)


def occupes(erreur: Exception) -> bool:
    """Whether this error says that every child was at work for too long."""
    return isinstance(erreur, Impossible) and erreur.code == "controle.occupe"
