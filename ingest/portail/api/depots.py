"""The operations of the API."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import File, Form, NinjaAPI, Path
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.files import UploadedFile
from pydantic import Field

from catalogue.erreurs import Impossible
from ingest.controle import Limites
from ingest.portail.api.acces import ParJeton
from ingest.portail.api.formes import Accuse, Erreur, Resultat, Retour
from ingest.portail.depot.analyseurs import ENFANTS, occupes
from ingest.portail.depot.attendus import attendu, attendus
from ingest.portail.depot.examens import nom_montrable, trouver_recu
from ingest.portail.depot.suites import apres_recu
from ingest.portail.freins import TropSouvent, freiner, freiner_ip
from ingest.portail.journal import noter
from ingest.portail.magasin import magasin, registre
from ingest.portail.models import Campagne
from ingest.retours import deposer, recus

COMMUNES = {401: Erreur, 422: Erreur, 429: Erreur}
api = NinjaAPI(title="Dépôt des retours", version="1", docs_url=None, openapi_url="/openapi.json", auth=ParJeton(),
               description="Déposer par programme les retours d’un organisme. Le jeton se crée sur la page « Dépôt automatique ».")
Annee = Annotated[int, Field(ge=2000, le=2100, description="L’année des données.")]
AUCUN = Form([], max_length=1000, description="Les empreintes des points que vous confirmez.")
Contrat = Annotated[str, Field(pattern="^[a-z_]{1,60}$", description="L’identifiant du retour, par exemple psp_flux.")]


@api.get("/retours", response={200: list[Retour], **COMMUNES}, operation_id="retours", summary="Les retours attendus de l’organisme")
def lister_retours(request: HttpRequest):
    return [Retour.de(a) for c in Campagne.objects.all() for a in attendus(request.auth.organisme, c)]


@api.get("/recus", response={200: list[Accuse], **COMMUNES}, operation_id="recus", summary="Les accusés de réception, du premier au dernier")
def lister_recus(request: HttpRequest):
    return [Accuse.de(r) for r in recus(magasin(), organisme=request.auth.organisme)]


@api.get("/recus/{identifiant}", response={200: Accuse, 404: Erreur, **COMMUNES}, operation_id="recu", summary="Un accusé de réception")
def un_recu(request: HttpRequest, identifiant: Annotated[str, Path(max_length=200)]):
    recu = trouver_recu(identifiant, request.auth.organisme)
    if recu is None:
        raise HttpError(404, "Cet accusé de réception n’existe pas, ou n’est pas celui de votre organisme.")
    return Accuse.de(recu)


@api.post("/retours/{millesime}/{contrat}", operation_id="deposer", summary="Déposer un retour",
          response={200: Resultat, 201: Resultat, 400: Erreur, 404: Erreur, 409: Resultat, 413: Erreur, 503: Erreur, **COMMUNES | {422: Resultat | Erreur}},
          description="201 : reçu. 200 : ce fichier était déjà le dernier reçu. 409 : des points restent à confirmer. 422 : refusé, chaque erreur est dite.")
def deposer_un_retour(request: HttpRequest, millesime: Annee, contrat: Contrat, fichier: File[UploadedFile],
                      confirmes: list[str] = AUCUN):
    organisme = request.auth.organisme
    demande = attendu(organisme, millesime, contrat)
    if demande is None or demande.campagne.fermee:
        raise HttpError(404, "Ce retour n’est pas attendu de votre organisme pour cette année, ou sa campagne est fermée.")
    if fichier.size > Limites().octets:
        raise HttpError(413, "Ce fichier est trop lourd : 5 Mo au plus.")
    freiner("depot_organisme", organisme)
    freiner_ip("depot_ip", request)
    depot = deposer(magasin(), fichier.read(), nom_montrable(fichier.name or ""), demande.contrat, organisme, millesime,
                    confirmes=frozenset(confirmes), canal="portail", enfants=ENFANTS, registre=registre())
    acteur = f"jeton {request.auth.debut}"
    noter("controle", request, acteur=acteur, organisme=organisme, **depot.rapport.journal())
    if depot.recu and not depot.deja:
        apres_recu(depot.recu, request, acteur)
    return _statut(depot), Resultat.de(depot.rapport, depot.recu, depot.deja)


def _statut(depot) -> int:
    if depot.recu:
        return 200 if depot.deja else 201
    return 409 if depot.rapport.verdict == "a_confirmer" else 422


def _erreur(request: HttpRequest, statut: int, message: str) -> HttpResponse:
    return api.create_response(request, {"message": message}, status=statut)


@api.exception_handler(AuthenticationError)
def _sans_jeton(request: HttpRequest, erreur: AuthenticationError) -> HttpResponse:
    reponse = _erreur(request, 401, "Jeton absent, inconnu ou révoqué. Attendu : l’en-tête « Authorization: Bearer <jeton> ».")
    reponse.headers["WWW-Authenticate"] = "Bearer"
    return reponse


@api.exception_handler(ValidationError)
def _mal_demande(request: HttpRequest, erreur: ValidationError) -> HttpResponse:
    champs = ", ".join(sorted({str(e["loc"][-1]) for e in erreur.errors}))
    return _erreur(request, 422, f"La demande n’est pas complète ou pas de la forme attendue : {champs}.")


@api.exception_handler(HttpError)
def _refusee(request: HttpRequest, erreur: HttpError) -> HttpResponse:
    return _erreur(request, erreur.status_code, str(erreur))


@api.exception_handler(TropSouvent)
def _trop_souvent(request: HttpRequest, erreur: TropSouvent) -> HttpResponse:
    reponse = _erreur(request, 429, f"Trop de demandes. Recommencez dans {erreur.attente} secondes.")
    reponse.headers["Retry-After"] = str(erreur.attente)
    return reponse


@api.exception_handler(Impossible)
def _occupe(request: HttpRequest, erreur: Impossible) -> HttpResponse:
    if not occupes(erreur):
        raise erreur
    return _erreur(request, 503, "Beaucoup de fichiers sont contrôlés en ce moment. Recommencez dans une minute.")
