"""The letter holds no digit typed by hand, no refused word, no sentence too long, no unexplained acronym."""

from pathlib import Path

import pytest

import reports
from reports.relecture import relire, relire_modules

REPORTS = Path(reports.__file__).parent if reports.__file__ else Path("reports")


def test_the_documents_of_the_letter_are_clean():
    assert [str(r) for r in relire(REPORTS / "lettre" / "sections")] == []


@pytest.mark.parametrize("piece", ["phrases", "tableaux", "figures/definitions"])
def test_the_sentences_written_in_code_are_clean(piece):
    assert [str(r) for r in relire_modules(REPORTS / piece)] == []


@pytest.mark.parametrize(("prose", "code", "valeur"), [
    ("Il y a 1 579 victimes.", "relecture.chiffre_libre", "1 579"),
    ("Une hausse de 9 %.", "relecture.chiffre_libre", "9"),
    ("L’article 611-2 du code.", "relecture.chiffre_libre", "611"),
    ("Des prostituées sont recensées.", "relecture.mot_refuse", "prostituées"),
    ("La hausse est due à la loi, grâce à elle.", "relecture.mot_refuse", "grâce à"),
    ("Les clients verbalisés.", "relecture.mot_refuse", "clients"),
    ("Le XYZ publie.", "relecture.sigle_inconnu", "XYZ"),
    ("mot " * 26 + ".", "relecture.phrase_longue", None),
])
def test_a_fault_is_named_with_its_file_and_line(tmp_path, prose, code, valeur):
    (tmp_path / "essai.qmd").write_text(f"# Titre\n\n{prose}\n", "utf-8")
    fautes = [r for r in relire(tmp_path) if r.code == code]
    assert fautes and fautes[0].champs["fichier"] == "essai.qmd" and fautes[0].champs["ligne"] == 3
    assert valeur is None or fautes[0].champs["valeur"] == valeur


@pytest.mark.parametrize("prose", [
    "Depuis la loi du 21 avril 2021, appelez le 119 ou le 116 000.", "Les « clients » sont cités.", "En {{< millesime >}}, {{< chiffre victimes annee=2023 >}} victimes."])
def test_what_is_allowed_passes(tmp_path, prose):
    (tmp_path / "essai.qmd").write_text(f"{prose}\n", "utf-8")
    assert relire(tmp_path) == []
