"""A contributor's way through the portal, as requests tell it; what only a browser can tell is in test_navigateur."""

import re

from catalogue.contrats import lire_contrat
from tests.fabriques.retours import csv_de, lignes


def retour(contrat="psp_flux", departement="63", graine=1):
    connu = lire_contrat(contrat)
    return csv_de(connu, [l for l in lignes(connu, graine, (departement, "01", "02")) if l["departement"] == departement])


def test_a_link_opens_the_returns_expected_and_serves_once(portail):
    client, lien = portail.client(), portail.lien(courriel="ddfe63@exemple.fr")
    assert "Entrer" in client.get(lien).text
    page = client.envoyer(lien)
    assert page.status_code == 200 and page.url.endswith("/retours/")
    assert portail.client().envoyer(portail.adresse + "/connexion/", vers=lien).status_code == 410


def test_a_return_is_deposited_confirmed_and_receipted(portail):
    client = portail.client("ddfe63@exemple.fr")
    page = client.deposer(2024, "psp_flux", retour())
    assert "/examens/" in page.url, page.text
    assert "Confirmer le dépôt" in page.text
    recu = client.envoyer(page.url)
    assert "/recus/psp_flux-2024-ddfe_63-0001/" in recu.url
    assert re.search("[0-9a-f]{64}", recu.text)
