"""The documentation of the API, made from its own OpenAPI document."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ingest.portail.api.depots import api


def documentation(requete: HttpRequest) -> HttpResponse:
    """Every operation, its parameters and its answers, with an example for the command line."""
    return render(requete, "api/documentation.html", {"operations": list(_operations(api.get_openapi_schema())), "adresse": settings.PORTAIL.adresse})


def _operations(document: dict[str, Any]):
    for chemin, methodes in document["paths"].items():
        for methode, operation in methodes.items():
            yield {"chemin": chemin, "methode": methode.upper(), "titre": operation["summary"], "description": operation.get("description", ""),
                   "reponses": sorted((str(s), r.get("description", "")) for s, r in operation["responses"].items())}
