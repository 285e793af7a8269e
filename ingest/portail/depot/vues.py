"""The pages of a contributor."""

from __future__ import annotations

import tempfile
import uuid
from pathlib import Path

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from catalogue.erreurs import Refus
from ingest.controle import ecrire
from ingest.modeles import ecrire_modele
from ingest.portail.connexion.acces import contributeur
from ingest.portail.depot import examens
from ingest.portail.depot.attendus import ORDRE, Attendu, attendu, attendus
from ingest.portail.depot.formulaires import Depot
from ingest.portail.depot.suites import apres_examen, apres_recu
from ingest.portail.freins import freiner, freiner_ip
from ingest.portail.magasin import magasin
from ingest.portail.models import Campagne, Examen
from ingest.retours import recus

TYPES = {"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "csv": "text/csv; charset=utf-8"}


@require_GET
@contributeur
def retours(requete: HttpRequest) -> HttpResponse:
    """What is expected, the most pressing first."""
    campagnes = [(c, sorted(attendus(requete.user.organisme, c), key=lambda a: ORDRE.index(a.etat))) for c in Campagne.objects.all()]
    return render(requete, "depot/retours.html", {"campagnes": [(c, a) for c, a in campagnes if a]})


@require_http_methods(["GET", "HEAD", "POST"])
@contributeur
def retour(requete: HttpRequest, millesime: int, contrat: str) -> HttpResponse:
    """One return: what it is, its template, the file to deposit, what was deposited."""
    demande = _attendu(requete, millesime, contrat)
    formulaire = Depot()
    if requete.method == "POST" and not demande.campagne.fermee:
        formulaire = Depot(requete.POST, requete.FILES)
        if formulaire.is_valid():
            return _examiner(requete, demande, formulaire.cleaned_data["fichier"])
    return render(requete, "depot/retour.html", {"demande": demande, "formulaire": formulaire}, status=422 if formulaire.errors else 200)


@require_GET
@contributeur
def modele(requete: HttpRequest, millesime: int, contrat: str, format: str) -> HttpResponse:
    """The empty file to fill in."""
    demande = _attendu(requete, millesime, contrat)
    with tempfile.TemporaryDirectory() as dossier:
        octets = ecrire_modele(demande.contrat, Path(dossier) / f"modele.{format}").read_bytes()
    return telechargement(octets, f"modele_{demande.contrat.id}_{millesime}.{format}", TYPES[format])


@require_http_methods(["GET", "HEAD", "POST"])
@contributeur
def examen(requete: HttpRequest, numero: uuid.UUID) -> HttpResponse:
    """The result of a control; posting it confirms the deposit, each point to confirm being ticked."""
    vu = _examen(requete, numero)
    if vu.recu:
        return redirect("recu", vu.recu)
    demande, rapport = _attendu(requete, vu.millesime, vu.contrat), vu.compte_rendu
    if demande.campagne.fermee:
        messages.error(requete, "La campagne est fermée depuis l’envoi de ce fichier : il n’a pas été enregistré.")
        return redirect("retour", vu.millesime, vu.contrat)
    if not vu.confirmable:
        annotable = vu.verdict == "refuse" and not rapport.ecarte
        return render(requete, "depot/a_corriger.html", {"examen": vu, "rapport": rapport, "demande": demande, "formulaire": Depot(), "annotable": annotable})
    coches, manquants = frozenset(requete.POST.getlist("confirmes")), []
    if requete.method == "POST":
        manquants = [c.empreinte for c in rapport.de("a_confirmer") if c.empreinte not in coches]
        if not manquants:
            return _confirmer(requete, vu, coches)
    return render(requete, "depot/confirmation.html", {"examen": vu, "rapport": rapport, "coches": coches, "manquants": manquants},
                  status=422 if manquants else 200)


@require_GET
@contributeur
def copie_annotee(requete: HttpRequest, numero: uuid.UUID) -> HttpResponse:
    """The sender's workbook, each finding on its cell."""
    vu = _examen(requete, numero, recu="")
    try:
        octets = examens.copie_annotee(vu)
    except Refus as e:
        messages.error(requete, f"{e} Le rapport complet (CSV) dit la même chose.")
        return redirect("examen", numero)
    if octets is None:
        raise Http404
    return telechargement(octets, f"{Path(vu.nom_fichier).stem}_annote.xlsx", TYPES["xlsx"])


@require_GET
@contributeur
def rapport(requete: HttpRequest, numero: uuid.UUID) -> HttpResponse:
    """Every finding, as a table for a spreadsheet: nothing in it can run."""
    vu = _examen(requete, numero, recu="")
    return telechargement(ecrire(vu.compte_rendu, "csv").encode(), f"rapport_{vu.contrat}_{vu.millesime}.csv", TYPES["csv"])


@require_POST
@contributeur
def abandonner(requete: HttpRequest, numero: uuid.UUID) -> HttpResponse:
    """Give up a file that was not confirmed."""
    vu = _examen(requete, numero)
    if not vu.recu:
        examens.abandonner(vu)
    return redirect("retour", vu.millesime, vu.contrat)


@require_GET
@contributeur
def recu(requete: HttpRequest, identifiant: str) -> HttpResponse:
    """A receipt."""
    donne = examens.trouver_recu(identifiant, requete.user.organisme)
    if donne is None:
        raise Http404
    tous = recus(magasin(), contrat=donne.contrat, organisme=donne.organisme, millesime=donne.millesime)
    return render(requete, "depot/recu.html", {"recu": donne, "dernier": donne == tous[-1], "demande": attendu(donne.organisme, donne.millesime, donne.contrat)})


@require_GET
@contributeur
def historique(requete: HttpRequest) -> HttpResponse:
    """Every receipt of the organisation, the newest first."""
    return render(requete, "depot/historique.html", {"recus": recus(magasin(), organisme=requete.user.organisme)[::-1]})


def telechargement(octets: bytes, nom: str, type: str) -> HttpResponse:
    """A file to save, never to open in the page."""
    return HttpResponse(octets, headers={"Content-Type": type, "Content-Disposition": content_disposition_header(True, nom)})


def _attendu(requete: HttpRequest, millesime: int, contrat: str) -> Attendu:
    demande = attendu(requete.user.organisme, millesime, contrat)
    if demande is None:
        raise Http404
    return demande


def _examen(requete: HttpRequest, numero: uuid.UUID, **criteres: str) -> Examen:
    return get_object_or_404(Examen, pk=numero, organisme=requete.user.organisme, **criteres)


def _examiner(requete: HttpRequest, demande: Attendu, fichier) -> HttpResponse:
    freiner("depot_compte", str(requete.user.pk))
    freiner("depot_organisme", demande.organisme)
    freiner_ip("depot_ip", requete)
    vu = examens.examiner_fichier(requete.user, demande.organisme, demande.campagne.millesime, demande.contrat, fichier.name, fichier.read())
    apres_examen(vu, requete)
    return redirect("examen", vu.pk)


def _confirmer(requete: HttpRequest, vu: Examen, confirmes: frozenset[str]) -> HttpResponse:
    try:
        donne, premier = examens.confirmer(vu, confirmes)
    except FileNotFoundError:
        return render(requete, "depot/perime.html", {"examen": vu}, status=410)
    if donne is None:
        return redirect("examen", vu.pk)
    if premier:
        apres_recu(donne, requete)
    return redirect("recu", donne.id)
