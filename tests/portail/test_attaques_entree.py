"""Entering without the right to: links, sessions, second factor, forged addresses."""

import re
import statistics
import time
from concurrent.futures import ThreadPoolExecutor
from html.parser import HTMLParser

import pytest

from tests.fabriques.portail_brut import code_de

ADRESSES = ("/connexion/", "/connexion/envoye/", "/connexion/lien/x/", "/accessibilite/", "/mentions-legales/", "/donnees-personnelles/", "/api/", "/nulle-part/",
            "/retours/", "/retours/2024/psp_flux/", "/recus/", "/jetons/", "/miprof/", "/miprof/campagnes/2024/", "/miprof/campagnes/2024/couverture/",
            "/miprof/campagnes/creer/", "/miprof/organismes/", "/miprof/organismes/ddfe_63/", "/miprof/editions/", "/miprof/journal/")


def test_opening_a_link_consumes_nothing_and_signs_nobody_in(portail):
    lien, robot = portail.lien(courriel="ddfe63@exemple.fr"), portail.client()
    for _ in range(3):
        assert robot.get(lien).status_code == robot.head(lien).status_code == 200
    assert not robot.cookies.get("session")
    assert robot.put(lien).status_code in (403, 405) and robot.post(lien).status_code == 403
    assert portail.client().envoyer(lien).url.endswith("/retours/")


@pytest.mark.parametrize("changer", [
    lambda lien: lien[:-2] + ("b" if lien[-2] == "a" else "a") + "/", lambda lien: lien.replace("/lien/", "/lien/%00"), lambda lien: f"{lien[:-1]}%20/",
    lambda lien: re.sub("lien/.*", "lien/" + "a" * 5000 + "/", lien), lambda lien: lien.swapcase().replace("HTTP", "http").replace("/CONNEXION/LIEN/", "/connexion/lien/")],
    ids=["last_letter", "nul", "space", "long", "case"])
def test_a_link_is_taken_to_the_letter(portail, changer):
    client = portail.client()
    assert client.envoyer("/connexion/", vers=changer(portail.lien(courriel="ddfe63@exemple.fr"))).status_code == 410
    assert not client.cookies.get("session")


def test_a_link_serves_once_even_when_many_use_it_at_once(portail):
    lien, clients = portail.lien(courriel="ddfe63@exemple.fr"), [portail.client() for _ in range(6)]
    jetons = [client.jeton("/connexion/") for client in clients]
    with ThreadPoolExecutor(6) as fils:
        statuts = list(fils.map(lambda c, j: c.post(lien, {"csrfmiddlewaretoken": j}, allow_redirects=False).status_code, clients, jetons))
    assert sorted(statuts) == [302] + [410] * 5


def test_a_link_dies_after_a_quarter_of_an_hour(portail):
    lien = portail.lien(courriel="ddfe63@exemple.fr")
    portail.vieillir_lien(adresse=lien, minutes=14)
    assert "Entrer" in portail.client().get(lien).text
    portail.vieillir_lien(adresse=lien, minutes=16)
    assert "Entrer" not in portail.client().get(lien).text
    assert portail.client().envoyer("/connexion/", vers=lien).status_code == 410


def test_the_answer_is_the_same_for_a_known_address_and_another(portail):
    reponses = []
    for courriel in ("ddfe63@exemple.fr", "personne@exemple.fr", " DDFE63@exemple.fr "):
        reponse = portail.client().envoyer("/connexion/", {"courriel": courriel}, allow_redirects=False)
        entetes = {nom: valeur for nom, valeur in reponse.headers.items() if nom not in ("date", "set-cookie")}
        reponses.append((reponse.status_code, entetes, reponse.text, sorted(reponse.cookies.keys())))
    assert reponses[0] == reponses[1] == reponses[2]


@pytest.mark.lent
def test_the_answer_takes_the_same_time_for_a_known_address_and_another(portail):
    client = portail.client()
    jeton, durees = client.jeton("/connexion/"), {"ddfe63@exemple.fr": [], "personne@exemple.fr": []}
    for _ in range(60):
        for courriel, temps in durees.items():
            debut = time.perf_counter()
            client.post("/connexion/", {"csrfmiddlewaretoken": jeton, "courriel": courriel}, allow_redirects=False)
            temps.append(time.perf_counter() - debut)
    connue, inconnue = map(statistics.median, durees.values())
    assert abs(connue - inconnue) < max(0.004, 0.25 * inconnue), f"{connue * 1000:.1f} ms, {inconnue * 1000:.1f} ms"


def test_the_cookie_given_before_signing_in_is_worth_nothing_after(portail):
    pirate = portail.client()
    pirate.envoyer("/connexion/?next=/recus/", {"courriel": "personne@exemple.fr"})
    impose = pirate.cookies["session"]
    victime = portail.client()
    victime.cookies.set("session", impose, domain="127.0.0.1")
    assert victime.envoyer(portail.lien(courriel="ddfe63@exemple.fr")).url.endswith("/recus/")
    assert pirate.get("/retours/", allow_redirects=False).status_code == 302


def test_signing_out_ends_the_session_on_the_server(portail):
    client, copie = portail.client("ddfe63@exemple.fr"), portail.client()
    copie.cookies.update(client.cookies)
    client.envoyer("/accessibilite/", vers="/deconnexion/")
    assert copie.get("/retours/", allow_redirects=False).status_code == 302


@pytest.mark.parametrize("suite", ["https://ailleurs.exemple.fr/", "//ailleurs.exemple.fr", "/\\ailleurs.exemple.fr", "\\\\ailleurs.exemple.fr", "javascript:alert(1)",
                                   "/%0d%0aSet-Cookie:x=1", "http:///ailleurs.exemple.fr", "recu", "n’importe quoi", "/" * 4000])
def test_no_link_leads_out_of_the_portal_nor_breaks_signing_in(portail, suite):
    client = portail.client()
    client.envoyer(f"/connexion/?next={suite}", {"courriel": "ddfe63@exemple.fr"})
    reponse = client.post(lien := portail.lien(courriel="ddfe63@exemple.fr"), {"csrfmiddlewaretoken": client.jeton(lien)}, allow_redirects=False)
    assert reponse.status_code == 302 and re.match(r"/(?![/\\])", reponse.headers["Location"]), reponse.headers
    assert "x" not in reponse.cookies


@pytest.mark.parametrize("entetes", [{"Host": "ailleurs.exemple.fr"}, {"Host": "127.0.0.1.ailleurs.exemple.fr"}, {"Host": "127.0.0.1:80@ailleurs.exemple.fr"}])
def test_a_forged_host_is_refused(portail, entetes):
    assert portail.client().get("/connexion/", headers=entetes).status_code == 400


def test_the_links_of_emails_never_follow_the_request(portail):
    avant = len(portail.courriels())
    entetes = {"X-Forwarded-Host": "ailleurs.exemple.fr", "X-Forwarded-For": "203.0.113.7", "Forwarded": "host=ailleurs.exemple.fr", "X-Host": "ailleurs.exemple.fr",
               "X-Forwarded-Proto": "https"}
    portail.client().envoyer("/connexion/", {"courriel": "ddfe69@exemple.fr"}, headers=entetes)
    dernier = portail.attendre_courriel(avant + 1)[-1]
    assert re.findall(r"https?://\S+", dernier.get_content())[0].startswith(f"{portail.adresse}/connexion/lien/")


def test_cookies_are_closed_to_scripts_and_to_other_sites(portail):
    client = portail.client()
    reponses = [client.get("/connexion/"), client.post(lien := portail.lien(courriel="ddfe63@exemple.fr"), {"csrfmiddlewaretoken": client.jeton(lien)}, allow_redirects=False)]
    poses = [cookie for reponse in reponses for cookie in reponse.raw.headers.getlist("set-cookie")]
    assert {cookie.partition("=")[0] for cookie in poses} == {"csrf", "session"}
    for cookie in poses:
        assert "httponly" in cookie.lower() and re.search(r"samesite=(lax|strict)", cookie.lower()) and "domain=" not in cookie.lower(), cookie
    assert "max-age=28800" in next(c for c in poses if c.startswith("session")).lower()


class Page(HTMLParser):
    """What a page would run or load."""

    def __init__(self) -> None:
        super().__init__()
        self.interdits: list[str] = []

    def handle_starttag(self, tag, attrs):
        dits = dict(attrs)
        self.interdits += [f"{tag} {nom}" for nom in dits if nom.startswith("on")]
        if tag == "script" and "src" not in dits:
            self.interdits.append("script in the page")
        for nom in ("src", "action", *(("href",) if tag == "link" else ())):
            if re.match(r"(?i)\s*(https?:)?//|\s*javascript:", dits.get(nom) or ""):
                self.interdits.append(f"{tag} {nom}={dits[nom]}")


@pytest.mark.parametrize("courriel", [None, "ddfe63@exemple.fr", "agent@exemple.fr"])
def test_every_page_says_what_a_browser_may_do_with_it(portail, courriel):
    client = portail.client(courriel)
    for adresse in ADRESSES:
        reponse = client.get(adresse)
        politique = dict(regle.strip().split(" ", 1) for regle in reponse.headers["Content-Security-Policy"].split(";"))
        assert politique["default-src"] == politique["frame-ancestors"] == politique["base-uri"] == "'none'", adresse
        assert politique["script-src"] == politique["form-action"] == politique["style-src"] == "'self'", adresse
        assert reponse.headers["X-Frame-Options"] == "DENY" and reponse.headers["X-Content-Type-Options"] == "nosniff", adresse
        assert reponse.headers["Cache-Control"] == "no-store" and reponse.headers["Referrer-Policy"] == "same-origin", adresse
        assert "server" not in reponse.headers
        page = Page()
        page.feed(reponse.text)
        assert not page.interdits, (adresse, page.interdits)


@pytest.fixture
def agent_neuf(portail, request):
    """A new agent of the Miprof who has opened the link: the browser, and the key shown once."""
    courriel = f"agent.{abs(hash(request.node.nodeid))}@exemple.fr"
    portail.compte(courriel=courriel)
    client = portail.client()
    page = client.envoyer(portail.lien(courriel=courriel))
    return client, courriel, re.search(r"(?:[A-Z2-7]{4} ){7}[A-Z2-7]{1,4}", page.text)[0]


def test_a_code_serves_once_and_the_key_is_shown_no_more(portail, agent_neuf):
    client, courriel, cle = agent_neuf
    page = "/connexion/second-facteur/"
    code = code_de(cle)
    assert client.envoyer(page, {"code": code}).url.endswith("/miprof/")
    autre = portail.client()
    suite = autre.envoyer(portail.lien(courriel=courriel))
    assert suite.url.endswith(page) and cle not in suite.text and "otpauth" not in suite.text
    assert autre.envoyer(page, {"code": code}).status_code == 422
    assert autre.get("/miprof/", allow_redirects=False).headers["Location"] == page


def test_the_second_factor_is_only_for_the_miprof(portail):
    assert portail.client("ddfe63@exemple.fr").get("/connexion/second-facteur/").status_code == 404
