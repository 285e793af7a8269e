"""The receipts that count for an édition → one raw table per contract, `<raw>/retour_<contrat>.parquet`, and who was expected to answer.

An édition reads every millésime up to its own, as it stood on its `date_gel`: a return received later enters the next édition. Each table has
the columns of its contract and those of `catalogue.contrats.tables.DEPOT`; without any return it is empty, and the warehouse finds its columns.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

import polars as pl

from catalogue.chargement import lire_nomenclatures
from catalogue.contrats import Contrat, charger_contrats
from catalogue.contrats.tables import nom_brut, schema_brut
from catalogue.edition import Edition
from catalogue.organismes import Registre, lire_registre
from ingest.livraisons import Magasin
from ingest.retours.recus import Recu, qui_comptent, recus, relire

ATTENDUS = "retours_attendus"
SCHEMA_ATTENDUS = {
    "edition": pl.String, "contrat": pl.String, "millesime": pl.Int32, "organisme": pl.String, "nom": pl.String, "type": pl.String,
    "tete_de_reseau": pl.String, "departement": pl.String, "region": pl.String, "retour_unique": pl.Boolean, "reference": pl.Boolean, "recu": pl.String,
    "simule": pl.Boolean}


@dataclass(frozen=True)
class Retours:
    """What an édition was given: the receipts that count, oldest first, and the rows of each raw table."""

    recus: tuple[Recu, ...]
    lignes: dict[str, int]

    @property
    def simules(self) -> bool:
        """Whether one of them is simulated: then everything built on them is."""
        return any(r.simule for r in self.recus)


def ecrire(magasin: Magasin, edition: Edition, raw: Path) -> Retours:
    """Write every raw table of the returns. Raises Refus when the store has lost or altered a return that counts."""
    comptent = {contrat.id: _comptent(magasin, contrat, edition) for contrat in charger_contrats().values()}
    choisis = sorted((r for rs in comptent.values() for r in rs), key=lambda r: (r.recu_le, r.id))
    registre = _registre(any(r.simule for r in choisis))
    raw.mkdir(parents=True, exist_ok=True)
    lignes = {}
    for contrat in charger_contrats().values():
        table = _table(magasin, contrat, comptent[contrat.id])
        _ecrire(table, raw / f"{nom_brut(contrat)}.parquet")
        lignes[nom_brut(contrat)] = len(table)
    attendus = pl.DataFrame([*_attendus(registre, edition, choisis)] if choisis else [], schema=SCHEMA_ATTENDUS, orient="row")
    _ecrire(attendus, raw / f"{ATTENDUS}.parquet")
    return Retours(tuple(choisis), lignes | {ATTENDUS: len(attendus)})


def noter_recus(retours: Retours, dossier: Path) -> Path:
    """Write `<dossier>/recus.json`: every receipt that an édition was built on, with its digest, for whoever must find the bytes again.

    For its owner's eyes only: a digest lets anyone who guesses a small table check the guess.
    """
    dossier.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = dossier / "recus.json"
    brouillon = path.with_name(f".{path.name}")
    with os.fdopen(os.open(brouillon, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as f:
        json.dump([asdict(r) for r in retours.recus], f, ensure_ascii=False, indent=1)
    brouillon.replace(path)
    return path


def existent(magasin: Magasin, edition: Edition) -> bool:
    """Whether any return counts for an édition."""
    return any(r.millesime <= edition.millesime and r.jour <= edition.date_gel for r in recus(magasin))


def _registre(simule: bool) -> Registre:
    if not simule:
        return lire_registre()
    from ingest.retours.simulation import registre_simule

    return registre_simule()


def _comptent(magasin: Magasin, contrat: Contrat, edition: Edition) -> list[Recu]:
    millesimes = {r.millesime for r in recus(magasin, contrat=contrat.id) if r.millesime <= edition.millesime}
    return [r for m in sorted(millesimes) for r in qui_comptent(magasin, contrat, m, edition.date_gel).values()]


def _table(magasin: Magasin, contrat: Contrat, comptent: list[Recu]) -> pl.DataFrame:
    schema = schema_brut(contrat)
    tables = [relire(magasin, r).with_columns(
        deposant=pl.lit(r.organisme), millesime=pl.lit(r.millesime), version_contrat=pl.lit(r.version), date_depot=pl.lit(r.jour),
        simule=pl.lit(r.simule), livraison_sha256=pl.lit(r.sha256)) for r in comptent]
    vide = pl.DataFrame(schema=schema)
    return pl.concat([vide, *(t.select(pl.col(c).cast(type_) for c, type_ in schema.items()) for t in tables)])


def _attendus(registre: Registre, edition: Edition, choisis: list[Recu]) -> Iterator[tuple]:
    """Each organisation expected for each contract and millésime, département by département, and the receipt that answers."""
    repondus, regions = {(r.contrat, r.millesime, r.organisme): r for r in choisis}, _regions()
    for contrat in charger_contrats().values():
        for millesime in sorted({edition.millesime} | {r.millesime for r in choisis if r.contrat == contrat.id}):
            jour = date(millesime, 12, 31)
            for id, departements in registre.deposants(contrat, jour).items():
                organisme, recu = registre.organismes[id], repondus.get((contrat.id, millesime, id))
                for departement in sorted(departements):
                    yield (edition.edition, contrat.id, millesime, id, organisme.nom, organisme.type, organisme.reseau, departement, regions[departement],
                           contrat.retour_unique, registre.reference(departement, contrat, jour) == id, recu and recu.id, bool(recu and recu.simule))


def _regions() -> dict[str, str | None]:
    """The région of each département; None for a région of one single département, which is not told twice."""
    lues = {code: ligne["region"] for code, ligne in lire_nomenclatures()["departements"].items()}
    effectifs = Counter(lues.values())
    return {d: r if effectifs[r] > 1 else None for d, r in lues.items()}


def _ecrire(table: pl.DataFrame, path: Path) -> None:
    brouillon = path.with_name(f".{path.name}")
    table.write_parquet(brouillon)
    brouillon.replace(path)
