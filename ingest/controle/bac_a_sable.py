"""The parent's side of a control: children that may be killed, for memory or for time, without anything else noticing.

One process, the stem (`ingest.controle.enfant`), imports everything once and forks a child for each request: a child is always new, is ready
in milliseconds, and dies with its answer. What is killed leaves nothing to repair.
"""

from __future__ import annotations

import json
import os
import pickle
import select
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from catalogue.erreurs import Impossible
from ingest.controle.limites import Limites
from ingest.controle.memoire import pic

RACINE = Path(__file__).resolve().parents[2]
REGARD = 0.02
NAISSANCE = 60
ENVIRONNEMENT = {"PYTHONPATH": str(RACINE), "PATH": os.defpath, "LC_ALL": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1",
                 # A process that is to be forked has no threads of its own.
                 "POLARS_MAX_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "_RJEM_MALLOC_CONF": "background_thread:false"}


class Interruption(Exception):
    """The child was stopped, or died: too much time, too much memory, or a parser that aborted."""


class Panne(Exception):
    """The child met a bug of ours. Its text says where in the code, and no value."""


@dataclass(frozen=True)
class Reponse:
    """What a child gave: a dictionary and bytes. `pic`: its greatest resident memory, in bytes. Seconds: `duree`, by the clock since it was
    asked; `processeur`, spent computing."""

    entete: dict[str, Any]
    octets: bytes
    pic: int
    duree: float
    processeur: float


class Enfants:
    """Where children come from. Several threads may ask at once; a process forked from this one has a stem of its own.

    At most `places` children work at the same time, each within its limits; who waits for more than `attente` seconds is told so. The stem
    starts with `preparer`, or with the first request, and ends with `fermer`, the `with` block or this process, however it dies.
    """

    def __init__(self, places: int = 2, attente: float = 60):
        self._places, self._attente = threading.BoundedSemaphore(places), attente
        self._verrou = threading.Lock()
        self._souche: _Souche | None = None

    def __enter__(self) -> Self:
        self.preparer()
        return self

    def __exit__(self, *_: object) -> None:
        self.fermer()

    def preparer(self) -> None:
        """Start the stem now, without waiting for it: the first request will not pay for its imports."""
        with self._verrou:
            self._demarrer()

    def fermer(self) -> None:
        """End the stem. A later request starts another."""
        with self._verrou:
            self._renoncer()

    def demander(self, tache: str, arguments: dict[str, Any], limites: Limites) -> Reponse:
        """Have a child do this and wait for its answer. Raises Interruption or Panne, and Impossible when no place is free for too long."""
        if not self._places.acquire(timeout=self._attente):
            raise Impossible("controle.occupe")
        try:
            demande = pickle.dumps({"tache": tache, "arguments": arguments, "limites": limites})
            return self._naitre().demander(demande, limites)
        finally:
            self._places.release()

    def _naitre(self) -> _Enfant:
        with self._verrou:
            for _ in range(2):
                try:
                    return self._demarrer().naitre()
                except OSError:  # the stem was killed: another takes its place
                    self._renoncer()
        raise Interruption

    def _demarrer(self) -> _Souche:
        if self._souche is None or self._souche.parent != os.getpid():
            self._souche = _Souche()
        return self._souche

    def _renoncer(self) -> None:
        if self._souche is not None and self._souche.parent == os.getpid():
            self._souche.fermer()
        self._souche = None


class _Souche:
    """The stem: asked for a child by a socket, it gives the child's number and a handle on it."""

    def __init__(self) -> None:
        self.parent = os.getpid()
        self._prise, sienne = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._prise.settimeout(NAISSANCE)
        with sienne:
            self._processus = subprocess.Popen(
                [sys.executable, "-m", "ingest.controle.enfant", str(sienne.fileno())], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL, cwd=RACINE, pass_fds=[sienne.fileno()], start_new_session=True, env=ENVIRONNEMENT)

    def naitre(self) -> _Enfant:
        """A new child. Raises OSError when the stem is dead."""
        ici, sienne = socket.socketpair()
        with sienne:
            socket.send_fds(self._prise, [b"."], [sienne.fileno()])
        message, poignees, _, _ = socket.recv_fds(self._prise, 32, 1, socket.MSG_CMSG_CLOEXEC)
        if not poignees:
            raise ConnectionResetError
        return _Enfant(int(message), poignees[0], ici)

    def fermer(self) -> None:
        """The children at work finish; no other is born."""
        self._prise.close()
        self._processus.kill()
        self._processus.wait()


class _Enfant:
    """A child, for one request. Its handle stays right even when its number is given to another process."""

    def __init__(self, pid: int, poignee: int, prise: socket.socket):
        self.pid, self._poignee, self._prise = pid, poignee, prise
        self._pic = 0

    def demander(self, demande: bytes, limites: Limites) -> Reponse:
        debut = time.monotonic()
        try:
            self._prise.settimeout(limites.duree)
            self._prise.sendall(demande)
            self._prise.shutdown(socket.SHUT_WR)
            sortie = b"".join(self._ecouter(debut + limites.duree, limites.memoire))
        except OSError:
            raise Interruption from None
        finally:
            self._finir()
        return self._lire(sortie, time.monotonic() - debut)

    def _ecouter(self, echeance: float, memoire: int) -> Iterator[bytes]:
        self._prise.settimeout(REGARD)
        while True:
            try:
                if not (morceau := self._prise.recv(1 << 20)):
                    return
                yield morceau
            except TimeoutError:
                pass
            self._pic = max(self._pic, pic(self.pid))
            if self._pic > memoire or time.monotonic() > echeance:
                raise Interruption

    def _finir(self) -> None:
        try:
            signal.pidfd_send_signal(self._poignee, signal.SIGKILL)
        except ProcessLookupError:  # it died by itself, as it should
            pass
        select.select([self._poignee], [], [])  # until it is dead, its place is not free
        os.close(self._poignee)
        self._prise.close()

    def _lire(self, sortie: bytes, duree: float) -> Reponse:
        ligne, _, octets = sortie.partition(b"\n")
        try:
            entete = json.loads(ligne)
            complete = entete["taille"] == len(octets)
        except (ValueError, KeyError, TypeError):
            complete = False
        if not complete:
            raise Interruption
        if "panne" in entete:
            raise Interruption if str(entete["panne"]).startswith("MemoryError") else Panne(str(entete["panne"])[:200])
        return Reponse(entete, octets, max(self._pic, int(entete["pic"])), duree, float(entete["processeur"]))
