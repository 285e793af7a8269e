"""Chromium over a portal, driven by Playwright: tabs opened by accounts, what they complain of, and the returns that people bring."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Self

import openpyxl
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import ConsoleMessage, Page, Request, Response, expect, sync_playwright

from catalogue.contrats import lire_contrat
from tests.fabriques import navigateur
from tests.fabriques.portail import Portail
from tests.fabriques.retours import csv_de, lignes

LIGNE_DE_SAISIE = 4
ETROIT = 320
ATTENTE = 30_000
expect.set_options(timeout=ATTENTE)
# The keyboard shows where it is: an outline of DSFR or of the browser, or the field of a file under its own ring.
ANNEAU = "() => getComputedStyle(document.activeElement).outlineStyle !== 'none'"


class Navigation:
    """One browser and every tab it opens. `plaintes`: errors of the consoles and of scripts, files that are missing, requests to elsewhere."""

    def __init__(self, portail: Portail):
        self.portail, self.plaintes, self._contextes = portail, [], []

    def __enter__(self) -> Self:
        self._playwright = sync_playwright().start()
        self._chromium = self._playwright.chromium.launch(executable_path=navigateur.commande(), args=["--no-sandbox"])
        return self

    def __exit__(self, *_: object) -> None:
        self._chromium.close()
        self._playwright.stop()

    def ouvrir(self, courriel: str | None = None, *, scripts: bool = True, largeur: int = 1280, session: str = "") -> Page:
        """A tab of its own, signed in when an account (or the cookie of a session) is given."""
        contexte = self._chromium.new_context(base_url=self.portail.adresse, locale="fr-FR", viewport={"width": largeur, "height": 900},
                                              java_script_enabled=scripts)
        contexte.set_default_timeout(ATTENTE)
        if session := session or (self.portail.session(courriel) if courriel else ""):
            contexte.add_cookies([{"name": "session", "value": session, "url": self.portail.adresse}])
        self._contextes.append(contexte)
        page = contexte.new_page()
        page.on("console", self._ecouter)
        page.on("pageerror", lambda erreur: self.plaintes.append(f"{page.url} : {erreur}"))
        page.on("request", self._suivre)
        page.on("response", self._verifier)
        return page

    def fermer(self) -> list[str]:
        """Close the tabs; what they complained of."""
        for contexte in self._contextes:
            contexte.close()
        plaintes = [*self.plaintes]
        self._contextes.clear()
        self.plaintes.clear()
        return plaintes

    def _ecouter(self, dit: ConsoleMessage) -> None:
        # Chromium says itself that a page answered 422 or 404; files are watched by `_verifier`.
        if dit.type in ("error", "warning") and not dit.text.startswith("Failed to load resource"):
            self.plaintes.append(f"{dit.page.url if dit.page else ''} : {dit.text}")

    def _suivre(self, demande: Request) -> None:
        if not demande.url.startswith((self.portail.adresse, "data:")):
            self.plaintes.append(f"request to {demande.url}")

    def _verifier(self, reponse: Response) -> None:
        if reponse.status >= 400 and reponse.request.resource_type != "document":
            self.plaintes.append(f"{reponse.status} {reponse.url}")


def defauts(page: Page, seules: tuple[str, ...] = (), sans: tuple[str, ...] = ()) -> list[str]:
    """What axe-core finds wrong in the page (by all its rules, by `seules`, by all but `sans`): rule, place, reason."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    options = {"resultTypes": ["violations"], "rules": {regle: {"enabled": False} for regle in sans}}
    if seules:
        options["runOnly"] = {"type": "rule", "values": [*seules]}
    rendu = page.evaluate("options => axe.run(document, options)", options)
    return [f"{v['id']} {n['target']} : {n['failureSummary']}" for v in rendu["violations"] for n in v["nodes"]]


def deborde(page: Page) -> bool:
    """Whether the page itself scrolls sideways; a table that scrolls in its own frame does not count."""
    return page.evaluate("() => document.scrollingElement.scrollWidth > document.scrollingElement.clientWidth")


def tabuler(page: Page, jusqua: str) -> None:
    """Press Tab until what `jusqua` selects has the focus, which must be seen all along the way."""
    for _ in range(80):
        page.keyboard.press("Tab")
        assert page.evaluate(ANNEAU), page.evaluate("() => document.activeElement.outerHTML")
        if page.evaluate("s => document.activeElement.matches(s)", jusqua):
            return
    raise AssertionError(f"the keyboard does not reach {jusqua}")


def rangee(departement: str = "63", **changes: object) -> dict[str, object]:
    """A row of `psp_flux` that satisfies its contract, changed as told."""
    contrat = lire_contrat("psp_flux")
    return next(l for l in lignes(contrat, 1, (departement, "01", "02")) if l["departement"] == departement) | changes


def douteuse(departement: str = "63") -> dict[str, object]:
    """A row with two things to confirm: more people came in than were accepted, and the stock does not follow."""
    bonne = rangee(departement)
    return bonne | {"entrees": bonne["decisions_acceptation"] + 5}


def fichier_csv(*rangees: dict[str, object], nom: str = "retour.csv") -> dict[str, object]:
    """A file for a field of Playwright."""
    return {"name": nom, "mimeType": "text/csv", "buffer": csv_de(lire_contrat("psp_flux"), list(rangees))}


def classeur(modele: Path, *rangees: dict[str, object]) -> bytes:
    """The Excel template, filled in from its first empty row."""
    livre = openpyxl.load_workbook(modele)
    feuille, contrat = livre["Saisie"], lire_contrat("psp_flux")
    for rang, rangee_ in enumerate(rangees, LIGNE_DE_SAISIE):
        for colonne, nom in enumerate(contrat.colonnes, 1):
            feuille.cell(rang, colonne, rangee_.get(nom))
    sortie = io.BytesIO()
    livre.save(sortie)
    return sortie.getvalue()
