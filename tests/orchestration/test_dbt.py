"""dbt in process, on a project of three nodes."""

import subprocess
import sys

import duckdb
import polars as pl
import pytest

from catalogue.erreurs import Impossible, Refus
from orchestration import dbt
from orchestration.chemins import Chemins

SOURCES = """
version: 2
sources:
  - name: raw
    meta: {external_location: "read_parquet('{name}.parquet')"}
    tables: [{name: registre}]
models:
  - name: chiffres
    columns: [{name: id, data_tests: [unique]}]
"""


@pytest.fixture
def projet(tmp_path, monkeypatch):
    """A dbt project of one model and one test, over one raw table."""
    racine = tmp_path / "dbt_project"
    (racine / "models").mkdir(parents=True)
    (racine / "dbt_project.yml").write_text("{name: miprof, version: '1.0', profile: miprof, models: {+materialized: table}}")
    (racine / "models" / "sources.yml").write_text(SOURCES)
    (racine / "models" / "chiffres.sql").write_text("select * from {{ source('raw', 'registre') }}")
    monkeypatch.setattr(dbt, "PROJET", racine)
    return racine


@pytest.fixture
def chemins(tmp_path):
    # A quote and a space: paths go through YAML and SQL.
    chemins = Chemins(tmp_path / "l'été 2025").preparer()
    chemins.raw.mkdir()
    return chemins


def recevoir(chemins, identifiants):
    pl.DataFrame({"id": identifiants}).write_parquet(chemins.raw / "registre.parquet")


def test_a_warehouse_is_built_beside_then_put_in_service(projet, chemins):
    recevoir(chemins, [1, 2, 3])
    assert [(r.unique_id.split(".")[0], r.statut, r.refus) for r in dbt.construire(chemins)] == [
        ("model", "success", None), ("test", "pass", None)]
    assert not chemins.entrepot.exists()
    dbt.publier(chemins)
    with duckdb.connect(str(chemins.entrepot), read_only=True) as base:
        assert base.execute("select count(*) from chiffres").fetchone() == (3,)


def test_the_warehouse_is_closed_once_built(projet, chemins):
    recevoir(chemins, [1])
    dbt.construire(chemins)
    subprocess.run([sys.executable, "-c", "import duckdb, sys; duckdb.connect(sys.argv[1])", str(dbt.fichier(chemins))], check=True)


def test_a_test_that_fails_is_a_refusal_that_names_it(projet, chemins):
    recevoir(chemins, [1, 1])
    [refus] = [r.refus for r in dbt.construire(chemins) if r.refus]
    assert isinstance(refus, Refus)
    assert "unique_chiffres_id" in str(refus)
    assert "1 ligne(s)" in str(refus)


def test_the_tests_of_a_part_without_livraison_are_left_out_and_its_tables_stay(projet, chemins, monkeypatch):
    recevoir(chemins, [1, 1])
    monkeypatch.setitem(dbt.PARTIES, "retours", ("models",))
    assert [(r.unique_id, r.statut) for r in dbt.construire(chemins, vides=["retours"])] == [("model.miprof.chiffres", "success")]


def test_a_model_that_fails_is_named_with_its_reason(projet, chemins):
    [echec, *_] = [r.refus for r in dbt.construire(chemins) if r.refus]
    assert isinstance(echec, Impossible)
    assert "modèle « chiffres »" in str(echec)
    assert "registre.parquet" in str(echec)


def test_a_project_that_cannot_be_read_is_told_in_one_sentence(projet, chemins):
    (projet / "models" / "chiffres.sql").write_text("select {{ ref('absent') }}")
    with pytest.raises(Impossible) as refus:
        dbt.manifeste(chemins)
    assert "absent" in str(refus.value)
    assert len(str(refus.value).splitlines()) == 1


def test_the_manifest_is_parsed_again_only_when_the_project_changes(projet, chemins):
    dbt._analyser.cache_clear()
    premier = dbt.manifeste(chemins)
    dbt._analyser.cache_clear()
    assert dbt.manifeste(chemins) == premier
    assert dbt._analyser.cache_info().misses == 0
    (projet / "models" / "autre.sql").write_text("select 1 as id")
    assert "model.miprof.autre" in dbt.manifeste(chemins)["nodes"]
    assert len(list(chemins.dbt.glob("manifest-*.json"))) == 1


def test_the_profile_is_written_again_only_when_it_differs(projet, chemins):
    dbt.manifeste(chemins)
    profil = chemins.dbt / "profiles.yml"
    ecrit = profil.stat().st_mtime_ns
    recevoir(chemins, [1])
    dbt.construire(chemins)
    assert profil.stat().st_mtime_ns == ecrit
