"""Receipts: what was accepted, from whom, when. One file each, numbered, never changed; the last one counts.

    recus/<contrat>/<millesime>/<organisme>-<number>.json

A receipt names two contents of the store: the bytes received, and the table they were read as, so that a return is read again in no time and
exactly as it was accepted. The number is taken by a hard link: of two writers one has it, the other takes the next.
"""

from __future__ import annotations

import io
import json
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

import polars as pl

from catalogue.contrats import Contrat
from catalogue.erreurs import Refus
from ingest.livraisons import Magasin

Canal = Literal["commande", "portail", "simulation"]
PARIS = ZoneInfo("Europe/Paris")


@dataclass(frozen=True)
class Recu:
    """A return accepted. `sha256`: of the bytes received; `table`: of the table they were read as; `lignes`: its rows. `recu_le`: ISO, UTC.

    `verdict`: `accepte`, or `a_confirmer` when the findings `confirmes` were acknowledged. `version`: of the contract. `remplace`: the receipt
    that counted before this one, None for the first.
    """

    id: str
    contrat: str
    version: str
    organisme: str
    millesime: int
    sha256: str
    table: str
    lignes: int
    fichier: str
    recu_le: str
    verdict: str
    confirmes: tuple[str, ...]
    canal: Canal
    remplace: str | None = None

    @property
    def simule(self) -> bool:
        """Whether it comes from a simulated campaign: nothing built on it can be published."""
        return self.canal == "simulation"

    @property
    def jour(self) -> date:
        """The day it was received, in Paris."""
        return datetime.fromisoformat(self.recu_le).astimezone(PARIS).date()


def recus(magasin: Magasin, *, contrat: str | None = None, organisme: str | None = None, millesime: int | None = None) -> list[Recu]:
    """The receipts of the store, oldest first. Raises Refus when one of them is damaged."""
    motif = f"{contrat or '*'}/{millesime or '*'}/{organisme or '*'}-[0-9][0-9][0-9][0-9]*.json"
    return sorted((_lire(path) for path in (magasin.racine / "recus").glob(motif)), key=lambda r: (r.recu_le, r.id))


def campagne_simulee(magasin: Magasin) -> bool:
    """Whether the returns of the store are simulated. Simulated and real ones never share a store: one receipt says it. Raises Refus like `recus`."""
    premier = next((magasin.racine / "recus").glob("*/*/*.json"), None)
    return premier is not None and _lire(premier).simule


def qui_comptent(magasin: Magasin, contrat: Contrat, millesime: int, jusqu_a: date) -> dict[str, Recu]:
    """The receipt that counts for each organisation: the last one received on or before the day `jusqu_a`. Raises Refus like `recus`."""
    return {r.organisme: r for r in recus(magasin, contrat=contrat.id, millesime=millesime) if r.jour <= jusqu_a}


def relire(magasin: Magasin, recu: Recu) -> pl.DataFrame:
    """The table of a receipt, as it was accepted: the contract's columns, typed, then `ligne`. Raises Refus when the store has lost it."""
    return pl.read_parquet(io.BytesIO(magasin.lire(recu.table)))


def inscrire(magasin: Magasin, recu: Recu, table: pl.DataFrame) -> tuple[Recu, bool]:
    """The receipt with its number, table and predecessor, written in the store; and False when it is the last one again, which stands.

    Raises OSError when the store cannot be written, Refus like `recus`.
    """
    flux = io.BytesIO()
    table.write_parquet(flux)
    sha256, _ = magasin.ranger(flux.getvalue())
    while True:
        anciens = recus(magasin, contrat=recu.contrat, organisme=recu.organisme, millesime=recu.millesime)
        dernier = anciens[-1] if anciens else None
        if dernier and (dernier.sha256, dernier.version, dernier.simule) == (recu.sha256, recu.version, recu.simule):
            return dernier, False
        numero = f"{len(anciens) + 1:04}"
        complet = replace(recu, id=f"{recu.contrat}-{recu.millesime}-{recu.organisme}-{numero}", table=sha256,
                          recu_le=max(recu.recu_le, dernier.recu_le) if dernier else recu.recu_le, remplace=dernier and dernier.id)
        path = magasin.racine / "recus" / recu.contrat / str(recu.millesime) / f"{recu.organisme}-{numero}.json"
        if magasin.inscrire(path, json.dumps(asdict(complet), ensure_ascii=False, indent=1).encode()):
            return complet, True


def maintenant() -> datetime:
    """Now, in UTC."""
    return datetime.now(UTC)


def _lire(path: Path) -> Recu:
    try:
        contenu = json.loads(path.read_text("utf-8"))
        return Recu(**{**contenu, "confirmes": tuple(contenu["confirmes"])})
    except (ValueError, TypeError, KeyError):
        raise Refus("retours.recu_illisible", recu="/".join(path.parts[-3:])) from None
