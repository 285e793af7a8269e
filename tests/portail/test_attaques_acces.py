"""Taking what belongs to another: every address with an identifier, every form, without the right to it."""

from dataclasses import dataclass

import pytest

from tests.fabriques.portail import retour

# Each route that takes an identifier, with one that exists and belongs to the delegation of the Loire, or to the Miprof.
DE_L_ORGANISME = {"examen": "/examens/{examen}/", "copie_annotee": "/examens/{examen}/annote.xlsx", "abandonner": "/examens/{examen}/abandonner/",
                  "recu": "/recus/{recu}/", "rapport": "/examens/{examen}/rapport.csv", "revoquer_jeton": "/jetons/{jeton}/revoquer/"}
DE_LA_MIPROF = {
    "campagnes": "/miprof/", "creer_campagne": "/miprof/campagnes/creer/", "modifier_campagne": "/miprof/campagnes/2024/modifier/", "reponses": "/miprof/campagnes/2024/",
    "reponses_csv": "/miprof/campagnes/2024/reponses.csv", "couverture": "/miprof/campagnes/2024/couverture/", "relancer": "/miprof/campagnes/2024/relancer/",
    "fichier_recu": "/miprof/recus/{recu}/fichier/", "organismes": "/miprof/organismes/", "organisme": "/miprof/organismes/ddfe_42/",
    "etat_compte": "/miprof/comptes/{compte}/etat/", "fabrications": "/miprof/editions/", "journal": "/miprof/journal/"}
DES_CONTRIBUTEURS = {"retours": "/retours/", "retour": "/retours/2024/psp_flux/", "modele": "/retours/2024/psp_flux/modele.csv", "historique": "/recus/", "jetons": "/jetons/"}
DE_L_API = {"lister_retours": "/api/v1/retours", "lister_recus": "/api/v1/recus", "un_recu": "/api/v1/recus/{recu}", "deposer_un_retour": "/api/v1/retours/2024/psp_flux"}
PUBLIQUES = {"accueil": "/", "connexion": "/connexion/", "lien_envoye": "/connexion/envoye/", "second_facteur": "/connexion/second-facteur/", "lien": "/connexion/lien/x/",
             "deconnexion": "/deconnexion/", "documentation_api": "/api/", "openapi-json": "/api/v1/openapi.json", "api-root": "/api/v1/", "accessibilite": "/accessibilite/",
             "donnees_personnelles": "/donnees-personnelles/", "mentions_legales": "/mentions-legales/"}


@dataclass(frozen=True)
class Victime:
    """What the delegation of the Loire has in the portal."""

    examen: str
    recu: str
    jeton: str
    compte: str
    secret: str

    def adresse(self, route: str) -> str:
        return route.format(examen=self.examen, recu=self.recu, jeton=self.jeton, compte=self.compte)


@pytest.fixture(scope="module")
def victime(portail):
    client = portail.client("ddfe42@exemple.fr")
    recu = client.envoyer(client.deposer(2024, "psp_flux", retour(departement="42")).url).url.rstrip("/").rsplit("/", 1)[1]
    examen = client.deposer(2024, "psp_flux", b"annee;departement\n2024;42\n").url.rstrip("/").rsplit("/", 1)[1]
    secret = portail.jeton(organisme="ddfe_42", courriel="ddfe42@exemple.fr")
    (jeton,), (compte,) = portail.sql(requete="select max(id) from portail_jeton"), portail.sql(requete="select id from portail_compte where courriel = 'ddfe42@exemple.fr'")
    return Victime(examen, recu, str(jeton[0]), str(compte[0]), secret)


@pytest.fixture(scope="module")
def sans_code(portail):
    """An agent of the Miprof who has opened the link and not given the second factor."""
    portail.compte(courriel="agent.sans.code@exemple.fr")
    client = portail.client()
    assert client.envoyer(portail.lien(courriel="agent.sans.code@exemple.fr")).url.endswith("/connexion/second-facteur/")
    return client


def etat(portail):
    """What no attack may change."""
    return [portail.sql(requete=requete) for requete in (
        "select id, revoque_le from portail_jeton order by id", "select id, actif from portail_compte order by id", "select count(*) from portail_relance",
        "select count(*) from portail_fabrication", "select millesime, contrats, fermee from portail_campagne order by millesime")]


def demandes(client, adresse):
    """The answers to GET, and to POST with a token that is good."""
    page = "/accessibilite/" if client.cookies.get("session") else "/connexion/"
    return client.get(adresse, allow_redirects=False), client.envoyer(page, vers=adresse, allow_redirects=False)


def test_every_address_of_the_portal_is_attacked_here(portail):
    assert set(portail.chemins().values()) == set(DE_L_ORGANISME | DE_LA_MIPROF | DES_CONTRIBUTEURS | DE_L_API | PUBLIQUES)


def test_what_belongs_to_another_organisation_does_not_exist(portail, victime):
    avant, voleur = etat(portail), portail.client("ddfe43@exemple.fr")
    for adresse in map(victime.adresse, DE_L_ORGANISME.values()):
        statuts = [reponse.status_code for reponse in demandes(voleur, adresse)]
        assert 404 in statuts and set(statuts) <= {404, 405}, adresse
        proprietaire = portail.client("ddfe42@exemple.fr").get(adresse, allow_redirects=False).status_code
        assert proprietaire in (200, 405), adresse
    assert etat(portail) == avant
    assert victime.examen in portail.client("ddfe42@exemple.fr").get(f"/examens/{victime.examen}/").url


def test_identifiers_of_receipts_are_not_paths_nor_patterns(portail, victime):
    voleur = portail.client("ddfe43@exemple.fr")
    for faux in (victime.recu.replace("42", "*"), victime.recu.replace("ddfe_42", "ddfe_4?"), f"psp_flux-2024-..-ddfe_42-{victime.recu[-4:]}", victime.recu.upper(),
                 f"psp_flux-2024-ddfe_43-x-ddfe_42-{victime.recu[-4:]}", "%2e%2e%2f%2e%2e%2fcle", "psp_flux-2024-ddfe_43-../ddfe_42-0001"):
        assert voleur.get(f"/recus/{faux}/").status_code == 404, faux
        assert portail.client("agent@exemple.fr").get(f"/miprof/recus/{faux}/fichier/").status_code == 404, faux


def test_a_contributor_cannot_deposit_for_another_nor_what_is_not_asked(portail, victime):
    voleur = portail.client("ddfe43@exemple.fr")
    for adresse in ("/retours/2024/accompagnement/", "/retours/2023/psp_flux/", "/retours/2024/inconnu/", "/retours/2024/accompagnement/modele.csv",
                    f"/retours/{'9' * 30}/psp_flux/", "/retours/99999/psp_flux/"):
        assert {r.status_code for r in demandes(voleur, adresse)} <= {404, 405}, adresse
    page = voleur.envoyer("/retours/2024/psp_flux/", {"organisme": "ddfe_42", "compte": victime.compte}, {"fichier": ("r.csv", retour(departement="43"))})
    assert "-ddfe_43-" in voleur.envoyer(page.url, {"organisme": "ddfe_42"}).url


def test_the_pages_of_the_miprof_do_not_exist_for_others(portail, victime):
    avant = etat(portail)
    for adresse in map(victime.adresse, DE_LA_MIPROF.values()):
        statuts = [reponse.status_code for reponse in demandes(portail.client("ddfe43@exemple.fr"), adresse)]
        assert 404 in statuts and set(statuts) <= {404, 405}, adresse
    assert etat(portail) == avant


def test_an_agent_without_the_second_factor_opens_nothing(portail, victime, sans_code):
    avant = etat(portail)
    for adresse in map(victime.adresse, DE_LA_MIPROF.values()):
        for reponse in demandes(sans_code, adresse):
            assert reponse.status_code == 405 or reponse.headers["Location"] == "/connexion/second-facteur/", adresse
    for adresse in map(victime.adresse, (DE_L_ORGANISME | DES_CONTRIBUTEURS).values()):
        assert {reponse.status_code for reponse in demandes(sans_code, adresse)} <= {404, 405}, adresse
    assert etat(portail) == avant


def test_nobody_enters_without_signing_in(portail, victime):
    avant, visiteur = etat(portail), portail.client()
    for adresse in map(victime.adresse, (DE_L_ORGANISME | DES_CONTRIBUTEURS | DE_LA_MIPROF).values()):
        for reponse in demandes(visiteur, adresse):
            assert reponse.status_code == 405 or reponse.headers["Location"].startswith("/connexion/?next="), adresse
    assert visiteur.get("/connexion/second-facteur/", allow_redirects=False).headers["Location"] == "/connexion/"
    assert etat(portail) == avant


def test_no_form_is_taken_without_its_token(portail, victime):
    avant = etat(portail)
    for courriel in ("ddfe42@exemple.fr", "agent@exemple.fr"):
        client = portail.client(courriel)
        jeton = client.jeton("/accessibilite/")
        for adresse in map(victime.adresse, (DE_L_ORGANISME | DES_CONTRIBUTEURS | DE_LA_MIPROF | {"quitter": "/deconnexion/"}).values()):
            assert client.post(adresse, allow_redirects=False).status_code == 403, adresse
            assert client.post(adresse, {"csrfmiddlewaretoken": "a" * 64}, allow_redirects=False).status_code == 403, adresse
            assert client.post(adresse, {"csrfmiddlewaretoken": jeton}, headers={"Origin": "https://ailleurs.exemple.fr"}).status_code == 403, adresse
        assert client.get("/", allow_redirects=False).headers["Location"] != "/connexion/"
    assert etat(portail) == avant


def test_the_token_of_another_session_is_not_taken(portail):
    voleur, client = portail.client("ddfe43@exemple.fr"), portail.client("ddfe42@exemple.fr")
    client.get("/accessibilite/")
    assert client.post("/deconnexion/", {"csrfmiddlewaretoken": voleur.jeton("/accessibilite/")}).status_code == 403


def test_a_program_only_sees_its_own_organisation(portail, victime):
    autre = {"Authorization": f"Bearer {portail.jeton(organisme='ddfe_43', courriel='ddfe43@exemple.fr')}"}
    assert portail.client().get(victime.adresse(DE_L_API["un_recu"]), headers=autre).status_code == 404
    assert all("ddfe_42" not in recu["id"] for recu in portail.client().get("/api/v1/recus", headers=autre).json())
    sien = {"Authorization": f"Bearer {victime.secret}"}
    assert portail.client().get(victime.adresse(DE_L_API["un_recu"]), headers=sien).json()["id"] == victime.recu


def test_a_session_does_not_open_the_api_nor_a_token_the_pages(portail, victime):
    client = portail.client("ddfe42@exemple.fr")
    for adresse in map(victime.adresse, DE_L_API.values()):
        assert {client.get(adresse).status_code, client.post(adresse, files={"fichier": ("r.csv", b"x")}).status_code} <= {401, 405}, adresse
    for adresse in map(victime.adresse, (DE_L_ORGANISME | DES_CONTRIBUTEURS | DE_LA_MIPROF).values()):
        reponse = portail.client().get(adresse, headers={"Authorization": f"Bearer {victime.secret}"}, allow_redirects=False)
        assert reponse.status_code == 405 or "/connexion/" in reponse.headers["Location"], adresse


def test_a_token_that_is_wrong_or_revoked_opens_nothing_and_tells_nothing(portail, victime):
    client = portail.client("ddfe42@exemple.fr")
    secret = portail.jeton(organisme="ddfe_42", courriel="ddfe42@exemple.fr")
    numero = portail.sql(requete="select max(id) from portail_jeton")[0][0]
    assert portail.client().get("/api/v1/recus", headers={"Authorization": f"Bearer {secret}"}).status_code == 200
    client.envoyer("/jetons/", vers=f"/jetons/{numero}/revoquer/")
    reponses = {portail.client().get("/api/v1/recus", headers={"Authorization": valeur} if valeur else {}).text for valeur in (
        None, f"Bearer {secret}", "Bearer ", f"Bearer {secret[:-1]}", f"Basic {secret}", f"bearer {secret} {victime.secret}", "Bearer " + "é" * 500)}
    assert len(reponses) == 1


def test_secrets_of_links_and_tokens_are_kept_as_digests_only(portail, victime):
    secret = portail.lien(courriel="ddfe42@exemple.fr").rstrip("/").rsplit("/", 1)[1]
    client = portail.client("ddfe42@exemple.fr")
    jeton = next(m for m in client.envoyer("/jetons/", {"nom": "logiciel"}).text.split() if m.startswith('class="cle">miprof_'))[len('class="cle">'):].partition("<")[0]
    assert portail.client().get("/api/v1/recus", headers={"Authorization": f"Bearer {jeton}"}).status_code == 200
    contenu = str([portail.sql(requete=f"select * from {table}") for table in ("portail_lien", "portail_jeton", "portail_entree", "django_session")])
    assert secret not in contenu and jeton not in contenu
    assert jeton not in client.get("/jetons/").text
    client.envoyer("/jetons/", vers=f"/jetons/{portail.sql(requete='select max(id) from portail_jeton')[0][0]}/revoquer/")


def test_an_account_that_is_shut_is_out_at_once_with_its_links_and_tokens(portail):
    compte = portail.compte(courriel="ancienne42@exemple.fr", organisme="ddfe_42")
    jeton = {"Authorization": f"Bearer {portail.jeton(organisme='ddfe_42', courriel='ancienne42@exemple.fr')}"}
    assert portail.client().get("/api/v1/recus", headers=jeton).status_code == 200
    client, agent, lien = portail.client("ancienne42@exemple.fr"), portail.client("agent@exemple.fr"), portail.lien(courriel="ancienne42@exemple.fr")
    assert client.get("/retours/", allow_redirects=False).status_code == 200
    agent.envoyer("/miprof/organismes/ddfe_42/", vers=f"/miprof/comptes/{compte}/etat/")
    assert client.get("/retours/", allow_redirects=False).status_code == 302
    assert portail.client().envoyer("/connexion/", vers=lien).status_code == 410
    assert portail.client().get("/api/v1/recus", headers=jeton).status_code == 401


def test_an_agent_cannot_be_shut_by_another(portail):
    (agent,), = portail.sql(requete="select id from portail_compte where courriel = 'agent@exemple.fr'")
    assert portail.client("agent@exemple.fr").envoyer("/miprof/editions/", vers=f"/miprof/comptes/{agent}/etat/").status_code == 404
