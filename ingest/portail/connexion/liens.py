"""Links to sign in: drawn at random, kept as a digest, valid a quarter of an hour, once."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from ingest.portail.models import Compte, Lien

DUREE = timedelta(minutes=15)


def creer(compte: Compte) -> str:
    """The secret of a new link."""
    secret = secrets.token_urlsafe(32)
    Lien.objects.filter(expire_le__lt=timezone.now() - timedelta(days=1)).delete()
    Lien.objects.create(compte=compte, empreinte=empreinte(secret), expire_le=timezone.now() + DUREE)
    return secret


def valable(secret: str) -> bool:
    """Whether this link can still be used. Looking changes nothing: mail scanners follow links."""
    return _utilisables().filter(empreinte=empreinte(secret)).exists()


def consommer(secret: str) -> Compte | None:
    """The account of the link, which can no longer be used; None when it could not. Of two who use it at once, one enters."""
    with transaction.atomic():
        utilise = _utilisables().filter(empreinte=empreinte(secret)).update(consomme_le=timezone.now())
        return Lien.objects.select_related("compte").get(empreinte=empreinte(secret)).compte if utilise else None


def empreinte(secret: str) -> str:
    """What is kept of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _utilisables():
    return Lien.objects.filter(consomme_le=None, expire_le__gt=timezone.now(), compte__actif=True)
