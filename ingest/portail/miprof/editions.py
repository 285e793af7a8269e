"""Having an édition made, and reading the audit log."""

from __future__ import annotations

import json
import os
import uuid
from datetime import UTC, datetime

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods
from dsfr.forms import DsfrBaseForm

from catalogue.edition import editions
from ingest.portail.connexion.acces import agent
from ingest.portail.journal import noter
from ingest.portail.miprof.actes import dernieres
from ingest.portail.models import Fabrication

VUES = 200


class Demande(DsfrBaseForm):
    """Which édition."""

    edition = forms.ChoiceField(label="Édition à fabriquer", choices=lambda: [(e, e) for e in editions()])


@require_http_methods(["GET", "HEAD", "POST"])
@agent
def fabrications(requete: HttpRequest) -> HttpResponse:
    """Ask for an édition to be made, and see what became of what was asked."""
    formulaire = Demande(requete.POST or None)
    if requete.method == "POST" and formulaire.is_valid():
        demande = _demander(requete, formulaire.cleaned_data["edition"])
        noter("fabrication_demandee", requete, objet=f"édition {demande.edition}", fichier=demande.fichier)
        messages.success(requete, f"La fabrication de l’édition {demande.edition} est demandée. Dagster la lancera dès qu’il sera libre.")
        return redirect("fabrications")
    vues = [(d, _faite_le(d)) for d in Fabrication.objects.select_related("demandee_par")[:VUES]]
    return render(requete, "miprof/editions.html", {"formulaire": formulaire, "demandes": vues}, status=422 if formulaire.errors else 200)


@require_GET
@agent
def journal(requete: HttpRequest) -> HttpResponse:
    """The last entries of the audit log."""
    return render(requete, "miprof/journal.html", {"entrees": list(dernieres(VUES)), "vues": VUES})


def _demander(requete: HttpRequest, edition: str) -> Fabrication:
    dossier = settings.PORTAIL.dossier / "demandes"
    dossier.mkdir(parents=True, exist_ok=True)
    demande = Fabrication.objects.create(edition=edition, demandee_par=requete.user, fichier=f"{uuid.uuid4()}.json")
    brouillon = dossier / f".{demande.fichier}"
    brouillon.write_text(json.dumps({"edition": edition, "demandee_le": demande.demandee_le.isoformat()}), "utf-8")
    os.replace(brouillon, dossier / demande.fichier)
    return demande


def _faite_le(demande: Fabrication) -> datetime | None:
    lettre = settings.PORTAIL.var / "editions" / demande.edition / "brouillon" / "lettre.pdf"
    faite = datetime.fromtimestamp(lettre.stat().st_mtime, UTC) if lettre.exists() else None
    return faite if faite and faite > demande.demandee_le else None
