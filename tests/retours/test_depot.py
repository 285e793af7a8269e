"""A return is stored whole with a receipt that nothing changes; the last one counts; what must not be kept is put aside."""

import hashlib
import os
import signal
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
import pytest

from catalogue.contrats import lire_contrat
from catalogue.erreurs import Impossible, Refus
from catalogue.organismes import Registre, lire_registre
from ingest.livraisons import Magasin
from ingest.retours import changements, deposer, examiner, qui_comptent, recus, relire

AFIS = lire_contrat("afis")
REGISTRE = lire_registre()
GEL = date(2025, 3, 31)


def le(jour: str) -> datetime:
    return datetime.fromisoformat(jour).replace(tzinfo=UTC)


def test_an_accepted_return_is_stored_with_its_receipt(magasin, afis):
    octets = afis()
    depot = deposer(magasin, octets, "afis.csv", AFIS, "ddfe_63", 2024)
    assert depot.rapport.verdict == "accepte" and not depot.deja
    assert recus(magasin) == [depot.recu] and depot.recu.id == "afis-2024-ddfe_63-0001" and depot.recu.version == AFIS.version
    assert magasin.lire(depot.recu.sha256) == octets and magasin.lister()[0].fiche.source == "retour_afis"
    assert relire(magasin, depot.recu).equals(depot.rapport.table) and depot.recu.lignes == 1


def test_a_refused_return_leaves_nothing_in_the_store(magasin, afis):
    depot = deposer(magasin, afis(beneficiaires=-1), "afis.csv", AFIS, "ddfe_63", 2024)
    assert depot.rapport.verdict == "refuse" and depot.recu is None
    assert recus(magasin) == [] and magasin.lister() == []


def test_examining_stores_nothing(magasin, afis):
    assert examiner(magasin, afis(), "afis.csv", AFIS, "ddfe_63", 2024).verdict == "accepte"
    assert not magasin.racine.exists()


def test_every_finding_to_confirm_must_be_confirmed(magasin, afis):
    octets = afis(accords=18)  # 18 accords and 5 refusals for 20 demands
    refuse = deposer(magasin, octets, "afis.csv", AFIS, "ddfe_63", 2024)
    assert refuse.rapport.verdict == "a_confirmer" and refuse.recu is None
    empreintes = frozenset(c.empreinte for c in refuse.rapport.de("a_confirmer"))
    assert deposer(magasin, octets, "afis.csv", AFIS, "ddfe_63", 2024, confirmes=frozenset(list(empreintes)[1:])).recu is None
    recu = deposer(magasin, octets, "afis.csv", AFIS, "ddfe_63", 2024, confirmes=empreintes | {"autre"}).recu
    assert recu.verdict == "a_confirmer" and set(recu.confirmes) == empreintes


def test_the_return_of_the_year_before_is_known(magasin, afis):
    deposer(magasin, afis(beneficiaires=10, millesime=2023), "afis.csv", AFIS, "ddfe_63", 2023)
    rapport = examiner(magasin, afis(beneficiaires=80, demandes=200), "afis.csv", AFIS, "ddfe_63", 2024)
    assert "regle.saut_annuel" in {c.code for c in rapport.de("a_confirmer")}


def test_a_departement_out_of_the_remit_is_refused(magasin, afis):
    assert "regle.territoire_competence" in {c.code for c in examiner(magasin, afis(departement="64"), "a.csv", AFIS, "ddfe_63", 2024).constats}


def test_an_organisation_fills_only_its_own_contracts(magasin, afis):
    with pytest.raises(Refus, match="ne remplit pas le retour"):
        examiner(magasin, afis(), "afis.csv", AFIS, "ocrteh", 2024)
    with pytest.raises(Impossible, match="n’est pas au registre"):
        examiner(magasin, afis(), "afis.csv", AFIS, "ddfe_99", 2024)


def test_the_last_receipt_counts_even_when_its_bytes_came_before(magasin, afis):
    a, b = afis(beneficiaires=8), afis(beneficiaires=9)
    premier, second, troisieme = (deposer(magasin, octets, "afis.csv", AFIS, "ddfe_63", 2024).recu for octets in (a, b, a))
    assert [r.remplace for r in recus(magasin)] == [None, premier.id, second.id]
    assert qui_comptent(magasin, AFIS, 2024, date(2999, 1, 1)) == {"ddfe_63": troisieme}
    assert len(magasin.lister()) == 2


def test_the_same_return_twice_in_a_row_has_one_receipt(magasin, afis):
    premier = deposer(magasin, afis(), "afis.csv", AFIS, "ddfe_63", 2024)
    encore = deposer(magasin, afis(), "autre.csv", AFIS, "ddfe_63", 2024)
    assert encore.deja and encore.recu == premier.recu and len(recus(magasin)) == 1


def test_what_comes_after_the_freeze_stays_and_does_not_count(magasin, afis):
    compte = deposer(magasin, afis(8), "a.csv", AFIS, "ddfe_63", 2024, recu_le=le("2025-03-31T21:59:00")).recu
    tard = deposer(magasin, afis(9), "a.csv", AFIS, "ddfe_63", 2024, recu_le=le("2025-03-31T22:01:00")).recu  # midnight has struck in Paris
    assert qui_comptent(magasin, AFIS, 2024, GEL) == {"ddfe_63": compte}
    assert recus(magasin) == [compte, tard]


def test_two_organisations_may_send_the_same_bytes(magasin, afis):
    libres = Registre(REGISTRE.organismes, tuple(m.model_copy(update={"territoire_type": "departement", "territoire": "63"}) for m in REGISTRE.mandats))
    for organisme in ("ddfe_63", "ddfe_64"):
        assert deposer(magasin, afis(), "a.csv", AFIS, organisme, 2024, registre=libres).recu
    assert set(qui_comptent(magasin, AFIS, 2024, date(2999, 1, 1))) == {"ddfe_63", "ddfe_64"} and len(magasin.lister()) == 1


def test_writers_at_the_same_time_each_have_their_number(magasin, afis):
    corps = [afis(beneficiaires=n) for n in range(1, 7)]
    with ThreadPoolExecutor(2) as pool:
        depots = list(pool.map(lambda octets: deposer(magasin, octets, "a.csv", AFIS, "ddfe_63", 2024), corps))
    assert sorted(d.recu.id[-4:] for d in depots) == [f"{n:04}" for n in range(1, 7)]
    tous = recus(magasin)
    assert [r.remplace for r in tous] == [None, *(r.id for r in tous[:-1])]


@pytest.mark.lent
def test_a_writer_killed_half_way_leaves_a_receipt_whole_or_absent(tmp_path, afis):
    ecrivain = """
import sys
from dataclasses import replace
from pathlib import Path
import polars as pl
from ingest.livraisons import Magasin
from ingest.retours.recus import Recu, inscrire
magasin, table = Magasin(Path(sys.argv[1])), pl.DataFrame({"a": range(5_000)})
print("pret", flush=True)
for n in range(100_000):
    inscrire(magasin, Recu("", "afis", "1", "ddfe_63", 2024, f"{n:064}", "", 1, "a.csv", "2025-01-01T00:00:00+00:00", "accepte", (), "commande"), table)
    print(n, flush=True)
"""
    for tour in range(3):
        processus = subprocess.Popen([sys.executable, "-c", ecrivain, str(tmp_path)], stdout=subprocess.PIPE)
        for _ in range(3 + tour):
            processus.stdout.readline()
        os.kill(processus.pid, signal.SIGKILL)
        processus.wait()
        processus.stdout.close()
    magasin = Magasin(tmp_path)
    tous = recus(magasin)
    assert len(tous) >= 6 and [r.id[-4:] for r in tous] == [f"{n:04}" for n in range(1, len(tous) + 1)]
    assert all(len(relire(magasin, r)) == 5_000 for r in tous)


def test_a_file_with_personal_data_is_put_aside_and_nothing_of_it_is_stored(magasin, afis):
    octets = afis().replace(b"demandes;", b"demandes;courriel;", 1).replace(b";20;", b";20;marie.durand@exemple.fr;", 1)
    depot = deposer(magasin, octets, "Marie Durand.csv", AFIS, "ddfe_63", 2024)
    assert depot.rapport.ecarte and depot.recu is None and not magasin.racine.exists()
    (garde,) = (magasin.racine.parent / "ecartes").iterdir()
    assert garde.name == hashlib.sha256(octets).hexdigest() and garde.read_bytes() == octets
    assert stat.S_IMODE(garde.stat().st_mode) == 0o600 and stat.S_IMODE(garde.parent.stat().st_mode) == 0o700
    assert "durand" not in str(depot.rapport.journal()).lower() + str(depot.rapport.constats).lower()


def test_what_was_put_aside_is_destroyed_after_a_month(magasin, afis):
    from ingest.retours import ecarter

    vieux, recent = ecarter(magasin, b"vieux"), ecarter(magasin, b"recent")
    os.utime(vieux, (0, 0))
    ecarter(magasin, b"autre")
    assert not vieux.exists() and recent.exists()


def test_a_damaged_receipt_is_told(magasin, afis):
    recu = deposer(magasin, afis(), "a.csv", AFIS, "ddfe_63", 2024).recu
    path = next((magasin.racine / "recus").rglob("*.json"))
    path.chmod(0o600)
    path.write_text(path.read_text().replace("ddfe_63", "ddfe_64")[:40])
    with pytest.raises(Refus, match="ne se lit plus") as refus:
        recus(magasin)
    assert recu.sha256 not in str(refus.value)


def test_a_store_that_cannot_be_written_says_so(tmp_path, afis):
    (tmp_path / "livraisons").write_text("un fichier à la place du dossier")
    with pytest.raises(Impossible, match="n’a pas pu être enregistrée"):
        deposer(Magasin(Path(tmp_path / "livraisons")), afis(), "a.csv", AFIS, "ddfe_63", 2024)


def test_changes_are_told_cell_by_cell(magasin, afis):
    avant = relire(magasin, deposer(magasin, afis(8), "a.csv", AFIS, "ddfe_63", 2024).recu)
    apres = relire(magasin, deposer(magasin, afis(9), "a.csv", AFIS, "ddfe_63", 2024).recu)
    dits = changements(avant, apres, AFIS)
    assert dits.modifiees.select("departement", "champ", "avant", "apres").rows() == [("63", "beneficiaires_31_12", "8", "9")]
    assert len(dits.ajoutees) == len(dits.retirees) == 0 and not changements(avant, avant, AFIS)
    ailleurs = changements(avant, apres.with_columns(departement=pl.lit("64")), AFIS)
    assert (len(ailleurs.ajoutees), len(ailleurs.retirees), len(ailleurs.modifiees)) == (1, 1, 0)
