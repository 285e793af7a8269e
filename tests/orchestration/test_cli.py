"""The `miprof` command as a user meets it: sentences, exit codes, nothing half-written."""

import csv
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from orchestration.chemins import RACINE
from orchestration.verrou import tenir

LOURDES = {"dagster", "dbt", "polars", "duckdb", "altair", "plotly", "typst", "rich"}


@pytest.fixture
def clone(tmp_path) -> Path:
    """A copy of the tree whose data and documents a test may spoil."""
    copie = tmp_path / "clone"
    for piece in ("catalogue", "data", "dbt_project", "ingest", "orchestration", "publication", "reports"):
        shutil.copytree(RACINE / piece, copie / piece)
    for fichier in ("dagster.yaml", "workspace.yaml"):
        shutil.copy(RACINE / fichier, copie)
    return copie


def sorties(maison: Path) -> dict[str, bytes]:
    return {str(p.relative_to(maison)): p.read_bytes() for p in sorted(maison.rglob("brouillon/*"))}


@pytest.mark.parametrize(("arguments", "attendu"), [
    (["letre"], "« letre » n’existe pas (vouliez-vous dire « lettre » ?)"),
    (["lettre"], "Il manque EDITION"),
    (["lettre", "2025", "--moter", "auto"], "vouliez-vous dire « --moteur » ?"),
    (["lettre", "2025", "--moteur", "word"], "Attendu : auto, quarto, embarque"),
    (["lettre", "2025", "--moteur"], "attend une valeur"),
    (["lettre", "2025", "2026"], "Attendu : miprof lettre [OPTIONS] EDITION"),
    (["lettre", "2052"], "L’édition « 2052 » n’existe pas (vouliez-vous dire « 2025 » ?)"),
    (["tracer", "2052", "victimes_mineures"], "L’édition « 2052 » n’existe pas"),
    (["tracer", "2025"], "un seul des trois"),
    (["tracer", "2025", "victimes_mineures", "--valeur", "659"], "un seul des trois"),
    (["tracer", "2025", "victimes_mineures"], "n’a pas encore été fabriquée"),
    (["anomalies", "2025"], "L’entrepôt n’a pas encore été construit pour l’édition 2025"),
    (["dagster", "--port", "80"], "Attendu : miprof dagster"),
])
def test_a_command_that_cannot_run_says_why_in_one_sentence(miprof, tmp_path, arguments, attendu):
    execution = miprof(*arguments, maison=tmp_path)
    assert execution.returncode == 2
    assert attendu in execution.stderr
    assert len(execution.stderr.splitlines()) == 1


@pytest.mark.parametrize("commande", [[], ["lettre"], ["tracer"], ["anomalies"], ["dagster"]])
def test_help_is_french_to_the_last_word(miprof, tmp_path, commande):
    aide = miprof(*commande, "--aide", maison=tmp_path)
    assert aide.returncode == 0
    assert not {"show", "this", "message", "exit", "default", "commands", "usage:"} & set(aide.stdout.lower().replace("]", " ").split())
    assert "Afficher cette aide." in aide.stdout


def test_help_imports_nothing_heavy():
    programme = "import sys, orchestration.cli; print(*{m.split('.')[0] for m in sys.modules})"
    importees = subprocess.run([sys.executable, "-c", programme], cwd=RACINE, capture_output=True, text=True, check=True).stdout.split()
    assert LOURDES & set(importees) == set()


def test_a_folder_that_cannot_be_written_is_told_before_anything_runs(miprof, tmp_path):
    fichier = tmp_path / "pas-un-dossier"
    fichier.write_text("")
    execution = miprof("lettre", "2025", maison=fichier)
    assert execution.returncode == 2
    assert f"{fichier} : impossible d’y écrire" in execution.stderr
    assert len(execution.stderr.splitlines()) == 1


@pytest.mark.skipif(os.geteuid() == 0, reason="l’administrateur écrit partout")
def test_a_protected_folder_is_told_too(miprof, tmp_path):
    tmp_path.chmod(0o555)
    execution = miprof("lettre", "2025", maison=tmp_path)
    assert execution.returncode == 2
    assert "MIPROF_HOME" in execution.stderr


def test_a_second_run_is_refused_while_one_is_running(miprof, tmp_path):
    with tenir(tmp_path / "verrou", "lettre 2025"):
        execution = miprof("lettre", "2025", maison=tmp_path)
    assert execution.returncode == 2
    assert f"Une exécution est déjà en cours : lettre 2025, par " in execution.stderr
    assert f"(processus {os.getpid()})" in execution.stderr
    assert len(execution.stderr.splitlines()) == 1


@pytest.mark.parametrize(("fichier", "fonction"), [("catalogue/edition.py", "lire_edition"), ("ingest/registre.py", "deposer")])
def test_an_unexpected_error_is_one_sentence_and_a_log(miprof, clone, tmp_path, fichier, fonction):
    """Before Dagster starts, and inside one of its stages."""
    with (clone / fichier).open("a", encoding="utf-8") as module:
        module.write(f"\n\ndef {fonction}(*_):\n    raise ZeroDivisionError('pour voir')\n")
    execution = miprof("lettre", "2025", maison=tmp_path / "var", racine=clone)
    assert execution.returncode == 2
    assert execution.stderr.splitlines()[-1].startswith("Erreur imprévue (ZeroDivisionError)")
    assert "Traceback" not in execution.stderr
    [journal] = (tmp_path / "var" / "journaux").glob("*.log")
    assert journal.name in execution.stderr
    assert "ZeroDivisionError: pour voir" in journal.read_text()


def test_an_interrupted_run_says_so_and_leaves_no_lock(tmp_path):
    environnement = os.environ | {"MIPROF_HOME": str(tmp_path)}
    processus = subprocess.Popen([sys.executable, "-m", "orchestration.cli", "lettre", "2025"], cwd=RACINE, env=environnement,
                                 stderr=subprocess.PIPE, text=True)
    for ligne in processus.stderr:
        if ligne.startswith("Registre"):
            processus.send_signal(signal.SIGINT)
            break
    suite = processus.stderr.read()
    assert processus.wait() == 2
    assert suite.splitlines()[-1].startswith("Interrompu.")
    assert "Traceback" not in suite
    with tenir(tmp_path / "verrou", "lettre 2025"):
        pass


def test_the_letter_is_made_and_named(maison):
    assert {"lettre.pdf", "lettre.html"} <= {p.name for p in maison.brouillon("2025").iterdir()}


@pytest.mark.parametrize(("colonne", "valeur", "attendu"), [
    ("indicateur", "victimes_minuscules", "« victimes_minuscules »"),
    ("valeur", "beaucoup", "« beaucoup »"),
    ("url", "", "« url »"),
])
def test_a_faulty_registry_row_is_refused_with_file_and_line_and_nothing_changes(miprof, maison, clone, tmp_path, colonne, valeur, attendu):
    var = shutil.copytree(maison.var, tmp_path / "var")
    avant = sorties(var), (var / "entrepot.duckdb").read_bytes()
    fichier = sorted((clone / "data" / "publie").glob("*.csv"))[0]
    gater(fichier, colonne, valeur)
    execution = miprof("lettre", "2025", maison=var, racine=clone)
    assert execution.returncode == 1
    assert f"publie/{fichier.name}, ligne 2" in execution.stderr
    assert attendu in execution.stderr
    assert (sorties(var), (var / "entrepot.duckdb").read_bytes()) == avant


def test_a_document_that_asks_for_an_absent_figure_is_refused_with_file_and_line_and_nothing_changes(miprof, maison, clone, tmp_path):
    var = shutil.copytree(maison.var, tmp_path / "var")
    avant = sorties(var)
    section = clone / "reports" / "lettre" / "sections" / "victimes.qmd"
    lignes = section.read_text("utf-8").splitlines()
    section.write_text("\n".join([*lignes, "", "Voir {{< chiffre victimes_imaginaires >}}.", ""]), "utf-8")
    execution = miprof("lettre", "2025", maison=var, racine=clone)
    assert execution.returncode == 1
    assert f"victimes.qmd, ligne {len(lignes) + 2}" in execution.stderr
    assert "victimes_imaginaires" in execution.stderr
    assert sorties(var) == avant


def test_two_values_for_one_figure_stop_the_run_until_one_is_chosen(miprof, maison, clone, tmp_path):
    var = shutil.copytree(maison.var, tmp_path / "var")
    avant = sorties(var), (var / "entrepot.duckdb").read_bytes()
    ajouter(clone / "data" / "publie" / "lettre24.csv", "de-lettre24-mineures-2024", id="essai-mineures-2024", valeur="660")
    execution = miprof("lettre", "2025", maison=var, racine=clone)
    assert execution.returncode == 1
    assert "plusieurs valeurs pour « victimes_mineures.2024.FR »" in execution.stderr
    assert "660 (essai-mineures-2024)" in execution.stderr
    assert (sorties(var), (var / "entrepot.duckdb").read_bytes()) == avant


def test_a_model_that_fails_is_named_and_the_warehouse_in_service_stays(miprof, maison, clone, tmp_path):
    var = shutil.copytree(maison.var, tmp_path / "var")
    avant = (var / "entrepot.duckdb").read_bytes()
    (clone / "dbt_project" / "models" / "marts" / "sources.sql").write_text("select * from {{ ref('stg_sources') }} where absente = 1\n")
    execution = miprof("lettre", "2025", maison=var, racine=clone)
    assert execution.returncode == 2
    assert "modèle « sources »" in execution.stderr
    assert (var / "entrepot.duckdb").read_bytes() == avant


def ajouter(fichier: Path, modele: str, **champs: str) -> None:
    """Append to a registry file a copy of the row `modele`, with these cells changed."""
    with fichier.open(encoding="utf-8", newline="") as f:
        lignes = list(csv.DictReader(f, delimiter=";"))
    with fichier.open("a", encoding="utf-8", newline="") as f:
        csv.DictWriter(f, lignes[0], delimiter=";", lineterminator="\n").writerow(
            next(ligne for ligne in lignes if ligne["id"] == modele) | champs)


def gater(fichier: Path, colonne: str, valeur: str) -> None:
    """Put a value in a column of the first row of a registry file."""
    with fichier.open(encoding="utf-8", newline="") as f:
        entete, premiere, *suite = csv.reader(f, delimiter=";")
    premiere[entete.index(colonne)] = valeur
    with fichier.open("w", encoding="utf-8", newline="") as f:
        csv.writer(f, delimiter=";", lineterminator="\n").writerows([entete, premiere, *suite])
