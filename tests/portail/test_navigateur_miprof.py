"""An agent of the Miprof in Chromium: second factor, a campaign from its creation to its map, reminders, files, édition."""

import csv
import io
import json
import re
from base64 import b32decode
from datetime import date, timedelta

import pytest
from django_otp.oath import TOTP
from playwright.sync_api import expect

from tests.fabriques import navigateur
from tests.fabriques.portail_navigateur import fichier_csv, rangee

pytestmark = [
    pytest.mark.navigateur,
    pytest.mark.lent,
    pytest.mark.skipif(navigateur.commande() is None, reason="no Chromium on this machine: none of " + ", ".join(navigateur.COMMANDES)),
]
AGENT = "agent@exemple.fr"
RETOUR = "Parcours de sortie de la prostitution : demandes, décisions, entrées, sorties"


@pytest.fixture(scope="module", autouse=True)
def comptes(navigation):
    navigation.portail.compte(courriel=AGENT)
    for departement in ("63", "69"):
        navigation.portail.compte(courriel=f"ddfe{departement}@exemple.fr", organisme=f"ddfe_{departement}")


@pytest.fixture(scope="module")
def campagne(navigation):
    """The campaign of 2024, one return received from the Puy-de-Dôme."""
    navigation.portail.campagne(millesime=2024, contrats=["psp_flux"])
    client = navigation.portail.client("ddfe63@exemple.fr")
    envoi = fichier_csv(rangee())
    client.envoyer(client.deposer(2024, "psp_flux", envoi["buffer"], envoi["name"]).url)
    return envoi["buffer"]


def test_an_agent_ties_an_application_then_gives_its_code_each_time(ouvrir, navigation):
    page = ouvrir()
    page.goto(navigation.portail.lien(courriel=AGENT))
    page.get_by_role("button", name="Entrer").click()
    cle = page.locator(".cle").inner_text().replace(" ", "")
    application = TOTP(b32decode(cle + "=" * (-len(cle) % 8)))
    code = page.get_by_label("Code à six chiffres")
    code.fill(f"{(application.token() + 1) % 1_000_000:06}")
    page.get_by_role("button", name="Continuer").click()
    expect(page).to_have_title(re.compile(r"^Erreur\s:\s"))
    expect(page.locator("main [role=alert]")).to_be_focused()
    navigation.portail.code(courriel=AGENT)  # forgives the wrong code, which would have to be waited out
    code.fill(f"{application.token():06}")
    page.get_by_role("button", name="Continuer").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Campagnes")

    ailleurs = ouvrir()
    ailleurs.goto(navigation.portail.lien(courriel=AGENT))
    ailleurs.get_by_role("button", name="Entrer").click()
    ailleurs.goto("/miprof/organismes/")
    expect(ailleurs).to_have_url(re.compile("/connexion/second-facteur/"))
    expect(ailleurs.locator(".cle")).to_have_count(0)
    ailleurs.get_by_label("Code à six chiffres").fill(navigation.portail.code(courriel=AGENT))
    ailleurs.get_by_role("button", name="Continuer").click()
    expect(ailleurs.get_by_role("heading", level=1)).to_have_text("Campagnes")


def test_a_campaign_goes_from_its_creation_to_the_map(ouvrir):
    page = ouvrir(AGENT)
    page.goto("/miprof/")
    page.get_by_role("link", name="Créer une campagne").click()
    page.get_by_role("button", name="Enregistrer la campagne").click()
    resume = page.locator("main [role=alert]")
    expect(resume).to_be_focused()
    for lien in resume.get_by_role("link").all():
        assert page.locator(lien.get_attribute("href")).count() == 1
    page.get_by_label("Année des données").fill("2023")
    page.get_by_label("Date limite de dépôt").fill((date.today() + timedelta(days=20)).isoformat())
    page.locator("label", has_text=RETOUR).click()
    page.get_by_role("button", name="Enregistrer la campagne").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("2023")
    expect(page.locator("main")).to_contain_text("sur 101")
    page.get_by_role("link", name="Carte de couverture").click()
    tuiles = page.locator("svg.carte g.tuile")
    expect(tuiles).to_have_count(101)
    expect(page.locator("svg.carte g.vide")).to_have_count(101)


def test_what_came_is_on_the_map_in_the_table_and_can_be_taken(ouvrir, campagne):
    page = ouvrir(AGENT)
    page.goto("/miprof/campagnes/2024/couverture/")
    expect(page.locator("svg.carte g.complet")).to_have_text(re.compile("63"))
    page.goto("/miprof/campagnes/2024/")
    page.get_by_label("État").select_option(label="Reçu")
    page.get_by_role("button", name="Filtrer").click()
    ligne = page.get_by_role("row").filter(has_text="Puy-de-Dôme")
    with page.expect_download() as telechargement:
        ligne.get_by_role("link", name=re.compile("télécharger")).click()
    assert telechargement.value.path().read_bytes() == campagne
    with page.expect_download() as telechargement:
        page.get_by_role("link", name=re.compile("CSV")).click()
    tableau = list(csv.DictReader(io.StringIO(telechargement.value.path().read_text("utf-8-sig")), delimiter=";"))
    assert len(tableau) == 101 and [l["organisme"] for l in tableau if l["accuse"]] == ["ddfe_63"]


def test_only_those_who_owe_a_return_are_reminded(ouvrir, navigation, campagne):
    page = ouvrir(AGENT)
    page.goto("/miprof/campagnes/2024/")
    page.get_by_role("button", name=re.compile("Relancer")).click()
    expect(page.locator(".fr-alert--success")).to_contain_text("1")
    page.get_by_role("link", name=re.compile("suivante")).click()
    expect(page.get_by_role("row").filter(has_text="(Rhône)").get_by_role("cell").last).to_have_text(re.compile(str(date.today().year)))
    [relance] = [c for c in navigation.portail.attendre_courriel(2) if "Retours attendus" in c["Subject"]]
    assert relance["To"] == "ddfe69@exemple.fr" and RETOUR in relance.get_content()


def test_an_address_is_opened_to_an_organisation_and_closed(ouvrir, navigation):
    page = ouvrir(AGENT)
    page.goto("/miprof/organismes/?q=Rhône")
    page.get_by_role("link", name=re.compile("Rhône")).first.click()
    page.get_by_label("Adresse à ajouter").fill("nouvelle@exemple.fr")
    page.get_by_role("button", name="Ajouter").click()
    ligne = page.get_by_role("row").filter(has_text="nouvelle@exemple.fr")
    expect(ligne).to_contain_text("Ouvert")
    contributrice = ouvrir("nouvelle@exemple.fr")
    contributrice.goto("/retours/")
    expect(contributrice.locator("main")).to_contain_text("Rhône")
    ligne.get_by_role("button", name=re.compile("Fermer")).click()
    expect(page.get_by_role("row").filter(has_text="nouvelle@exemple.fr")).to_contain_text("Fermé")
    contributrice.goto("/retours/")
    expect(contributrice).to_have_url(re.compile("/connexion/"))


def test_an_edition_is_asked_for_and_everything_is_in_the_log(ouvrir, navigation, campagne):
    page = ouvrir(AGENT)
    page.goto("/miprof/editions/")
    page.get_by_label("Édition à fabriquer").select_option("2025")
    page.get_by_role("button", name="Demander").click()
    expect(page.get_by_role("row").nth(1)).to_contain_text(AGENT)
    [demande] = (navigation.portail.maison / "portail" / "demandes").glob("*.json")
    assert json.loads(demande.read_text("utf-8"))["edition"] == "2025"
    page.get_by_role("link", name="Journal").click()
    expect(page.get_by_role("row").nth(1)).to_contain_text("2025")
    assert {"depot", "fabrication_demandee"} <= {e["acte"] for e in navigation.portail.entrees()}
