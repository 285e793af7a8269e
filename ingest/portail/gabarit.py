"""What every page may say: the words of the portal, and how it writes numbers, dates and places."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import template
from django.conf import settings
from django.core.paginator import Page, Paginator
from django.http import HttpRequest
from django.utils import formats, timezone
from django.utils.html import format_html

from catalogue.chargement import lire_nomenclatures
from catalogue.contrats import charger_contrats
from ingest.controle.constats import Constat, montrer
from ingest.controle.rapport.modele import Rapport, compter
from ingest.controle.rapport.mots import mots, resumes, verdict
from ingest.controle.rapport.places import lieu as lieu_du_constat
from ingest.portail.magasin import registre

PAR_PAGE = 50
MONTRES = 50  # of one kind; the rest is in the files to download
register = template.Library()
ETATS = {
    "recu": ("success", "Reçu"),
    "a_confirmer": ("info", "À confirmer"),
    "refuse": ("error", "À corriger"),
    "en_retard": ("warning", "En retard"),
    "attendu": ("new", "Attendu"),
}


def commun(requete: HttpRequest) -> dict[str, Any]:
    """On every page: whether the portal serves this machine only, and what the header may link to."""
    compte = getattr(requete, "user", None)
    return {"local": not settings.PORTAIL.production, "contributeur": bool(getattr(compte, "organisme", "")),
            "miprof": bool(getattr(compte, "miprof", False) and compte.is_verified()),
            "skiplinks": [{"link": "#content", "label": "Contenu"}, {"link": "#footer", "label": "Pied de page"}]}


def page(requete: HttpRequest, objets: list[Any]) -> Page:
    """The page of a long list that is asked for, the first when it is not one."""
    return Paginator(objets, PAR_PAGE).get_page(requete.GET.get("page"))


@register.filter
def nombre(valeur: int) -> str:
    """1579 → « 1 579 »."""
    return montrer(valeur)


@register.filter
def pluriel(valeur: int, formes: str) -> str:
    """« ligne,lignes » after the number."""
    return formes.split(",")[valeur > 1]


@register.filter
def jour(valeur: date | datetime | str) -> str:
    """« 31 mars 2025 », in Paris."""
    valeur = _instant(valeur)
    return formats.date_format(timezone.localtime(valeur) if isinstance(valeur, datetime) else valeur, "j F Y")


@register.filter
def instant(valeur: datetime | str) -> str:
    """« 31 mars 2025 à 14 h 05 », in Paris."""
    local = timezone.localtime(_instant(valeur))
    return f"{jour(local)} à {local.hour}\u00a0h\u00a0{local.minute:02}"


@register.filter
def organisme(identifiant: str) -> str:
    """The name of an organisation of the register."""
    fiche = registre().organismes.get(identifiant)
    return apostrophes(fiche.nom) if fiche else identifiant


@register.filter
def apostrophes(nom: str) -> str:
    """A name of a register as it is printed: « Côte-d’Or »."""
    return nom.replace("'", "’")


@register.filter
def titre_contrat(identifiant: str) -> str:
    """The title of a contract."""
    contrat = charger_contrats().get(identifiant)
    return contrat.titre if contrat else identifiant


@register.filter
def bilan(changements: dict[str, Any]) -> str:
    """« 2 lignes ajoutées, 24 valeurs changées », without what is nought."""
    formes = {"ajoutees": "ligne ajoutée,lignes ajoutées", "retirees": "ligne retirée,lignes retirées", "modifiees": "valeur changée,valeurs changées"}
    return ", ".join(f"{nombre(n)} {pluriel(n, dit)}" for cle, dit in formes.items() if (n := changements[cle])) or "rien ne change"


@register.filter
def departements(codes: frozenset[str]) -> str:
    """« le département Puy-de-Dôme (63) », « les départements Ain (01) et Allier (03) », « tous les départements »."""
    connus = lire_nomenclatures()["departements"]
    if len(codes) == len(connus):
        return "tous les départements"
    dits = [f"{apostrophes(connus[c]['nom'])} ({c})" for c in sorted(codes)]
    return f"le département {dits[0]}" if len(dits) == 1 else f"les départements {', '.join(dits[:-1])} et {dits[-1]}"


@register.filter
def lieu(constat: Constat) -> str:
    """Where a finding is, as a spreadsheet shows it; empty for the whole file."""
    return lieu_du_constat(constat)


@register.filter
def etat(valeur: str) -> str:
    """The state of a return as a badge: a colour, an icon and a word."""
    ton, dit = ETATS[valeur]
    return format_html('<p class="fr-badge fr-badge--{} fr-badge--no-icon">{}</p>', ton, dit)


@register.filter
def de(table: dict[str, Any], cle: str) -> Any:
    """What a table has under a key, None when it has nothing."""
    return table.get(cle)


@register.inclusion_tag("depot/verdict.html")
def verdict_du_rapport(rapport: Rapport, confirmable: bool) -> dict[str, Any]:
    """What is to be known first: whether the file is right, and that nothing is stored yet."""
    return {"verdict": verdict(rapport), "confirmable": confirmable, "resumes": resumes(rapport), "points": len(rapport.de("a_confirmer")), "ecarte": rapport.ecarte}


@register.inclusion_tag("depot/rapport.html")
def rapport_detaille(rapport: Rapport, coches: frozenset[str] | None = None, manquants: list[str] | None = None) -> dict[str, Any]:
    """The findings of a report, by level and by kind. With `coches`, each finding to confirm has a box, ticked when it is among them;
    `manquants`: those that should have been ticked."""
    return {"coches": coches, "manquants": manquants, "niveaux": [{"id": niveau, "titre": mots()["niveaux"][niveau], "cases": coches is not None and niveau == "a_confirmer",
                         "sortes": [_sorte(titre, constats) for titre, constats in rapport.par_sorte(niveau).items()]} for niveau, _ in resumes(rapport)]}


def _sorte(titre: str, constats: list[Constat]) -> dict[str, Any]:
    montres = constats if constats[0].niveau == "a_confirmer" else constats[:MONTRES]
    return {"titre": titre, "nombre": compter(constats), "constats": montres, "tus": len(constats) - len(montres), "aide": _aide_commune(constats),
            "places": any(c.lignes or c.colonne for c in constats), "exemples": constats[0].niveau != "corrige" and any(c.exemple for c in constats)}


def _aide_commune(constats: list[Constat]) -> str | None:
    aides = {c.aide for c in constats}
    return constats[0].aide if len(aides) == 1 and constats[0].niveau != "corrige" else None


def _instant(valeur: date | datetime | str) -> date | datetime:
    return datetime.fromisoformat(valeur) if isinstance(valeur, str) else valeur
