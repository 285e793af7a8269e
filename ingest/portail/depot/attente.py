"""Files sent and not yet confirmed: beside the store, under a number the portal drew, for a day."""

from __future__ import annotations

import os
import time
import uuid
from pathlib import Path

from django.conf import settings

UN_JOUR = 86_400


def garder(numero: uuid.UUID, octets: bytes) -> None:
    """Write the bytes for their owner's eyes only, whole or not at all."""
    dossier = _dossier()
    brouillon = dossier / f".{numero}"
    with open(os.open(brouillon, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as f:
        f.write(octets)
    os.replace(brouillon, dossier / str(numero))


def relire(numero: uuid.UUID) -> bytes | None:
    """The bytes, None when they are no longer there."""
    try:
        return (_dossier() / str(numero)).read_bytes()
    except FileNotFoundError:
        return None


def oublier(numero: uuid.UUID) -> None:
    """Remove them."""
    (_dossier() / str(numero)).unlink(missing_ok=True)


def balayer() -> list[uuid.UUID]:
    """Remove what has waited for more than a day, and say which."""
    vieux = [p for p in _dossier().iterdir() if time.time() - p.stat().st_mtime > UN_JOUR]
    for path in vieux:
        path.unlink(missing_ok=True)
    return [uuid.UUID(p.name) for p in vieux if not p.name.startswith(".")]


def _dossier() -> Path:
    dossier = settings.PORTAIL.dossier / "attente"
    dossier.mkdir(parents=True, exist_ok=True, mode=0o700)
    return dossier
