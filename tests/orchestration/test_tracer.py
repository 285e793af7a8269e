"""`miprof tracer`: from a figure of the letter back to the bytes received."""

import csv
import hashlib
import re

import pytest

from orchestration.chemins import RACINE


@pytest.fixture(scope="module")
def tracer(miprof, maison):
    def _tracer(*arguments: str) -> str:
        execution = miprof("tracer", "2025", *arguments, maison=maison.var)
        assert execution.returncode == 0, execution.stderr
        return execution.stdout.replace("\u202f", " ").replace("\u00a0", " ")

    return _tracer


def test_an_indicator_is_told_whole(tracer):
    dit = tracer("victimes_mineures_part")
    assert "Formule : 100 × victimes_mineures ÷ victimes_enregistrees" in dit
    assert "statistique publique" in dit
    assert "dbt_project/models/intermediate/int_chiffres_publies.sql" in dit
    assert "Recalcul : 659 ÷ 1 579" in dit
    assert "preuve " in dit
    assert "https://" in dit


def test_the_row_and_the_bytes_named_are_the_real_ones(tracer):
    dit = tracer("victimes_mineures.2024.FR")
    citations = re.findall(r"Registre : ([\w-]+), data/([\w/.]+), ligne (\d+)\n\s+Livraison : sha256 ([0-9a-f]{64})", dit)
    assert citations
    for identifiant, fichier, ligne, sha256 in citations:
        octets = (RACINE / "data" / fichier).read_bytes()
        assert hashlib.sha256(octets).hexdigest() == sha256
        lue = next(csv.reader([octets.decode().splitlines()[int(ligne) - 1]], delimiter=";"))
        assert lue[0] == identifiant
        assert "659" in lue


def test_a_value_gives_every_object_that_has_it(tracer):
    dit = tracer("--valeur", "659")
    assert re.search(r"^victimes_mineures — ", dit, re.M)
    assert re.search(r"^diag_annonces — ", dit, re.M)
    assert "659  victimes_mineures.2024.FR" in dit
    assert "659  diag_annonces.2021.63" in dit


@pytest.mark.parametrize("ecriture", ["1579", "1 579", "1\u202f579", "1579,0"])
def test_a_value_may_be_written_as_people_write_it(tracer, ecriture):
    assert "victimes_enregistrees.2024.FR" in tracer("--valeur", ecriture)


def test_a_computed_figure_is_traced_to_its_operands_and_is_no_evidence(tracer):
    dit = tracer("commissions_reunies_une_fois.2024.FR")
    assert "16  commissions_reunies_une_fois.2024.FR, calculé (jamais une preuve)" in dit
    assert "Formule : commissions_total" in dit
    assert "Chiffre : commissions_sans_reunion.2024.FR" in dit
    assert "Chiffre : commissions_reunies_plusieurs_fois.2024.FR" in dit


def test_a_value_that_was_not_retained_is_found_too(tracer):
    dit = tracer("--valeur", "2102")
    assert "psp_cumul.2024.FR" in dit
    assert "non retenue" in dit


@pytest.mark.parametrize(("arguments", "attendu"), [
    (["victimes_mineurs"], "vouliez-vous dire « victimes_mineures » ?"),
    (["victimes_mineures.2042.FR"], "« victimes_mineures.2042.FR »"),
    (["--valeur", "987654321"], "Aucun chiffre publié"),
    (["--valeur", "beaucoup"], "n’est pas un nombre"),
])
def test_what_cannot_be_traced_is_told_in_one_sentence(miprof, maison, arguments, attendu):
    execution = miprof("tracer", "2025", *arguments, maison=maison.var)
    assert execution.returncode == 2
    assert attendu in execution.stderr.replace("\u202f", " ")
    assert len(execution.stderr.splitlines()) == 1
