"""Starting the portal: its database brought up to date, then its workers."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import django

REGLAGES = "ingest.portail.reglages"
VERROU = 6114  # of this database; any number will do


def preparer() -> None:
    """Read the environment and bring the database up to date, made on the first start. Raises Refus or Impossible."""
    os.environ["DJANGO_SETTINGS_MODULE"] = REGLAGES
    django.setup()
    from django.core.management import call_command
    from django.db import OperationalError, connections

    from catalogue.erreurs import Impossible

    try:
        with _seul():
            call_command("migrate", interactive=False, verbosity=0)
    except OperationalError:
        raise Impossible("portail.base_injoignable") from None
    connections.close_all()


@contextmanager
def _seul() -> Iterator[None]:
    """Of several that start at once, one at a time makes the tables: those of a machine, or those of a PostgreSQL server."""
    from django.conf import settings
    from django.db import connection

    with (settings.PORTAIL.dossier / "verrou").open("w") as verrou:
        fcntl.flock(verrou, fcntl.LOCK_EX)
        if connection.vendor == "postgresql":
            with connection.cursor() as curseur:
                curseur.execute("SELECT pg_advisory_lock(%s)", [VERROU])  # given back when the connection is closed
        yield


def servir(hote: str, port: int, travailleurs: int, annoncer: Callable[[str], None]) -> None:
    """Serve until stopped. Without a proxy that is known, nobody's word is taken on the address a request comes from."""
    import uvicorn

    from ingest.portail import environnement

    connu = environnement.lire()
    if not connu.production:
        environnement.retenir_adresse(connu.dossier, f"http://{hote}:{port}")
    preparer()
    annoncer(environnement.lire().adresse)
    uvicorn.run("ingest.portail.asgi:application", host=hote, port=port, workers=travailleurs, log_level="warning", access_log=False,
                lifespan="off", ws="none", server_header=False, proxy_headers=bool(connu.mandataires), forwarded_allow_ips=list(connu.mandataires),
                limit_concurrency=200, timeout_keep_alive=10, h11_max_incomplete_event_size=32_768)
