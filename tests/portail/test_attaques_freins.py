"""Asking too often: each brake, on what it counts, and what does not evade it."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.fabriques.portail import Portail, retour
from tests.fabriques.portail_brut import code_de

pytestmark = pytest.mark.lent
TOUJOURS = 10 ** 9  # one window of thirty years: no test falls between two
SERRES = {"connexion_adresse": 2, "connexion_ip": 6, "lien_ip": 4, "second_facteur": 5, "depot_compte": 2, "depot_organisme": 3, "depot_ip": 5, "api_jeton": 3, "api_ip": 8}


@pytest.fixture(scope="module")
def freine(tmp_path_factory):
    freins = ",".join(f"{nom}={nombre}/{TOUJOURS}" for nom, nombre in SERRES.items())
    with Portail(tmp_path_factory.mktemp("freine") / "var", MIPROF_PORTAIL_FREINS=freins) as p:
        p.campagne(millesime=2024, contrats=["psp_flux"])
        for rang, organisme in enumerate(["ddfe_63", "ddfe_63", "ddfe_69", "ddfe_01"]):
            p.compte(courriel=f"compte{rang}@exemple.fr", organisme=organisme)
        p.compte(courriel="agent@exemple.fr")
        yield p


def desserrer(portail):
    portail.sql(requete="delete from portail_passage")


def test_links_are_asked_for_so_often_for_an_address_known_or_not(freine):
    for courriel in ("compte0@exemple.fr", "inconnue@exemple.fr"):
        desserrer(freine)
        formes = [courriel, courriel.upper(), courriel]
        statuts = [freine.client().envoyer("/connexion/", {"courriel": forme}, allow_redirects=False).status_code for forme in formes]
        assert statuts == [302, 302, 429]


def test_links_are_asked_for_so_often_from_one_place_whatever_it_says_of_itself(freine):
    desserrer(freine)
    statuts = [freine.client().envoyer("/connexion/", {"courriel": f"a{n}@exemple.fr"}, allow_redirects=False, headers={
        "X-Forwarded-For": f"203.0.113.{n}", "X-Real-IP": f"203.0.113.{n}", "Forwarded": f"for=203.0.113.{n}"}).status_code for n in range(8)]
    assert statuts == [302] * 6 + [429] * 2


def test_links_are_tried_so_often_from_one_place_and_a_good_one_is_then_not_lost(freine):
    desserrer(freine)
    client, bon = freine.client(), freine.lien(courriel="compte0@exemple.fr")
    assert [client.envoyer("/connexion/", vers=f"/connexion/lien/faux{n}/").status_code for n in range(4)] == [410] * 4
    trop = client.envoyer("/connexion/", vers=bon)
    assert trop.status_code == 429 and int(trop.headers["Retry-After"]) > 0
    desserrer(freine)
    assert freine.client().envoyer(bon).url.endswith("/retours/")


def test_codes_of_the_second_factor_cannot_be_guessed_even_all_at_once(freine):
    desserrer(freine)
    client, page = freine.client(), "/connexion/second-facteur/"
    cle = re.search(r"(?:[A-Z2-7]{4} ){7}[A-Z2-7]{1,4}", client.envoyer(freine.lien(courriel="agent@exemple.fr")).text)[0]
    bons = {int(code_de(cle, n)) for n in range(-2, 5)}
    faux, jeton = [f"{n:06}" for n in range(40) if n not in bons], client.jeton(page)
    copies = [freine.client() for _ in faux]
    for copie in copies:
        copie.cookies.update(client.cookies)
    with ThreadPoolExecutor(16) as fils:
        statuts = list(fils.map(lambda c, code: c.post(page, {"csrfmiddlewaretoken": jeton, "code": code}).status_code, copies, faux))
    assert statuts.count(422) <= 5 and statuts.count(422) + statuts.count(429) == len(faux)
    assert client.envoyer(page, {"code": code_de(cle)}).status_code == 429
    assert client.get("/miprof/", allow_redirects=False).headers["Location"] == page


def test_files_are_sent_so_often_by_an_account_an_organisation_and_from_one_place(freine):
    desserrer(freine)
    clients = [freine.client(f"compte{rang}@exemple.fr") for rang in range(4)]
    envois = [(0, 200), (0, 200), (0, 429), (1, 200), (1, 429), (2, 200), (2, 200), (3, 429)]
    assert [clients[rang].deposer(2024, "psp_flux", retour()).status_code for rang, _ in envois] == [statut for _, statut in envois]
    refus = clients[3].deposer(2024, "psp_flux", retour())
    assert "Trop de demandes" in refus.text and int(refus.headers["Retry-After"]) > 0
    assert clients[0].get("/retours/").status_code == 200  # reading is never braked


def test_programs_are_braked_by_token_and_by_place(freine):
    desserrer(freine)
    jetons = [freine.jeton(organisme=o, courriel="compte0@exemple.fr") for o in ("ddfe_63", "ddfe_69")]
    assert [freine.client().get("/api/v1/recus", headers={"Authorization": f"Bearer {jetons[0]}"}).status_code for _ in range(4)] == [200] * 3 + [429]
    assert [freine.client().get("/api/v1/recus", headers={"Authorization": f"Bearer faux{n}"}).status_code for n in range(5)] == [401] * 4 + [429]
    braque = freine.client().get("/api/v1/recus", headers={"Authorization": f"Bearer {jetons[1]}"})
    assert braque.status_code == 429 and int(braque.headers["Retry-After"]) > 0 and "message" in braque.json()


def test_brakes_keep_neither_addresses_nor_ip(freine):
    freine.client().envoyer("/connexion/", {"courriel": "personne.precise@exemple.fr"})
    contenu = str(freine.sql(requete="select * from portail_passage"))
    assert "personne" not in contenu and "127.0.0" not in contenu
