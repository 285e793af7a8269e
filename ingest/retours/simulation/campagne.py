"""The campaign itself: who answers, when, how many times; files written, then deposited like any other, marked simulated."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from multiprocessing import get_context
from pathlib import Path
from random import Random

from catalogue.contrats import lire_contrat
from catalogue.erreurs import Refus
from ingest.livraisons import Magasin
from ingest.retours.depot import deposer
from ingest.retours.recus import recus
from ingest.retours.simulation import associations, fichiers
from ingest.retours.simulation.nationaux import NATIONAUX
from ingest.retours.simulation.organismes import registre_simule
from ingest.retours.simulation.parcours import RESEAU
from ingest.retours.simulation.pays import Pays, departements, inventer
from ingest.retours.simulation.sur_place import SurPlace

Ligne = dict[str, object]
TOUJOURS = {"psp_flux", "commission"}  # their national totals are published: every département answers in time
ABSENCES = {"accompagnement": 0.22, "diagnostic": 0.55, "annonces": 0.35}
ABSENCE, RETARD, DEUX_FOIS, FAUTE = 0.07, 0.05, 0.06, 0.04
OUVRIERS = 2


@dataclass(frozen=True)
class Envoi:
    """One file of an organisation: written under `path`, received at `recu_le`."""

    organisme: str
    contrat: str
    millesime: int
    path: Path
    recu_le: datetime


@dataclass
class Bilan:
    """What the campaign did: files written, receipts by contract, files refused, organisations that answered nothing."""

    fichiers: int = 0
    recus: Counter = field(default_factory=Counter)
    refuses: int = 0
    muets: list[str] = field(default_factory=list)


def simuler(magasin: Magasin, dossier: Path, millesime: int, graine: int, date_gel: date, publies: Path,
            avancer: Callable[[int, int], object] = lambda fait, tout: None) -> Bilan:
    """Write the files of a campaign under `dossier` and deposit them all. The same arguments write the same files, received at the same times.

    `publies`: the folder of the registry of published figures, whose totals are kept. `avancer` is told how many organisations are done, of how
    many. Raises Refus when the store holds a return that is not simulated: the two never mix.
    """
    if any(not r.simule for r in recus(magasin)):
        raise Refus("retours.magasin_reel")
    pays = inventer(millesime, graine, publies)
    par_organisme = {o: _envois(pays, o, graine, date_gel, dossier) for o in registre_simule().organismes}
    bilan = Bilan(fichiers=sum(map(len, par_organisme.values())), muets=sorted(o for o, envois in par_organisme.items() if not envois))
    a_faire = [envois for envois in par_organisme.values() if envois]
    with _un_fil(), ProcessPoolExecutor(OUVRIERS, mp_context=get_context("spawn")) as ouvriers:
        for rang, faits in enumerate(ouvriers.map(_deposer, [magasin.racine] * len(a_faire), a_faire), 1):
            for contrat, recu in faits:
                bilan.recus[contrat] += recu
                bilan.refuses += not recu
            avancer(rang, len(a_faire))
    return bilan


@contextmanager
def _un_fil() -> Iterator[None]:
    """The processes started meanwhile have one polars thread each: a small table is sooner done so."""
    avant = os.environ.get("POLARS_MAX_THREADS")
    os.environ["POLARS_MAX_THREADS"] = "1"
    try:
        yield
    finally:
        os.environ.pop("POLARS_MAX_THREADS") if avant is None else os.environ.update(POLARS_MAX_THREADS=avant)


def _deposer(racine: Path, envois: list[Envoi]) -> list[tuple[str, bool]]:
    """Deposit the files of one organisation, in order; it confirms what it is asked to."""
    magasin, enfants, faits = Magasin(racine), SurPlace(), []
    for envoi in envois:
        octets, contrat, confirmes = envoi.path.read_bytes(), lire_contrat(envoi.contrat), frozenset()
        for _ in range(2):
            depot = deposer(magasin, octets, envoi.path.name, contrat, envoi.organisme, envoi.millesime, confirmes=confirmes, canal="simulation",
                            enfants=enfants, registre=registre_simule(), recu_le=envoi.recu_le)
            confirmes = frozenset(c.empreinte for c in depot.rapport.de("a_confirmer"))
            if depot.recu or depot.rapport.verdict != "a_confirmer":
                break
        faits.append((envoi.contrat, depot.recu is not None))
    return faits


def _envois(pays: Pays, organisme: str, graine: int, gel: date, dossier: Path) -> list[Envoi]:
    """The files an organisation sends, written, in the order they are received."""
    hasard = Random(f"campagne-{pays.millesime}-{graine}-{organisme}")
    ecriture = fichiers.habitude(hasard)
    envois = []
    for contrat, millesime, lignes in _retours(pays, organisme, graine, hasard):
        if contrat not in TOUJOURS and organisme.startswith(("ddfe_", "simule_")) and hasard.random() < ABSENCES.get(contrat, ABSENCE):
            continue
        en_retard = contrat not in TOUJOURS and organisme.startswith(("ddfe_", "simule_")) and hasard.random() < RETARD
        gel_vise = gel.replace(year=gel.year - pays.millesime + millesime)
        for rang, (version, quand) in enumerate(_versions(contrat, lignes, en_retard, gel_vise, hasard), 1):
            suffixe, octets = fichiers.ecrire(lire_contrat(contrat), version, ecriture)
            path = dossier / organisme / f"{contrat}-{millesime}-{rang}.{suffixe}"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(octets)
            envois.append(Envoi(organisme, contrat, millesime, path, quand))
    return envois


def _retours(pays: Pays, organisme: str, graine: int, hasard: Random) -> Iterator[tuple[str, int, list[Ligne]]]:
    """What an organisation is expected to fill. Associations have already answered the year before: a panel needs two years."""
    for (national, contrat), lignes in NATIONAUX.items():
        if national == organisme:
            yield contrat, pays.millesime, lignes(pays, hasard)
    registre = registre_simule()
    territoires = sorted(registre.departements(organisme, lire_contrat("accompagnement"), date(pays.millesime, 12, 31)))
    if organisme.startswith("ddfe_"):
        departement = next(d for d in departements() if f"ddfe_{d.lower()}" == organisme)
        for contrat, lignes in RESEAU.items():
            yield contrat, pays.millesime, lignes(pays, departement, hasard)
    elif territoires and registre.organismes[organisme].type in ("association", "etablissement", "tete_de_reseau"):
        for millesime in (pays.millesime - 1, pays.millesime):
            yield "accompagnement", millesime, associations.accompagnement(organisme, territoires, millesime, graine)
    for departement in sorted(registre.departements(organisme, lire_contrat("annonces"), date(pays.millesime, 12, 31))):
        yield "diagnostic", pays.millesime, associations.diagnostic(organisme, registre.organismes[organisme].nom, departement, pays.millesime, graine)
        yield "annonces", pays.millesime, associations.annonces(organisme, departement, pays.millesime, graine)


def _versions(contrat: str, lignes: list[Ligne], en_retard: bool, gel: date, hasard: Random) -> Iterator[tuple[list[Ligne], datetime]]:
    """The successive states of a return: perhaps a faulty one that is refused, the right one, the same corrected, or one after the freeze."""
    arrivee = datetime(gel.year, 1, 15, 8, tzinfo=UTC) + timedelta(minutes=hasard.randrange(60 * 24 * 60))
    if en_retard:
        yield lignes, datetime(gel.year, gel.month, gel.day, 9, tzinfo=UTC) + timedelta(days=hasard.randint(2, 25))
        return
    if hasard.random() < FAUTE:
        yield [lignes[0] | {"annee": 1024}, *lignes[1:]], arrivee - timedelta(hours=2)
    if hasard.random() < DEUX_FOIS and len(lignes) > 1:
        yield [*lignes[:-1], lignes[-1] | {"statut": "p"}], arrivee - timedelta(days=3)
    yield lignes, arrivee
    if contrat in TOUJOURS and hasard.random() < RETARD:
        yield [lignes[0] | {"statut": "r"}, *lignes[1:]], datetime(gel.year, gel.month, gel.day, 9, tzinfo=UTC) + timedelta(days=hasard.randint(2, 40))
