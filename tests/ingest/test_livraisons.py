"""The store keeps what it is given: whole, once, for ever."""

import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from catalogue.erreurs import Impossible, Refus
from ingest.livraisons import Fiche, Magasin

FICHE = Fiche(source="essai", producteur="Observatoire", titre="Essai", fichier="essai.csv", licence="citation", statut="definitif")


@pytest.fixture
def magasin(tmp_path):
    return Magasin(tmp_path / "livraisons")


def test_the_bytes_come_back_as_they_were_given(magasin):
    octets = b"\xef\xbb\xbfa;b\r\n1;\x00\n"
    livraison = magasin.deposer(octets, FICHE)
    assert magasin.lire(livraison.sha256) == octets
    assert livraison.sha256 == hashlib.sha256(octets).hexdigest() and livraison.taille == len(octets)


def test_the_same_bytes_again_give_the_first_livraison_back(magasin):
    premiere = magasin.deposer(b"a", FICHE)
    seconde = magasin.deposer(b"a", replace(FICHE, titre="Un autre titre"))
    assert seconde == premiere and len(magasin.lister()) == 1


def test_a_new_version_never_replaces_an_old_one(magasin):
    ancienne, nouvelle = magasin.deposer(b"v1", FICHE), magasin.deposer(b"v2", FICHE)
    assert [l.sha256 for l in magasin.lister("essai")] == sorted({ancienne.sha256, nouvelle.sha256}, key=lambda s: (
        magasin.trouver("essai", s).date_recuperation, s))
    assert magasin.lire(ancienne.sha256) == b"v1"


def test_two_sources_may_send_the_same_bytes(magasin):
    magasin.deposer(b"a", FICHE)
    magasin.deposer(b"a", replace(FICHE, source="autre"))
    assert {l.fiche.source for l in magasin.lister()} == {"essai", "autre"}


def test_altered_bytes_are_refused(magasin):
    livraison = magasin.deposer(b"a", FICHE)
    chemin = magasin.chemin(livraison.sha256)
    chemin.chmod(0o644)
    chemin.write_bytes(b"b")
    with pytest.raises(Refus, match="modifiée"):
        magasin.lire(livraison.sha256)


def test_an_unknown_livraison_is_refused(magasin):
    with pytest.raises(Refus, match="n’est pas dans le magasin"):
        magasin.trouver("essai", "0" * 64)


def test_a_store_that_cannot_be_written_says_so(tmp_path):
    (tmp_path / "livraisons").write_text("un fichier à la place du dossier")
    with pytest.raises(Impossible, match="n’a pas pu être enregistrée"):
        Magasin(tmp_path / "livraisons").deposer(b"a", FICHE)


def test_two_writers_of_the_same_bytes_leave_one_whole_livraison(magasin):
    with ThreadPoolExecutor(8) as pool:
        livraisons = list(pool.map(lambda _: magasin.deposer(b"x" * 100_000, FICHE), range(32)))
    assert len(set(livraisons)) == 1
    assert not [p for p in magasin.racine.rglob(".*") if p.is_file()]


def test_a_writer_killed_half_way_leaves_a_livraison_whole_or_absent(tmp_path):
    ecrivain = """
import sys
from ingest.livraisons import Fiche, Magasin
m, i = Magasin(__import__("pathlib").Path(sys.argv[1])), 0
print("pret", flush=True)
while True:
    i += 1
    m.deposer(bytes(str(i), "ascii") * 50_000, Fiche("essai", "o", "t", "f", "l", "definitif"))
"""
    for tour in range(3):
        processus = subprocess.Popen([sys.executable, "-c", ecrivain, str(tmp_path)], stdout=subprocess.PIPE)
        processus.stdout.readline()
        time.sleep(0.15 + 0.1 * tour)
        os.kill(processus.pid, signal.SIGKILL)
        processus.wait()
        processus.stdout.close()
    magasin = Magasin(tmp_path)
    livraisons = magasin.lister()
    assert livraisons, "the writer had time to store something"
    assert all(len(magasin.lire(l.sha256)) == l.taille for l in livraisons)


def test_the_sidecar_says_who_what_and_when(magasin):
    livraison = magasin.deposer(b"a", replace(FICHE, url="https://exemple.fr/a.csv", millesime=2024, date_publication="2025-04"))
    fiche = json.loads((magasin.racine / "fiches" / "essai" / f"{livraison.sha256}.json").read_text("utf-8"))
    assert fiche["fiche"]["url"] == "https://exemple.fr/a.csv" and fiche["fiche"]["millesime"] == 2024
    assert fiche["taille"] == 1 and fiche["date_recuperation"].endswith("+00:00")
