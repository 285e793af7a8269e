"""Numbers that nobody could write by chance, hidden by the rules: no output, no log, no page of Dagster holds any of them."""

import gzip
import os
import re
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pikepdf
import polars as pl
import pytest

from catalogue.chargement import lire_nomenclatures
from catalogue.contrats import lire_contrat
from ingest.livraisons import Magasin
from ingest.retours import deposer, examiner
from orchestration.chemins import RACINE, Chemins
from tests.fabriques.retours import csv_de, lignes
from tests.fabriques.texte import texte_pdf

pytestmark = pytest.mark.lent
SERVICES = ("PN", "PP", "GN", "inconnu")
DEPARTEMENTS = {code: ligne["region"] for code, ligne in lire_nomenclatures()["departements"].items()}
# Three in one département of each région, which must be hidden, and elsewhere numbers of seven digits: no coordinate of a drawing is like them.
NOMBRES = {d: 1_000_003 + 79_199 * rang for rang, d in enumerate(DEPARTEMENTS)} | {d: 3 for d in {r: d for d, r in DEPARTEMENTS.items()}.values()}
AVANT_GEL = datetime(2025, 3, 1, tzinfo=UTC)
CONFIDENTIELS = {"livraisons", "raw", "build", "confidentiel", "entrepot.duckdb"}
LANCER = """
import dagster as dg
from orchestration.definitions import LETTRE, defs
with dg.DagsterInstance.get() as instance:
    run = defs.resolve_job_def(LETTRE).execute_in_process(
        partition_key="2025", instance=instance, run_config={"ops": {"lettre": {"config": {"moteur": "embarque"}}}})
    for record in instance.all_logs(run.run_id):
        print(record.to_json())
"""


@pytest.fixture(scope="module")
def passage(tmp_path_factory):
    """(`var/` after a whole run whose Dagster keeps its history, what was printed, hidden values by key)."""
    chemins = Chemins(tmp_path_factory.mktemp("var")).preparer()
    (chemins.dagster).mkdir()
    shutil.copy(RACINE / "dagster.yaml", chemins.dagster)
    _deposer(Magasin(chemins.livraisons))
    execution = subprocess.run([sys.executable, "-c", LANCER], cwd=RACINE, capture_output=True, text=True, timeout=1200, check=False,
                               env=os.environ | {"MIPROF_HOME": str(chemins.var), "DAGSTER_HOME": str(chemins.dagster)})
    assert execution.returncode == 0, execution.stderr
    caches = pl.read_parquet(chemins.confidentiel("2025") / "secrets.parquet")["cle"].to_list()
    with duckdb.connect(str(chemins.entrepot), read_only=True) as base:
        valeurs = dict(base.execute("select cle, valeur from comptages where valeur is not null").fetchall())
    return chemins, execution.stdout + execution.stderr, {cle: valeurs[cle] for cle in caches if cle in valeurs}


def _deposer(magasin: Magasin) -> None:
    """A return of every département."""
    contrat = lire_contrat("verbalisations")
    modele = lignes(contrat)[0] | {"recidives_delictuelles": 0}
    rangs = [modele | {"departement": d, "service": s, "contraventions": n, "etat_valeur": "observe" if n else "zero_confirme"}
             for d in DEPARTEMENTS for s in SERVICES for n in [NOMBRES[d] if s == "PN" else 0]]
    octets = csv_de(contrat, rangs)
    a_confirmer = examiner(magasin, octets, "retour.csv", contrat, "ocrteh", 2024).de("a_confirmer")
    depot = deposer(magasin, octets, "retour.csv", contrat, "ocrteh", 2024, confirmes=frozenset(c.empreinte for c in a_confirmer), recu_le=AVANT_GEL)
    assert depot.recu, [str(c) for c in depot.rapport.constats]


def formes(nombre: int) -> re.Pattern:
    """The number as any program or any typography writes it."""
    return re.compile(r"(?<!\d)" + r"[\s.,'\u00a0\u202f]?".join(f"{nombre:,}".split(",")) + r"(?!\d)")


def sentinelles(caches) -> set[int]:
    return set(caches.values()) & {n for n in NOMBRES.values() if n > 3}


def traces(texte: str, nombres) -> set[int]:
    return {n for n in nombres if formes(n).search(texte)}


def textes(fichier: Path):
    """What a file says: its raw bytes, and what is packed in them."""
    octets = fichier.read_bytes()
    yield octets.decode("utf-8", "replace")
    match fichier.suffix:
        case ".pdf":
            yield texte_pdf(octets)
            with pikepdf.open(fichier) as pdf:
                yield " ".join(o.read_bytes().decode("latin-1") for o in pdf.objects if isinstance(o, pikepdf.Stream))
        case ".parquet":
            yield str(pl.read_parquet(fichier).rows())
        case ".gz":
            yield gzip.decompress(octets).decode("utf-8", "replace")


def ouverts(chemins: Chemins):
    return [p for p in chemins.var.rglob("*") if p.is_file() and p.relative_to(chemins.var).parts[0] not in CONFIDENTIELS]


def test_the_sentinels_are_in_hidden_cells_and_in_shown_ones(passage):
    """Otherwise the other tests would look for nothing."""
    chemins, _, caches = passage
    assert len(sentinelles(caches)) >= 12
    montres = {n for n in NOMBRES.values() if n > 3} - sentinelles(caches)
    assert traces(str(pl.read_parquet(chemins.public("2025") / "comptages.parquet").rows()), montres) == montres
    assert {p.suffix for p in ouverts(chemins)} >= {".pdf", ".html", ".svg", ".json", ".csv", ".parquet", ".db"}


def test_no_file_that_anyone_may_open_holds_a_hidden_number(passage):
    chemins, _, caches = passage
    trouves = {str(p.relative_to(chemins.var)): t for p in ouverts(chemins) for texte in textes(p) if (t := traces(texte, sentinelles(caches)))}
    assert trouves == {}


def test_neither_the_terminal_nor_the_events_of_dagster_hold_a_hidden_number(passage):
    _, imprime, caches = passage
    assert "tables_publiques" in imprime and "ASSET_MATERIALIZATION" in imprime
    assert traces(imprime, sentinelles(caches)) == set()


def test_a_trace_would_be_seen():
    for ecrit in ("1082717", "1 082 717", "1\u202f082\u202f717", "1\u00a0082\u00a0717", "1,082,717", "1.082.717", "[1082717, 3]"):
        assert traces(ecrit, [1082717]) == {1082717}
    assert traces("11082717 10827170 1 082 7170 01082717", [1082717]) == set()
