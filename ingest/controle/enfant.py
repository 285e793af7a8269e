"""The stem and its children. A child reads one request, controls one file within its limits, writes one answer, dies.

What it prints is never kept: a file may hide anything in an error message. A bug is told by its place in the code, without any value.
"""

from __future__ import annotations

import gc
import json
import os
import pickle
import resource
import signal
import socket
import sys
import traceback
from pathlib import Path
from typing import BinaryIO

from ingest.controle.memoire import pic

ECRITURE_MAX = 64 << 20


def souche(prise: socket.socket) -> None:
    """Fork a child for each socket received, which is the child's alone; end when the parent does. This process reads no file itself."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for the dead
    gc.disable()  # a child dies before its cycles weigh, and collecting among millions of cells costs a third of the time
    while (recus := socket.recv_fds(prise, 1, 1)[1]):
        if not (pid := os.fork()):
            prise.close()
            _vivre(recus[0])
        os.close(recus[0])
        poignee = os.pidfd_open(pid)
        socket.send_fds(prise, [str(pid).encode()], [poignee])
        os.close(poignee)
        import ingest.controle.rapport.classeur  # noqa: F401 - while this child works: the next may have a copy to annotate


def _vivre(descripteur: int) -> None:
    try:
        with socket.socket(fileno=descripteur) as prise, prise.makefile("rb") as entree, prise.makefile("wb") as sortie:
            repondre(entree, sortie)
    finally:
        os._exit(0)


def repondre(entree: BinaryIO, sortie: BinaryIO) -> None:
    """Answer one request: a JSON line, then the bytes it announces."""
    demande = pickle.load(entree)  # written by the parent
    _borner(demande["limites"])
    try:
        entete, octets = _faire(demande)
    except Exception as e:  # noqa: BLE001 - whatever our bug, its place is told and nothing of the file
        entete, octets = {"panne": _lieu(e)}, b""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    couts = {"taille": len(octets), "pic": pic(), "processeur": usage.ru_utime + usage.ru_stime}
    sortie.write(json.dumps(entete | couts, ensure_ascii=False).encode() + b"\n" + octets)


def _faire(demande: dict) -> tuple[dict, bytes]:
    if demande["tache"] == "annoter":
        from ingest.controle.rapport.classeur import annoter

        return {}, annoter(**demande["arguments"], limites=demande["limites"])
    from ingest.controle.moteur import controler_ici

    rapport = controler_ici(**demande["arguments"], limites=demande["limites"])
    table = rapport.table_en_octets()
    return {"rapport": rapport.en_dict(), "table": table is not None}, table or b""


def _borner(limites) -> None:
    for ressource, plafond in ((resource.RLIMIT_AS, limites.espace), (resource.RLIMIT_CPU, limites.processeur),
                               (resource.RLIMIT_FSIZE, ECRITURE_MAX), (resource.RLIMIT_CORE, 0)):
        resource.setrlimit(ressource, (plafond, plafond))


def _lieu(erreur: Exception) -> str:
    dernier = traceback.extract_tb(erreur.__traceback__)[-1]
    return f"{type(erreur).__name__}, {Path(dernier.filename).name}, ligne {dernier.lineno}"


if __name__ == "__main__":
    import ingest.controle.moteur  # noqa: F401 - imported once, before any request: a child is born ready

    souche(socket.socket(fileno=int(sys.argv[1])))
