"""A contributor in Chromium: from the e-mail to the receipt, with a mouse, with the keyboard only, without scripts."""

import io
import re

import openpyxl
import pytest
from playwright.sync_api import expect

from tests.fabriques import navigateur
from tests.fabriques.portail_navigateur import classeur, douteuse, fichier_csv, rangee, tabuler

pytestmark = [
    pytest.mark.navigateur,
    pytest.mark.lent,
    pytest.mark.skipif(navigateur.commande() is None, reason="no Chromium on this machine: none of " + ", ".join(navigateur.COMMANDES)),
]
LIEN = re.compile(r"http://\S+/connexion/lien/\S+")
TITRE = "Parcours de sortie de la prostitution"
DEPARTEMENTS = ("63", "69", "38", "42", "15")


@pytest.fixture(scope="module", autouse=True)
def campagne(navigation):
    """Each test has its own delegation, so that none finds what another deposited."""
    navigation.portail.campagne(millesime=2024, contrats=["psp_flux"])
    for departement in DEPARTEMENTS:
        navigation.portail.compte(courriel=f"ddfe{departement}@exemple.fr", organisme=f"ddfe_{departement}")


def courriel_a(portail, adresse, sujet):
    """The last e-mail to an address about something, once it has come."""
    def trouver():
        return [c for c in portail.courriels() if adresse in c["To"] and sujet in c["Subject"]]
    while not trouver():
        portail.attendre_courriel(len(portail.courriels()) + 1)
    return trouver()[-1].get_content()


def arrive(page, titre):
    """The page has come: its title says where one is."""
    expect(page.get_by_role("heading", level=1)).to_contain_text(titre)


def entrer(page, portail, adresse):
    """Ask for a link, follow it, press its button."""
    page.goto("/connexion/")
    page.get_by_label("Votre adresse électronique").fill(adresse)
    page.get_by_role("button", name="Recevoir un lien").click()
    arrive(page, "Regardez vos courriels")
    page.goto(LIEN.search(courriel_a(portail, adresse, "lien"))[0])
    page.get_by_role("button", name="Entrer").click()
    expect(page).to_have_url(portail.adresse + "/retours/")


def envoyer(page, fichier):
    """Choose a file on the page of a return, and send it."""
    page.get_by_label("Votre fichier").set_input_files(fichier)
    page.get_by_role("button", name="Envoyer et contrôler").click()


def cocher(page, combien=None):
    """Tick points that are not confirmed yet, by their labels as a hand does."""
    for point in page.locator("[name=confirmes]:not(:checked) + label").all()[::-1][:combien]:
        point.click()


def erreur_annoncee(page):
    """The summary of errors: announced, focused, and told by the title."""
    resume = page.locator("main [role=alert]")
    expect(resume).to_have_count(1)
    expect(resume).to_be_focused()
    expect(page).to_have_title(re.compile(r"^Erreur\s:\s"))
    return resume


def test_a_contributor_goes_from_the_link_to_the_receipt_by_a_refused_file(ouvrir, navigation, tmp_path):
    page = ouvrir()
    entrer(page, navigation.portail, "ddfe63@exemple.fr")
    page.get_by_role("link", name=re.compile("Télécharger le modèle")).click()
    with page.expect_download() as telechargement:
        page.get_by_role("link", name="Modèle Excel").click()
    modele = tmp_path / telechargement.value.suggested_filename
    telechargement.value.save_as(modele)

    faux = rangee(premieres_demandes_deposees="douze", deces_autres=-3, statut="certain")
    envoyer(page, {"name": modele.name, "mimeType": "", "buffer": classeur(modele, faux)})
    resume = erreur_annoncee(page)
    expect(resume).to_contain_text("3 erreurs de 3 sortes")
    expect(page.locator("main")).to_contain_text("« douze » n’est pas un nombre entier")
    resume.get_by_role("link").first.click()
    expect(page.locator(":target")).to_be_in_viewport()
    with page.expect_download() as telechargement:
        page.get_by_role("link", name=re.compile("tableau annoté")).first.click()
    annote = openpyxl.load_workbook(io.BytesIO(telechargement.value.path().read_bytes()))
    assert sum(cellule.comment is not None for feuille in annote for rang in feuille.iter_rows() for cellule in rang) >= 3

    page.get_by_role("link", name=re.compile("Déposer le fichier corrigé")).first.click()
    envoyer(page, {"name": modele.name, "mimeType": "", "buffer": classeur(modele, rangee())})
    expect(page.locator("main")).to_contain_text("premier dépôt de ce retour")
    expect(page.locator(".fr-alert--success")).to_have_count(0)
    page.get_by_role("button", name="Confirmer le dépôt").click()
    arrive(page, "Accusé de réception")
    empreinte = re.search("[0-9a-f]{64}", page.locator("main").inner_text())[0]
    recu = courriel_a(navigation.portail, "ddfe63@exemple.fr", "Accusé")
    assert empreinte in recu and "psp_flux-2024-ddfe_63-0001" in recu

    page.get_by_role("link", name="Historique").click()
    expect(page.get_by_role("row")).to_have_count(2)
    page.get_by_role("link", name="Mes retours").click()
    expect(page.get_by_role("row").nth(1)).to_contain_text("Reçu")


def test_a_new_deposit_says_what_it_changes_and_each_doubt_is_confirmed_apart(ouvrir):
    page = ouvrir("ddfe69@exemple.fr")
    page.goto("/retours/2024/psp_flux/")
    envoyer(page, fichier_csv(rangee("69")))
    page.get_by_role("button", name="Confirmer le dépôt").click()

    page.goto("/retours/2024/psp_flux/")
    envoyer(page, fichier_csv(douteuse("69")))
    expect(page.get_by_role("table", name="Valeurs changées").get_by_role("row")).to_have_count(2)
    expect(page.get_by_role("checkbox")).to_have_count(2)
    cocher(page, 1)
    page.get_by_role("button", name="Confirmer le dépôt").click()
    resume = erreur_annoncee(page)
    expect(resume).to_contain_text("1 point n’est pas confirmé")
    expect(page.locator("[name=confirmes]:checked")).to_have_count(1)
    resume.get_by_role("link").click()
    expect(page.locator("[name=confirmes]:not(:checked)")).to_be_focused()
    cocher(page)
    page.get_by_role("button", name="Confirmer le dépôt").click()
    arrive(page, "Accusé de réception")
    expect(page.locator("main")).to_contain_text("psp_flux-2024-ddfe_69-0002")


def test_a_field_left_empty_is_told_at_the_top_and_at_the_field(ouvrir):
    page = ouvrir("ddfe69@exemple.fr")
    page.goto("/retours/2024/psp_flux/")
    page.get_by_role("button", name="Envoyer et contrôler").click()
    resume = erreur_annoncee(page)
    champ = page.get_by_label("Votre fichier")
    decrit = [page.locator(f"[id='{numero}']").inner_text() for numero in champ.get_attribute("aria-describedby").split()]
    assert champ.get_attribute("aria-invalid") == "true" and "5 Mo" in decrit[0] and decrit[1].strip()
    resume.get_by_role("link").click()
    expect(champ).to_be_focused()


def test_a_whole_deposit_is_made_with_the_keyboard_only(ouvrir, navigation):
    page = ouvrir()
    page.goto("/connexion/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Contenu")).to_be_focused()
    tabuler(page, "[type=email]")
    page.keyboard.type("ddfe38@exemple.fr")
    page.keyboard.press("Enter")
    arrive(page, "Regardez vos courriels")
    page.goto(LIEN.search(courriel_a(navigation.portail, "ddfe38@exemple.fr", "lien"))[0])
    tabuler(page, "main [type=submit]")
    page.keyboard.press("Enter")
    arrive(page, "Les retours de votre organisme")
    tabuler(page, "main td a[href*=psp_flux]")
    page.keyboard.press("Enter")
    arrive(page, TITRE)
    tabuler(page, "[type=file]")
    with page.expect_file_chooser() as choix:
        page.keyboard.press("Space")
    choix.value.set_files(fichier_csv(douteuse("38")))
    tabuler(page, "main [type=submit]")
    page.keyboard.press("Enter")
    arrive(page, "Confirmer le dépôt")
    for _ in range(2):
        tabuler(page, "[type=checkbox]:not(:checked)")
        page.keyboard.press("Space")
    tabuler(page, "main [type=submit]")
    page.keyboard.press("Enter")
    arrive(page, "Accusé de réception")


def test_a_deposit_needs_no_script(ouvrir, navigation):
    page = ouvrir(scripts=False)
    entrer(page, navigation.portail, "ddfe42@exemple.fr")
    page.get_by_role("link", name=re.compile("Télécharger le modèle")).click()
    envoyer(page, fichier_csv(rangee("42", abandons="trois")))
    arrive(page, "Le fichier est à corriger")
    page.get_by_role("link", name=re.compile("Déposer le fichier corrigé")).first.click()
    envoyer(page, fichier_csv(douteuse("42")))
    cocher(page)
    page.get_by_role("button", name="Confirmer le dépôt").click()
    arrive(page, "Accusé de réception")
    page.get_by_role("button", name="Se déconnecter").click()
    expect(page).to_have_url(navigation.portail.adresse + "/connexion/")


def test_a_link_that_was_used_says_so(ouvrir, navigation):
    page, lien = ouvrir(), navigation.portail.lien(courriel="ddfe63@exemple.fr")
    page.goto(lien)
    page.get_by_role("button", name="Entrer").click()
    page.goto(lien)
    erreur_annoncee(page)
    page.get_by_role("link", name="Demander un autre lien").click()


def test_an_impatient_hand_confirms_once(ouvrir):
    page = ouvrir("ddfe15@exemple.fr")
    page.goto("/retours/2024/psp_flux/")
    envoyer(page, fichier_csv(rangee("15")))
    page.get_by_role("button", name="Confirmer le dépôt").dblclick()
    arrive(page, "Accusé de réception")
    page.goto("/recus/")
    expect(page.get_by_role("row")).to_have_count(2)
