"""The children that read files: few at once, and nobody waits for ever."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from ingest.controle import Enfants

A_LA_FOIS = 2
PATIENCE = 30

_places = threading.BoundedSemaphore(A_LA_FOIS)


class Occupe(Exception):
    """Every reader is busy, and has been for a while."""


@contextmanager
def analyseur() -> Iterator[Enfants | None]:
    """A child to read one file with. Raises Occupe after half a minute without one."""
    if not _places.acquire(timeout=PATIENCE):
        raise Occupe
    try:
        yield None
    finally:
        _places.release()
