"""The pages that anybody may read, and what is said when something goes wrong."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render

from ingest.portail.depot.analyseurs import occupes
from ingest.portail.freins import TropSouvent

Suite = Callable[[HttpRequest], HttpResponse]
ERREURS = {
    400: ("Demande incomprise", "Le navigateur a envoyé une demande que le portail ne comprend pas.", "Revenez à l’accueil et recommencez."),
    403: ("Formulaire périmé", "Cette page était ouverte depuis trop longtemps, ou dans une autre fenêtre.",
          "Rechargez la page précédente, puis envoyez de nouveau le formulaire."),
    404: ("Page introuvable", "Cette page n’existe pas, ou elle n’est pas la vôtre.", "Vérifiez l’adresse, ou revenez à l’accueil."),
    429: ("Trop de demandes", "La même action a été demandée trop souvent.", "Attendez, puis recommencez."),
    500: ("Erreur du portail", "Le portail a rencontré une erreur. Ce qui a reçu un accusé de réception est bien enregistré.",
          "Recommencez dans quelques minutes ; si l’erreur revient, écrivez à la Miprof."),
    503: ("Portail occupé", "Beaucoup de fichiers sont contrôlés en ce moment.", "Attendez une minute, puis déposez de nouveau votre fichier."),
}


def accueil(requete: HttpRequest) -> HttpResponse:
    """To where the account works."""
    if not requete.user.is_authenticated:
        return redirect("connexion")
    return redirect("campagnes" if requete.user.miprof else "retours")


def page(gabarit: str) -> Suite:
    """A page that only says something."""
    return lambda requete: render(requete, f"pages/{gabarit}.html")


def patience(suite: Suite) -> Suite:
    """What is asked too often, or too much at once, is answered with when to try again."""

    def repondre(requete: HttpRequest) -> HttpResponse:
        return suite(requete)

    def process_exception(requete: HttpRequest, erreur: Exception) -> HttpResponse | None:
        if isinstance(erreur, TropSouvent):
            reponse = erreur_dite(requete, 429)
            reponse.headers["Retry-After"] = str(erreur.attente)
            return reponse
        return erreur_dite(requete, 503) if occupes(erreur) else None

    repondre.process_exception = process_exception
    return repondre


def erreur_dite(requete: HttpRequest, statut: int) -> HttpResponse:
    """The page of an error."""
    titre, cause, remede = ERREURS[statut]
    if requete.path.startswith("/api/v1/"):
        return JsonResponse({"message": f"{cause} {remede}"}, status=statut)
    return render(requete, "pages/erreur.html", {"titre": titre, "cause": cause, "remede": remede, "statut": statut}, status=statut)


def formulaire_perime(requete: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without its token."""
    return erreur_dite(requete, 403)


def mauvaise_demande(requete: HttpRequest, exception: Exception) -> HttpResponse:
    return erreur_dite(requete, 400)


def introuvable(requete: HttpRequest, exception: Exception) -> HttpResponse:
    return erreur_dite(requete, 404)


def interdit(requete: HttpRequest, exception: Exception) -> HttpResponse:
    return erreur_dite(requete, 403)


def panne(requete: HttpRequest) -> HttpResponse:
    return erreur_dite(requete, 500)
