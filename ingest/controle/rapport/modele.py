"""The verdict of a control and all it found, in a form that travels: a dictionary, and a table."""

from __future__ import annotations

import io
from collections import Counter
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

import polars as pl

from ingest.controle.constats import NIVEAUX, Constat, Niveau

Verdict = Literal["accepte", "a_confirmer", "refuse", "illisible"]
CODES_DE_SORTIE: dict[Verdict, int] = {"accepte": 0, "a_confirmer": 0, "refuse": 1, "illisible": 2}


@dataclass(frozen=True)
class Rapport:
    """`contrat`, `version`: what the file was held against; `titre`: of the contract. `fichier`: its name, masked if it says too much.
    `feuille`: the sheet read. `lus`: rows of data read. `ecarte`: personal data were found, the file must be put aside, never stored.

    `table`: the contract's columns, typed, and `ligne`, the line of each row in the file; None unless the verdict is `accepte` or
    `a_confirmer`.
    """

    contrat: str
    titre: str
    version: str
    fichier: str
    sha256: str
    verdict: Verdict
    constats: tuple[Constat, ...]
    feuille: str | None = None
    lus: int = 0
    ecarte: bool = False
    table: pl.DataFrame | None = None

    @property
    def code_sortie(self) -> int:
        """0 when the return can be deposited (perhaps once confirmed), 1 when it is refused, 2 when it could not be read."""
        return CODES_DE_SORTIE[self.verdict]

    def de(self, niveau: Niveau) -> list[Constat]:
        """The findings of a level, in the order of the file within each kind."""
        return [c for c in self.constats if c.niveau == niveau]

    def par_sorte(self, niveau: Niveau) -> dict[str, list[Constat]]:
        """The findings of a level by kind, the most frequent kind first."""
        sortes: dict[str, list[Constat]] = {}
        for constat in self.de(niveau):
            sortes.setdefault(constat.sorte, []).append(constat)
        return dict(sorted(sortes.items(), key=lambda s: -compter(s[1])))

    def journal(self) -> dict[str, Any]:
        """What may be logged: never a value, a title or a name of file."""
        comptes = Counter()
        for constat in self.constats:
            comptes[constat.code] += max(1, len(constat.lignes))
        return {"contrat": self.contrat, "version": self.version, "sha256": self.sha256, "verdict": self.verdict, "ecarte": self.ecarte,
                "lignes": self.lus, "constats": dict(sorted(comptes.items()))}

    def en_dict(self) -> dict[str, Any]:
        """Everything but the table, ready for JSON; each finding with its `empreinte`."""
        contenu = asdict(replace(self, table=None, constats=()))
        del contenu["table"]
        return contenu | {"constats": [asdict(c) | {"empreinte": c.empreinte} for c in self.constats]}

    @classmethod
    def depuis(cls, contenu: dict[str, Any], table: bytes | None) -> Rapport:
        """The report that `en_dict` and `table_en_octets` gave. Raises KeyError, TypeError, ValueError when they are not such."""
        constats = tuple(_constat(**c) for c in contenu["constats"])
        if contenu["verdict"] not in CODES_DE_SORTIE or any(c.niveau not in NIVEAUX for c in constats):
            raise ValueError(contenu["verdict"])
        return cls(**{**contenu, "constats": constats}, table=None if table is None else pl.read_ipc(io.BytesIO(table)))

    def table_en_octets(self) -> bytes | None:
        """The table as Arrow."""
        if self.table is None:
            return None
        flux = io.BytesIO()
        self.table.write_ipc(flux)
        return flux.getvalue()


def _constat(lignes: list[int], empreinte: str, **champs: Any) -> Constat:
    return Constat(lignes=tuple(int(l) for l in lignes), **champs)


def compter(constats: list[Constat]) -> int:
    """How many things to put right these findings make: one for each cell, line or column, one for lines that are wrong together."""
    return sum(1 if c.ensemble else max(1, len(c.lignes)) for c in constats)
