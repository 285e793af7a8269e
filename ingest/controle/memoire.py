"""The greatest resident memory a process has taken, as Linux keeps it."""

from __future__ import annotations

from pathlib import Path


def pic(pid: int | str = "self") -> int:
    """Bytes; 0 where there is no such process, or where the system does not say."""
    try:
        etat = Path(f"/proc/{pid}/status").read_text("utf-8")
    except OSError:
        return 0
    return next((int(ligne.split()[1]) << 10 for ligne in etat.splitlines() if ligne.startswith("VmHWM:")), 0)
