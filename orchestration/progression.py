"""What the user sees while a run goes on: a live line on a terminal, one plain line a stage elsewhere."""

from __future__ import annotations

import logging
import sys
import time
from contextlib import AbstractContextManager

JOURNAL = logging.getLogger("miprof.etapes")
JOURNAL.propagate = False
JOURNAL.setLevel(logging.DEBUG)


class Progression(AbstractContextManager):
    """Stages one after the other, then warnings, on stderr. `durees` keeps the seconds each stage took, by title."""

    def __init__(self) -> None:
        self.durees: dict[str, float] = {}
        self._avertissements: list[str] = []
        self._titre: str | None = None
        self._debut = 0.0
        self._vue = None

    def etape(self, titre: str) -> None:
        """End the current stage, begin this one."""
        self._finir()
        self._titre, self._debut = titre, time.monotonic()
        if sys.stderr.isatty():
            from rich.console import Console

            self._vue = Console(stderr=True).status(titre, spinner="line")
            self._vue.start()

    def avertir(self, phrase: str) -> None:
        """Keep what must be known but stops nothing; it is said after the last stage."""
        self._avertissements.append(phrase)

    def __exit__(self, *exc: object) -> None:
        self._finir(reussie=exc[0] is None)
        for phrase in dict.fromkeys(self._avertissements):
            print(f"Attention\u00a0: {phrase}", file=sys.stderr, flush=True)

    def _finir(self, reussie: bool = True) -> None:
        if self._vue:
            self._vue.stop()
            self._vue = None
        if self._titre and reussie:
            self.durees[self._titre] = duree = time.monotonic() - self._debut
            print(f"{self._titre}\u00a0: " + f"{duree:.1f}\u202fs".replace(".", ","), file=sys.stderr, flush=True)
        self._titre = None


class Suivi(logging.Handler):
    """Turns the start of each Dagster step into a stage of a Progression, and what a step warns of into a warning. `titres` names the
    steps in French."""

    def __init__(self, progression: Progression, titres: dict[str, str]):
        super().__init__()
        self.progression, self.titres = progression, titres

    def emit(self, record: logging.LogRecord) -> None:
        meta = getattr(record, "dagster_meta", None) or {}
        event = meta.get("dagster_event")
        if event is not None and event.event_type_value == "STEP_START":
            self.progression.etape(self.titres.get(event.step_key, event.step_key))
        elif event is None and record.levelno == logging.WARNING:
            self.progression.avertir(meta.get("orig_message") or record.getMessage())
