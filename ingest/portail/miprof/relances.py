"""Reminders: to each organisation, one e-mail for all it still owes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from ingest.portail.courriels import adresses, envoyer, plus_tard
from ingest.portail.depot.attendus import Attendu, tous
from ingest.portail.models import Campagne, Relance

INTERVALLE = timedelta(days=1)


@dataclass(frozen=True)
class Bilan:
    """How many organisations are written to, by how many e-mails; those nobody can write to."""

    organismes: int
    courriels: int
    sans_adresse: tuple[str, ...]


def a_relancer(attendus: Iterable[Attendu]) -> dict[str, list[Attendu]]:
    """What each organisation still owes, those that were reminded since a day left out."""
    dus: dict[str, list[Attendu]] = defaultdict(list)
    for a in attendus:
        if a.etat != "recu":
            dus[a.organisme].append(a)
    recentes = set(Relance.objects.filter(envoyee_le__gt=timezone.now() - INTERVALLE).values_list("campagne__millesime", "organisme"))
    return {o: liste for o, liste in dus.items() if (liste[0].campagne.millesime, o) not in recentes}


def prevoir(attendus: Iterable[Attendu]) -> Bilan:
    """What reminding now would do."""
    connues = {o: len(adresses(o)) for o in a_relancer(attendus)}
    return Bilan(sum(n > 0 for n in connues.values()), sum(connues.values()), tuple(o for o, n in connues.items() if not n))


def envoyer_les_relances(campagne: Campagne) -> Bilan:
    """Write to those who owe a return and were not reminded since a day."""
    attendus = tous(campagne)
    bilan = prevoir(attendus)
    for organisme, dus in a_relancer(attendus).items():
        if connues := adresses(organisme):
            Relance.objects.create(campagne=campagne, organisme=organisme, contrats=[a.contrat.id for a in dus], destinataires=len(connues))
            plus_tard(_relancer, connues, campagne, organisme, [a.contrat.titre for a in dus])
    return bilan


def dernieres(campagne: Campagne) -> dict[str, Relance]:
    """The last reminder of each organisation."""
    return {r.organisme: r for r in Relance.objects.filter(campagne=campagne).order_by("envoyee_le")}


def _relancer(destinataires: list[str], campagne: Campagne, organisme: str, titres: list[str]) -> None:
    envoyer("relance", destinataires, campagne=campagne, organisme=organisme, titres=titres,
            jours=(campagne.date_limite - timezone.localdate()).days)
