"""The assets of the sources in real Dagster runs: what is pinned is read, and a bad source stops alone."""

from dataclasses import replace

import dagster as dg
import polars as pl
import pytest
import yaml

from catalogue import charger
from catalogue.edition import lire_edition
from ingest import sources as lecteurs
from ingest.livraisons import Fiche, Magasin
from orchestration.actifs import sources
from orchestration.chemins import RACINE
from orchestration.ressources import Maison
from tests.fabriques.sources import natinf
from tests.fabriques.sources.fautes import BONNE, FAUTES, NOM

FICHE = Fiche(source="natinf", producteur="Justice", titre="Liste", fichier="liste-natinf.csv", licence="LO", statut="definitif")


def octets(*numeros: object) -> bytes:
    return natinf.liste(*(natinf.infraction(n, "ART.225-5 C.PENAL.") for n in numeros))


@pytest.fixture
def var(tmp_path, monkeypatch):
    monkeypatch.setenv("MIPROF_HOME", str(tmp_path))
    return tmp_path


@pytest.fixture
def magasin(var):
    return Magasin(var / "livraisons")


@pytest.fixture
def construire(var, monkeypatch):
    """Materialise every source for an édition that pins these livraisons; gives the checks by (source, name)."""
    def _construire(**epingles):
        edition = lire_edition("2025").model_copy(update={"livraisons": epingles})
        monkeypatch.setattr(sources, "lire_edition", lambda _: edition)
        execution = dg.materialize(sources.TABLES_BRUTES, partition_key="2025", resources={"maison": Maison()})
        assert execution.success
        assert len(execution.get_asset_materialization_events()) == len(sources.SOURCES)
        return {(e.asset_key.path[-1], e.check_name): e for e in execution.get_asset_check_evaluations()}

    return _construire


def test_every_source_has_its_table_and_none_of_its_checks_blocks(construire, var):
    controles = construire()
    for source in sources.SOURCES:
        table = var / "raw" / f"{source.id}.parquet"
        assert pl.read_parquet_schema(table) == lecteurs.SCHEMAS[source.fichiers.famille]
        assert controles[source.id, "livraisons_lues"].passed
    assert all(spec.blocking is False for actif in sources.TABLES_BRUTES for spec in actif.check_specs)
    assert {a.key.path[-1] for a in sources.TABLES_BRUTES} == {s.id for s in charger().sources.values() if s.fichiers}


def test_every_source_that_is_fetched_has_its_page_and_its_table_in_the_warehouse():
    declarees = {t["name"] for t in yaml.safe_load((RACINE / "dbt_project/models/staging/producteurs/sources.yml").read_text("utf-8"))["sources"][0]["tables"]}
    for source in sources.SOURCES:
        page = (RACINE / "docs" / "sources" / f"{source.id}.md").read_text("utf-8")
        assert all(f"## {titre}" in page for titre in ("Ce que c’est", "Ce que ce n’est pas")) and "ièges" in page, source.id
        assert f"catalogue/sources/{source.id}.yaml" in page and source.id in declarees


def test_the_pinned_livraison_is_read_and_a_newer_one_is_announced_not_used(construire, var, magasin):
    epinglee, nouvelle = (magasin.deposer(octets(*n), FICHE) for n in ((1,), (1, 2)))
    controles = construire(natinf=[epinglee.sha256])
    assert pl.read_parquet(var / "raw" / "natinf.parquet")["natinf"].to_list() == [1]
    attente = controles["natinf", "epingles_a_jour"]
    assert not attente.passed and attente.severity is dg.AssetCheckSeverity.WARN
    assert attente.metadata["en_attente"].value == {nouvelle.sha256: "liste-natinf.csv"}
    assert controles["natinf", "fraicheur"].passed


def test_a_bad_source_stops_alone_and_its_last_good_table_goes_on_serving(construire, var, magasin):
    bonne = magasin.deposer(octets(1, 2), FICHE)
    construire(natinf=[bonne.sha256])
    mauvaise = magasin.deposer(octets("beaucoup"), FICHE)
    cog = magasin.deposer("code".encode(), Fiche("cog", "Insee", "COG", "departements.csv", "LO", "definitif", millesime=2026))
    controles = construire(natinf=[mauvaise.sha256], cog=[cog.sha256])
    assert {id for (id, nom), c in controles.items() if nom == "livraisons_lues" and not c.passed} == {"natinf", "cog"}
    assert "« beaucoup »" in controles["natinf", "livraisons_lues"].metadata["messages"].value
    table = pl.read_parquet(var / "raw" / "natinf.parquet")
    assert table["natinf"].to_list() == [1, 2] and set(table["livraison_sha256"]) == {bonne.sha256}
    assert pl.read_parquet(var / "raw" / "cog.parquet").height == 0


def test_each_fault_stops_its_source_alone(construire, var, magasin):
    fiche = replace(FICHE, source="ssmsi_departements", fichier=NOM)
    bonnes = {"natinf": [magasin.deposer(octets(1), FICHE).sha256], "ssmsi_departements": [magasin.deposer(BONNE, fiche).sha256]}
    construire(**bonnes)
    table = (var / "raw" / "ssmsi_departements.parquet").read_bytes()
    for mauvais, ligne, _, vu, _ in FAUTES.values():
        controles = construire(**{**bonnes, "ssmsi_departements": [magasin.deposer(mauvais, fiche).sha256]})
        assert {id for (id, nom), c in controles.items() if nom == "livraisons_lues" and not c.passed} == {"ssmsi_departements"}
        message = controles["ssmsi_departements", "livraisons_lues"].metadata["messages"].value
        assert f"{NOM}, ligne {ligne}" in message and vu in message
        assert (var / "raw" / "ssmsi_departements.parquet").read_bytes() == table, "the last good table goes on serving"


def test_a_late_source_is_told_by_its_freshness_check(construire, magasin):
    magasin.deposer(octets(1), replace(FICHE, date_publication="2020-01"))
    fraicheur = construire()["natinf", "fraicheur"]
    assert not fraicheur.passed and fraicheur.severity is dg.AssetCheckSeverity.WARN and fraicheur.metadata["retard_jours"].value > 365


@pytest.fixture
def telecharger(monkeypatch, var, serveur):
    """Run the downloads of these sources, their retries shortened to nothing; gives the events by step."""
    monkeypatch.setenv("MIPROF_DATAGOUV", serveur.base)
    monkeypatch.setattr("ingest.recuperation.client.random.uniform", lambda *_: 0.0)

    def _telecharger(*ids):
        @dg.job(executor_def=dg.in_process_executor)
        def essai():
            for op in sources.TELECHARGEMENTS:
                if op.name.removeprefix("telecharger_") in ids:
                    op.with_retry_policy(dg.RetryPolicy(max_retries=1))()

        execution = essai.execute_in_process(raise_on_error=False)
        return {id: [e.event_type_value for e in execution.all_events if e.step_key == f"telecharger_{id}"] for id in ids}

    return _telecharger


def test_downloads_stop_one_by_one_and_a_later_try_is_for_the_network_alone(telecharger, serveur, magasin):
    jeu = {s.id: s.fichiers.jeu for s in sources.SOURCES}
    serveur.jeu(jeu["natinf"], [serveur.ressource("liste-natinf.csv", octets(1))])
    serveur.jeu(jeu["cog"], [serveur.ressource("v_departement_2026.csv", b"<html>", somme=False,
                                               titre="Millésime 2026 : Liste des départements au 01/01/2026")])
    serveur.jeu(jeu["ssmsi_series"], [serveur.ressource("serieschrono-datagouv.csv", b"a;b\n", pannes=5)])
    evenements = telecharger("natinf", "cog", "ssmsi_series", "etat4001")
    assert "STEP_SUCCESS" in evenements["natinf"]
    for id in ("cog", "etat4001"):
        assert "STEP_FAILURE" in evenements[id] and "STEP_UP_FOR_RETRY" not in evenements[id]
    assert "STEP_UP_FOR_RETRY" in evenements["ssmsi_series"] and "STEP_SUCCESS" in evenements["ssmsi_series"]
    assert {l.fiche.source for l in magasin.lister()} == {"natinf", "ssmsi_series"}


def test_the_job_of_downloads_has_every_source_and_tries_again_later_and_later():
    assert {op.name for op in sources.TELECHARGEMENTS} == {f"telecharger_{s.id}" for s in charger().sources.values() if s.fichiers}
    assert all(op.retry_policy.max_retries == 3 and op.retry_policy.backoff is dg.Backoff.EXPONENTIAL and op.retry_policy.jitter
               for op in sources.TELECHARGEMENTS)
    assert {n.name for n in sources.actualiser_les_sources.nodes} == {op.name for op in sources.TELECHARGEMENTS}
