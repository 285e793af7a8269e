"""Many organisations that deposit at once: their register, their files, and clients that each do one thing after another."""

from __future__ import annotations

import csv
import hashlib
import queue
import re
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import requests

from catalogue.chargement import lire_nomenclatures
from catalogue.contrats import lire_contrat
from tests.fabriques.portail import Client, Portail
from tests.fabriques.retours import csv_de, lignes

CONTRAT, MILLESIME = "accompagnement", 2024
PATIENCE = 120


@dataclass(frozen=True)
class Donne:
    """A receipt that the portal gave: to whom, of which bytes, and how many seconds it took from the file to it."""

    organisme: str
    recu: str
    sha256: str
    secondes: float


@dataclass(frozen=True)
class Envoi:
    """A file that an organisation is to deposit."""

    organisme: str
    octets: bytes

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.octets).hexdigest()


def ecrire_registre(dossier: Path, nombre: int) -> list[str]:
    """A register of so many associations, one département each; their identifiers."""
    departements = sorted(lire_nomenclatures()["departements"])
    identifiants = [f"essai_{rang:03}" for rang in range(nombre)]
    dossier.mkdir(parents=True, exist_ok=True)
    _ecrire(dossier / "organismes.csv", ("id", "nom", "type", "reseau", "source"),
            ([id, f"Association {id}", "association", "", "Essai"] for id in identifiants))
    _ecrire(dossier / "mandats.csv", ("organisme", "contrats", "territoire_type", "territoire", "date_debut", "date_fin", "retour_de_reference", "raison"),
            ([id, CONTRAT, "departement", departements[rang % len(departements)], "2016-04-14", "", "", ""] for rang, id in enumerate(identifiants)))
    return identifiants


def envois(identifiants: list[str], chacun: int) -> Iterator[Envoi]:
    """So many different files of each organisation, in turn."""
    contrat, departements = lire_contrat(CONTRAT), sorted(lire_nomenclatures()["departements"])
    for tour in range(chacun):
        for rang, id in enumerate(identifiants):
            departement = departements[rang % len(departements)]
            yield Envoi(id, csv_de(contrat, lignes(contrat, 1000 * tour + rang, (departement,), organisme=id)))


def peupler(portail: Portail, identifiants: list[str]) -> dict[str, tuple[str, str]]:
    """A campaign, and for each organisation an account: its session and its token."""
    portail.campagne(millesime=MILLESIME, contrats=[CONTRAT])
    return portail.acces(organismes=identifiants)


def par_les_pages(portail: Portail, acces: tuple[str, str], envoi: Envoi) -> str:
    """Deposit by the pages, as a person does once signed in; the identifier of the receipt."""
    client = Client(portail.adresse)
    client.cookies.set("session", acces[0], domain="127.0.0.1")
    depart = f"/retours/{MILLESIME}/{CONTRAT}/"
    jeton = client.jeton(depart)
    page = client.post(depart, data={"csrfmiddlewaretoken": jeton}, files={"fichier": ("retour.csv", envoi.octets)}, timeout=PATIENCE)
    cases = re.findall(r'name="confirmes" value="([0-9a-f]+)"', page.text)
    recu = client.post(page.url, data={"csrfmiddlewaretoken": jeton, "confirmes": cases}, timeout=PATIENCE)
    assert recu.ok and "/recus/" in recu.url, (page.status_code, page.url, recu.status_code, recu.url)
    return recu.url.rstrip("/").rsplit("/", 1)[1]


def par_programme(portail: Portail, acces: tuple[str, str], envoi: Envoi) -> str:
    """Deposit by the API; the identifier of the receipt."""
    reponse = requests.post(f"{portail.adresse}/api/v1/retours/{MILLESIME}/{CONTRAT}", files={"fichier": ("retour.csv", envoi.octets)},
                            headers={"Authorization": f"Bearer {acces[1]}"}, timeout=PATIENCE)
    assert reponse.status_code in (200, 201), (reponse.status_code, reponse.text[:500])
    return reponse.json()["recu"]["id"]


def deposer_tout(portail: Portail, acces: dict[str, tuple[str, str]], a_faire: list[Envoi],
                 voies: list[Callable[[Portail, tuple[str, str], Envoi], str]], tuer_apres: int | None = None) -> list[Donne]:
    """Deposit everything, one client for each of `voies`, each one file after another; the receipts given, in the order given.

    Files of one organisation follow one another. The server is killed once `tuer_apres` receipts are given: what is on its way then fails.
    """
    file: queue.SimpleQueue[list[Envoi]] = queue.SimpleQueue()
    for organisme in dict.fromkeys(e.organisme for e in a_faire):
        file.put([e for e in a_faire if e.organisme == organisme])
    donnes: list[Donne] = []
    mort = threading.Event()

    def client(voie: Callable[[Portail, tuple[str, str], Envoi], str]) -> None:
        while True:
            try:
                pile = file.get_nowait()
            except queue.Empty:
                return
            for envoi in pile:
                debut = time.perf_counter()
                try:
                    recu = voie(portail, acces[envoi.organisme], envoi)
                except (requests.RequestException, AssertionError):
                    if not mort.is_set():
                        raise
                    return
                donnes.append(Donne(envoi.organisme, recu, envoi.sha256, time.perf_counter() - debut))
                if len(donnes) == tuer_apres:
                    mort.set()
                    portail.tuer()

    with ThreadPoolExecutor(len(voies)) as fils:
        for fil in [fils.submit(client, voie) for voie in voies]:
            fil.result()
    return donnes


def centile(durees: list[float], part: float) -> float:
    """The duration under which this part of them are."""
    return sorted(durees)[min(len(durees) - 1, int(part * len(durees)))]


def _ecrire(path: Path, entete: tuple[str, ...], rangees: Iterator[list[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as f:
        ecrivain = csv.writer(f)
        ecrivain.writerow(entete)
        ecrivain.writerows(rangees)
