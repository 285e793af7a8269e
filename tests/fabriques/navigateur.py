"""Chromium driven over its own protocol (CDP), for what only a browser can tell of a page."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import time
from contextlib import ExitStack
from itertools import count
from pathlib import Path

COMMANDES = ("chromium", "chromium-browser", "google-chrome")
OPTIONS = ("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update",
           "--disable-sync", "--remote-debugging-port=0")
ATTENTE = 30


def commande() -> str | None:
    """The path of Chromium, None where there is none."""
    return next(filter(None, map(shutil.which, COMMANDES)), None)


class Navigateur:
    """One tab. `evenements`: what the browser said since the last `ouvrir` (requests, console, exceptions)."""

    def __init__(self, profil: Path):
        from websockets.sync.client import connect

        self._processus = subprocess.Popen([commande(), *OPTIONS, f"--user-data-dir={profil}", "about:blank"], stderr=subprocess.PIPE, text=True)
        adresse = next(trouve[0] for ligne in self._processus.stderr if (trouve := re.search(r"ws://\S+", ligne)))
        self._pile = ExitStack()
        self._prise = self._pile.enter_context(connect(adresse, max_size=None))
        self._numeros, self._session, self.evenements = count(1), None, []
        onglet = self.envoyer("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.envoyer("Target.attachToTarget", targetId=onglet, flatten=True)["sessionId"]
        for domaine in ("Page", "Runtime", "Network", "Log"):
            self.envoyer(f"{domaine}.enable")

    def fermer(self) -> None:
        """End the browser and wait for it."""
        self._session = None
        self.envoyer("Browser.close")
        self._pile.close()
        self._processus.wait(ATTENTE)
        self._processus.stderr.close()

    def envoyer(self, methode: str, **parametres: object) -> dict:
        """Send a command and return its result. Raises AssertionError with the browser's words when it refuses."""
        numero = next(self._numeros)
        session = {"sessionId": self._session} if self._session else {}
        self._prise.send(json.dumps({"id": numero, "method": methode, "params": parametres} | session))
        while (message := json.loads(self._prise.recv(timeout=ATTENTE))).get("id") != numero:
            self.evenements.append(message)
        assert "error" not in message, message["error"]
        return message["result"]

    def ouvrir(self, fichier: Path) -> None:
        """Load a page and wait until it is whole."""
        self.evenements.clear()
        self.envoyer("Page.navigate", url=fichier.as_uri())
        self.attendre(lambda: any(e["method"] == "Page.loadEventFired" for e in self.evenements))

    def attendre(self, condition) -> None:
        """Wait for a condition, looking again after each word of the browser."""
        fin = time.monotonic() + ATTENTE
        while not condition():
            assert time.monotonic() < fin, "the browser did not get there"
            self.envoyer("Runtime.evaluate", expression="0")
            time.sleep(0.05)

    def js(self, expression: str) -> object:
        """The value of an expression in the page, its promise awaited."""
        reponse = self.envoyer("Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in reponse, reponse["exceptionDetails"]
        return reponse["result"].get("value")

    def regler(self, largeur: int, hauteur: int = 800, scripts: bool = True, sombre: bool = False, media: str = "") -> None:
        """Size of the window, scripts allowed or not, theme, media."""
        self.envoyer("Emulation.setDeviceMetricsOverride", width=largeur, height=hauteur, deviceScaleFactor=1, mobile=largeur < 600)
        self.envoyer("Emulation.setScriptExecutionDisabled", value=not scripts)
        self.envoyer("Emulation.setEmulatedMedia", media=media,
                     features=[{"name": "prefers-color-scheme", "value": "dark" if sombre else "light"}])

    def touche(self, nom: str) -> None:
        """Press and release a key."""
        for sens in ("keyDown", "keyUp"):
            self.envoyer("Input.dispatchKeyEvent", type=sens, key=nom, code=nom)

    def plaintes(self) -> list[str]:
        """Errors of the console, exceptions, and requests that are neither the page nor inside it."""
        dits = []
        for e in self.evenements:
            p = e.get("params", {})
            if e["method"] == "Runtime.exceptionThrown" or e["method"] == "Log.entryAdded":
                dits.append(json.dumps(p))
            if e["method"] == "Runtime.consoleAPICalled" and p["type"] in ("error", "warning"):
                dits.append(json.dumps(p["args"]))
            if e["method"] == "Network.requestWillBeSent" and not p["request"]["url"].startswith(("file:", "data:")):
                dits.append(p["request"]["url"])
        return dits
