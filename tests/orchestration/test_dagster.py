"""`miprof dagster`: the pages show the assets, to this machine alone; a run started from there obeys the lock."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request

import pytest

from orchestration.chemins import RACINE
from orchestration.verrou import tenir

pytestmark = pytest.mark.lent
DELAI = 180


@pytest.fixture(scope="module")
def port(tmp_path_factory):
    """The port of a running `miprof dagster`; its whole group of processes is ended afterwards."""
    with socket.socket() as libre:
        libre.bind(("127.0.0.1", 0))
        port = libre.getsockname()[1]
    processus = subprocess.Popen(
        [sys.executable, "-m", "orchestration.cli", "dagster", "--port", str(port)], cwd=RACINE, start_new_session=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=os.environ | {"MIPROF_HOME": str(tmp_path_factory.mktemp("var"))})
    try:
        limite = time.monotonic() + DELAI
        while time.monotonic() < limite and not repond(port):
            time.sleep(0.5)
        yield port
    finally:
        os.killpg(processus.pid, signal.SIGINT)
        with contextlib.suppress(subprocess.TimeoutExpired):
            processus.wait(30)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(processus.pid, signal.SIGKILL)


def repond(port: int) -> bool:
    with contextlib.suppress(OSError):
        return urllib.request.urlopen(f"http://127.0.0.1:{port}/server_info", timeout=5).status == 200
    return False


def test_the_pages_show_every_stage_of_the_letter(port):
    requete = urllib.request.Request(f"http://127.0.0.1:{port}/graphql", headers={"Content-Type": "application/json"},
                                     data=json.dumps({"query": "{assetNodes{assetKey{path}}}"}).encode())
    noeuds = json.load(urllib.request.urlopen(requete, timeout=60))["data"]["assetNodes"]
    montres = {"/".join(n["assetKey"]["path"]) for n in noeuds}
    assert {"livraisons", "raw/registre", "chiffres", "tables_publiques", "figures", "phrases", "tableaux", "composition", "lettre"} <= montres


@pytest.mark.skipif(not os.path.exists("/proc/net/tcp"), reason="la liste des ports ouverts n’est lisible que sous Linux")
def test_the_pages_are_served_to_this_machine_alone(port):
    ecoutes = [ligne.split()[1] for nom in ("tcp", "tcp6") for ligne in open(f"/proc/net/{nom}").readlines()[1:] if ligne.split()[3] == "0A"]
    assert [adresse for adresse in ecoutes if adresse.endswith(f":{port:04X}")] == [f"0100007F:{port:04X}"]


def test_a_run_started_from_dagster_waits_for_no_one_it_is_refused(tmp_path):
    commande = [sys.executable, "-m", "dagster", "asset", "materialize", "-m", "orchestration.definitions", "--select", "livraisons",
                "--partition", "2025"]
    environnement = os.environ | {"MIPROF_HOME": str(tmp_path), "DAGSTER_HOME": ""}
    with tenir(tmp_path / "verrou", "lettre 2025"):
        refuse = subprocess.run(commande, cwd=RACINE, capture_output=True, text=True, env=environnement, timeout=DELAI)
    assert refuse.returncode != 0
    assert "Une exécution est déjà en cours : lettre 2025" in refuse.stderr
    accepte = subprocess.run(commande, cwd=RACINE, capture_output=True, text=True, env=environnement, timeout=DELAI)
    assert accepte.returncode == 0, accepte.stderr
    assert list((tmp_path / "livraisons").rglob("*.json"))
