"""Reminders: to each organisation, one e-mail for all it still owes."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from ingest.portail.courriels import adresses, envoyer, plus_tard
from ingest.portail.depot.attendus import tous
from ingest.portail.models import Campagne, Relance

INTERVALLE = timedelta(days=1)


@dataclass(frozen=True)
class Bilan:
    """How many organisations were written to, by how many e-mails; those nobody can write to."""

    organismes: int
    courriels: int
    sans_adresse: tuple[str, ...]


def envoyer_les_relances(campagne: Campagne) -> Bilan:
    """Write to those who owe a return and were not reminded since a day."""
    dus: dict[str, list] = defaultdict(list)
    for a in tous(campagne):
        if a.etat != "recu":
            dus[a.organisme].append(a)
    recentes = set(Relance.objects.filter(campagne=campagne, envoyee_le__gt=timezone.now() - INTERVALLE).values_list("organisme", flat=True))
    relances, courriels, sans = 0, 0, []
    for organisme, attendus in dus.items():
        connues = adresses(organisme)
        if not connues:
            sans.append(organisme)
        elif organisme not in recentes:
            Relance.objects.create(campagne=campagne, organisme=organisme, contrats=[a.contrat.id for a in attendus], destinataires=len(connues))
            plus_tard(_relancer, connues, campagne, organisme, [a.contrat.titre for a in attendus])
            relances, courriels = relances + 1, courriels + len(connues)
    return Bilan(relances, courriels, tuple(sans))


def dernieres(campagne: Campagne) -> dict[str, Relance]:
    """The last reminder of each organisation."""
    return {r.organisme: r for r in Relance.objects.filter(campagne=campagne).order_by("envoyee_le")}


def _relancer(destinataires: list[str], campagne: Campagne, organisme: str, titres: list[str]) -> None:
    envoyer("relance", destinataires, campagne=campagne, organisme=organisme, titres=titres,
            jours=(campagne.date_limite - timezone.localdate()).days)
