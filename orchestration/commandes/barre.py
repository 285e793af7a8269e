"""How far a download is: a bar on a terminal, one line when a file is complete elsewhere."""

from __future__ import annotations

import sys
from contextlib import AbstractContextManager


class Barre(AbstractContextManager):
    """`suivre(file, bytes received, bytes expected or None)` moves the bar of that file."""

    def __init__(self) -> None:
        self._vue = None
        self._taches: dict[str, object] = {}
        if sys.stderr.isatty():
            from rich.console import Console
            from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn, TransferSpeedColumn

            self._vue = Progress(TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn(), TimeRemainingColumn(),
                                 console=Console(stderr=True), transient=True)
            self._vue.start()

    def suivre(self, fichier: str, recus: int, total: int | None) -> None:
        if self._vue is None:
            if recus == total:
                print(f"{fichier}\u00a0: {mega(recus)} reçus", file=sys.stderr, flush=True)
            return
        if fichier not in self._taches:
            self._taches[fichier] = self._vue.add_task(fichier, total=total)
        self._vue.update(self._taches[fichier], completed=recus, total=total)

    def __exit__(self, *exc: object) -> None:
        if self._vue:
            self._vue.stop()


def mega(octets: int) -> str:
    """A size for people."""
    for seuil, unite in ((1_000_000, "Mo"), (1_000, "ko")):
        if octets >= seuil:
            return f"{octets / seuil:.1f}".replace(".", ",") + f"\u202f{unite}"
    return f"{octets}\u202foctets"
