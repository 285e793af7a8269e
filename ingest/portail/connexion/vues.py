"""Signing in by a link, and out."""

from __future__ import annotations

import time

from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST

from ingest.portail.connexion import liens
from ingest.portail.connexion.formulaires import Adresse
from ingest.portail.courriels import envoyer, plus_tard
from ingest.portail.freins import freiner, freiner_ip
from ingest.portail.journal import noter
from ingest.portail.models import Compte

RECUL = 0.5
MOTEUR = "django.contrib.auth.backends.ModelBackend"


@require_http_methods(["GET", "HEAD", "POST"])
def demander(requete: HttpRequest) -> HttpResponse:
    """Ask for a link. The answer is the same whether the address is known or not."""
    if requete.user.is_authenticated:
        return redirect("accueil")
    formulaire = Adresse(requete.POST or None)
    if requete.method == "POST" and formulaire.is_valid():
        courriel = formulaire.cleaned_data["courriel"]
        freiner_ip("connexion_ip", requete)
        freiner("connexion_adresse", courriel)
        _retenir_la_suite(requete)
        noter("lien_demande", requete)
        plus_tard(_envoyer_le_lien, courriel)
        return redirect("lien_envoye")
    return render(requete, "connexion/demander.html", {"formulaire": formulaire}, status=200 if requete.method != "POST" else 422)


def envoye(requete: HttpRequest) -> HttpResponse:
    """« If this address is known, an e-mail has gone. »"""
    return render(requete, "connexion/envoye.html")


@require_http_methods(["GET", "HEAD", "POST"])
def lien(requete: HttpRequest, secret: str) -> HttpResponse:
    """A button; pressing it consumes the link. Opening the page does nothing."""
    if requete.method != "POST":
        return render(requete, "connexion/lien.html", {"valable": liens.valable(secret)})
    freiner_ip("lien_ip", requete)
    compte = liens.consommer(secret)
    if compte is None:
        noter("lien_refuse", requete)
        return render(requete, "connexion/lien.html", {"valable": False}, status=410)
    login(requete, compte, backend=MOTEUR)
    noter("connexion", requete)
    return HttpResponseRedirect(requete.session.pop("suite", reverse("accueil")))


@require_POST
def quitter(requete: HttpRequest) -> HttpResponse:
    """Sign out."""
    if requete.user.is_authenticated:
        noter("deconnexion", requete)
    logout(requete)
    return redirect("connexion")


def _envoyer_le_lien(courriel: str) -> None:
    time.sleep(RECUL)  # the answer is made meanwhile: its time must not tell a known address from another
    compte = Compte.objects.filter(courriel=courriel, actif=True).first()
    if compte:
        envoyer("lien", [compte.courriel], lien=reverse("lien", args=[liens.creer(compte)]))


def _retenir_la_suite(requete: HttpRequest) -> None:
    suite = requete.GET.get("next", "")
    if suite.startswith("/") and url_has_allowed_host_and_scheme(suite, allowed_hosts=None):
        requete.session["suite"] = suite
