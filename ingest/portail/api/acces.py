"""Who calls: a token in the header « Authorization: Bearer … », of one organisation, until it is revoked."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils import timezone
from ninja.security import HttpBearer

from ingest.portail.connexion.liens import empreinte
from ingest.portail.freins import freiner, freiner_ip
from ingest.portail.models import Jeton


class ParJeton(HttpBearer):
    """`request.auth` is the token."""

    def authenticate(self, request: HttpRequest, token: str) -> Jeton | None:
        freiner_ip("api_ip", request)
        jeton = Jeton.objects.filter(empreinte=empreinte(token), revoque_le=None).first()
        if jeton:
            freiner("api_jeton", str(jeton.pk))
            Jeton.objects.filter(pk=jeton.pk).update(utilise_le=timezone.now())
        return jeton
