"""Following a campaign: who answered, where, whom to remind, and what came."""

from __future__ import annotations

import csv
import io

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from catalogue.contrats import charger_contrats
from catalogue.tableur import inoffensif
from ingest.portail.connexion.acces import agent
from ingest.portail.depot.attendus import ORDRE, Attendu, tous
from ingest.portail.depot.examens import trouver_recu
from ingest.portail.depot.vues import telechargement
from ingest.portail.gabarit import ETATS, organisme, page
from ingest.portail.journal import noter
from ingest.portail.magasin import magasin
from ingest.portail.miprof import carte
from ingest.portail.miprof.relances import dernieres, envoyer_les_relances, prevoir
from ingest.portail.models import Campagne

COLONNES = ("organisme", "nom", "retour", "etat", "accuse", "recu_le", "lignes", "sha256", "versions")


@require_GET
@agent
def reponses(requete: HttpRequest, millesime: int) -> HttpResponse:
    """Every return asked for, by organisation; one contract or one state only when asked."""
    campagne = get_object_or_404(Campagne, millesime=millesime)
    attendus = tous(campagne)
    choisis = [a for a in attendus if requete.GET.get("contrat") in (None, "", a.contrat.id) and requete.GET.get("etat") in (None, "", a.etat)]
    comptes = [(etat, sum(a.etat == etat for a in attendus)) for etat in ORDRE]
    return render(requete, "miprof/reponses.html", {
        "campagne": campagne, "page": page(requete, sorted(choisis, key=lambda a: (ORDRE.index(a.etat), organisme(a.organisme)))), "total": len(attendus),
        "comptes": comptes, "etats": {e: dit for e, (_, dit) in ETATS.items()}, "filtre": requete.GET, "relances": dernieres(campagne), "prevues": prevoir(attendus)})


@require_GET
@agent
def reponses_csv(requete: HttpRequest, millesime: int) -> HttpResponse:
    """The same table for a spreadsheet: nothing in it can run."""
    sortie = io.StringIO()
    ecrivain = csv.writer(sortie, delimiter=";")
    ecrivain.writerow(COLONNES)
    ecrivain.writerows([inoffensif(t) for t in _ligne(a)] for a in tous(get_object_or_404(Campagne, millesime=millesime)))
    noter("export_reponses", requete, objet=f"campagne {millesime}")
    return telechargement(sortie.getvalue().encode("utf-8-sig"), f"reponses_{millesime}.csv", "text/csv; charset=utf-8")


@require_GET
@agent
def couverture(requete: HttpRequest, millesime: int) -> HttpResponse:
    """Where answers came from: a map of tiles, and the same as a table."""
    campagne = get_object_or_404(Campagne, millesime=millesime)
    contrat = charger_contrats().get(requete.GET.get("contrat", ""))
    tuiles = carte.tuiles([a for a in tous(campagne) if contrat in (None, a.contrat)])
    return render(requete, "miprof/couverture.html", {"campagne": campagne, "contrat": contrat, "tuiles": tuiles, "bilan": carte.bilan(tuiles),
                                                      "cote": carte.COTE, "largeur": carte.largeur(tuiles), "hauteur": carte.hauteur(tuiles)})


@require_POST
@agent
def relancer(requete: HttpRequest, millesime: int) -> HttpResponse:
    """Write to the organisations that still owe a return: once a day each at most."""
    campagne = get_object_or_404(Campagne, millesime=millesime, fermee=False)
    bilan = envoyer_les_relances(campagne)
    noter("relance", requete, objet=f"campagne {millesime}", organismes=bilan.organismes, courriels=bilan.courriels, sans_adresse=len(bilan.sans_adresse))
    messages.success(requete, f"Organismes relancés : {bilan.organismes}. Courriels envoyés : {bilan.courriels}.")
    return redirect("reponses", millesime)


@require_GET
@agent
def fichier(requete: HttpRequest, identifiant: str) -> HttpResponse:
    """The bytes received, as they came."""
    recu = trouver_recu(identifiant)
    if recu is None:
        raise Http404
    noter("telechargement", requete, organisme=recu.organisme, objet=recu.id, sha256=recu.sha256)
    return telechargement(magasin().lire(recu.sha256), f"{recu.id}_{recu.fichier}", "application/octet-stream")


def _ligne(a: Attendu) -> list[str]:
    recu = a.recu
    return [a.organisme, organisme(a.organisme), a.contrat.id, ETATS[a.etat][1], recu.id if recu else "", recu.recu_le if recu else "",
            str(recu.lignes) if recu else "", recu.sha256 if recu else "", str(len(a.recus))]
