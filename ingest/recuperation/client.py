"""HTTP for producers' files: conditional, resumed, bounded, and patient with network faults only.

A network fault (no answer, a cut connection, a truncated body, 429 or 5xx) is tried again, later and later; what the server says
clearly (404, access refused) is told at once.
"""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

import requests
from urllib3.exceptions import HTTPError

from catalogue.erreurs import Impossible, Refus
from ingest.recuperation import fautes
from ingest.recuperation.partiel import Partiel, Validateurs

MORCEAU = 1 << 16
Suivre = Callable[[int, int | None], None]
T = TypeVar("T")


@dataclass(frozen=True)
class Reglages:
    """Bounds of a download. Delays in seconds, sizes in bytes. `base`: where data.gouv.fr's API answers."""

    base: str = "https://www.data.gouv.fr"
    essais: int = 4
    attente: float = 1.0
    attente_maximum: float = 30.0
    delai_connexion: float = 10.0
    delai_lecture: float = 30.0
    delai_total: float = 1_800.0
    taille_maximum: int = 1 << 29


class Client:
    """One session and its bounds. `dormir` waits between two tries."""

    def __init__(self, reglages: Reglages | None = None, dormir: Callable[[float], None] = time.sleep):
        self.reglages = reglages or Reglages()
        self.dormir = dormir
        self.session = requests.Session()
        self.session.max_redirects = 5
        # Offsets of a resumed download count the bytes as sent: ask for the file itself, not for a compressed rendition of it.
        self.session.headers.update({"User-Agent": "miprof", "Accept-Encoding": "identity"})

    def json(self, url: str) -> object:
        """A JSON document. Raises Refus when there is none at this address, Impossible when the network or the server fails."""
        corps = self._essayer(lambda: self._tenter_corps(url))
        try:
            return json.loads(corps)
        except ValueError:
            raise Refus("recuperation.api_illisible", url=url, detail="la réponse n’est pas du JSON") from None

    def telecharger(self, url: str, partiel: Partiel, connus: Validateurs | None, suivre: Suivre) -> bool:
        """Download into `partiel`, resuming what it holds. False when the server says that the file is still the one of `connus`.

        `suivre(received, total or None)` is called as bytes come. On return `partiel` holds the whole body, as sent. Raises Refus
        (absent, too big, refused) or Impossible (network, time).
        """
        fin = time.monotonic() + self.reglages.delai_total
        return self._essayer(lambda: self._tenter(url, partiel, connus, suivre, fin))

    def _essayer(self, tentative: Callable[[], T]) -> T:
        for rang in range(self.reglages.essais - 1):
            try:
                return tentative()
            except fautes.Passagere as faute:
                self.dormir(self._attente(rang, faute.attente))
        try:
            return tentative()
        except fautes.Passagere as faute:
            raise faute.anomalie from None

    def _attente(self, rang: int, demandee: float) -> float:
        exponentielle = self.reglages.attente * 2**rang * random.uniform(0.5, 1.5)
        return min(max(exponentielle, demandee), self.reglages.attente_maximum)

    def _tenter_corps(self, url: str) -> bytes:
        with self._ouvrir(url, {"Accept": "application/json"}) as reponse:
            fautes.verifier_statut(reponse, url)
            corps = bytearray()
            for morceau in _morceaux(reponse, url, decoder=True):
                corps += morceau
                self._borner(url, len(corps))
            return bytes(corps)

    def _tenter(self, url: str, partiel: Partiel, connus: Validateurs | None, suivre: Suivre, fin: float) -> bool:
        with self._ouvrir(url, partiel.reprise() or (connus.condition() if connus else {})) as reponse:
            if reponse.status_code == 304 and connus:
                return False
            self._accorder(url, partiel, reponse)
            attendus = _attendus(reponse, partiel.taille)
            self._borner(url, attendus or 0, partiel)
            for morceau in _morceaux(reponse, url, lambda: (partiel.taille, attendus)):
                partiel.ajouter(morceau)
                self._borner(url, partiel.taille, partiel)
                if time.monotonic() > fin:
                    raise Impossible("recuperation.trop_lent", url=url, secondes=round(self.reglages.delai_total), recus=partiel.taille)
                suivre(partiel.taille, attendus)
        return True

    @staticmethod
    def _accorder(url: str, partiel: Partiel, reponse: requests.Response) -> None:
        # What is already here is kept only when the server continues it; else the download starts again from nothing.
        reprise = reponse.status_code == 206 and partiel.continue_par(reponse.headers)
        if reponse.status_code in (206, 416) and not reprise:
            partiel.vider()
            raise fautes.Passagere(Impossible("recuperation.reprise_refusee", url=url))
        fautes.verifier_statut(reponse, url)
        if not reprise:
            partiel.vider()
            partiel.noter(Validateurs.lus(reponse.headers))

    def _borner(self, url: str, taille: int, partiel: Partiel | None = None) -> None:
        if taille > self.reglages.taille_maximum:
            if partiel:
                partiel.vider()
            raise Refus("recuperation.trop_gros", url=url, maximum=f"{self.reglages.taille_maximum / 1e6:.0f} Mo")

    @contextmanager
    def _ouvrir(self, url: str, entetes: dict[str, str]) -> Iterator[requests.Response]:
        delais = (self.reglages.delai_connexion, self.reglages.delai_lecture)
        try:
            reponse = self.session.get(url, headers=entetes, stream=True, timeout=delais)
        except (requests.RequestException, UnicodeError) as e:
            raise fautes.d_ouverture(e, url, delais) from e
        with reponse:
            yield reponse


def _attendus(reponse: requests.Response, deja: int) -> int | None:
    longueur = reponse.headers.get("Content-Length", "")
    return deja + int(longueur) if longueur.isdecimal() else None


def _morceaux(reponse: requests.Response, url: str, etat: Callable[[], tuple[int, int | None]] = lambda: (0, None),
              decoder: bool = False) -> Iterator[bytes]:
    try:
        # read1 gives what has come: read would wait for a full piece, and a server that drips would escape the time limit.
        while morceau := reponse.raw.read1(MORCEAU, decode_content=decoder):
            yield morceau
    except (HTTPError, OSError) as e:
        raise fautes.de_lecture(e, url, *etat()) from e
