"""The child: reads one request on its input, controls one file within its limits, writes one answer, dies.

What it prints is never kept: a file may hide anything in an error message. A bug is told by its place in the code, without any value.
"""

from __future__ import annotations

import gc
import json
import pickle
import resource
import sys
import traceback
from pathlib import Path
from typing import BinaryIO

from ingest.controle.memoire import pic

ECRITURE_MAX = 64 << 20


def main(entree: BinaryIO, sortie: BinaryIO) -> None:
    """Answer one request: a JSON line, then the bytes it announces."""
    gc.disable()  # this process dies before its cycles weigh, and collecting among millions of cells costs a third of the time
    demande = pickle.load(entree)  # written by the parent
    _borner(demande["limites"])
    try:
        entete, octets = _repondre(demande)
    except Exception as e:
        entete, octets = {"panne": _lieu(e)}, b""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    couts = {"taille": len(octets), "pic": pic(), "processeur": usage.ru_utime + usage.ru_stime}
    sortie.write(json.dumps(entete | couts, ensure_ascii=False).encode() + b"\n" + octets)


def _repondre(demande: dict) -> tuple[dict, bytes]:
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
    import ingest.controle.moteur  # noqa: F401 - imported before the request comes: a child waiting in a pool is ready

    main(sys.stdin.buffer, sys.stdout.buffer)
