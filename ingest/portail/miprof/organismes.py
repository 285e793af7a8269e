"""Organisations of the register, and the addresses that may deposit for them."""

from __future__ import annotations

from collections import Counter
from datetime import date

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from dsfr.forms import DsfrBaseForm

from catalogue.contrats import charger_contrats
from catalogue.erreurs import Impossible
from ingest.portail.comptes import ouvrir
from ingest.portail.connexion.acces import agent
from ingest.portail.courriels import envoyer, plus_tard
from ingest.portail.gabarit import page
from ingest.portail.journal import noter
from ingest.portail.magasin import magasin, registre
from ingest.portail.models import Compte, Jeton
from ingest.retours import recus


class Adresse(DsfrBaseForm):
    """One more address."""

    courriel = forms.EmailField(label="Adresse à ajouter", help_text="Elle recevra un courriel qui explique comment entrer. Format attendu : nom@domaine.fr", max_length=254,
                                error_messages={"required": "Donnez l’adresse à ajouter, par exemple nom@domaine.fr"})


@require_GET
@agent
def organismes(requete: HttpRequest) -> HttpResponse:
    """The register, with how many addresses each organisation has."""
    comptes = Counter(Compte.objects.filter(actif=True, miprof=False).values_list("organisme", flat=True))
    cherche = requete.GET.get("q", "").strip()[:100]
    sans_adresse = "sans_adresse" in requete.GET
    fiches = [o for o in registre().organismes.values() if cherche.casefold() in f"{o.nom} {o.id}".casefold() and not (sans_adresse and comptes[o.id])]
    return render(requete, "miprof/organismes.html", {"page": page(requete, [(o, comptes[o.id]) for o in sorted(fiches, key=lambda o: o.nom)]), "cherche": cherche, "sans_adresse": sans_adresse})


@require_http_methods(["GET", "HEAD", "POST"])
@agent
def organisme(requete: HttpRequest, identifiant: str) -> HttpResponse:
    """One organisation: what it fills, what came, who may enter for it."""
    fiche = registre().organismes.get(identifiant)
    if fiche is None:
        raise Http404
    formulaire = Adresse(requete.POST or None)
    if requete.method == "POST" and formulaire.is_valid() and _ajouter(requete, formulaire, identifiant):
        return redirect("organisme", identifiant)
    return render(requete, "miprof/organisme.html", {
        "fiche": fiche, "contrats": _contrats(identifiant), "recus": recus(magasin(), organisme=identifiant)[::-1], "formulaire": formulaire,
        "comptes": Compte.objects.filter(organisme=identifiant).order_by("courriel")}, status=422 if formulaire.errors else 200)


@require_POST
@agent
def changer_etat(requete: HttpRequest, numero: int) -> HttpResponse:
    """Shut an account, or open it again. Shut, it is out at once, and the tokens it made are revoked."""
    compte = get_object_or_404(Compte, pk=numero, miprof=False)
    compte.actif = not compte.actif
    compte.save(update_fields=["actif"])
    if not compte.actif:
        Jeton.objects.filter(cree_par=compte, revoque_le=None).update(revoque_le=timezone.now())
    noter("compte_rouvert" if compte.actif else "compte_ferme", requete, organisme=compte.organisme, objet=f"compte {compte.pk}")
    messages.success(requete, "L’accès est rouvert." if compte.actif else "L’accès est fermé.")
    return redirect("organisme", compte.organisme)


def _ajouter(requete: HttpRequest, formulaire: Adresse, identifiant: str) -> bool:
    try:
        compte = ouvrir(formulaire.cleaned_data["courriel"], identifiant)
    except Impossible as e:
        formulaire.add_error("courriel", str(e))
        return False
    noter("compte_ouvert", requete, organisme=identifiant, objet=f"compte {compte.pk}")
    plus_tard(envoyer, "invitation", [compte.courriel])
    messages.success(requete, "L’adresse est ajoutée ; un courriel lui explique comment entrer.")
    return True


def _contrats(identifiant: str) -> list[tuple[str, int]]:
    jour = date(timezone.localdate().year - 1, 12, 31)
    remplis = [(c.titre, registre().deposants(c, jour).get(identifiant)) for c in charger_contrats().values()]
    return [(titre, len(departements)) for titre, departements in remplis if departements]
