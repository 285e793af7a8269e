"""The run lock, with real processes."""

import json
import os
import signal
import subprocess
import sys
import time

import pytest

from catalogue.erreurs import Impossible
from orchestration.verrou import tenir

TENIR = """
import sys, time
from pathlib import Path
from orchestration.verrou import tenir
with tenir(Path(sys.argv[1]), "lettre 2025"):
    print("tenu", flush=True)
    time.sleep(60)
"""
TENIR_AVEC_UN_ENFANT = """
import os, sys, time
from pathlib import Path
from orchestration.verrou import tenir
with tenir(Path(sys.argv[1]), "lettre 2025"):
    enfant = os.fork()
    if enfant == 0:
        time.sleep(60)
    print(enfant, flush=True)
    time.sleep(60)
"""


@pytest.fixture
def verrou(tmp_path):
    return tmp_path / "verrou"


@pytest.fixture
def lancer(verrou):
    """Start a Python program on the lock and wait for its first line; every process is gone at the end."""
    lances = []

    def _lancer(programme):
        processus = subprocess.Popen([sys.executable, "-c", programme, str(verrou)], stdout=subprocess.PIPE, text=True)
        lances.append(processus)
        return processus, processus.stdout.readline().strip()

    yield _lancer
    for processus in lances:
        processus.kill()
        processus.wait()


def test_a_second_run_is_told_who_runs_and_since_when(verrou, lancer):
    processus, _ = lancer(TENIR)
    with pytest.raises(Impossible) as refus, tenir(verrou, "lettre 2025"):
        pass
    assert "lettre 2025" in str(refus.value)
    assert f"processus {processus.pid}" in str(refus.value)
    assert f"depuis le {time.strftime('%d/%m/%Y')}" in str(refus.value)


def test_a_killed_run_leaves_no_lock_behind(verrou, lancer):
    processus, _ = lancer(TENIR)
    os.kill(processus.pid, signal.SIGKILL)
    processus.wait()
    with tenir(verrou, "lettre 2025"):
        assert json.loads(verrou.read_text())["pid"] == os.getpid()


def test_a_child_that_outlives_a_killed_run_does_not_keep_the_lock(verrou, lancer):
    processus, enfant = lancer(TENIR_AVEC_UN_ENFANT)
    os.kill(processus.pid, signal.SIGKILL)
    processus.wait()
    try:
        os.kill(int(enfant), 0)
        with tenir(verrou, "lettre 2025"):
            pass
    finally:
        os.kill(int(enfant), signal.SIGKILL)


def test_a_program_started_by_a_run_does_not_inherit_the_lock(verrou):
    with tenir(verrou, "lettre 2025"):
        dormeur = subprocess.Popen(["sleep", "60"], close_fds=False)
    try:
        with tenir(verrou, "lettre 2025"):
            pass
    finally:
        dormeur.kill()
        dormeur.wait()


def test_the_process_that_holds_the_lock_may_take_it_again(verrou):
    with tenir(verrou, "lettre 2025"):
        with tenir(verrou, "exécution Dagster 2025"):
            pass
        assert json.loads(verrou.read_text())["objet"] == "lettre 2025"
        with pytest.raises(BlockingIOError):
            _essayer(verrou)
    _essayer(verrou)


def _essayer(verrou):
    import fcntl

    with verrou.open() as f:
        fcntl.flock(f, fcntl.LOCK_EX | fcntl.LOCK_NB)
