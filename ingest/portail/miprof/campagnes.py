"""Campaigns: made, changed, closed."""

from __future__ import annotations

from datetime import date

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods
from dsfr.forms import DsfrBaseForm

from catalogue.contrats import charger_contrats
from ingest.portail.connexion.acces import agent
from ingest.portail.depot.attendus import tous
from ingest.portail.journal import noter
from ingest.portail.magasin import registre
from ingest.portail.models import Campagne


class Nouvelle(DsfrBaseForm):
    """A campaign to open."""

    millesime = forms.IntegerField(label="Année des données", help_text="Par exemple 2024", min_value=2000, max_value=2100,
                                   error_messages={"required": "Donnez l’année des données, par exemple 2024."})
    date_limite = forms.DateField(label="Date limite de dépôt", help_text="Rappelée aux organismes. Les dépôts restent possibles ensuite, jusqu’à la fermeture de la campagne. Format attendu : JJ/MM/AAAA",
                                  input_formats=["%Y-%m-%d", "%d/%m/%Y"], widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
                                  error_messages={"required": "Donnez la date limite de dépôt.", "invalid": "Cette date ne se lit pas. Format attendu : JJ/MM/AAAA"})
    contrats = forms.MultipleChoiceField(label="Retours demandés", choices=lambda: _choix(), widget=forms.CheckboxSelectMultiple,
                                         error_messages={"required": "Choisissez au moins un retour."})

    def clean_millesime(self) -> int:
        annee = self.cleaned_data["millesime"]
        if annee != self.initial.get("millesime") and Campagne.objects.filter(millesime=annee).exists():
            raise forms.ValidationError(f"Une campagne existe déjà pour {annee}. Modifiez-la, ou choisissez une autre année.")
        if annee > timezone.localdate().year:
            raise forms.ValidationError(f"L’année {annee} n’est pas commencée. Attendu : une année passée, ou l’année en cours.")
        return annee


class Existante(Nouvelle):
    """A campaign to change, or to close."""

    fermee = forms.TypedChoiceField(label="État", choices=[("non", "Ouverte"), ("oui", "Fermée : elle ne reçoit plus de fichier")],
                                    coerce=lambda v: v == "oui", widget=forms.RadioSelect)


def _choix() -> list[tuple[str, str]]:
    """The contracts, each with how many organisations it asks."""
    jour = date(timezone.localdate().year - 1, 12, 31)
    deposants = {id: len(registre().deposants(c, jour)) for id, c in charger_contrats().items()}
    return [(id, f"{c.titre} ({deposants[id]} organisme{'s' if deposants[id] > 1 else ''})") for id, c in charger_contrats().items()]


@require_GET
@agent
def campagnes(requete: HttpRequest) -> HttpResponse:
    """Every campaign, and how many returns came."""
    vues = [(c, tous(c)) for c in Campagne.objects.all()]
    return render(requete, "miprof/campagnes.html", {"campagnes": [(c, sum(a.etat == "recu" for a in attendus), len(attendus)) for c, attendus in vues]})


@require_http_methods(["GET", "HEAD", "POST"])
@agent
def creer(requete: HttpRequest) -> HttpResponse:
    """A new campaign."""
    return _editer(requete, Campagne())


@require_http_methods(["GET", "HEAD", "POST"])
@agent
def modifier(requete: HttpRequest, millesime: int) -> HttpResponse:
    """Change its contracts or its deadline, close it."""
    return _editer(requete, get_object_or_404(Campagne, millesime=millesime))


def _editer(requete: HttpRequest, campagne: Campagne) -> HttpResponse:
    depart = {c: getattr(campagne, c) for c in ("millesime", "date_limite", "contrats")} | {"fermee": "oui" if campagne.fermee else "non"}
    formulaire = Existante(requete.POST or None, initial=depart) if campagne.pk else Nouvelle(requete.POST or None)
    if requete.method == "POST" and formulaire.is_valid():
        for champ, valeur in formulaire.cleaned_data.items():
            setattr(campagne, champ, valeur)
        nouvelle = campagne.pk is None
        campagne.save()
        noter("campagne_creee" if nouvelle else "campagne_modifiee", requete, objet=f"campagne {campagne.millesime}", contrats=sorted(campagne.contrats),
              date_limite=campagne.date_limite.isoformat(), fermee=campagne.fermee)
        messages.success(requete, f"La campagne {campagne.millesime} est enregistrée.")
        return redirect("reponses", campagne.millesime)
    return render(requete, "miprof/campagne.html", {"formulaire": formulaire, "campagne": campagne}, status=422 if formulaire.errors else 200)
