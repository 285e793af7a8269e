"""Documents are made by a process that cannot open what is confidential: the kernel refuses it (Linux, Landlock), whatever the code does.

The enclosed process reads and writes outside `var/` as usual; inside, only the folders that it is given exist for it.
"""

from __future__ import annotations

import ctypes
import os
import pickle
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from catalogue.erreurs import Impossible, Refus

CREER, AJOUTER, FERMER = 444, 445, 446  # system calls of Landlock, the same numbers on every architecture
SANS_PRIVILEGES = 38  # prctl: no new privileges, which Landlock asks for
LECTURE = 1 << 2 | 1 << 3
SUR_FICHIER = 1 << 0 | 1 << 1 | 1 << 2 | 1 << 14 | 1 << 15
PAR_VERSION = (13, 14, 15, 15, 16)  # how many kinds of access each version of Landlock rules


class _Regles(ctypes.Structure):
    _fields_ = [("acces", ctypes.c_uint64)]


class _Sous(ctypes.Structure):
    _pack_ = 1
    _fields_ = [("acces", ctypes.c_uint64), ("dossier", ctypes.c_int32)]


def executer(fonction: Callable[..., Any], *arguments: Any, ferme: Path, lisibles: Sequence[Path] = (), inscriptibles: Sequence[Path] = ()) -> Any:
    """Run a function of a module with these arguments in a process for which the folder `ferme` holds only what is listed.

    Returns what the function returns; raises what it raises when that is meant for people. Where the kernel has no Landlock, the process
    is the same without the fence: `cloture()` tells. Raises Impossible `commande.enclos` when the fence could not be put up.
    """
    for dossier in inscriptibles:
        dossier.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="miprof-") as temporaire:
        demande = pickle.dumps((sys.path, ferme, list(lisibles), list(inscriptibles))) + pickle.dumps((fonction, arguments))
        enfant = subprocess.run([sys.executable, "-m", "orchestration.enclos", f"{temporaire}/reponse"], input=demande,
                                env=os.environ | {"TMPDIR": temporaire}, cwd=Path(__file__).parent.parent, check=False)
        reponse = Path(temporaire, "reponse")
        if not reponse.exists():
            raise Impossible("commande.enclos", detail=f"le processus s’est arrêté avec le code {enfant.returncode}")
        resultat, refus, impossible = pickle.loads(reponse.read_bytes())
    if impossible:
        raise Impossible(impossible[0], **impossible[1])
    if refus:
        raise Refus.groupe([Refus(code, **champs) for code, champs in refus])
    return resultat


def cloture() -> bool:
    """Whether this system can enclose a process."""
    return sys.platform == "linux" and _version() > 0


def enfermer(ferme: Path, lisibles: Sequence[Path], inscriptibles: Sequence[Path]) -> None:
    """From now on, in this process and those it starts, `ferme` holds only `lisibles` (to read) and `inscriptibles`. For ever.

    Landlock only knows what is allowed: everything beside the way from the root to `ferme` is. Links are not followed: one of them may
    lead back inside.
    """
    libc, ferme = _libc(), ferme.resolve()
    acces = (1 << PAR_VERSION[min(_version(), len(PAR_VERSION)) - 1]) - 1
    regles = _appel(CREER, ctypes.byref(_Regles(acces)), ctypes.sizeof(_Regles), 0)
    dehors = [voisin for etape in (ferme, *ferme.parents[:-1]) for voisin in etape.parent.iterdir()
              if voisin != etape and not voisin.is_symlink()]
    for chemins, permis in ((dehors, acces), (inscriptibles, acces), (lisibles, LECTURE)):
        for chemin in chemins:
            _permettre(regles, chemin, permis)
    if libc.prctl(SANS_PRIVILEGES, 1, 0, 0, 0):
        raise OSError(ctypes.get_errno(), "prctl")
    _appel(FERMER, regles, 0)
    os.close(regles)


def _permettre(regles: int, chemin: Path, acces: int) -> None:
    try:
        fd = os.open(chemin, os.O_PATH | os.O_CLOEXEC)
    except OSError:  # gone since it was listed: nothing to allow
        return
    try:
        permis = acces if chemin.is_dir() else acces & SUR_FICHIER
        _appel(AJOUTER, regles, 1, ctypes.byref(_Sous(permis, fd)), 0)
    finally:
        os.close(fd)


def _version() -> int:
    return max(_libc().syscall(CREER, None, 0, 1), 0)


def _appel(numero: int, *arguments: Any) -> int:
    resultat = _libc().syscall(numero, *arguments)
    if resultat < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return resultat


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def _repondre(reponse: Path) -> None:
    """The enclosed process: put up the fence, then only import and run what was asked."""
    sys.path[:], *dossiers = pickle.load(sys.stdin.buffer)
    resultat, refus, impossible = None, [], None
    try:
        if cloture():
            enfermer(*dossiers)
        fonction, arguments = pickle.load(sys.stdin.buffer)  # imports the module of the function
        resultat = fonction(*arguments)
    except Refus as e:
        refus = [(r.code, r.champs) for r in e.refus]
    except Impossible as e:
        impossible = e.code, e.champs
    reponse.write_bytes(pickle.dumps((resultat, refus, impossible)))


if __name__ == "__main__":
    _repondre(Path(sys.argv[1]))
