"""The file to deposit."""

from __future__ import annotations

from django import forms
from dsfr.forms import DsfrBaseForm

from ingest.controle import Limites

MEGA = Limites().octets >> 20


class Depot(DsfrBaseForm):
    """One file."""

    fichier = forms.FileField(
        label="Votre fichier", help_text=f"Fichier Excel (.xlsx), LibreOffice (.ods) ou CSV (.csv). Taille maximale : {MEGA} Mo.",
        error_messages={"required": "Choisissez un fichier avant d’envoyer.", "empty": "Ce fichier est vide. Choisissez le fichier que vous avez rempli."},
        widget=forms.FileInput(attrs={"accept": ".xlsx,.ods,.csv,.txt"}))
    octets_max = Limites().octets
    trop_lourd = f"Ce fichier dépasse {MEGA} Mo. Déposez seulement le retour, sans image ni feuille annexe."

    def clean_fichier(self):
        fichier = self.cleaned_data["fichier"]
        if fichier.size > self.octets_max:
            raise forms.ValidationError(self.trop_lourd)
        return fichier
