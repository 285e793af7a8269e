"""What each address of a source last gave, so that the next request can ask « is it still that one? » and a silent change is seen."""

from __future__ import annotations

import fcntl
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from catalogue.erreurs import Impossible
from ingest.ecriture import en_place
from ingest.recuperation.partiel import Validateurs


@dataclass(frozen=True)
class Souvenir:
    """The last file an address gave: its digest, how the server named that version, and when it was received."""

    sha256: str
    validateurs: Validateurs
    date: str


class Memoire:
    """One JSON file per source in `dossier`, written by one process at a time."""

    def __init__(self, dossier: Path, source: str):
        self.dossier, self.source = dossier, source
        self._fichier = dossier / f"{source}.json"

    @contextmanager
    def tenir(self) -> Iterator[Memoire]:
        """Hold the downloads of this source. Raises Impossible when another process does."""
        self.dossier.mkdir(parents=True, exist_ok=True)
        with (self.dossier / f"{self.source}.verrou").open("a") as verrou:
            try:
                fcntl.flock(verrou, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise Impossible("recuperation.deja_en_cours", source=self.source) from None
            yield self

    def lire(self, url: str) -> Souvenir | None:
        """What is remembered of an address; None when nothing is, or when it can no longer be read."""
        try:
            garde = self._tout()[url]
            return Souvenir(garde["sha256"], Validateurs(**garde["validateurs"]), garde["date"])
        except (KeyError, TypeError):
            return None

    def noter(self, url: str, souvenir: Souvenir) -> None:
        """Remember an address."""
        with en_place(self._fichier) as brouillon:
            brouillon.write_text(json.dumps({**self._tout(), url: asdict(souvenir)}, ensure_ascii=False, indent=1), "utf-8")

    def _tout(self) -> dict:
        try:
            tout = json.loads(self._fichier.read_text("utf-8"))
        except (OSError, ValueError):
            return {}
        return tout if isinstance(tout, dict) else {}
