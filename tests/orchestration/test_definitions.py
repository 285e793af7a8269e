"""What Dagster is told of the house: it loads, every stage is there, each is checked before the next."""

import subprocess
import sys

import dagster as dg
import pytest

from catalogue import charger
from catalogue.contrats import charger_contrats
from catalogue.edition import editions
from ingest.definitions import SCHEMAS
from orchestration.chemins import RACINE
from publication.tables_publiques import TABLES

# Beside the raw tables and the dbt models, which are files: the stages of the letter.
ETAPES = {"livraisons", "raw/registre", "protection_des_comptages", "tables_publiques", "figures", "phrases", "tableaux", "composition", "lettre"}
RETOURS = {f"retours/retour_{contrat}" for contrat in charger_contrats()} | {"raw/retours_attendus"}
PRODUCTEURS = {f"raw/{s.id}" for s in charger().sources.values() if s.fichiers}
CONTROLES = {
    "raw/registre": "registre_accepte",
    "raw/choix": "definitions_acceptees",
    "raw/retours_attendus": "retours_intacts",
    "int_anomalies": "aucune_anomalie",
    "tables_publiques": "colonnes_publiques",
    "composition": "documents_acceptes",
    "lettre": "sorties_completes",
}


@pytest.fixture(scope="module")
def defs(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MIPROF_HOME", str(tmp_path_factory.mktemp("var")))
        from orchestration.definitions import defs

        yield defs


@pytest.fixture(scope="module")
def graphe(defs):
    return defs.resolve_asset_graph()


def nom(cle: dg.AssetKey) -> str:
    return "/".join(cle.path)


def test_the_definitions_load(defs):
    dg.Definitions.validate_loadable(defs)


def test_an_asset_has_the_name_of_its_model_or_of_its_file(graphe):
    modeles = {p.stem for p in (RACINE / "dbt_project" / "models").rglob("*.sql")}
    assert {nom(c) for c in graphe.get_all_asset_keys()} == ETAPES | {f"raw/{t}" for t in SCHEMAS} | PRODUCTEURS | RETOURS | modeles


def test_every_asset_is_made_by_the_house_one_edition_at_a_time_under_the_lock(defs, graphe):
    for cle in graphe.get_all_asset_keys():
        noeud = graphe.get(cle)
        assert noeud.is_executable, nom(cle)
        assert noeud.partitions_def.get_partition_keys() == editions(), nom(cle)
        assert "maison" in noeud.assets_def.required_resource_keys, nom(cle)


def test_the_letter_rests_on_every_stage_before_it(graphe):
    amont = {nom(c) for c in graphe.upstream_key_iterator(dg.AssetKey("lettre"))}
    assert ETAPES - {"lettre"} | {"raw/choix", "chiffres", "citations", "controles", "verifications"} <= amont


@pytest.mark.parametrize(("actif", "controle"), CONTROLES.items())
def test_each_stage_has_a_check_that_stops_the_next(graphe, actif, controle):
    cle = dg.AssetCheckKey(dg.AssetKey(actif.split("/")), controle)
    assert graphe.get_check_spec(cle).blocking


def test_every_dbt_test_is_a_check(defs):
    from orchestration.actifs.entrepot import MANIFESTE, entrepot

    tests = [n for n in MANIFESTE["nodes"].values() if n["resource_type"] == "test"]
    assert len(entrepot.check_keys) == len(tests)


def test_an_edition_runs_in_one_process(defs):
    from orchestration.definitions import LETTRE

    assert defs.resolve_job_def(LETTRE).executor_def.name == "in_process"


def test_the_code_loads_without_parsing_the_dbt_project_again(maison):
    programme = "import orchestration.definitions, orchestration.dbt as d; print(d._analyser.cache_info().misses)"
    fait = subprocess.run([sys.executable, "-W", "ignore", "-c", programme], cwd=RACINE, capture_output=True, text=True, check=True,
                          env={"MIPROF_HOME": str(maison.var), "PATH": ""})
    assert fait.stdout.strip() == "0"


def test_a_run_passes_every_check_and_tells_dagster_no_value(defs, tmp_path, monkeypatch):
    from orchestration.definitions import LETTRE

    monkeypatch.setenv("MIPROF_HOME", str(tmp_path))
    execution = defs.resolve_job_def(LETTRE).execute_in_process(partition_key="2025")
    faites = [e.step_materialization_data.materialization for e in execution.get_asset_materialization_events()]
    assert {nom(m.asset_key) for m in faites} == {nom(c) for c in defs.resolve_asset_graph().get_all_asset_keys()}
    assert all(e.passed for e in execution.get_asset_check_evaluations())
    assert {cle for m in faites for cle in m.metadata if not cle.startswith("dagster/")} <= {
        "fichiers", "empreintes", "lignes", "indicateurs", "statut", "secondes", "nombre", "noms", "dossier", "moteur", "pdf", "html",
        "table", "livraisons", "relue", "simule", "cachees", "arret", "ecart", *TABLES}
