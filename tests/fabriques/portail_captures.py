"""The pictures of the guides of the portal, taken from a real one: `python -m tests.fabriques.portail_captures` writes docs/images/portail/."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page

from tests.fabriques.portail import RACINE, Portail
from tests.fabriques.portail_navigateur import Navigation, douteuse, fichier_csv, rangee

DOSSIER = RACINE / "docs/images/portail"
LARGEUR, MARGE, COULEURS = 1000, 24, 32
AGENT, DELEGATION = "prenom.nom@miprof.exemple.fr", "delegation@puy-de-dome.exemple.fr"
RETOUR = "/retours/2024/psp_flux/"


def prendre() -> Iterator[tuple[str, bytes]]:
    """Each picture and its name, in the order in which they are met."""
    with _portail() as navigation:
        page = navigation.ouvrir(DELEGATION, largeur=LARGEUR)
        for nom, chemin in (("retours", "/retours/"), ("retour", RETOUR)):
            page.goto(chemin)
            yield nom, _image(page)
        _envoyer(page, fichier_csv(rangee(premieres_demandes_deposees="douze", statut="certain", abandons="1 204"), nom="retour_63.csv"))
        yield "erreurs", _image(page, hauteur=910)
        _envoyer(page, fichier_csv(douteuse(), nom="retour_63.csv"))
        yield "confirmation", _image(page)
        for point in page.locator("[name=confirmes] + label").all():
            point.click()
        page.get_by_role("button", name="Confirmer le dépôt").click()
        page.wait_for_url("**/recus/*/")
        yield "accuse", _image(page)
        agent = navigation.ouvrir(AGENT, largeur=LARGEUR)
        for nom, chemin, hauteur in (("reponses", "", 700), ("couverture", "couverture/", None)):
            agent.goto(f"/miprof/campagnes/2024/{chemin}")
            yield nom, _image(agent, hauteur)


@contextmanager
def _portail() -> Iterator[Navigation]:
    """A campaign that has begun: a quarter of the départements have answered."""
    with tempfile.TemporaryDirectory() as dossier, Portail(Path(dossier) / "var") as portail, Navigation(portail) as navigation:
        portail.campagne(millesime=2024, contrats=["psp_flux"], date_limite="2030-03-31")
        portail.compte(courriel=AGENT)
        portail.compte(courriel=DELEGATION, organisme="ddfe_63")
        for departement in ("03", "15", "31", "33", "38", "42", "43", "59", "69", "75", "971"):
            adresse = f"delegation@{departement}.exemple.fr"
            portail.compte(courriel=adresse, organisme=f"ddfe_{departement}")
            client, envoi = portail.client(adresse), fichier_csv(rangee(departement))
            client.envoyer(client.deposer(2024, "psp_flux", envoi["buffer"], envoi["name"]).url)
        yield navigation


def _envoyer(page: Page, fichier: dict[str, object]) -> None:
    page.goto(RETOUR)
    page.get_by_label("Votre fichier").set_input_files(fichier)
    page.get_by_role("button", name="Envoyer et contrôler").click()
    page.wait_for_url("**/examens/*/")


def _image(page: Page, hauteur: int | None = None) -> bytes:
    """What the page says, without the head and foot that all pages share, in few colours."""
    vue = Image.open(io.BytesIO(page.locator("main").screenshot()))
    vue = vue.crop((0, 0, vue.width, min(vue.height, hauteur or vue.height)))
    page_blanche = Image.new("RGB", (vue.width + 2 * MARGE, vue.height + 2 * MARGE), "white")
    page_blanche.paste(vue, (MARGE, MARGE))
    sortie = io.BytesIO()
    page_blanche.quantize(COULEURS).save(sortie, "PNG", optimize=True)
    return sortie.getvalue()


if __name__ == "__main__":
    DOSSIER.mkdir(parents=True, exist_ok=True)
    for nom, octets in prendre():
        (DOSSIER / f"{nom}.png").write_bytes(octets)
        print(f"{nom}.png {len(octets) // 1000} ko")
