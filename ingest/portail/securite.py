"""What is done on every request and every line of log."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import translation

Suite = Callable[[HttpRequest], HttpResponse]

POLITIQUE = ("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
             "form-action 'self'; frame-ancestors 'none'; base-uri 'none'")
LIEN = re.compile(r"/connexion/lien/[^/\s'\"]+")
CONTROLES = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


def entetes(suite: Suite) -> Suite:
    """What a browser may do with a page: nothing that is not served by the portal, and no script written in the page."""

    def repondre(requete: HttpRequest) -> HttpResponse:
        reponse = suite(requete)
        reponse.headers.setdefault("Content-Security-Policy", POLITIQUE)
        reponse.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        reponse.headers.setdefault("Cache-Control", "no-store")
        return reponse

    return repondre


def francais(suite: Suite) -> Suite:
    """French, whatever the browser asks for: the portal has no other language."""

    def repondre(requete: HttpRequest) -> HttpResponse:
        with translation.override("fr"):
            return suite(requete)

    return repondre


class UneLigne(logging.Formatter):
    """One record, one line: nothing that a request carries can begin another. A traceback follows, its lines set back; no link is written.

    What a visitor does wrong has no traceback: anybody could fill the disk with them.
    """

    def format(self, record: logging.LogRecord) -> str:
        trace, record.exc_info, record.exc_text = record.exc_info, None, None
        ligne = CONTROLES.sub(lambda c: f"\\x{ord(c[0]):02x}", super().format(record))
        if trace and not record.name.startswith("django.security"):
            ligne += "".join(f"\n    {l}" for l in self.formatException(trace).splitlines())
        return LIEN.sub("/connexion/lien/…", ligne)
