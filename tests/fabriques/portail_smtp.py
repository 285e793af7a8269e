"""A mail server on loopback, which takes what it is sent, refuses some addresses, or breaks."""

from __future__ import annotations

import email
import email.policy
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.fabriques.portail import port_libre

ATTENTE = 30


class Serveur:
    """`refusees`: addresses that do not exist here. `en_panne`: it answers that it cannot take anything now."""

    def __init__(self) -> None:
        self.refusees: set[str] = set()
        self.en_panne = False
        self.port = port_libre()
        self._recus: list[tuple[list[str], EmailMessage]] = []
        self._essais = 0
        self._nouveau = threading.Condition()

    @property
    def adresse(self) -> str:
        """As the portal takes it."""
        return f"smtp://127.0.0.1:{self.port}"

    def oublier(self) -> None:
        """As if nothing had come."""
        with self._nouveau:
            self._recus, self._essais = [], 0

    def attendre(self, combien: int) -> list[tuple[list[str], EmailMessage]]:
        """What was taken (recipients of the envelope, message), once there are so many."""
        with self._nouveau:
            assert self._nouveau.wait_for(lambda: len(self._recus) >= combien, ATTENTE), f"{len(self._recus)} e-mails"
            return [*self._recus]

    def attendre_essais(self, combien: int) -> None:
        """Wait until so many recipients were proposed, taken or not."""
        with self._nouveau:
            assert self._nouveau.wait_for(lambda: self._essais >= combien, ATTENTE), f"{self._essais} tries"

    async def handle_RCPT(self, serveur: SMTP, session: Session, enveloppe: Envelope, adresse: str, options: list[str]) -> str:
        with self._nouveau:
            self._essais += 1
            self._nouveau.notify_all()
        if self.en_panne:
            return "451 Requested action aborted: local error in processing"
        if adresse in self.refusees:
            return "550 5.1.1 Mailbox unavailable"
        enveloppe.rcpt_tos.append(adresse)
        return "250 OK"

    async def handle_DATA(self, serveur: SMTP, session: Session, enveloppe: Envelope) -> str:
        with self._nouveau:
            self._recus.append((enveloppe.rcpt_tos, email.message_from_bytes(enveloppe.content, policy=email.policy.default)))
            self._nouveau.notify_all()
        return "250 OK"


@contextmanager
def smtp() -> Iterator[Serveur]:
    """The server, stopped at the end."""
    serveur = Serveur()
    controleur = Controller(serveur, hostname="127.0.0.1", port=serveur.port)
    controleur.start()
    try:
        yield serveur
    finally:
        controleur.stop()
