"""What is expected of an organisation, and where it stands."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.utils import timezone

from catalogue.contrats import Contrat, lire_contrat
from ingest.portail.magasin import magasin, registre
from ingest.portail.models import Campagne, Examen
from ingest.retours import Recu, recus

Etat = Literal["recu", "a_confirmer", "refuse", "en_retard", "attendu"]
ORDRE: tuple[Etat, ...] = ("en_retard", "refuse", "a_confirmer", "attendu", "recu")


@dataclass(frozen=True)
class Attendu:
    """A return that a campaign asks of an organisation. `recus`: oldest first. `examen`: the last file sent that waits, or was refused."""

    campagne: Campagne
    contrat: Contrat
    organisme: str
    departements: frozenset[str]
    recus: tuple[Recu, ...]
    examen: Examen | None

    @property
    def recu(self) -> Recu | None:
        """The last receipt."""
        return self.recus[-1] if self.recus else None

    @property
    def etat(self) -> Etat:
        """Received once is received: a later file that is refused changes nothing to it."""
        if self.recu:
            return "recu"
        if self.examen:
            return "a_confirmer" if self.examen.confirmable else "refuse"
        return "en_retard" if timezone.localdate() > self.campagne.date_limite else "attendu"


def attendus(organisme: str, campagne: Campagne) -> list[Attendu]:
    """The returns of a campaign that this organisation is to fill, in the order of the catalogue."""
    return [a for a in tous(campagne, organisme)]


def attendu(organisme: str, millesime: int, contrat: str) -> Attendu | None:
    """One of them, None when it is not asked of this organisation."""
    campagne = Campagne.objects.filter(millesime=millesime).first()
    return next((a for a in tous(campagne, organisme) if a.contrat.id == contrat), None) if campagne else None


def tous(campagne: Campagne, organisme: str | None = None) -> list[Attendu]:
    """The returns asked of every organisation (or one), by contract then by organisation."""
    recus_par: dict[tuple[str, str], list[Recu]] = defaultdict(list)
    for recu in recus(magasin(), organisme=organisme, millesime=campagne.millesime):
        recus_par[recu.contrat, recu.organisme].append(recu)
    examens = Examen.objects.filter(millesime=campagne.millesime, recu="", **({"organisme": organisme} if organisme else {})).order_by("cree_le")
    derniers = {(e.contrat, e.organisme): e for e in examens.defer("rapport")}
    return [Attendu(campagne, contrat, id, departements, tuple(recus_par[contrat.id, id]), derniers.get((contrat.id, id)))
            for contrat in campagne.demandes for id, departements in _deposants(contrat, campagne.jour, organisme)]


def _deposants(contrat: Contrat, jour: date, organisme: str | None) -> list[tuple[str, frozenset[str]]]:
    deposants = registre().deposants(lire_contrat(contrat.id), jour)
    return [(id, d) for id, d in sorted(deposants.items()) if organisme in (None, id)]
