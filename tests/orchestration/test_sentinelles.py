"""Numbers that nobody could write by chance, hidden by the rules: no output, no log, no page of Dagster holds any of them."""

import gzip
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pikepdf
import polars as pl
import pytest

from catalogue.chargement import lire_nomenclatures
from catalogue.contrats import lire_contrat
from ingest.livraisons import Magasin
from ingest.retours import deposer
from orchestration.chemins import RACINE, Chemins
from tests.fabriques.retours import csv_de, lignes
from tests.fabriques.texte import texte_pdf

pytestmark = pytest.mark.lent
REGION = "R84"
SENTINELLES = {"01": 48271, "03": 37907, "07": 61403, "15": 52937, "26": 83579, "38": 71359, "42": 94169, "43": 68171, "63": 57329, "69": 76481,
               "73": 89293, "74": 43669}
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
    execution = subprocess.run([sys.executable, "-c", LANCER], cwd=RACINE, capture_output=True, text=True, timeout=600,
                               env=os.environ | {"MIPROF_HOME": str(chemins.var), "DAGSTER_HOME": str(chemins.dagster)})
    assert execution.returncode == 0, execution.stderr[-3000:]
    caches = pl.read_parquet(chemins.confidentiel("2025") / "secrets.parquet")["cle"].to_list()
    with duckdb.connect(str(chemins.entrepot), read_only=True) as base:
        valeurs = dict(base.execute("select cle, valeur from comptages where valeur is not null").fetchall())
    return chemins, execution.stdout + execution.stderr, {cle: valeurs[cle] for cle in caches if cle in valeurs}


def _deposer(magasin: Magasin) -> None:
    """A return of every département; those of one région are sentinels, and the producer asks to hide one of them."""
    contrat = lire_contrat("verbalisations")
    departements = tuple(lire_nomenclatures()["departements"])
    rangs = []
    for ligne in lignes(contrat, departements=departements):
        montre = ligne["service"] == "PN" and ligne["departement"] in SENTINELLES
        nombre = SENTINELLES[ligne["departement"]] if montre else 0
        cachee = montre and ligne["departement"] == "63"
        etat = "secret_producteur" if cachee else "observe" if nombre else "zero_confirme"
        rangs.append(ligne | {"etat_valeur": etat, "contraventions": nombre, "recidives_delictuelles": 0})
    octets = csv_de(contrat, rangs)
    essai = deposer(magasin, octets, "retour.csv", contrat, "ocrteh", 2024)
    confirmes = frozenset(c.empreinte for c in essai.rapport.de("a_confirmer"))
    depot = essai if essai.recu else deposer(magasin, octets, "retour.csv", contrat, "ocrteh", 2024, confirmes=confirmes)
    assert depot.recu, [str(c) for c in depot.rapport.constats]


def formes(nombre: int) -> re.Pattern:
    """The number as any program or any typography writes it."""
    return re.compile(rf"(?<!\d){nombre // 1000}[\s.,'\u00a0\u202f]?{nombre % 1000:03d}(?!\d)")


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
    assert caches["verbalisations_contraventions.2024.63"] == SENTINELLES["63"]
    assert len(set(caches.values()) & set(SENTINELLES.values())) >= 2
    montres = set(SENTINELLES.values()) - set(caches.values())
    assert traces(str(pl.read_parquet(chemins.public("2025") / "comptages.parquet").rows()), montres) == montres
    assert {p.suffix for p in ouverts(chemins)} >= {".pdf", ".html", ".svg", ".json", ".csv", ".parquet", ".db"}


def test_no_file_that_anyone_may_open_holds_a_hidden_number(passage):
    chemins, _, caches = passage
    cherches = {v for v in caches.values() if v >= 10_000}
    trouves = {str(p.relative_to(chemins.var)): t for p in ouverts(chemins) for texte in textes(p) if (t := traces(texte, cherches))}
    assert trouves == {}


def test_neither_the_terminal_nor_the_events_of_dagster_hold_a_hidden_number(passage):
    _, imprime, caches = passage
    assert "tables_publiques" in imprime and "ASSET_MATERIALIZATION" in imprime
    assert traces(imprime, {v for v in caches.values() if v >= 10_000}) == set()


def test_a_trace_would_be_seen():
    for ecrit in ("48271", "48 271", "48\u202f271", "48\u00a0271", "48,271", "48.271", "[48271, 3]"):
        assert traces(ecrit, [48271]) == {48271}
    assert traces("148271 482710 48 2710", [48271]) == set()
