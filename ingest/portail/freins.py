"""How often something may be done, counted in the database so that every worker counts together."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest

from ingest.portail.journal import adresse
from ingest.portail.models import Passage


class TropSouvent(Exception):
    """`attente`: in how many seconds to try again."""

    def __init__(self, attente: int):
        super().__init__(attente)
        self.attente = attente


def freiner(nom: str, objet: str) -> None:
    """Count one more `nom` for `objet` (an address, an organisation, an IP). Raises TropSouvent beyond its limit."""
    nombre, duree = settings.PORTAIL.freins[nom]
    instant = int(datetime.now(UTC).timestamp())
    fenetre = instant // duree
    cle = hashlib.sha256(f"{settings.SECRET_KEY}\n{nom}\n{objet}\n{fenetre}".encode()).hexdigest()
    fin = datetime.fromtimestamp((fenetre + 1) * duree, UTC)
    with transaction.atomic():
        passage, nouveau = Passage.objects.get_or_create(cle=cle, defaults={"fin": fin, "nombre": 1})
        if nouveau:
            Passage.objects.filter(fin__lt=datetime.fromtimestamp(instant, UTC)).delete()
            return
        Passage.objects.filter(pk=passage.pk).update(nombre=F("nombre") + 1)
        passage.refresh_from_db()
    if passage.nombre > nombre:
        raise TropSouvent((fenetre + 1) * duree - instant)


def freiner_ip(nom: str, requete: HttpRequest) -> None:
    """The same, for the address the request comes from."""
    freiner(nom, adresse(requete))
