"""The server killed in the middle of deposits: what it gave a receipt for is there, and it starts again by itself."""

import sqlite3
import time
from pathlib import Path

import pytest

from ingest.livraisons import Magasin
from ingest.retours import recus, relire
from tests.fabriques.portail import ATTENTE, Portail
from tests.fabriques.portail_charge import deposer_tout, ecrire_registre, envois, par_les_pages, par_programme, peupler

VOIES = [par_les_pages] * 5 + [par_programme] * 3
ORGANISMES, CHACUN = 12, 6


def descendants(pid):
    """The processes that a process has started, and those that they have."""
    parents = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[int(path.parent.name)] = int(path.read_text().rpartition(")")[2].split()[1])
        except FileNotFoundError:
            continue
    trouves = {pid}
    while nouveaux := {enfant for enfant, parent in parents.items() if parent in trouves} - trouves:
        trouves |= nouveaux
    return trouves


def attendre_la_fin(pids):
    """Wait until these processes are gone, or already dead and not yet buried."""
    fin = time.monotonic() + ATTENTE
    while vivants := [p for p in pids if Path(f"/proc/{p}/stat").exists() and " Z " not in Path(f"/proc/{p}/stat").read_text()]:
        assert time.monotonic() < fin, [Path(f"/proc/{p}/cmdline").read_text() for p in vivants]
        time.sleep(0.02)


def verifier_le_magasin(portail, donnes):
    """Every receipt given is in the store, whole; nothing of it is half there."""
    magasin = Magasin(portail.maison / "livraisons")
    gardes = {r.id: r for r in recus(magasin)}
    for donne in donnes:
        assert gardes[donne.recu].sha256 == donne.sha256, donne
    for recu in gardes.values():
        assert magasin.lire(recu.sha256) and len(relire(magasin, recu)) == recu.lignes
    for path in (magasin.racine / "octets").rglob("*"):
        assert path.is_dir() or magasin.lire(path.name)
    return gardes


@pytest.mark.lent
@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")
def test_a_server_killed_in_the_middle_loses_no_receipt_and_starts_again(tmp_path):
    identifiants = ecrire_registre(tmp_path / "registre", ORGANISMES)
    portail = Portail(tmp_path / "var", MIPROF_PORTAIL_REGISTRE=str(tmp_path / "registre"))
    with portail:
        acces, a_faire = peupler(portail, identifiants), [*envois(identifiants, CHACUN)]
        donnes, reste = [], a_faire
        for combien in (4, 9):
            tous = descendants(portail.pid)
            donnes += deposer_tout(portail, acces, reste, VOIES, tuer_apres=combien)
            attendre_la_fin(tous)
            verifier_le_magasin(portail, donnes)
            portail.demarrer()
            donnes_a = {(d.organisme, d.sha256) for d in donnes}
            reste = [e for e in reste if (e.organisme, e.sha256) not in donnes_a]
            for donne in donnes:
                client = portail.client()
                client.cookies.set("session", acces[donne.organisme][0], domain="127.0.0.1")
                assert donne.sha256 in client.get(f"/recus/{donne.recu}/").text
        donnes += deposer_tout(portail, acces, reste, VOIES)
        gardes = verifier_le_magasin(portail, donnes)
        assert {(r.organisme, r.sha256) for r in gardes.values()} == {(e.organisme, e.sha256) for e in a_faire}
        assert {d.recu for d in donnes} <= {e["objet"] for e in portail.entrees() if e["acte"] == "depot"}
        base = sqlite3.connect(portail.maison / "portail" / "portail.sqlite3")
        assert base.execute("pragma integrity_check").fetchall() == [("ok",)]
        base.close()
