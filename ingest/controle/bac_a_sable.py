"""The parent's side of a control: a child process that may be killed, for memory or for time, without anything else noticing."""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ingest.controle.limites import Limites
from ingest.controle.memoire import pic

RACINE = Path(__file__).resolve().parents[2]
REGARD = 0.02


class Interruption(Exception):
    """The child was stopped, or died: too much time, too much memory, or a parser that aborted."""


class Panne(Exception):
    """The child met a bug of ours. Its text says where in the code, and no value."""


@dataclass(frozen=True)
class Reponse:
    """What a child gave: a dictionary and bytes. `pic`: its greatest resident memory, in bytes. Seconds: `duree`, by the clock since it was
    asked; `processeur`, computing since it was started."""

    entete: dict[str, Any]
    octets: bytes
    pic: int
    duree: float
    processeur: float


class Enfant:
    """A child started and ready, for one request only; a pool is a list of these, each replaced once used."""

    def __init__(self) -> None:
        self._processus = subprocess.Popen(
            [sys.executable, "-m", "ingest.controle.enfant"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            cwd=RACINE, close_fds=True, start_new_session=True,
            env={"PYTHONPATH": str(RACINE), "POLARS_MAX_THREADS": "1", "PATH": os.defpath, "LC_ALL": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1"})

    @property
    def pid(self) -> int:
        """The child's process number."""
        return self._processus.pid

    def demander(self, tache: str, arguments: dict[str, Any], limites: Limites) -> Reponse:
        """Send the request and wait for the answer. Raises Interruption or Panne."""
        debut, veille = time.monotonic(), _Veille(self._processus, limites.memoire)
        demande = pickle.dumps({"tache": tache, "arguments": arguments, "limites": limites})
        try:
            with veille:
                sortie, _ = self._processus.communicate(demande, timeout=limites.duree)
        except subprocess.TimeoutExpired:
            raise Interruption from None
        finally:
            self.finir()
        return self._lire(sortie, veille.pic, time.monotonic() - debut)

    def finir(self) -> None:
        """Kill the child if it still lives. Nothing is lost: it keeps nothing."""
        if self._processus.poll() is None:
            self._processus.kill()
        self._processus.communicate()

    def _lire(self, sortie: bytes, vu: int, duree: float) -> Reponse:
        ligne, _, octets = sortie.partition(b"\n")
        try:
            entete = json.loads(ligne)
            complete = self._processus.returncode == 0 and entete["taille"] == len(octets)
        except (ValueError, KeyError, TypeError):
            complete = False
        if not complete:
            raise Interruption
        if "panne" in entete:
            raise Interruption if str(entete["panne"]).startswith("MemoryError") else Panne(str(entete["panne"])[:200])
        return Reponse(entete, octets, max(vu, int(entete["pic"])), duree, float(entete["processeur"]))


class _Veille(threading.Thread):
    """Looks at a process's resident memory while it works, and kills it beyond `plafond`. `pic`: the greatest seen."""

    def __init__(self, processus: subprocess.Popen, plafond: int):
        super().__init__(daemon=True)
        self._processus, self._plafond, self._fini = processus, plafond, threading.Event()
        self.pic = 0

    def __enter__(self) -> None:
        self.start()

    def __exit__(self, *_: object) -> None:
        self._fini.set()
        self.join()

    def run(self) -> None:
        while not self._fini.wait(REGARD):
            self.pic = max(self.pic, pic(self._processus.pid))
            if self.pic > self._plafond:
                self._processus.kill()
                return
