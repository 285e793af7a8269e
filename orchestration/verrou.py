"""The run lock: one run at a time writes under `var/`, whether started from the command line or from Dagster.

An flock, so the system frees it with the process, however it dies. The file stays: removing it would let two runs hold two locks of
the same name.
"""

from __future__ import annotations

import fcntl
import getpass
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from catalogue.erreurs import Impossible

_tenus: dict[Path, int] = {}


@contextmanager
def tenir(verrou: Path, objet: str) -> Iterator[None]:
    """Hold the lock for `objet` (what is being run, in French). Within one process it may be taken again by what already holds it.

    Raises Impossible, naming who runs and since when, when another process holds it, or when the
    lock file cannot be opened.
    """
    if verrou in _tenus:
        yield
        return
    try:
        fd = os.open(verrou, os.O_RDWR | os.O_CREAT, 0o666)
    except OSError as e:
        raise Impossible("commande.dossier_non_inscriptible", dossier=verrou, detail=e.strerror) from None
    try:
        _prendre(fd, verrou, objet)
        _tenus[verrou] = fd
        yield
    finally:
        _tenus.pop(verrou, None)
        os.close(fd)


def _prendre(fd: int, verrou: Path, objet: str) -> None:
    try:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise Impossible("commande.execution_en_cours", qui=_detenteur(verrou)) from None
    os.ftruncate(fd, 0)
    os.pwrite(fd, json.dumps({"utilisateur": _utilisateur(), "pid": os.getpid(), "objet": objet,
                              "depuis": datetime.now().isoformat(timespec="seconds")}).encode(), 0)


def _detenteur(verrou: Path) -> str:
    try:
        d = json.loads(verrou.read_text("utf-8"))
        depuis = datetime.fromisoformat(d["depuis"])
        return f"{d['objet']}, par {d['utilisateur']} (processus {d['pid']}), depuis le {depuis:%d/%m/%Y} à {depuis:%H h %M}"
    except (ValueError, KeyError):
        return "commencée à l’instant"


def _utilisateur() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return f"l’utilisateur {os.getuid()}"


def _oublier() -> None:
    # A forked child shares the open file: without this it would keep the lock alive after its parent's death.
    for fd in _tenus.values():
        os.close(fd)
    _tenus.clear()


os.register_at_fork(after_in_child=_oublier)
