"""What starts a run by itself: returns that came, and éditions that somebody asked for on the portal.

Both look at files, never at the portal's database: returns deposited from the command line count as much.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import dagster as dg

from catalogue.contrats import charger_contrats
from catalogue.edition import editions, lire_edition
from ingest.livraisons import Magasin
from ingest.retours import Recu, qui_comptent
from orchestration.chemins import Chemins

CALME = timedelta(seconds=60)
UN_JOUR = 86_400


def capteurs(fabrication: str) -> list[dg.SensorDefinition]:
    """The sensors that start the job `fabrication` for an édition."""

    @dg.sensor(name="retours_recus", job_name=fabrication, minimum_interval_seconds=30, default_status=dg.DefaultSensorStatus.RUNNING,
               description="Refait l’entrepôt et la lettre une fois les retours arrivés, quand rien de nouveau n’est venu depuis une minute.")
    def retours_recus() -> Iterator[dg.RunRequest]:
        for edition in editions():
            if cle := cle_de_fabrication(ceux_qui_comptent(Magasin(Chemins.actuels().livraisons), edition), datetime.now(UTC)):
                yield dg.RunRequest(run_key=f"retours-{edition}-{cle}", partition_key=edition)

    @dg.sensor(name="editions_demandees", job_name=fabrication, minimum_interval_seconds=30, default_status=dg.DefaultSensorStatus.RUNNING,
               description="Fabrique les éditions demandées sur le portail.")
    def editions_demandees() -> Iterator[dg.RunRequest]:
        for nom, edition in demandes(Chemins.actuels().var / "portail" / "demandes", time.time()):
            yield dg.RunRequest(run_key=f"demande-{nom}", partition_key=edition)

    return [retours_recus, editions_demandees]


def ceux_qui_comptent(magasin: Magasin, edition: str) -> list[Recu]:
    """The receipts that an édition reads: the last of each organisation for each contract, before its date of freeze."""
    declaree = lire_edition(edition)
    return [r for c in charger_contrats().values() for r in qui_comptent(magasin, c, declaree.millesime, declaree.date_gel).values()]


def cle_de_fabrication(comptent: list[Recu], maintenant: datetime) -> str | None:
    """The digest of this set of receipts, None while another may still be coming, or when there is none.

    The same set gives the same digest, so that Dagster runs once for it; a set that comes back through new receipts is another set.
    """
    if not comptent or maintenant - max(datetime.fromisoformat(r.recu_le) for r in comptent) < CALME:
        return None
    return hashlib.sha256("\n".join(sorted(r.id for r in comptent)).encode()).hexdigest()


def demandes(dossier: Path, instant: float) -> Iterator[tuple[str, str]]:
    """The requests of the day: their name, and an édition that is declared. `instant`: seconds since the epoch."""
    for path in sorted(dossier.glob("[!.]*.json")):
        edition = json.loads(path.read_text("utf-8"))["edition"]
        if instant - path.stat().st_mtime < UN_JOUR and edition in editions():
            yield path.stem, edition
