"""The sensors: one run for a burst of returns, none while they are still coming, another when the set changes."""

import json
from datetime import UTC, datetime, timedelta

import dagster as dg
import pytest

from catalogue.contrats import lire_contrat
from ingest.controle import Enfants
from ingest.livraisons import Magasin
from ingest.retours import deposer
from orchestration import capteurs
from orchestration.definitions import LETTRE, defs
from tests.fabriques.retours import csv_de, lignes

AVANT_LE_GEL = datetime(2025, 3, 1, 9, tzinfo=UTC)
CONTRAT = lire_contrat("psp_flux")


@pytest.fixture(scope="module")
def enfants():
    with Enfants() as ouverts:
        yield ouverts


@pytest.fixture
def magasin(tmp_path, monkeypatch):
    monkeypatch.setenv("MIPROF_HOME", str(tmp_path))
    return Magasin(tmp_path / "livraisons")


@pytest.fixture
def recevoir(magasin, enfants):
    def _recevoir(graine, departement="63", recu_le=AVANT_LE_GEL):
        toutes = lignes(CONTRAT, graine, (departement, "01", "02"))
        octets = csv_de(CONTRAT, [l for l in toutes if l["departement"] == departement])
        depot = deposer(magasin, octets, "retour.csv", CONTRAT, f"ddfe_{departement}", 2024, recu_le=recu_le, enfants=enfants)
        assert depot.recu, depot.rapport.constats
        return depot.recu

    return _recevoir


def cle(magasin, attente):
    return capteurs.cle_de_fabrication(capteurs.ceux_qui_comptent(magasin, "2025"), AVANT_LE_GEL + timedelta(seconds=attente))


def test_nothing_is_asked_for_without_returns(magasin):
    assert cle(magasin, 3600) is None


def test_a_run_is_asked_for_once_nothing_came_for_a_minute(magasin, recevoir):
    recevoir(1)
    recevoir(1, "69", AVANT_LE_GEL + timedelta(seconds=30))
    assert cle(magasin, 89) is None
    assert cle(magasin, 90) is not None


def test_the_same_set_is_the_same_run_and_another_set_another(magasin, recevoir):
    recevoir(1)
    seul = cle(magasin, 3600)
    assert cle(magasin, 7200) == seul
    recevoir(2, recu_le=AVANT_LE_GEL + timedelta(minutes=5))
    corrige = cle(magasin, 3600)
    recevoir(1, recu_le=AVANT_LE_GEL + timedelta(minutes=10))
    assert len({seul, corrige, cle(magasin, 3600)}) == 3


def test_a_return_after_the_freeze_asks_for_nothing(magasin, recevoir):
    recevoir(1)
    seul = cle(magasin, 3600)
    recevoir(2, recu_le=datetime(2025, 4, 1, 9, tzinfo=UTC))
    assert cle(magasin, 3600) == seul


def test_the_sensor_of_returns_asks_for_the_edition_that_reads_them(magasin, recevoir):
    recevoir(1)
    demandees = evaluer("retours_recus")
    assert [d.partition_key for d in demandees] == ["2025"]
    assert demandees[0].run_key == f"retours-2025-{cle(magasin, 3600)}"


def test_an_edition_asked_for_on_the_portal_is_run_once_and_an_unknown_one_never(magasin, tmp_path):
    dossier = tmp_path / "portail" / "demandes"
    dossier.mkdir(parents=True)
    (dossier / "a.json").write_text(json.dumps({"edition": "2025"}), "utf-8")
    (dossier / "b.json").write_text(json.dumps({"edition": "1999"}), "utf-8")
    (dossier / ".c.json").write_text("{", "utf-8")
    assert [(d.run_key, d.partition_key) for d in evaluer("editions_demandees")] == [("demande-a", "2025")]
    assert list(capteurs.demandes(dossier, datetime.now(UTC).timestamp() + 90_000)) == []


def test_both_sensors_start_the_making_of_the_letter():
    assert [s.job_name for s in defs.sensors] == [LETTRE, LETTRE]


def evaluer(nom):
    contexte = dg.build_sensor_context(instance=dg.DagsterInstance.ephemeral(), repository_def=defs.get_repository_def())
    return defs.resolve_sensor_def(nom).evaluate_tick(contexte).run_requests
