"""The portal as a server runs it: bodies counted, then the files of the design system or Django's pages."""

from __future__ import annotations

import os
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ingest.portail.reglages")

from django.core.asgi import get_asgi_application
from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

DJANGO = get_asgi_application()

from ingest.portail import entretien
from ingest.portail.depot.analyseurs import ENFANTS
from ingest.portail.reception import Reception


class Statiques(StaticFiles):
    """Files of the portal and of the design system, served from where they are installed."""

    async def get_response(self, path: str, scope) -> Response:
        reponse = await super().get_response(path, scope)
        reponse.headers["Cache-Control"] = "public, max-age=3600"
        reponse.headers["X-Content-Type-Options"] = "nosniff"
        return reponse


STATIQUES = Starlette(routes=[Mount("/statiques", Statiques(directory=Path(__file__).parent / "statiques", packages=[("dsfr", "static")]))])


async def aiguiller(portee, recevoir, envoyer) -> None:
    """The portal's answers are all Django's, whatever the address, but for the files of the pages."""
    await (STATIQUES if portee["path"].startswith("/statiques/") else DJANGO)(portee, recevoir, envoyer)


ENFANTS.preparer()
entretien.demarrer()
application = Reception(aiguiller)
