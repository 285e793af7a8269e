"""The e-mails of the portal: plain text, one subject each, in gabarits/courriels/. The first line of a template is its subject."""

from __future__ import annotations

import logging
import smtplib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import connections
from django.template.loader import render_to_string

from ingest.portail.journal import noter
from ingest.portail.models import Compte

_FILE = ThreadPoolExecutor(1, "courriels")
JOURNAL = logging.getLogger(__name__)


def envoyer(gabarit: str, destinataires: list[str], **champs: Any) -> None:
    """Send one e-mail to each address. What the mail server did not take is noted in the audit log, without the addresses, and not tried again.

    Line breaks never enter a subject or an address.
    """
    objet, _, corps = render_to_string(f"courriels/{gabarit}.txt", {**champs, "adresse": settings.PORTAIL.adresse}).partition("\n")
    messages = [EmailMessage(subject=" ".join(objet.split()), body=corps.strip() + "\n", to=[d], headers={"Auto-Submitted": "auto-generated"})
                for d in destinataires]
    perdus = sum(not _remettre(message) for message in messages)
    if perdus:
        noter("courriel_non_envoye", acteur="portail", objet=gabarit, combien=perdus)


def _remettre(message: EmailMessage) -> bool:
    try:
        return bool(message.send())
    except (OSError, smtplib.SMTPException) as e:
        JOURNAL.error("courriel non envoyé : %s", type(e).__name__)
        return False


def plus_tard(tache: Callable[..., Any], *arguments: Any) -> None:
    """Do it once the page has answered, in the order asked. What fails is told in the logs, without what it was about."""
    _FILE.submit(_faire, tache, arguments)


def _faire(tache: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
    try:
        tache(*arguments)
    except Exception as e:  # noqa: BLE001 - a task that fails must not stop those behind it
        JOURNAL.error("%s : %s", tache.__name__, type(e).__name__)
    finally:
        connections.close_all()


def adresses(organisme: str) -> list[str]:
    """The addresses of an organisation that may enter."""
    return list(Compte.objects.filter(organisme=organisme, actif=True).values_list("courriel", flat=True))
