"""What an unexpected error leaves for those who maintain the program: one file with everything."""

from __future__ import annotations

import os
import platform
import sys
import tempfile
import traceback
from datetime import datetime
from pathlib import Path

from orchestration.chemins import Chemins


def consigner(erreur: BaseException) -> Path:
    """Write the command, the versions and the whole chain of tracebacks; give the path of the file."""
    texte = "\n".join([
        f"{datetime.now().isoformat(timespec='seconds')} {' '.join(sys.argv)}",
        f"Python {sys.version} {platform.platform()}",
        "".join(traceback.format_exception(erreur)),
    ])
    fd, chemin = tempfile.mkstemp(prefix=f"{datetime.now():%Y-%m-%d-%H%M%S}-", suffix=".log", dir=_dossier())
    with os.fdopen(fd, "w", encoding="utf-8") as f:
        f.write(texte)
    return Path(chemin)


def _dossier() -> Path | None:
    try:
        journaux = Chemins.actuels().preparer().journaux
        journaux.mkdir(exist_ok=True)
        return journaux
    except Exception:
        return None  # var/ itself may be what is wrong: mkstemp then takes the system's temporary folder
