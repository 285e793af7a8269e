"""What is promised to be forgotten is forgotten, every hour, whether somebody deposits or not."""

from __future__ import annotations

import logging
import threading
import time

from django.db import connections

from ingest.portail.depot.examens import oublier_les_vieux
from ingest.portail.magasin import magasin
from ingest.retours import oublier_les_ecartes

UNE_HEURE = 3600
JOURNAL = logging.getLogger(__name__)


def demarrer() -> None:
    """Begin now, and again every hour, beside the requests. Several workers may do it at once."""
    threading.Thread(target=_tourner, name="entretien", daemon=True).start()


def _tourner() -> None:
    while True:
        try:
            oublier_les_vieux()
            oublier_les_ecartes(magasin())
        except Exception as e:  # noqa: BLE001 - the next hour will try again
            JOURNAL.error("entretien : %s", type(e).__name__)
        finally:
            connections.close_all()
        time.sleep(UNE_HEURE)
