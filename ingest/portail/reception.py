"""Bodies are counted and timed while they come, before anything reads them: too big or too slow, they are cut."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Message = MutableMapping[str, Any]
Recevoir = Callable[[], Awaitable[Message]]
Envoyer = Callable[[Message], Awaitable[None]]
Application = Callable[[Message, Recevoir, Envoyer], Awaitable[None]]

CORPS_MAX = 6 << 20
FORMULAIRE_MAX = 256 << 10
DEPOTS = ("/retours/", "/api/v1/retours/")
DUREE_MAX = 60.0
CAUSES = {
    413: "Ce fichier est trop lourd : le portail accepte 5 Mo au plus. Déposez seulement le retour, sans image ni feuille annexe.",
    408: "Le fichier arrive trop lentement : l’envoi a été interrompu. Vérifiez votre connexion, puis recommencez.",
}
# Told before Django has seen anything: a page that needs no template.
PAGE = """<!doctype html>
<html lang="fr"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Erreur : envoi refusé – Dépôt des retours – Observatoire</title>
<link rel="stylesheet" href="/statiques/dsfr/dist/dsfr/dsfr.min.css"></head>
<body><main class="fr-container fr-my-6w"><p>Dépôt des retours</p><h1>Envoi refusé</h1><p class="fr-text--lead">{cause}</p>
<p><a class="fr-btn" href="/retours/">Revenir à mes retours</a></p></main></body></html>
"""


class Reception:
    """In front of an ASGI application: it only sees bodies that came whole within `duree_max` seconds, of at most CORPS_MAX bytes where a file is
    deposited and FORMULAIRE_MAX elsewhere."""

    def __init__(self, application: Application, duree_max: float = DUREE_MAX):
        self.application, self.duree_max = application, duree_max

    async def __call__(self, portee: Message, recevoir: Recevoir, envoyer: Envoyer) -> None:
        if portee["type"] != "http":
            await self.application(portee, recevoir, envoyer)
            return
        plafond = CORPS_MAX if portee["path"].startswith(DEPOTS) else FORMULAIRE_MAX
        if _annonce(portee) > plafond:
            await _refuser(portee, envoyer, 413)
            return
        try:
            async with asyncio.timeout(self.duree_max):
                messages = await _lire(recevoir, plafond)
        except TimeoutError:
            await _refuser(portee, envoyer, 408)
            return
        if messages is None:
            await _refuser(portee, envoyer, 413)
            return

        async def relire() -> Message:
            return messages.pop(0) if messages else await recevoir()

        await self.application(portee, relire, envoyer)


async def _lire(recevoir: Recevoir, plafond: int) -> list[Message] | None:
    messages, recus, suite = [], 0, True
    while suite:
        message = await recevoir()
        recus += len(message.get("body", b""))
        if recus > plafond:
            return None
        messages.append(message)
        suite = message.get("more_body", False)
    return messages


def _annonce(portee: Message) -> int:
    longueur = dict(portee["headers"]).get(b"content-length", b"0")
    return int(longueur) if longueur.isdigit() else 0


async def _refuser(portee: Message, envoyer: Envoyer, statut: int) -> None:
    programme = portee["path"].startswith("/api/")
    corps = (json.dumps({"message": CAUSES[statut]}) if programme else PAGE.format(cause=CAUSES[statut])).encode()
    entetes = [(b"content-type", b"application/json" if programme else b"text/html; charset=utf-8"), (b"content-length", str(len(corps)).encode()), (b"connection", b"close"),
               (b"x-content-type-options", b"nosniff"), (b"content-security-policy", b"default-src 'none'; style-src 'self'; font-src 'self'")]
    await envoyer({"type": "http.response.start", "status": statut, "headers": entetes})
    await envoyer({"type": "http.response.body", "body": corps})
