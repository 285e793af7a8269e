"""Files and forms made to harm the portal, its agents or its contributors."""

import csv
import io
import re
import time
from email.message import Message

import pytest
import requests
from openpyxl import load_workbook

from catalogue.contrats import lire_contrat
from tests.fabriques import portail_brut as brut
from tests.fabriques.hostiles import HOSTILES
from tests.fabriques.portail import Portail, retour
from tests.fabriques.retours import csv_de, lignes

DEPOT = "/retours/2024/psp_flux/"
DEGUISES = ["pdf_deguise", "page_web_deguisee", "image_deguisee", "archive_deguisee", "classeur_nomme_csv", "programme", "binaire", "document_word", "chiffre", "ancien_excel",
            "macros", "ods_macros", "liens_externes"]
BOMBES = ["deux_cases_au_bout_du_monde", "blancs_40_mo", "taille_mensongere", "milliard_de_rires", "lecture_de_fichier", "nom_qui_remonte", "cellule_de_quatre_mega"]
NOMS = {
    "parent": b"../../../../tmp/evade.csv", "parent_windows": rb"..\\..\\evade.csv", "absolute": b"/etc/cron.d/evade.csv", "nul": b"eva\0de.csv", "long": b"e" * 300 + b".csv",
    "right_to_left": "\u202evsc.evade\u202c.csv".encode(), "device": b"CON", "device_with_suffix": b"COM1.csv",
    "encoded_line_breaks": b"a%0d%0aSet-Cookie: x=1.csv", "formula": b"=cmd|' /C calc'!A0.csv", "markup": b"<img src=x onerror=alert(1)>.csv",
    "quotes": b"a\\\";x=\\\".csv", "percent": b"%2e%2e%2fevade.csv", "template": b"{{ settings.SECRET_KEY }}.csv", "spaces": b"  .csv", "dots": b"...csv"}


def poster(client, adresse, nom, octets, **champs):
    """Deposit with a file name written byte for byte; the page after redirections."""
    corps = brut.multipart(nom, octets, {"csrfmiddlewaretoken": client.jeton(DEPOT)} | champs)
    return client.post(adresse, data=corps, headers={"Content-Type": f"multipart/form-data; boundary={brut.LIMITE}"})


def fichiers(portail):
    return {str(p.relative_to(portail.maison.parent)) for p in portail.maison.parent.rglob("*") if p.is_file()}


@pytest.mark.parametrize("nom", NOMS.values(), ids=NOMS)
def test_the_name_of_a_file_is_only_ever_words(portail, nom):
    client, agent, avant = portail.client("ddfe42@exemple.fr"), portail.client("agent@exemple.fr"), fichiers(portail)
    page = poster(client, DEPOT, nom, retour(departement="42", graine=len(nom) + 100))
    assert page.status_code == 200 and "/examens/" in page.url, page.status_code
    recu = client.envoyer(page.url)
    assert "/recus/" in recu.url and "x" not in client.cookies
    assert "<img src=x" not in page.text + recu.text and "\u202e" not in page.text + recu.text and "django-insecure" not in page.text
    nouveaux = fichiers(portail) - avant
    assert all(re.fullmatch(r"[\w./-]+", chemin) and "evade" not in chemin for chemin in nouveaux), nouveaux
    telecharge = agent.get(f"/miprof/recus/{recu.url.rstrip('/').rsplit('/', 1)[1]}/fichier/")
    entete = Message()
    entete["Content-Disposition"] = telecharge.headers["Content-Disposition"]
    assert telecharge.content == retour(departement="42", graine=len(nom) + 100) and entete.get_content_disposition() == "attachment"
    assert entete.get_filename().startswith("psp_flux-2024-ddfe_42-") and not re.search(r"[/\\\0\r\n]", entete.get_filename())
    assert telecharge.headers["Content-Type"] == "application/octet-stream" and telecharge.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("nom", [b"", b".", b"..", b"/", b"a/", b"a\\\r\nSet-Cookie: x=1.csv", b"\xff\xfe\x80.csv"])
def test_a_file_whose_name_says_nothing_is_asked_again(portail, nom):
    page = poster(portail.client("ddfe42@exemple.fr"), DEPOT, nom, retour(departement="42"))
    assert page.status_code == 422 and "Choisissez un fichier" in page.text and "x" not in page.cookies


@pytest.mark.parametrize("cas", DEGUISES)
def test_a_disguised_file_is_refused_in_plain_french(portail, cas):
    fabriquer, nom = HOSTILES[cas]
    page = portail.client("ddfe42@exemple.fr").deposer(2024, "psp_flux", fabriquer(), nom)
    assert page.status_code == 200 and "/examens/" in page.url and "Confirmer le dépôt" not in page.text
    assert "Traceback" not in page.text


@pytest.mark.lent
@pytest.mark.parametrize("cas", BOMBES)
def test_a_bomb_costs_little_and_the_portal_goes_on(portail, cas):
    fabriquer, nom = HOSTILES[cas]
    client = portail.client("ddfe42@exemple.fr")
    page = client.deposer(2024, "psp_flux", fabriquer(), nom)
    assert page.status_code in (200, 422) and "Confirmer le dépôt" not in page.text and "root:" not in page.text
    assert "Confirmer le dépôt" in client.deposer(2024, "psp_flux", retour(departement="42")).text
    assert "Traceback" not in portail.traces()


@pytest.mark.parametrize("chemin", [DEPOT, "/connexion/", "/api/v1/retours/2024/psp_flux", "/nulle-part/"])
def test_a_body_is_counted_while_it_comes_whatever_it_says_of_its_length(portail, chemin):
    corps = b"x" * (40 << 20)
    statut, _, _ = brut.envoyer(portail.port, [brut.demande(chemin, Content_Length=str(len(corps)))])
    assert statut == 413  # told at once, before the body comes
    statut, reponse, partis = brut.envoyer(portail.port, [brut.demande(chemin, Content_Length="", Transfer_Encoding="chunked"), *brut.par_morceaux(corps)])
    assert (statut in (413, 0)) and partis < len(corps), reponse[:200]
    statut, reponse, _ = brut.envoyer(portail.port, [brut.demande(chemin, b"x" * 100, Content_Length="10")])
    assert statut in (400, 401, 403, 404, 422)  # the rest is another request, and not a good one
    assert brut.envoyer(portail.port, [brut.demande(chemin, Content_Length="-1")])[0] == 400
    assert brut.envoyer(portail.port, [brut.demande(chemin, b"5\r\nx", Transfer_Encoding="chunked", Content_Length="3")])[0] in (0, 400)


def test_a_file_over_the_limit_of_files_is_told_in_the_form(portail):
    page = portail.client("ddfe42@exemple.fr").deposer(2024, "psp_flux", b"a;b\n" * 1_400_000)
    assert page.status_code == 422 and "5 Mo" in page.text
    jeton = {"Authorization": f"Bearer {portail.jeton(organisme='ddfe_42', courriel='ddfe42@exemple.fr')}"}
    assert requests.post(f"{portail.adresse}/api/v1/retours/2024/psp_flux", files={"fichier": ("a.csv", b"a;b\n" * 1_400_000)}, headers=jeton, timeout=30).status_code == 413


def test_a_form_of_a_hundred_thousand_fields_is_refused_at_once(portail):
    client, debut = portail.client("ddfe42@exemple.fr"), time.monotonic()
    champs = {f"f{n}": "" for n in range(70_000)}
    for adresse in (DEPOT, "/connexion/"):
        assert poster(client, adresse, b"a.csv", b"x", **champs).status_code in (400, 413)
        assert client.post(adresse, "&".join(f"f{n}=" for n in range(100_000)), headers={"Content-Type": "application/x-www-form-urlencoded"}).status_code in (400, 413)
    assert client.get(DEPOT).status_code == 200
    jeton = {"Authorization": f"Bearer {portail.jeton(organisme='ddfe_42', courriel='ddfe42@exemple.fr')}", "Content-Type": f"multipart/form-data; boundary={brut.LIMITE}"}
    reponse = requests.post(f"{portail.adresse}/api/v1/retours/2024/psp_flux", brut.multipart(b"a.csv", b"x", champs), headers=jeton, timeout=30)
    assert reponse.status_code == 400 and reponse.json()["message"]
    assert time.monotonic() - debut < 20


def test_several_files_are_not_taken_for_one(portail):
    client = portail.client("ddfe42@exemple.fr")
    page = client.post(DEPOT, {"csrfmiddlewaretoken": client.jeton(DEPOT)}, files=[("fichier", ("a.csv", b"x")), ("fichier", ("b.csv", b"y"))])
    assert page.status_code == 400


PIEGES = ["<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "{{ 7|add:7 }}{% debug %}", "javascript:alert(1)", "'; drop table portail_compte; --",
          "&lt;b&gt;", "\u202e<svg/onload=alert(1)>", "]]><x>", "</textarea><script src=x></script>"]


def test_no_cell_becomes_markup_on_a_page(portail):
    contrat = lire_contrat("psp_flux")
    client = portail.client("ddfe42@exemple.fr")
    for colonne in ("departement", "etat_valeur", "stock_debut", "date_arrete", "statut"):
        rangees = [ligne | {colonne: piege} for ligne, piege in zip(lignes(contrat, 3, ("42",)) * len(PIEGES), PIEGES, strict=False)]
        page = client.deposer(2024, "psp_flux", csv_de(contrat, rangees))
        corps = page.text.partition("<main")[2].partition("</main>")[0]
        assert "&lt;script&gt;alert(1)" in corps and "{{ 7|add:7 }}" in corps, colonne
        assert not re.search(r"<(script|img|svg|x|b)\b|\u202e", corps), colonne


def test_no_title_of_column_nor_of_sheet_becomes_markup(portail):
    entete = b"annee;departement;<script>alert(1)</script>;=1+1;\"<img src=x>\"\n2024;42;1;2;3\n"
    page = portail.client("ddfe42@exemple.fr").deposer(2024, "psp_flux", entete)
    assert "&lt;script&gt;alert(1)" in page.text and "<script>alert(1)" not in page.text and "<img src=x>" not in page.text


def test_no_export_can_run_in_a_spreadsheet(portail):
    contrat, client = lire_contrat("psp_flux"), portail.client("ddfe42@exemple.fr")
    formules = ["=cmd|' /C calc'!A0", "+1+cmd|' /C calc'!A0", "-2+3+cmd|'/C calc'!A0", "@SUM(1+1)*cmd|' /C calc'!A0", "\t=1+1", "\r=1+1", "＝1+1", " =1+1", "\n=1+1"]
    rangees = [ligne | {"stock_debut": f, "departement": f} for ligne, f in zip(lignes(contrat, 4, ("42",)) * len(formules), formules, strict=False)]
    page = client.deposer(2024, "psp_flux", csv_de(contrat, rangees), "=cmd.csv")
    rapport = client.get(f"{page.url}rapport.csv").content.decode("utf-8-sig")
    classeur = load_workbook(io.BytesIO(client.get(f"{page.url}annote.xlsx").content))
    assert not [c.coordinate for feuille in classeur for rang in feuille for c in rang if c.data_type == "f"]
    assert not [c for rang in csv.reader(io.StringIO(rapport), delimiter=";") for c in rang if c[:1] in "=+@\t\r＝" and c[:1] and not re.fullmatch(r"[+-]?\d+", c)]


def test_a_program_is_answered_with_text_only(portail):
    jeton = {"Authorization": f"Bearer {portail.jeton(organisme='ddfe_42', courriel='ddfe42@exemple.fr')}"}
    contrat = lire_contrat("psp_flux")
    octets = csv_de(contrat, [ligne | {"stock_debut": "<script>alert(1)</script>"} for ligne in lignes(contrat, 4, ("42",))])
    reponse = requests.post(f"{portail.adresse}/api/v1/retours/2024/psp_flux", files={"fichier": ("a.csv", octets)}, headers=jeton, timeout=30)
    assert reponse.status_code == 422 and reponse.headers["Content-Type"].startswith("application/json") and reponse.headers["X-Content-Type-Options"] == "nosniff"
    assert reponse.headers["Content-Security-Policy"].startswith("default-src 'none'")


@pytest.fixture(scope="module")
def registre_piege(tmp_path_factory):
    """A portal whose register was poisoned: names made to run in a page, a spreadsheet or an e-mail."""
    dossier = tmp_path_factory.mktemp("registre_piege")
    noms = {"piege_a": "=HYPERLINK(1)<script>alert(1)</script>", "piege_b": "Association\r\nBcc: victime@exemple.fr\r\n\r\n<img src=x>"}
    with (dossier / "organismes.csv").open("w", newline="", encoding="utf-8") as f:
        csv.writer(f).writerows([["id", "nom", "type", "reseau", "source"], *([id, nom, "association", "", "Essai"] for id, nom in noms.items())])
    (dossier / "mandats.csv").write_text("organisme,contrats,territoire_type,territoire,date_debut,date_fin,retour_de_reference,raison\n" + "".join(
        f"{id},accompagnement,departement,42,2016-04-14,,,\n" for id in noms), "utf-8")
    with Portail(dossier / "var", MIPROF_PORTAIL_REGISTRE=str(dossier)) as p:
        p.campagne(millesime=2024, contrats=["accompagnement"])
        for id in noms:
            p.compte(courriel=f"{id}@exemple.fr", organisme=id)
        p.compte(courriel="agent@exemple.fr")
        yield p


@pytest.mark.lent
def test_no_name_of_organisation_runs_anywhere(registre_piege):
    agent = registre_piege.client("agent@exemple.fr")
    agent.envoyer("/miprof/campagnes/2024/", vers="/miprof/campagnes/2024/relancer/")
    for client, adresse in [(agent, "/miprof/organismes/"), (agent, "/miprof/organismes/piege_a/"), (agent, "/miprof/campagnes/2024/"), (agent, "/miprof/campagnes/2024/couverture/"),
                            (registre_piege.client("piege_a@exemple.fr"), "/retours/"), (registre_piege.client("piege_b@exemple.fr"), "/retours/2024/accompagnement/")]:
        page = client.get(adresse)
        assert page.status_code == 200 and "<script>alert" not in page.text and "<img src=x>" not in page.text, adresse
    table = list(csv.reader(io.StringIO(agent.get("/miprof/campagnes/2024/reponses.csv").content.decode("utf-8-sig")), delimiter=";"))
    assert len(table) == 3 and all(not case.startswith(("=", "+", "@")) for rang in table for case in rang)
    messages = registre_piege.attendre_courriel(2)
    assert {m["To"] for m in messages} == {"piege_a@exemple.fr", "piege_b@exemple.fr"}
    assert all(m["Bcc"] is None and len(m.get_all("Subject")) == 1 and "\n" not in m["Subject"] for m in messages)
