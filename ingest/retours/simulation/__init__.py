"""A simulated campaign: real files, invented numbers whose national totals are the published ones. Everything it stores is marked simulated."""

from ingest.retours.simulation.campagne import Bilan, simuler
from ingest.retours.simulation.organismes import registre_simule

__all__ = ["Bilan", "registre_simule", "simuler"]
