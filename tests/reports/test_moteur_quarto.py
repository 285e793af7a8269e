"""The choice of the engine, and what is asked of the quarto command. A stand-in answers here: it says what it was given."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from catalogue.erreurs import Impossible
from reports.moteur import rendre
from tests.fabriques.composition import composer
from tests.fabriques.contenu import EDITION

FAUX = f"""#!{sys.executable}
import os, sys
from pathlib import Path
Path("lettre.html" if "html" in sys.argv[-1] else "lettre.pdf").write_text(
    " ".join(sys.argv[1:]) + " " + os.environ["SOURCE_DATE_EPOCH"] + " " + str(Path("_donnees/edition.json").is_file()))
"""


@pytest.fixture(scope="module")
def composition(tmp_path_factory):
    return composer(tmp_path_factory.mktemp("quarto") / "composition")


def _installer(monkeypatch, dossier: Path, programme: str) -> None:
    commande = dossier / "quarto-essai"
    commande.write_text(programme)
    commande.chmod(0o755)
    monkeypatch.setenv("QUARTO_PATH", str(commande))


@pytest.fixture()
def sans_quarto(monkeypatch, tmp_path):
    monkeypatch.delenv("QUARTO_PATH", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))


def test_quarto_is_taken_when_it_is_found(monkeypatch, composition, tmp_path):
    _installer(monkeypatch, tmp_path, FAUX)
    avant = sorted(composition.rglob("*"))
    faits = rendre(composition, tmp_path / "sortie")
    assert faits["moteur"] == "quarto"
    assert faits["typst"].read_text() == f"render lettre.qmd --to miprof-typst {EDITION['horodatage']} True"
    assert faits["html"].read_text() == f"render lettre.qmd --to miprof-html {EDITION['horodatage']} True"
    assert sorted(composition.rglob("*")) == avant


def test_the_embedded_engine_is_taken_when_quarto_is_not_found(sans_quarto, composition, tmp_path):
    assert rendre(composition, tmp_path / "sortie", "auto", ("html",))["moteur"] == "embarque"


def test_the_embedded_engine_can_be_asked_for_beside_quarto(monkeypatch, composition, tmp_path):
    _installer(monkeypatch, tmp_path, "#!/bin/sh\nexit 3\n")
    assert rendre(composition, tmp_path / "sortie", "embarque", ("html",))["moteur"] == "embarque"


def test_quarto_asked_for_and_absent_says_what_to_do(sans_quarto, composition, tmp_path):
    with pytest.raises(Impossible, match="--moteur embarque"):
        rendre(composition, tmp_path / "sortie", "quarto")
    assert not (tmp_path / "sortie").exists()


@pytest.mark.parametrize("programme", ["#!/bin/sh\necho 'ERROR: typst a refusé' >&2\nexit 1\n",
                                       "#!/bin/sh\necho 'ERROR: typst a refusé'\n"])
def test_a_quarto_that_fails_or_writes_nothing_is_told_and_leaves_nothing(monkeypatch, composition, tmp_path, programme):
    _installer(monkeypatch, tmp_path, programme)
    with pytest.raises(Impossible, match="format typst : ERROR: typst a refusé"):
        rendre(composition, tmp_path / "sortie", "quarto")
    assert os.listdir(tmp_path / "sortie") == []


def test_an_unknown_engine_is_refused(composition, tmp_path):
    with pytest.raises(Impossible, match="auto, quarto ou embarque"):
        rendre(composition, tmp_path / "sortie", "latex")


def test_the_quarto_wrapper_is_imported_in_one_place_only():
    racine = Path(__file__).parents[2]
    pieces = [p for piece in ("catalogue", "ingest", "publication", "reports", "orchestration") for p in (racine / piece).rglob("*.py")]
    debuts = (["import", "quarto"], ["from", "quarto"])
    importeurs = [p.relative_to(racine).as_posix() for p in pieces
                  if any(ligne.split()[:2] in debuts for ligne in p.read_text("utf-8").splitlines())]
    assert importeurs == ["reports/moteur/__init__.py"]
