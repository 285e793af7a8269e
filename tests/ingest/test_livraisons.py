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


def test_a_file_is_stored_like_bytes_and_kept_apart_from_its_origin(magasin, tmp_path):
    recu = tmp_path / "recu.csv"
    recu.write_bytes(b"z" * 3_000_000)
    livraison = magasin.deposer(recu, FICHE)
    recu.write_bytes(b"autre")
    assert magasin.lire(livraison.sha256) == b"z" * 3_000_000 and livraison.taille == 3_000_000
    assert magasin.intact(livraison.sha256).stat().st_mode & 0o777 == 0o400


def test_two_processes_write_the_same_livraisons_at_once_and_each_is_whole(tmp_path):
    ecrivain = """
import sys
from pathlib import Path
from ingest.livraisons import Fiche, Magasin
m = Magasin(Path(sys.argv[1]))
print("pret", flush=True)
sys.stdin.readline()
for i in range(60):
    m.deposer(str(i).encode() * 20_000, Fiche("essai", "o", sys.argv[2], "f", "l", "definitif"))
"""
    processus = [subprocess.Popen([sys.executable, "-c", ecrivain, str(tmp_path), titre], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
                 for titre in ("un", "deux")]
    for p in processus:
        p.stdout.readline()
    for p in processus:
        p.stdin.close()
    assert [p.wait() for p in processus] == [0, 0]
    for p in processus:
        p.stdout.close()
    magasin = Magasin(tmp_path)
    assert len(magasin.lister()) == 60
    assert all(len(magasin.lire(l.sha256)) == l.taille for l in magasin.lister())
    assert list((tmp_path / "brouillons").iterdir()) == []


def test_what_a_killed_writer_leaves_is_swept_after_a_day_and_not_before(magasin):
    magasin.deposer(b"a", FICHE)
    ancien, recent = magasin.racine / "brouillons" / "ancien", magasin.racine / "brouillons" / "recent"
    ancien.write_bytes(b"moitie")
    recent.write_bytes(b"moitie")
    os.utime(ancien, (time.time() - 90_000,) * 2)
    magasin.deposer(b"b", FICHE)
    assert not ancien.exists() and recent.exists()


def test_altered_bytes_are_told_when_the_same_file_comes_again(magasin):
    chemin = magasin.chemin(magasin.deposer(b"a", FICHE).sha256)
    chemin.chmod(0o644)
    chemin.write_bytes(b"b")
    with pytest.raises(Refus, match="modifiée sur le disque"):
        magasin.deposer(b"a", FICHE)


def test_a_damaged_sidecar_is_named(magasin):
    livraison = magasin.deposer(b"a", FICHE)
    fiche = magasin.racine / "fiches" / "essai" / f"{livraison.sha256}.json"
    fiche.chmod(0o644)
    fiche.write_text('{"fiche": ')
    with pytest.raises(Refus, match="ne se lit plus"):
        magasin.lister("essai")


def test_a_livraison_is_designated_by_the_beginning_of_its_digest(magasin):
    livraisons = [magasin.deposer(str(i).encode(), FICHE) for i in range(40)]
    assert magasin.designer(livraisons[7].sha256[:16], "essai") == livraisons[7]
    double = next(c for c in "0123456789abcdef" if sum(l.sha256.startswith(c) for l in livraisons) > 1)
    with pytest.raises(Refus, match="désigne plusieurs livraisons"):
        magasin.designer(double)
    with pytest.raises(Refus, match="n’est pas dans le magasin"):
        magasin.designer(livraisons[7].sha256, "autre")


def test_pinned_livraisons_come_in_the_order_of_the_edition_and_absent_ones_are_all_named(magasin):
    v1, v2 = magasin.deposer(b"v1", FICHE), magasin.deposer(b"v2", FICHE)
    assert magasin.epinglees("essai", [v2.sha256, v1.sha256]) == [v2, v1]
    with pytest.raises(Refus) as refus:
        magasin.epinglees("essai", ["0" * 64, v1.sha256, "1" * 64])
    assert len(refus.value.refus) == 2 and "0" * 64 in str(refus.value) and "1" * 64 in str(refus.value)
