"""Every page of the portal in Chromium, in the light, in the dark and magnified four times: axe-core, width, console."""

import re

import pytest
from playwright.sync_api import expect

from tests.fabriques import navigateur
from tests.fabriques.portail_navigateur import ETROIT, deborde, defauts, douteuse, fichier_csv, rangee

pytestmark = [
    pytest.mark.navigateur,
    pytest.mark.lent,
    pytest.mark.skipif(navigateur.commande() is None, reason="no Chromium on this machine: none of " + ", ".join(navigateur.COMMANDES)),
]
AGENT, DELEGATION = "agent@exemple.fr", "ddfe63@exemple.fr"
COULEURS = ("color-contrast", "link-in-text-block")
# What is not a page: files, gestures, the programs' door, and a way in that only sends elsewhere.
SANS_PAGE = {"accueil", "deconnexion", "modele", "copie_annotee", "rapport", "abandonner", "revoquer_jeton", "reponses_csv", "relancer", "fichier_recu", "etat_compte"}
# address, who (None: nobody; "entree": an agent who has not given the code), path, button to press before looking
PAGES = {
    "demander un lien": ("connexion", None, "/connexion/", None),
    "demander un lien sans adresse": ("connexion", None, "/connexion/", "Recevoir un lien"),
    "lien envoyé": ("lien_envoye", None, "/connexion/envoye/", None),
    "lien": ("lien", None, "{lien}", None),
    "lien périmé": ("lien", None, "/connexion/lien/perime/", None),
    "premier code": ("second_facteur", "entree", "/connexion/second-facteur/", None),
    "mauvais code": ("second_facteur", "entree", "/connexion/second-facteur/", "Continuer"),
    "accessibilité": ("accessibilite", None, "/accessibilite/", None),
    "données personnelles": ("donnees_personnelles", None, "/donnees-personnelles/", None),
    "mentions légales": ("mentions_legales", None, "/mentions-legales/", None),
    "API": ("documentation_api", None, "/api/", None),
    "introuvable": (None, DELEGATION, "/nulle-part/", None),
    "retours": ("retours", DELEGATION, "/retours/", None),
    "retour": ("retour", DELEGATION, "/retours/2024/psp_flux/", None),
    "retour sans fichier": ("retour", DELEGATION, "/retours/2024/psp_flux/", "Envoyer et contrôler"),
    "retour d’une campagne fermée": ("retour", DELEGATION, "/retours/2023/psp_flux/", None),
    "fichier refusé": ("examen", DELEGATION, "{refuse}", None),
    "fichier illisible": ("examen", DELEGATION, "{illisible}", None),
    "fichier mis de côté": ("examen", DELEGATION, "{ecarte}", None),
    "points à confirmer": ("examen", DELEGATION, "{douteux}", None),
    "points à confirmer oubliés": ("examen", DELEGATION, "{douteux}", "Confirmer le dépôt"),
    "accusé": ("recu", DELEGATION, "{recu}", None),
    "historique": ("historique", DELEGATION, "/recus/", None),
    "jetons": ("jetons", DELEGATION, "/jetons/", None),
    "jeton sans nom": ("jetons", DELEGATION, "/jetons/", "Créer le jeton"),
    "campagnes": ("campagnes", AGENT, "/miprof/", None),
    "créer une campagne": ("creer_campagne", AGENT, "/miprof/campagnes/creer/", None),
    "créer une campagne sans rien": ("creer_campagne", AGENT, "/miprof/campagnes/creer/", "Enregistrer"),
    "modifier une campagne": ("modifier_campagne", AGENT, "/miprof/campagnes/2024/modifier/", None),
    "réponses": ("reponses", AGENT, "/miprof/campagnes/2024/", None),
    "couverture": ("couverture", AGENT, "/miprof/campagnes/2024/couverture/", None),
    "organismes": ("organismes", AGENT, "/miprof/organismes/", None),
    "organisme": ("organisme", AGENT, "/miprof/organismes/ddfe_63/", None),
    "éditions": ("fabrications", AGENT, "/miprof/editions/", None),
    "journal": ("journal", AGENT, "/miprof/journal/", None),
}


@pytest.fixture(scope="module")
def etat(navigation):
    """A portal where everything that can be shown has happened: the paths of what has a number of its own."""
    p = navigation.portail
    p.campagne(millesime=2024, contrats=["psp_flux"])
    p.campagne(millesime=2023, contrats=["psp_flux"], fermee=True)
    p.compte(courriel=DELEGATION, organisme="ddfe_63")
    for courriel in (AGENT, "entree@exemple.fr"):
        p.compte(courriel=courriel)
    client = p.client(DELEGATION)
    client.envoyer("/jetons/", {"nom": "logiciel de suivi"})
    agent = p.client(AGENT)
    agent.envoyer("/miprof/editions/", {"edition": "2025"})

    def examiner(octets, nom="retour.csv"):
        return client.deposer(2024, "psp_flux", octets, nom).url

    def csv(**changes):
        return fichier_csv(rangee(**changes))["buffer"]

    recu = client.envoyer(examiner(csv())).url
    entree = p.client()
    entree.envoyer(p.lien(courriel="entree@exemple.fr"))
    return {
        "recu": recu, "lien": p.lien(courriel=DELEGATION), "entree": entree.cookies["session"],
        "refuse": examiner(csv(abandons="douze", deces_autres=-3, statut="certain", annee=2019, premieres_demandes_deposees="1 204")),
        "illisible": examiner(b"\x89PNG\r\n\x1a\n" + bytes(300)),
        "ecarte": examiner(csv() + b"2024;63;voir Mme Martin 06 12 34 56 78\n"),
        "douteux": examiner(fichier_csv(douteuse())["buffer"]),
    }


def test_no_page_is_forgotten(navigation, etat):
    assert {adresse for adresse, *_ in PAGES.values() if adresse} | SANS_PAGE == set(navigation.portail.adresses())


@pytest.mark.parametrize("nom", PAGES)
def test_a_page_is_without_defect_light_dark_and_magnified(ouvrir, etat, nom):
    _, qui, chemin, bouton = PAGES[nom]
    page = ouvrir(session=etat["entree"]) if qui == "entree" else ouvrir(qui)
    page.goto(chemin.format_map(etat))
    if bouton:
        page.get_by_role("button", name=bouton).first.click()
        expect(page).to_have_title(re.compile(r"^Erreur\s:\s"))
        expect(page.locator("main [role=alert]")).to_be_focused()
    assert defauts(page) == []
    page.emulate_media(color_scheme="dark")
    expect(page.locator("html")).to_have_attribute("data-fr-theme", "dark")
    assert defauts(page, seules=COULEURS) == []
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": ETROIT, "height": 640})
    assert not deborde(page)
    assert defauts(page, sans=COULEURS) == []


def test_the_menu_of_a_narrow_screen_opens_with_the_keyboard_and_closes_with_escape(ouvrir, etat):
    page = ouvrir(DELEGATION, largeur=ETROIT)
    page.goto("/retours/")
    menu = page.get_by_role("button", name="Menu")
    menu.focus()
    page.keyboard.press("Enter")
    lien = page.get_by_role("link", name="Historique")
    expect(lien).to_be_visible()
    assert defauts(page) == []
    page.keyboard.press("Escape")
    expect(lien).to_be_hidden()
    expect(menu).to_be_focused()


def test_a_narrow_screen_without_scripts_shows_the_menu(ouvrir, etat):
    page = ouvrir(DELEGATION, scripts=False, largeur=ETROIT)
    page.goto("/retours/")
    page.get_by_role("link", name="Historique").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Tous vos dépôts")


def test_a_file_too_heavy_is_told_before_it_is_sent_and_after(ouvrir, etat, tmp_path):
    lourd = tmp_path / "lourd.csv"
    lourd.write_bytes(bytes(7 << 20))
    page = ouvrir(DELEGATION)
    page.goto("/retours/2024/psp_flux/")
    champ = page.get_by_label("Votre fichier")
    champ.set_input_files(lourd)
    page.get_by_role("button", name="Envoyer et contrôler").click()
    expect(champ).to_be_focused()
    expect(page.locator(f"[id='{champ.get_attribute('aria-describedby').split()[1]}']")).to_contain_text("5 Mo")
    assert defauts(page) == []
    page.locator("form[enctype]").evaluate("formulaire => formulaire.submit()")  # as a browser without scripts sends it
    expect(page).to_have_title(re.compile(r"^Erreur\s:\s"))
    assert defauts(page) == []
    page.get_by_role("link").last.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Les retours de votre organisme")
