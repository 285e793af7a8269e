"""Files sent and not yet confirmed: beside the store, under a number the portal drew, for a day."""

from __future__ import annotations

import os
import time
import uuid
from contextlib import suppress
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
    """The bytes, None when they are no longer there, or have waited for more than a day."""
    path = _dossier() / str(numero)
    try:
        return None if _vieux(path) else path.read_bytes()
    except FileNotFoundError:
        return None


def oublier(numero: uuid.UUID) -> None:
    """Remove them."""
    (_dossier() / str(numero)).unlink(missing_ok=True)


def balayer() -> None:
    """Remove what has waited for more than a day."""
    for path in _dossier().iterdir():
        with suppress(FileNotFoundError):  # another worker was first
            if _vieux(path):
                path.unlink()


def _vieux(path: Path) -> bool:
    return time.time() - path.stat().st_mtime > UN_JOUR


def _dossier() -> Path:
    dossier = settings.PORTAIL.dossier / "attente"
    dossier.mkdir(parents=True, exist_ok=True, mode=0o700)
    return dossier
