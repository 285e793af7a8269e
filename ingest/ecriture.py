"""A file put in place whole, or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def en_place(path: Path) -> Iterator[Path]:
    """A path beside `path`, to write in; what was written there then takes the place of `path`. On an error the old file stays."""
    path.parent.mkdir(parents=True, exist_ok=True)
    brouillon = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        yield brouillon
        os.replace(brouillon, path)
    finally:
        brouillon.unlink(missing_ok=True)
