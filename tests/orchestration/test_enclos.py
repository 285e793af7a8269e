"""What makes documents cannot open the confidential database: not with Python, not with DuckDB or polars, not with another program."""

import duckdb
import polars as pl
import pytest

from catalogue.erreurs import Impossible, Refus
from orchestration import enclos
from tests.fabriques import enclos as tentatives

CLOTURE = pytest.mark.skipif(not enclos.cloture(), reason="ce système n’a pas Landlock")


@pytest.fixture
def var(tmp_path):
    var = tmp_path / "var"
    (var / "editions/2025/public").mkdir(parents=True)
    (var / "confidentiel").mkdir()
    with duckdb.connect(str(var / "entrepot.duckdb")) as base:
        base.execute("create table t as select 1")
    for dossier in ("editions/2025/public", "confidentiel"):
        pl.DataFrame({"valeur": [7]}).write_parquet(var / dossier / "t.parquet")
        (var / dossier / "note.txt").write_text("ici", "utf-8")
    return var


def essayer(var, *essais):
    return enclos.executer(tentatives.essayer, *essais, ferme=var, inscriptibles=[var / "editions/2025"])


@CLOTURE
def test_what_is_confidential_cannot_be_opened_whatever_the_library(var):
    raccourci = var / "editions/2025/raccourci"
    raccourci.symlink_to(var / "entrepot.duckdb")
    assert essayer(
        var, ("ouvrir_base", var / "entrepot.duckdb"), ("ouvrir_base", raccourci), ("ouvrir_parquet", var / "confidentiel/t.parquet"),
        ("lire", var / "confidentiel/note.txt"), ("lister", var / "confidentiel"), ("lister", var),
        ("demander_a_un_autre_programme", var / "confidentiel/note.txt"),
    ) == ["IOException", "IOException", "PermissionError", "PermissionError", "PermissionError", "PermissionError", "CalledProcessError"]


def test_what_is_public_is_read_and_documents_are_written(var):
    lu, ecrit = essayer(var, ("ouvrir_parquet", var / "editions/2025/public/t.parquet"), ("ecrire", var / "editions/2025/lettre.txt", "texte"))
    assert (lu, ecrit.read_text("utf-8")) == ([(7,)], "texte")


@CLOTURE
def test_a_folder_given_to_read_cannot_be_written(var):
    assert enclos.executer(tentatives.essayer, ("lire", var / "editions/2025/public/note.txt"),
                           ("ecrire", var / "editions/2025/lettre.txt", "texte"), ferme=var, lisibles=[var / "editions"]) == ["ici", "PermissionError"]


def test_this_process_stays_free(var):
    essayer(var, ("lire", var / "confidentiel/note.txt"))
    assert (var / "confidentiel/note.txt").read_text("utf-8") == "ici"


def test_refusals_come_back_with_each_of_their_sentences(var):
    with pytest.raises(Refus) as refus:
        enclos.executer(tentatives.refuser, ferme=var)
    assert [r.champs["cle"] for r in refus.value.refus] == ["un", "deux"]
    with pytest.raises(Impossible, match="ne peut pas être lu"):
        enclos.executer(tentatives.renoncer, ferme=var)


def test_a_process_that_dies_is_told(var):
    with pytest.raises(Impossible, match="à l’abri des données confidentielles : le processus s’est arrêté avec le code 3"):
        enclos.executer(tentatives.mourir, ferme=var)
