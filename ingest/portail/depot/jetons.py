"""Tokens with which an organisation's own programs deposit: drawn at random, shown once, kept as a digest."""

from __future__ import annotations

import secrets

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST
from dsfr.forms import DsfrBaseForm

from ingest.portail.connexion.acces import contributeur
from ingest.portail.connexion.liens import empreinte
from ingest.portail.freins import freiner
from ingest.portail.journal import noter
from ingest.portail.models import Jeton

MAXIMUM = 5


class Nouveau(DsfrBaseForm):
    """What the token is for."""

    nom = forms.CharField(label="À quoi servira ce jeton", help_text="Par exemple : logiciel de suivi", max_length=60,
                          error_messages={"required": "Dites à quoi ce jeton servira."})


@require_http_methods(["GET", "HEAD", "POST"])
@contributeur
def jetons(requete: HttpRequest) -> HttpResponse:
    """The tokens of the organisation; posting makes one, whose secret is shown on this page only."""
    formulaire, secret = Nouveau(requete.POST or None), None
    connus = Jeton.objects.filter(organisme=requete.user.organisme).order_by("-cree_le")
    if requete.method == "POST" and formulaire.is_valid():
        freiner("depot_compte", str(requete.user.pk))
        if connus.filter(revoque_le=None).count() >= MAXIMUM:
            formulaire.add_error("nom", f"Votre organisme a déjà {MAXIMUM} jetons en service. Révoquez-en un avant d’en créer un autre.")
        else:
            secret = _creer(requete, formulaire.cleaned_data["nom"])
            formulaire = Nouveau()
    return render(requete, "depot/jetons.html", {"jetons": connus, "formulaire": formulaire, "secret": secret}, status=422 if formulaire.errors else 200)


@require_POST
@contributeur
def revoquer(requete: HttpRequest, numero: int) -> HttpResponse:
    """End a token at once."""
    jeton = get_object_or_404(Jeton, pk=numero, organisme=requete.user.organisme)
    if jeton.revoque_le is None:
        jeton.revoque_le = timezone.now()
        jeton.save(update_fields=["revoque_le"])
        noter("jeton_revoque", requete, objet=f"jeton {jeton.debut}")
    messages.success(requete, "Le jeton est révoqué : il ne permet plus de déposer.")
    return redirect("jetons")


def _creer(requete: HttpRequest, nom: str) -> str:
    secret = f"miprof_{secrets.token_urlsafe(32)}"
    jeton = Jeton.objects.create(organisme=requete.user.organisme, nom=nom, debut=secret[:11], empreinte=empreinte(secret), cree_par=requete.user)
    noter("jeton_cree", requete, objet=f"jeton {jeton.debut}")
    return secret
