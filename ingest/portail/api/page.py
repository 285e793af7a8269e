"""The documentation of the API, made from its own OpenAPI document."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ingest.portail.api.depots import api

STATUTS = {
    200: "Ce qui est demandé ; pour un dépôt, ce fichier était déjà le dernier reçu",
    201: "Le retour est reçu ; l’accusé de réception est dans la réponse",
    400: "La demande ne se lit pas",
    401: "Le jeton est absent, inconnu ou révoqué",
    404: "Ce retour ou cet accusé n’est pas celui de votre organisme, ou la campagne est fermée",
    409: "Des points sont à confirmer, chacun avec son empreinte ; rien n’est enregistré",
    413: "Le fichier est trop lourd",
    422: "Le fichier est refusé, chaque erreur est dite ; ou la demande n’est pas complète",
    429: "Trop de demandes ; l’en-tête Retry-After dit quand recommencer",
    503: "Le portail est occupé ; recommencez dans une minute",
}


def documentation(requete: HttpRequest) -> HttpResponse:
    """Every operation, its parameters and its answers, with an example for the command line."""
    return render(requete, "api/documentation.html", {"operations": list(_operations(api.get_openapi_schema())), "adresse": settings.PORTAIL.adresse, "statuts": STATUTS})


def _operations(document: dict[str, Any]):
    for chemin, methodes in document["paths"].items():
        for methode, operation in methodes.items():
            yield {"chemin": chemin, "methode": methode.upper(), "titre": operation["summary"], "description": operation.get("description", ""),
                   "reponses": sorted(map(str, operation["responses"]))}
