"""Campaigns: made, changed, closed."""

from __future__ import annotations

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
from ingest.portail.models import Campagne


class Formulaire(DsfrBaseForm):
    """A campaign."""

    millesime = forms.IntegerField(label="Année des données", help_text="Par exemple 2024", min_value=2000, max_value=2100,
                                   error_messages={"required": "Donnez l’année des données, par exemple 2024."})
    date_limite = forms.DateField(label="Date limite de dépôt", help_text="Le dernier jour où un retour compte. Format attendu : JJ/MM/AAAA",
                                  input_formats=["%Y-%m-%d", "%d/%m/%Y"],
                                  error_messages={"required": "Donnez la date limite de dépôt.", "invalid": "Cette date ne se lit pas. Format attendu : JJ/MM/AAAA"},
                                  widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
    contrats = forms.MultipleChoiceField(label="Retours demandés", choices=lambda: [(c.id, c.titre) for c in charger_contrats().values()],
                                         error_messages={"required": "Choisissez au moins un retour."}, widget=forms.CheckboxSelectMultiple)
    fermee = forms.BooleanField(label="Fermer la campagne", help_text="Une campagne fermée ne reçoit plus de fichier.", required=False)

    def clean_millesime(self) -> int:
        annee = self.cleaned_data["millesime"]
        if annee != self.initial.get("millesime") and Campagne.objects.filter(millesime=annee).exists():
            raise forms.ValidationError(f"Une campagne existe déjà pour {annee}. Modifiez-la, ou choisissez une autre année.")
        if annee >= timezone.localdate().year + 1:
            raise forms.ValidationError(f"L’année {annee} n’est pas commencée. Attendu : une année passée, ou l’année en cours.")
        return annee


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
    depart = {c: getattr(campagne, c) for c in ("millesime", "date_limite", "contrats", "fermee")} if campagne.pk else {}
    formulaire = Formulaire(requete.POST or None, initial=depart)
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
