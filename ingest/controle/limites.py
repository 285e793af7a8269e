"""What a return may weigh, and what reading it may cost. Parameters: a bench or an administrator may raise them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Limites:
    """Sizes in bytes, durations in seconds.

    `octets`: the file. `parties`, `deplie`, `rapport`: members of a workbook's archive, their unpacked total, and how many times its size it
    may unpack to once beyond `deplie_libre`. `lignes`, `colonnes`, `cellules`: of a sheet. `caracteres`: of all its cells. `balises`: XML elements read in one part.
    `memoire`: resident, of the child. `espace`: its address space (polars reserves much more than it uses). `duree`: of the child, by the clock.
    `processeur`: of the child, computing.
    """

    octets: int = 5 << 20
    parties: int = 200
    deplie: int = 50 << 20
    deplie_libre: int = 5 << 20
    rapport: int = 100
    lignes: int = 5_000
    colonnes: int = 60
    cellules: int = 100_000
    caracteres: int = 2_000_000
    balises: int = 1_500_000
    memoire: int = 512 << 20
    espace: int = 2 << 30
    duree: float = 20
    processeur: int = 10
