"""What the environment must say before the portal serves anybody, and what it never takes for granted."""

import os
import subprocess
import sys

import pytest

from catalogue.erreurs import Impossible, Refus
from ingest.portail import environnement
from tests.fabriques.portail import RACINE, Portail

COMPLET = {
    "MIPROF_PORTAIL": "production",
    "MIPROF_PORTAIL_CLE": "9f3kQw7ZrT1yVb8NcX5mLd2GhJ6sAp4UeKoIuYtRwQzMnBvCxS0",
    "MIPROF_PORTAIL_ADRESSE": "https://depot.exemple.fr/",
    "MIPROF_PORTAIL_BASE": "postgresql://portail:s%40cret@127.0.0.1:5432/portail",
    "MIPROF_PORTAIL_SMTP": "smtps://portail:mot%3Ade%2Fpasse@mail.exemple.fr:465",
    "MIPROF_PORTAIL_EXPEDITEUR": "observatoire@exemple.fr",
}


def lire(tmp_path, **changees):
    variables = COMPLET | {"MIPROF_HOME": str(tmp_path)} | changees
    return environnement.lire({n: v for n, v in variables.items() if v is not None})


def codes(tmp_path, **changees):
    with pytest.raises(Refus) as refus:
        lire(tmp_path, **changees)
    return [r.code for r in refus.value.refus]


def test_a_complete_environment_is_accepted_and_secrets_are_read_from_urls(tmp_path):
    connu = lire(tmp_path)
    assert connu.production and connu.hote == "depot.exemple.fr" and connu.adresse == "https://depot.exemple.fr"
    assert environnement.secret(connu.base.password) == "s@cret"
    assert environnement.secret(connu.smtp.password) == "mot:de/passe"


@pytest.mark.parametrize("cle", [None, "", "secret", "a" * 80, "django-insecure-" + COMPLET["MIPROF_PORTAIL_CLE"]])
def test_production_refuses_a_key_that_is_absent_short_or_a_default(tmp_path, cle):
    assert codes(tmp_path, MIPROF_PORTAIL_CLE=cle) == ["portail.cle_absente"]


def test_production_refuses_debug(tmp_path):
    assert codes(tmp_path, MIPROF_PORTAIL_DEBUG="1") == ["portail.debogage_en_production"]


@pytest.mark.parametrize(("nom", "valeur", "code"), [
    ("MIPROF_PORTAIL_ADRESSE", "http://depot.exemple.fr", "portail.adresse_absente"),
    ("MIPROF_PORTAIL_BASE", None, "portail.variable_absente"),
    ("MIPROF_PORTAIL_BASE", "sqlite:///x", "portail.variable_absente"),
    ("MIPROF_PORTAIL_SMTP", None, "portail.variable_absente"),
    ("MIPROF_PORTAIL_EXPEDITEUR", None, "portail.variable_absente"),
    ("MIPROF_PORTAIL_FREINS", "depot_ip=beaucoup", "portail.frein_illisible"),
    ("MIPROF_PORTAIL_FREINS", "inconnu=1/60", "portail.frein_illisible"),
])
def test_what_is_missing_or_misspelt_is_named(tmp_path, nom, valeur, code):
    assert codes(tmp_path, **{nom: valeur}) == [code]


def test_every_fault_is_told_at_once(tmp_path):
    assert len(codes(tmp_path, MIPROF_PORTAIL_CLE=None, MIPROF_PORTAIL_BASE=None, MIPROF_PORTAIL_SMTP=None, MIPROF_PORTAIL_DEBUG="1")) == 4


def test_the_server_does_not_start_with_a_faulty_environment_and_says_why_without_a_traceback(tmp_path):
    fini = subprocess.run([sys.executable, "-m", "orchestration.cli", "portail"], cwd=RACINE, capture_output=True, text=True, timeout=60, check=False,
                          env=os.environ | {"MIPROF_HOME": str(tmp_path), "PYTHONPATH": str(RACINE), "MIPROF_PORTAIL": "production"})
    assert fini.returncode == 1
    assert "MIPROF_PORTAIL_CLE" in fini.stderr and "Traceback" not in fini.stderr
    assert list(tmp_path.iterdir()) == []


def test_the_key_of_a_machine_is_drawn_once_and_read_by_its_owner_only(tmp_path):
    premier, second = (environnement.lire({"MIPROF_HOME": str(tmp_path)}) for _ in range(2))
    autre = environnement.lire({"MIPROF_HOME": str(tmp_path / "autre")})
    assert premier.cle == second.cle != autre.cle and len(premier.cle) >= environnement.LONGUEUR_DE_CLE
    assert (tmp_path / "portail" / "cle").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "portail").stat().st_mode & 0o777 == 0o700


def test_a_key_given_by_the_environment_is_written_nowhere(tmp_path):
    dossier = lire(tmp_path).dossier
    assert dossier.is_dir() and list(dossier.iterdir()) == []


@pytest.mark.skipif(os.getuid() == 0, reason="root writes everywhere")
def test_a_folder_that_cannot_be_written_is_said(tmp_path):
    tmp_path.chmod(0o500)
    with pytest.raises(Impossible):
        lire(tmp_path)


@pytest.mark.lent
def test_a_portal_with_its_key_in_the_environment_starts_in_an_empty_folder(tmp_path):
    with Portail(tmp_path / "var", MIPROF_PORTAIL_CLE=COMPLET["MIPROF_PORTAIL_CLE"]) as portail:
        assert portail.client().get("/connexion/").status_code == 200
    assert not (tmp_path / "var" / "portail" / "cle").exists()


@pytest.mark.lent
def test_in_production_cookies_and_headers_are_strict(tmp_path):
    variables = COMPLET | {"MIPROF_PORTAIL_BASE": "postgresql://inconnu@127.0.0.1:1/portail"}
    essai = ("import django; django.setup(); from django.conf import settings as s; from django.core.checks import run_checks\n"
             "print(s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SESSION_COOKIE_HTTPONLY, s.DEBUG, s.ALLOWED_HOSTS)\n"
             "print([c.id for c in run_checks(include_deployment_checks=True)])")
    fini = subprocess.run([sys.executable, "-c", essai], cwd=RACINE, capture_output=True, text=True, timeout=60, check=False,
                          env=os.environ | variables | {"MIPROF_HOME": str(tmp_path), "PYTHONPATH": str(RACINE), "DJANGO_SETTINGS_MODULE": "ingest.portail.reglages"})
    assert fini.stdout.splitlines() == ["__Host-session __Host-csrf True True True False ['depot.exemple.fr']", "['security.W008']"], fini.stderr  # sending http to https is the proxy's work


@pytest.mark.lent
def test_a_portal_of_this_machine_answers_to_no_other_name(tmp_path):
    with Portail(tmp_path / "var") as portail:
        assert portail.client().get("/connexion/").status_code == 200
        assert portail.client().get("/connexion/", headers={"Host": "depot.exemple.fr"}).status_code == 400
