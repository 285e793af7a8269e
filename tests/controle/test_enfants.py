"""Children: always new, ready at once, several at a time, replaced whatever kills them, and with nothing of their parent's."""

import os
import select
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from catalogue.contrats import lire_contrat
from catalogue.erreurs import Impossible
from ingest.controle import Contexte, Enfants, Limites, Rapport, controler
from ingest.controle.bac_a_sable import Interruption
from ingest.controle.referentiel import referentiel
from tests.fabriques.retours import csv_de, lignes

CONTRAT = lire_contrat("verbalisations")
OCTETS = csv_de(CONTRAT, lignes(CONTRAT))
RACINE = Path(__file__).resolve().parents[2]


@pytest.fixture
def enfants():
    with Enfants() as ouverts:
        yield ouverts


def juste(enfants: Enfants) -> Rapport:
    return controler(OCTETS, "x.csv", CONTRAT, Contexte(millesime=2024), enfants=enfants)


def demande() -> dict:
    return {"octets": OCTETS, "nom": "x.csv", "contrat": CONTRAT, "contexte": Contexte(), "referentiel": referentiel()}


def souche(enfants: Enfants) -> int:
    """The number of the stem's process."""
    return enfants._souche._processus.pid


def nes_de(pid: int) -> list[int]:
    """The children that a process has now."""
    return [int(n) for n in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def test_many_files_from_many_threads_are_all_read_and_no_child_is_left(enfants):
    with ThreadPoolExecutor(8) as fils:
        rapports = list(fils.map(lambda _: juste(enfants), range(24)))
    assert {r.verdict for r in rapports} == {"accepte"} and len({len(r.table) for r in rapports}) == 1
    assert nes_de(souche(enfants)) == []


def test_a_ready_child_answers_without_paying_for_imports(enfants):
    juste(enfants), juste(enfants)  # the stem has then imported all it will ever need
    reponse = enfants.demander("controler", demande(), Limites())
    assert reponse.processeur < 0.5
    with Enfants() as froids:
        debut = time.monotonic()
        juste(froids)
        assert reponse.duree < time.monotonic() - debut


def test_a_child_that_takes_too_long_is_killed_and_the_next_one_works(enfants):
    with pytest.raises(Interruption):
        enfants.demander("controler", demande(), Limites(duree=0.001))
    assert juste(enfants).verdict == "accepte"
    assert nes_de(souche(enfants)) == []


def test_a_child_that_computes_too_long_dies_by_itself(enfants):
    grand, larges = b"annee;departement\n" + b"2024;63\n" * 2_000_000, Limites(processeur=1, octets=1 << 30, lignes=10**7, cellules=10**8, caracteres=10**9)
    with pytest.raises(Interruption):
        enfants.demander("controler", demande() | {"octets": grand}, larges)


def test_a_child_that_takes_too_much_memory_is_killed_and_the_next_one_works(enfants):
    rapport = controler(OCTETS, "x.csv", CONTRAT, limites=Limites(memoire=20 << 20), enfants=enfants)
    assert rapport.verdict == "illisible" and [c.code for c in rapport.constats] == ["controle.interrompu"]
    assert juste(enfants).verdict == "accepte"


def test_a_stem_that_was_killed_is_replaced_without_anyone_noticing(enfants):
    assert juste(enfants).verdict == "accepte"
    premiere = souche(enfants)
    os.kill(premiere, signal.SIGKILL)
    assert juste(enfants).verdict == "accepte" and souche(enfants) != premiere


def test_who_finds_no_place_is_told_so():
    enfants = Enfants(places=1, attente=0.01)
    enfants._places.acquire()
    with pytest.raises(Impossible, match="Trop de fichiers"):
        juste(enfants)


def test_each_worker_of_a_forking_server_has_a_stem_of_its_own():
    programme = ("import os\nfrom ingest.controle import Enfants\nenfants = Enfants()\nenfants.preparer()\nmere = enfants._souche._processus.pid\n"
                 "if not (pid := os.fork()):\n    enfants.preparer()\n    os._exit(enfants._souche._processus.pid == mere)\n"
                 "assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0\nenfants.fermer()\n")
    subprocess.run([sys.executable, "-c", programme], cwd=RACINE, timeout=60, check=True)


def test_the_stem_dies_with_a_parent_killed_without_warning():
    programme = ("import sys, time\nfrom ingest.controle import Enfants\nenfants = Enfants()\nenfants.preparer()\n"
                 "print(enfants._souche._processus.pid, flush=True)\ntime.sleep(600)")
    parent = subprocess.Popen([sys.executable, "-c", programme], stdout=subprocess.PIPE, cwd=RACINE, text=True)
    poignee = os.pidfd_open(int(parent.stdout.readline()))
    parent.kill()
    parent.communicate()
    assert select.select([poignee], [], [], 30)[0] == [poignee]  # readable once the process has ended
    os.close(poignee)


def test_a_child_inherits_nothing_of_its_parents_environment(monkeypatch):
    monkeypatch.setenv("MIPROF_ESSAI", "confidentiel")
    with Enfants() as enfants:
        assert juste(enfants).verdict == "accepte"
        assert b"MIPROF_ESSAI" not in Path(f"/proc/{souche(enfants)}/environ").read_bytes()
