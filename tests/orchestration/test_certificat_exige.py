"""Downstream of the public tables, nothing is made without a certificate for exactly their bytes."""

import shutil

import dagster as dg
import polars as pl
import pytest

from catalogue.erreurs import Refus
from orchestration.chemins import Chemins

pytestmark = pytest.mark.lent
EDITION = "2025"
COMPOSITION = [dg.AssetKey(nom) for nom in ("figures", "phrases", "tableaux", "composition")]


@pytest.fixture
def copie(maison, tmp_path, monkeypatch) -> Chemins:
    """A copy of the folder of a successful run, in which parts of it are run again."""
    chemins = Chemins(tmp_path / "var")
    for dossier in ("editions", "confidentiel", "polices", "dbt"):
        shutil.copytree(maison.var / dossier, chemins.var / dossier)
    monkeypatch.setenv("MIPROF_HOME", str(chemins.var))
    return chemins


def composer() -> None:
    from orchestration.definitions import LETTRE, defs

    defs.resolve_job_def(LETTRE).execute_in_process(partition_key=EDITION, asset_selection=COMPOSITION)


def test_the_composition_is_made_again_from_tables_that_have_their_certificate(copie):
    shutil.rmtree(copie.composition(EDITION))
    composer()
    assert (copie.composition(EDITION) / "_donnees" / "chiffres.json").is_file()


def test_a_public_table_changed_by_one_byte_stops_everything_after_it(copie):
    table = copie.public(EDITION) / "chiffres.parquet"
    pl.read_parquet(table).with_columns(pl.col("valeur") + 1).write_parquet(table)
    shutil.rmtree(copie.composition(EDITION))
    with pytest.raises(Refus, match="ne sont pas celles de son certificat"):
        composer()
    assert not copie.composition(EDITION).exists()


def test_without_its_certificate_an_edition_is_not_composed(copie):
    shutil.rmtree(copie.confidentiel(EDITION))
    with pytest.raises(Refus, match="n’a pas de certificat"):
        composer()
