"""The invented country adds up to the published numbers; the same seed writes the same files; the simulation never mixes with real returns."""

from collections import Counter
from datetime import date
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.contrats import charger_contrats, lire_contrat
from catalogue.erreurs import Refus
from catalogue.organismes import lire_registre
from ingest.retours import deposer, recus
from ingest.retours.simulation import registre_simule, simuler
from ingest.retours.simulation.campagne import _envois
from ingest.retours.simulation.pays import inventer, partager
from orchestration.chemins import RACINE

PUBLIES = RACINE / "data" / "publie"
GEL = date(2025, 3, 31)


@pytest.mark.parametrize("graine", [1, 2, 3])
def test_national_totals_are_the_published_ones(graine):
    pays = inventer(2024, graine, PUBLIES)
    stocks = {d: p.stock_fin for d, p in pays.parcours.items()}
    assert sum(stocks.values()) == 903 and sum(n > 0 for n in stocks.values()) == 67 and len(stocks) == 101
    assert [stocks[d] for d in ("75", "69", "13", "38", "31")] == [148, 89, 49, 39, 39]
    contraventions = pays.contraventions
    assert sum(contraventions.values()) == 1146 and round(100 * contraventions["75"] / 1146) == 58
    assert sum(n == 0 for n in contraventions.values()) == 36
    assert Counter(min(n, 2) for n in pays.reunions.values()) == {2: 62, 1: 16, 0: 23}
    victimes = {cle: sum(v.values()) for cle, v in pays.victimes.items()}
    assert sum(victimes.values()) == 1579 and victimes["0-17", "proxenetisme"] + victimes["0-17", "recours_delictuel"] == 659


def test_every_stock_is_its_movements():
    for p in inventer(2024, 1, PUBLIES).parcours.values():
        assert p.stock_fin == p.stock_debut + p.entrees + p.recus - p.sorties - p.partis and min(p.stock_debut, p.sorties, p.entrees) >= 0


@given(st.integers(0, 300), st.dictionaries(st.text("abc", min_size=1), st.floats(0.1, 10), min_size=1), st.integers())
def test_what_is_shared_adds_up(total, poids, graine):
    parts = partager(Random(graine), total, poids)
    assert sum(parts.values()) == total and parts.keys() == poids.keys()


def test_ceilings_hold_and_too_low_ones_are_refused():
    plafonds = {"a": 2, "b": 3}
    assert partager(Random(1), 5, {"a": 9, "b": 1}, plafonds) == plafonds
    with pytest.raises(ValueError):
        partager(Random(1), 6, {"a": 9, "b": 1}, plafonds)


def test_about_two_hundred_organisations_answer_all_the_contracts():
    registre = registre_simule()
    assert 190 <= len(registre.organismes) <= 210 and len(lire_registre().organismes) < 120
    assert all(registre.deposants(contrat, date(2024, 12, 31)) for contrat in charger_contrats().values())
    assert all("simulé" in o.nom for id, o in registre.organismes.items() if id not in lire_registre().organismes)


@pytest.mark.parametrize("organisme", ["ddfe_63", "simule_asso_01", "ocrteh"])
def test_the_same_seed_writes_the_same_files_at_the_same_times(tmp_path, organisme):
    pays = inventer(2024, 1, PUBLIES)
    deux = [_envois(pays, organisme, 1, GEL, tmp_path / str(n)) for n in (1, 2)]
    assert [(e.path.name, e.path.read_bytes(), e.recu_le) for e in deux[0]] == [(e.path.name, e.path.read_bytes(), e.recu_le) for e in deux[1]]


def test_a_simulation_never_enters_a_store_of_real_returns_nor_the_reverse(magasin, afis, tmp_path):
    contrat = lire_contrat("afis")
    deposer(magasin, afis(), "a.csv", contrat, "ddfe_63", 2024)
    with pytest.raises(Refus, match="retours réels"):
        simuler(magasin, tmp_path / "fichiers", 2024, 1, GEL, PUBLIES)
    autre = type(magasin)(tmp_path / "simule")
    deposer(autre, afis(), "a.csv", contrat, "ddfe_63", 2024, canal="simulation")
    with pytest.raises(Refus, match="campagne simulée"):
        deposer(autre, afis(), "a.csv", contrat, "ddfe_63", 2024)
    assert [r.simule for r in recus(autre)] == [True] and autre.lister()[0].fiche.statut == "simule"
