"""E-mails sent to a real server on loopback; one that refuses, one that breaks, one that is not there."""

import re

import pytest

from tests.fabriques.portail import Portail, retour
from tests.fabriques.portail_smtp import smtp

pytestmark = pytest.mark.lent
ADRESSES = ["premiere63@exemple.fr", "deuxieme63@exemple.fr", "troisieme63@exemple.fr"]


@pytest.fixture(scope="module")
def serveur():
    with smtp() as s:
        yield s


@pytest.fixture(scope="module")
def poste(tmp_path_factory, serveur):
    """A portal that sends its e-mails to `serveur`: three addresses for the Puy-de-Dôme, one for the Rhône."""
    with Portail(tmp_path_factory.mktemp("smtp") / "var", MIPROF_PORTAIL_SMTP=serveur.adresse, MIPROF_PORTAIL_EXPEDITEUR="observatoire@exemple.fr") as p:
        p.campagne(millesime=2024, contrats=["psp_flux"])
        for courriel in ADRESSES:
            p.compte(courriel=courriel, organisme="ddfe_63")
        p.compte(courriel="ddfe69@exemple.fr", organisme="ddfe_69")
        p.compte(courriel="agent@exemple.fr")
        yield p


@pytest.fixture
def serveur_sain(serveur):
    serveur.oublier()
    yield serveur
    serveur.refusees, serveur.en_panne = set(), False


def deposer(portail, graine):
    client = portail.client(ADRESSES[0])
    recu = client.envoyer(client.deposer(2024, "psp_flux", retour(graine=graine)).url)
    assert "/recus/" in recu.url
    return recu


def test_the_link_comes_by_email_and_opens_the_portal(poste, serveur_sain):
    poste.client().envoyer("/connexion/", {"courriel": " PREMIERE63@exemple.fr"})
    (destinataires, message), = serveur_sain.attendre(1)
    assert destinataires == [message["To"]] == [ADRESSES[0]] and message["From"] == "observatoire@exemple.fr"
    assert message["Auto-Submitted"] == "auto-generated" and message.get_content_type() == "text/plain"
    assert poste.client().envoyer(re.search(r"http\S+", message.get_content())[0]).url.endswith("/retours/")


def test_the_receipt_goes_to_every_address_each_alone(poste, serveur_sain):
    recu = deposer(poste, 1)
    messages = serveur_sain.attendre(3)
    assert sorted(destinataires for destinataires, _ in messages) == sorted([a] for a in ADRESSES)
    empreinte = re.search("[0-9a-f]{64}", recu.text)[0]
    for destinataires, message in messages:
        assert [message["To"]] == destinataires and message["Cc"] is message["Bcc"] is None
        assert empreinte in message.get_content() and re.search(r"lignes?\s:\s1\b", message.get_content(), re.IGNORECASE)
        assert recu.url in message.get_content()


def test_an_address_that_is_refused_does_not_deprive_the_others(poste, serveur_sain):
    avant = len(echecs(poste))
    serveur_sain.refusees = {ADRESSES[0]}
    deposer(poste, 2)
    assert sorted(destinataires[0] for destinataires, _ in serveur_sain.attendre(2)) == sorted(ADRESSES[1:])
    assert attendre_echec(poste, avant + 1)[-1]["details"]["combien"] == 1


def test_a_mail_server_that_breaks_does_not_undo_a_deposit_and_is_told_to_the_miprof(poste, serveur_sain):
    avant = len(echecs(poste))
    serveur_sain.en_panne = True
    recu = deposer(poste, 3)
    serveur_sain.attendre_essais(3)
    echec = attendre_echec(poste, avant + 1)[-1]
    assert echec["details"]["combien"] == 3
    assert poste.client(ADRESSES[1]).get(recu.url).status_code == 200
    assert all(a not in poste.traces() for a in ADRESSES) and "Traceback" not in poste.traces()
    assert all(a not in str(echec) for a in ADRESSES)


def test_an_address_cannot_carry_a_header(poste, serveur_sain):
    for faux in ("a@exemple.fr\r\nBcc: victime@exemple.fr", "a@exemple.fr\nBcc: victime@exemple.fr", "a@exemple.fr%0aBcc:victime@exemple.fr", "a@exemple.fr,victime@exemple.fr",
                 "<premiere63@exemple.fr> victime@exemple.fr", "premiere63@exemple.fr\0", "\"a\r\nBcc: v@exemple.fr\"@exemple.fr"):
        assert poste.client().envoyer("/connexion/", {"courriel": faux}).status_code == 422, faux
        agent = poste.client("agent@exemple.fr")
        assert agent.envoyer("/miprof/organismes/ddfe_63/", {"courriel": faux}).status_code == 422, faux
    deposer(poste, 4)
    assert all("victime" not in message.as_string() for _, message in serveur_sain.attendre(3))


def test_reminders_go_once_a_day_to_each_address_that_owes(poste, serveur_sain):
    agent = poste.client("agent@exemple.fr")
    agent.envoyer("/miprof/campagnes/2024/", vers="/miprof/campagnes/2024/relancer/")
    (destinataires, message), = serveur_sain.attendre(1)
    assert destinataires == ["ddfe69@exemple.fr"] and "Parcours de sortie" in message.get_content()
    agent.envoyer("/miprof/campagnes/2024/", vers="/miprof/campagnes/2024/relancer/")
    poste.client().envoyer("/connexion/", {"courriel": ADRESSES[0]})
    assert [d for d, _ in serveur_sain.attendre(2)] == [["ddfe69@exemple.fr"], [ADRESSES[0]]]  # e-mails leave in order: no second reminder before the link


def test_without_a_mail_server_the_deposit_counts_and_the_failure_is_told(tmp_path):
    with smtp() as disparu:
        adresse = disparu.adresse
    with Portail(tmp_path / "var", MIPROF_PORTAIL_SMTP=adresse) as portail:
        portail.campagne(millesime=2024, contrats=["psp_flux"])
        portail.compte(courriel=ADRESSES[0], organisme="ddfe_63")
        deposer(portail, 1)
        attendre_echec(portail, 1)


def echecs(portail):
    return [e for e in portail.entrees() if e["acte"] == "courriel_non_envoye"]


def attendre_echec(portail, combien):
    """The failures told in the audit log, once there are so many: they are told after the page has answered."""
    return portail.attendre(lambda: echecs(portail), combien)
