"""Logs, pages and files left behind: nothing secret, nothing personal, nothing forged by a visitor."""

import re

import pytest

from catalogue.contrats import lire_contrat
from tests.fabriques import portail_brut as brut
from tests.fabriques.retours import csv_de, lignes

PERSONNELS = {"courriel": "contact.imaginaire@example.org", "telephone": "06 39 98 01 02", "nom": "Camille Untel", "adresse": "12 rue des Inventions"}
LIGNE = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} [A-Z]+ \S+ |WARNING:  Invalid HTTP request received\.$|Le portail s’ouvre sur ")


@pytest.mark.parametrize("chemin", ["/connexion/lien/{secret}/", "/connexion/lien/{secret}/?x=1", "/connexion/lien/{secret}", "//connexion/lien/{secret}/", "/connexion/lien/{secret}/suite/"])
def test_no_link_is_written_in_the_logs_whatever_goes_wrong(portail, chemin):
    secret = portail.lien(courriel="ddfe42@exemple.fr").rstrip("/").rsplit("/", 1)[1]
    client = portail.client()
    for methode in ("GET", "POST", "PUT", "DELETE"):
        client.request(methode, portail.adresse + chemin.format(secret=secret), allow_redirects=False)
    client.post(chemin.format(secret=secret), data=b"x" * 300_000, headers={"Content-Type": "application/x-www-form-urlencoded"})
    client.get(chemin.format(secret=secret), headers={"Host": "ailleurs.exemple.fr"})
    assert secret not in portail.traces()


def test_no_token_is_written_in_the_logs(portail):
    jeton = portail.jeton(organisme="ddfe_42", courriel="ddfe42@exemple.fr")
    for entetes in ({"Authorization": f"Bearer {jeton}x"}, {"Authorization": f"Bearer {jeton}", "Content-Type": "multipart/form-data; boundary="}):
        for methode in ("GET", "POST", "PUT"):
            portail.client().request(methode, "/api/v1/retours/2024/psp_flux", headers=entetes, data=b"x")
    assert jeton not in portail.traces()


def test_no_visitor_begins_a_line_of_the_logs(portail):
    forge = "2030-01-01 00:00:00,000 ERROR forge"
    for debut in ("%0a", "%0d%0a", "%e2%80%a8", "%c2%85", "%0b", "%1b[2K"):
        portail.client().get(f"/nulle-part/{debut}{forge}")
        portail.client().post(f"/retours/{debut}{forge}/")
        portail.client().get(f"/connexion/?next={debut}{forge}")
    brut.envoyer(portail.port, [brut.demande("/connexion/", methode="GET", Host=f"ailleurs.exemple.fr\\n{forge}", User_Agent=f"\x0b{forge}")])
    brut.envoyer(portail.port, [b"GET /\x0b HTTP/1.1\r\nHost: x\r\n\r\n"])
    traces = portail.traces()
    assert "\x1b" not in traces and "\x0b" not in traces
    assert all(LIGNE.match(ligne) for ligne in traces.split("\n") if ligne), [ligne for ligne in traces.split("\n") if ligne and not LIGNE.match(ligne)]


@pytest.mark.parametrize("valeur", PERSONNELS.values(), ids=PERSONNELS)
def test_what_seems_personal_is_neither_shown_nor_kept_in_the_clear_nor_logged(portail, valeur):
    contrat, client = lire_contrat("psp_flux"), portail.client("ddfe42@exemple.fr")
    octets = csv_de(contrat, [ligne | {"stock_debut": valeur} for ligne in lignes(contrat, 1, ("42",))])
    page = client.deposer(2024, "psp_flux", octets, f"{valeur}.csv")
    assert "/examens/" in page.url and "Confirmer le dépôt" not in page.text and valeur not in page.text
    assert valeur not in client.get(f"{page.url}rapport.csv").text
    assert client.get(f"{page.url}annote.xlsx").status_code in (200, 404) and valeur.encode() not in client.get(f"{page.url}annote.xlsx").content
    jeton = {"Authorization": f"Bearer {portail.jeton(organisme='ddfe_42', courriel='ddfe42@exemple.fr')}"}
    reponse = portail.client().post("/api/v1/retours/2024/psp_flux", files={"fichier": (f"{valeur}.csv", octets)}, headers=jeton)
    assert reponse.status_code == 422 and valeur not in reponse.text
    assert valeur not in portail.traces() and valeur not in str(portail.entrees()) + str(portail.sql(requete="select nom_fichier, rapport from portail_examen"))
    avec = [p for p in portail.maison.rglob("*") if p.is_file() and p.suffix not in (".sqlite3-wal", ".sqlite3") and valeur.encode() in p.read_bytes()]
    assert {p.parent.name for p in avec} <= {"ecartes"} and all(p.stat().st_mode & 0o077 == 0 for p in avec)


def test_what_the_portal_writes_is_for_its_owner_only(portail):
    client = portail.client("ddfe42@exemple.fr")
    contrat = lire_contrat("psp_flux")
    client.deposer(2024, "psp_flux", csv_de(contrat, lignes(contrat, 9, ("42",))))
    assert (portail.maison / "portail").stat().st_mode & 0o077 == 0
    ouverts = [p for p in (portail.maison / "portail" / "attente").rglob("*") if p.stat().st_mode & 0o077]
    assert not ouverts and (portail.maison / "portail" / "cle").stat().st_mode & 0o777 == 0o600
