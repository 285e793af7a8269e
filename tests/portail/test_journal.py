"""The audit log: what was done is in it, nothing personal is, and no entry is changed unseen."""

import concurrent.futures
import re

import pytest

from catalogue.contrats import lire_contrat
from tests.fabriques.portail import Portail
from tests.fabriques.retours import csv_de, lignes


@pytest.fixture(scope="module")
def portail(tmp_path_factory):
    with Portail(tmp_path_factory.mktemp("journal") / "var") as p:
        p.campagne(millesime=2024, contrats=["psp_flux"])
        p.compte(courriel="ddfe63@exemple.fr", organisme="ddfe_63")
        p.compte(courriel="agent@exemple.fr")
        yield p


def verifier(miprof, portail, *options):
    return miprof("portail", "verifier-journal", *options, maison=portail.maison)


@pytest.mark.lent
def test_what_was_done_is_told_and_nothing_personal_is(portail):
    contrat, client, lien = lire_contrat("psp_flux"), portail.client(), portail.lien(courriel="ddfe63@exemple.fr")
    client.envoyer(lien)
    octets = csv_de(contrat, [l for l in lignes(contrat, 1, ("63", "01", "02")) if l["departement"] == "63"])
    client.envoyer(client.deposer(2024, "psp_flux", octets, "Compte rendu de Jeanne Martin.csv").url)
    portail.client("agent@exemple.fr").get("/miprof/recus/psp_flux-2024-ddfe_63-0001/fichier/")
    entrees = portail.entrees()
    assert [e["acte"] for e in entrees] == ["connexion", "controle", "depot", "telechargement"]
    assert entrees[2]["objet"] == "psp_flux-2024-ddfe_63-0001" and entrees[2]["organisme"] == "ddfe_63" and entrees[2]["ip"] == "127.0.0.0/24"
    texte = str(entrees)
    assert "exemple.fr" not in texte and "Martin" not in texte and lien.rstrip("/").rsplit("/", 1)[1] not in texte


@pytest.mark.lent
def test_entries_written_at_once_by_several_workers_make_one_chain_and_a_digest_noted_one_day_is_found_again(portail, miprof):
    portail.noter(combien=4)
    avant = verifier(miprof, portail)
    assert avant.returncode == 0, avant.stderr
    tete, connues = re.search("[0-9a-f]{64}", avant.stdout)[0], len(portail.entrees())
    clients = [portail.client("ddfe63@exemple.fr") for _ in range(8)]
    with concurrent.futures.ThreadPoolExecutor(8) as ensemble:
        list(ensemble.map(lambda c: c.envoyer("/retours/", vers="/deconnexion/"), clients))
    apres = verifier(miprof, portail, "--contient", tete)
    assert apres.returncode == 0 and f"{connues + 8} entrées" in apres.stdout, apres.stderr
    assert verifier(miprof, portail, "--contient", "f" * 64).returncode == 1


@pytest.fixture(scope="module")
def atelier(tmp_path_factory):
    """A database with six entries, and no server."""
    portail = Portail(tmp_path_factory.mktemp("atelier") / "var")
    portail.noter(combien=6)
    yield portail
    portail.__exit__()


@pytest.mark.parametrize(("alteration", "dit"), [
    ("UPDATE portail_entree SET contenu = replace(contenu, 'ddfe_63', 'ddfe_69') WHERE numero = 3", "l’entrée 3"),
    ("DELETE FROM portail_entree WHERE numero = 2", "il manque les entrées 2 à 2"),
    ("DELETE FROM portail_entree WHERE numero = 6", "la dernière entrée"),
    ("DELETE FROM portail_entree", "la dernière entrée"),
    ("INSERT INTO portail_entree SELECT 9, contenu, empreinte || 'x' FROM portail_entree WHERE numero = 1", "l’entrée 9"),
    ("UPDATE portail_entree SET numero = 40 WHERE numero = 6", "l’entrée 40"),
    ("UPDATE portail_tete SET empreinte = 'x'", "la dernière entrée"),
])
def test_a_log_that_was_tampered_with_is_said_so(atelier, alteration, dit):
    assert atelier.fautes_apres(requete="UPDATE portail_tete SET numero = numero") == []
    assert any(dit in faute for faute in atelier.fautes_apres(requete=alteration))


def test_the_command_refuses_an_altered_log_in_one_sentence(tmp_path, miprof):
    portail = Portail(tmp_path / "var")
    portail.noter(combien=2)
    portail.sql(requete="DELETE FROM portail_entree WHERE numero = 1")
    portail.__exit__()
    execution = verifier(miprof, portail)
    assert execution.returncode == 1 and "il manque les entrées 1 à 1" in execution.stderr and "Traceback" not in execution.stderr
