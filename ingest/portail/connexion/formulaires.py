"""The two forms of signing in."""

from __future__ import annotations

from django import forms
from dsfr.forms import DsfrBaseForm


class Adresse(DsfrBaseForm):
    """Where to send the link."""

    courriel = forms.EmailField(label="Votre adresse électronique", help_text="Celle que la Miprof connaît. Format attendu : nom@domaine.fr",
                                max_length=254, error_messages={"required": "Donnez votre adresse électronique, par exemple nom@domaine.fr"},
                                widget=forms.EmailInput(attrs={"autocomplete": "email"}))

    def clean_courriel(self) -> str:
        return self.cleaned_data["courriel"].lower()


class Code(DsfrBaseForm):
    """The six digits of the second factor."""

    code = forms.RegexField(r"^\s*\d{3}\s?\d{3}\s*$", label="Code à six chiffres", help_text="Lu dans votre application d’authentification, par exemple 123 456",
                            error_messages={"required": "Donnez les six chiffres que l’application affiche.", "invalid": "Le code a six chiffres, par exemple 123 456."},
                            widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}))

    def clean_code(self) -> str:
        return "".join(self.cleaned_data["code"].split())
