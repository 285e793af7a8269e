"""A real portal on loopback, as `miprof portail` starts it, in a folder of its own; and a hand in its database."""

from __future__ import annotations

import email
import email.policy
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from email.message import EmailMessage
from pathlib import Path
from typing import Any, Self, TypeVar

import requests

from catalogue.contrats import lire_contrat
from tests.fabriques.retours import csv_de, lignes

T = TypeVar("T")
RACINE = Path(__file__).resolve().parents[2]
ATTENTE = 60
DETENDU = ",".join(f"{nom}=1000000/3600" for nom in (
    "connexion_adresse", "connexion_ip", "lien_ip", "second_facteur", "depot_compte", "depot_organisme", "depot_ip", "api_jeton", "api_ip"))


class Portail:
    """A server (`demarrer`, `arreter`, `tuer`) over `maison`, its MIPROF_HOME. Any function of `portail_atelier` is a method.

    `variables` are added to the environment; limits on how often are off unless MIPROF_PORTAIL_FREINS is among them.
    """

    def __init__(self, maison: Path, **variables: str):
        self.maison, self.port = maison, port_libre()
        self.adresse = f"http://127.0.0.1:{self.port}"
        self.environnement = os.environ | {"MIPROF_HOME": str(maison), "PYTHONPATH": str(RACINE), "MIPROF_PORTAIL_FREINS": DETENDU} | variables
        self.environnement.pop("DJANGO_SETTINGS_MODULE", None)
        self._serveur: subprocess.Popen | None = None
        self._atelier: subprocess.Popen | None = None

    def __enter__(self) -> Self:
        self.demarrer()
        return self

    def __exit__(self, *_: object) -> None:
        self.arreter()
        if self._atelier:
            self._atelier.stdin.close()
            self._atelier.wait(ATTENTE)
            self._atelier.stdout.close()

    def demarrer(self) -> None:
        """Start the server and wait until it answers."""
        self._serveur = subprocess.Popen(
            [sys.executable, "-m", "orchestration.cli", "portail", "--port", str(self.port)], cwd=RACINE, env=self.environnement, start_new_session=True,
            stdout=subprocess.DEVNULL, stderr=(self.maison.parent / f"{self.maison.name}.log").open("ab"))
        fin = time.monotonic() + ATTENTE
        while not self._repond():
            assert self._serveur.poll() is None and time.monotonic() < fin, self.traces()
            time.sleep(0.1)

    def arreter(self) -> None:
        """Ask the server to stop, and wait."""
        self._signaler(signal.SIGTERM)

    def tuer(self) -> None:
        """kill -9, workers included."""
        self._signaler(signal.SIGKILL)

    @property
    def pid(self) -> int:
        """The number of the server's first process."""
        return self._serveur.pid

    def traces(self) -> str:
        """What the server wrote on its console."""
        return (self.maison.parent / f"{self.maison.name}.log").read_text("utf-8")

    def peupler(self) -> None:
        """A campaign of one return, four delegations (42, 43, 63, 69), an agent of the Miprof."""
        self.campagne(millesime=2024, contrats=["psp_flux"])
        for numero in ("42", "43", "63", "69"):
            self.compte(courriel=f"ddfe{numero}@exemple.fr", organisme=f"ddfe_{numero}")
        self.compte(courriel="agent@exemple.fr")

    def client(self, courriel: str | None = None) -> Client:
        """A browser without scripts; signed in when an account is named."""
        client = Client(self.adresse)
        if courriel:
            client.cookies.set("session", self.session(courriel), domain="127.0.0.1")
        return client

    def courriels(self) -> list[EmailMessage]:
        """The e-mails written so far, oldest first."""
        dossier = self.maison / "portail" / "courriels"
        octets = b"".join(p.read_bytes() for p in sorted(dossier.glob("*.log"), key=lambda p: p.stat().st_mtime_ns)) if dossier.exists() else b""
        return [email.message_from_bytes(m.strip(b"\n"), policy=email.policy.default) for m in octets.split(b"-" * 79 + b"\n") if m.strip()]

    def attendre_courriel(self, combien: int = 1) -> list[EmailMessage]:
        """The e-mails, once there are so many: they leave after the page has answered."""
        return self.attendre(self.courriels, combien)

    def attendre(self, lire: Callable[[], list[T]], combien: int) -> list[T]:
        """What `lire` gives, once there is so much of it."""
        fin = time.monotonic() + ATTENTE
        while len(vus := lire()) < combien:
            assert time.monotonic() < fin, f"{len(vus)} of {combien}"
            time.sleep(0.05)
        return vus

    def __getattr__(self, fonction: str) -> Any:
        if fonction.startswith("_"):
            raise AttributeError(fonction)
        return lambda **arguments: self._demander(fonction, arguments)

    def session(self, courriel: str) -> str:
        return self._demander("session", {"courriel": courriel})

    def _demander(self, fonction: str, arguments: dict[str, Any]) -> Any:
        if self._atelier is None:
            self._atelier = subprocess.Popen([sys.executable, "-m", "tests.fabriques.portail_atelier"], cwd=RACINE, env=self.environnement, text=True,
                                             stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self._atelier.stdin.write(json.dumps({"fonction": fonction, "arguments": arguments}) + "\n")
        self._atelier.stdin.flush()
        reponse = json.loads(self._atelier.stdout.readline())
        assert "erreur" not in reponse, reponse["erreur"]
        return reponse["rendu"]

    def _repond(self) -> bool:
        with closing(socket.socket()) as prise:
            if prise.connect_ex(("127.0.0.1", self.port)):
                return False
        try:
            return requests.get(f"{self.adresse}/connexion/", timeout=ATTENTE).ok
        except requests.ConnectionError:
            return False

    def _signaler(self, signe: int) -> None:
        if self._serveur and self._serveur.poll() is None:
            os.killpg(self._serveur.pid, signe)
            self._serveur.wait(ATTENTE)


class Client(requests.Session):
    """Paths instead of addresses; forms carry their token."""

    def __init__(self, adresse: str):
        super().__init__()
        self.adresse = adresse
        self.trust_env = False

    def request(self, method: str, url: str, **options: Any) -> requests.Response:
        return super().request(method, url if url.startswith("http") else self.adresse + url, **{"timeout": ATTENTE} | options)

    def jeton(self, page: str) -> str:
        """The token of the forms of a page."""
        return re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', self.get(page).text)[1]

    def envoyer(self, page: str, champs: dict[str, Any] | None = None, fichiers: dict[str, Any] | None = None, vers: str = "", **options: Any) -> requests.Response:
        """Post a form of `page` (to `vers` when it goes elsewhere)."""
        return self.post(vers or page, data={"csrfmiddlewaretoken": self.jeton(page)} | (champs or {}), files=fichiers, **options)

    def deposer(self, millesime: int, contrat: str, octets: bytes, nom: str = "retour.csv") -> requests.Response:
        """Send a file to be controlled; the answer is the page of its examination."""
        return self.envoyer(f"/retours/{millesime}/{contrat}/", fichiers={"fichier": (nom, octets)})


def retour(departement: str = "63", graine: int = 1) -> bytes:
    """A return of `psp_flux` that is accepted: one row, different for each `graine`."""
    contrat = lire_contrat("psp_flux")
    return csv_de(contrat, lignes(contrat, graine, (departement, "01", "02"))[:1])


def port_libre() -> int:
    """A port of loopback that nobody listens to."""
    with closing(socket.socket()) as prise:
        prise.bind(("127.0.0.1", 0))
        return prise.getsockname()[1]
