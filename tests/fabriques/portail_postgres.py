"""A PostgreSQL of one's own on loopback, in a folder that goes away with it. It never runs as root: neither does PostgreSQL."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from tests.fabriques.portail import port_libre

COMPTE, MOT_DE_PASSE = "essai", "secret d’essai : é@/"
DROITS = {"user": "nobody", "group": pwd.getpwnam("nobody").pw_gid, "extra_groups": []} if os.geteuid() == 0 else {}
REGLAGES = ("listen_addresses=127.0.0.1", "unix_socket_directories=", "fsync=off", "max_connections=120", "log_min_messages=fatal")


def commandes() -> Path | None:
    """The folder of PostgreSQL's programs, None where there is none."""
    trouve = shutil.which("initdb")
    installes = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: int(p.parts[-3]))
    return Path(trouve).parent if trouve else installes[-1].parent if installes else None


@contextmanager
def postgres() -> Iterator[str]:
    """The address of an empty database, as the portal takes it; everything is removed at the end."""
    programmes, dossier = commandes(), Path(tempfile.mkdtemp(prefix="postgres-"))
    secret = dossier / "secret"
    secret.write_text(MOT_DE_PASSE, "utf-8")
    if DROITS:
        for path in (dossier, secret):
            shutil.chown(path, DROITS["user"])
    try:
        subprocess.run([programmes / "initdb", "-D", dossier / "base", "-U", COMPTE, "-A", "scram-sha-256", f"--pwfile={secret}", "-E", "UTF8", "--locale=C", "-N"],
                       check=True, capture_output=True, cwd=dossier, **DROITS)
        yield from _servir(programmes, dossier)
    finally:
        shutil.rmtree(dossier)


def _servir(programmes: Path, dossier: Path) -> Iterator[str]:
    port = port_libre()
    # pg_ctl waits until it answers, and until it has stopped.
    commande = [programmes / "pg_ctl", "-w", "-D", dossier / "base", "-l", dossier / "journal"]
    subprocess.run([*commande, "-o", " ".join(f"-c {r}" for r in (*REGLAGES, f"port={port}")), "start"], check=True, stdout=subprocess.DEVNULL, cwd=dossier, **DROITS)
    try:
        yield f"postgresql://{COMPTE}:{quote(MOT_DE_PASSE, safe='')}@127.0.0.1:{port}/postgres"
    finally:
        subprocess.run([*commande, "-m", "immediate", "stop"], check=True, stdout=subprocess.DEVNULL, cwd=dossier, **DROITS)
