"""The ways through the portal that need no browser: what a contributor sees of a deposit, what a program is answered, what is forgotten."""

import os
import re
import time

import pytest
import requests

from catalogue.contrats import lire_contrat
from tests.fabriques.portail import Portail
from tests.fabriques.retours import csv_de, lignes

CONTRAT = lire_contrat("psp_flux")


@pytest.fixture(scope="module")
def portail(tmp_path_factory):
    with Portail(tmp_path_factory.mktemp("parcours") / "var") as p:
        p.campagne(millesime=2024, contrats=["psp_flux"])
        p.compte(courriel="ddfe63@exemple.fr", organisme="ddfe_63")
        p.compte(courriel="ddfe69@exemple.fr", organisme="ddfe_69")
        yield p


def retour(departement="63", graine=1, /, **changees):
    ligne = next(l for l in lignes(CONTRAT, graine, (departement, "01", "02")) if l["departement"] == departement)
    return csv_de(CONTRAT, [ligne | changees])


def test_a_deposit_is_confirmed_receipted_and_tells_what_the_next_one_changes(portail):
    client = portail.client("ddfe63@exemple.fr")
    page = client.deposer(2024, "psp_flux", retour())
    assert "Rien n’est encore enregistré" in page.text and "premier dépôt" in page.text
    recu = client.envoyer(page.url)
    assert "/recus/psp_flux-2024-ddfe_63-0001/" in recu.url and re.search("[0-9a-f]{64}", recu.text)
    assert "psp_flux-2024-ddfe_63-0001" in portail.attendre_courriel()[-1].get_content()
    suivante = client.deposer(2024, "psp_flux", retour("63", 2))
    assert "Par rapport à votre dépôt du" in suivante.text and re.search(r"valeurs? changée", suivante.text)


def test_a_confirmation_sent_twice_gives_one_receipt(portail):
    client = portail.client("ddfe69@exemple.fr")
    page = client.deposer(2024, "psp_flux", retour("69"))
    jeton = client.jeton(page.url)
    donnees = [client.post(page.url, data={"csrfmiddlewaretoken": jeton}).url for _ in range(2)]
    assert donnees[0] == donnees[1] and donnees[0].endswith("-0001/")


def test_a_file_that_waited_a_day_is_forgotten_and_cannot_be_confirmed(portail):
    client = portail.client("ddfe63@exemple.fr")
    page = client.deposer(2024, "psp_flux", retour("63", 3))
    jeton, numero = client.jeton(page.url), page.url.rstrip("/").rsplit("/", 1)[1]
    attente = portail.maison / "portail" / "attente" / numero
    assert attente.stat().st_mode & 0o777 == 0o600
    hier = time.time() - 86_401
    os.utime(attente, (hier, hier))
    perime = client.post(page.url, data={"csrfmiddlewaretoken": jeton})
    assert perime.status_code == 410 and "Rien n’a été enregistré" in perime.text
    portail.sql(requete=f"UPDATE portail_examen SET cree_le = '2020-01-01 00:00:00' WHERE id = '{numero.replace('-', '')}'")
    portail.oublier()
    assert not attente.exists() and client.get(page.url).status_code == 404


class Programme:
    """What a contributor's program calls."""

    def __init__(self, portail, secret):
        self.adresse, self.entetes = f"{portail.adresse}/api/v1", {"Authorization": f"Bearer {secret}"}

    def lire(self, chemin):
        return requests.get(self.adresse + chemin, headers=self.entetes, timeout=30)

    def deposer(self, octets, **champs):
        return requests.post(f"{self.adresse}/retours/2024/psp_flux", headers=self.entetes, files={"fichier": ("r.csv", octets)}, data=champs, timeout=60)


@pytest.fixture
def programme(portail):
    return Programme(portail, portail.jeton(organisme="ddfe_69", courriel="ddfe69@exemple.fr"))


def test_a_program_is_refused_then_asked_to_confirm_then_receipted_once(programme):
    refuse = programme.deposer(retour("69", 5, departement="99"))
    assert refuse.status_code == 422 and refuse.json()["verdict"] == "refuse" and refuse.json()["recu"] is None
    assert refuse.json()["constats"][0]["lignes"] == [2]
    ligne = next(l for l in lignes(CONTRAT, 5, ("69", "01", "02")) if l["departement"] == "69")
    octets = retour("69", 5, stock_31_12=ligne["stock_31_12"] + 1)
    a_confirmer = programme.deposer(octets)
    assert a_confirmer.status_code == 409 and a_confirmer.json()["recu"] is None
    confirmes = [c["empreinte"] for c in a_confirmer.json()["constats"] if c["niveau"] == "a_confirmer"]
    recu = programme.deposer(octets, confirmes=confirmes)
    assert recu.status_code == 201 and recu.json()["deja"] is False
    encore = programme.deposer(octets, confirmes=confirmes)
    assert encore.status_code == 200 and encore.json()["recu"] == recu.json()["recu"]
    assert programme.lire(f"/recus/{recu.json()['recu']['id']}").json() == recu.json()["recu"]
    assert [r["recu"] for r in programme.lire("/retours").json()] == [recu.json()["recu"]["id"]]


def test_a_program_need_not_confirm_what_is_right(programme):
    assert programme.deposer(retour("69", 6)).status_code == 201


def test_an_agent_who_lost_the_phone_is_let_in_with_another_once_the_code_is_forgotten(portail, miprof):
    portail.compte(courriel="agent@exemple.fr")
    avant = portail.client("agent@exemple.fr")
    assert avant.get("/miprof/").status_code == 200
    assert miprof("portail", "oublier-code", "agent@exemple.fr", maison=portail.maison).returncode == 0
    assert avant.get("/miprof/", allow_redirects=False).status_code == 302
    apres = portail.client()
    page = apres.envoyer(portail.lien(courriel="agent@exemple.fr"))
    assert page.url.endswith("/second-facteur/") and "Protéger votre accès" in page.text
    assert miprof("portail", "oublier-code", "ddfe63@exemple.fr", maison=portail.maison).returncode == 2
