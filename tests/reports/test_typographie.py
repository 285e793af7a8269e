"""French numbers and spaces."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports import typographie as typo
from reports.texte import brut, texte


@pytest.mark.parametrize(("valeur", "decimales", "attendu"), [
    (1579, 0, "1\u202f579"), (116000, 0, "116\u202f000"), (-4, 0, "−4"), (0.5, 0, "1"), (-0.3, 0, "0"), (3.14, 1, "3,1"), (0.25, 1, "0,3"), (1e6, 0, "1\u202f000\u202f000")])
def test_numbers_are_written_the_french_way(valeur, decimales, attendu):
    assert typo.nombre(valeur, decimales) == attendu


@given(st.integers(-10**12, 10**12))
def test_a_written_number_reads_back_as_itself(n):
    assert int(typo.nombre(n).replace("\u202f", "").replace("−", "-")) == n


def test_evolutions_carry_their_sign_and_zero_has_none():
    assert [typo.evolution(v) for v in (9, -4, 0, 0.4)] == ["+9\u202f%", "−4\u202f%", "0\u202f%", "0\u202f%"]


def test_authors_may_type_plain_spaces():
    assert typo.composer("« oui » ; non ! quoi ? ainsi : 9 %, l'an") == "«\u202foui\u202f»\u202f; non\u202f! quoi\u202f? ainsi\u00a0: 9\u202f%, l’an"


@pytest.mark.parametrize(("saisi", "attendu"), [("le 116 000", "le 116\u202f000"), ("1\u00a0579 victimes", "1\u202f579 victimes"), ("en 2016 100 cas", "en 2016 100 cas"), ("le 17 avril 2016", "le 17 avril 2016")])
def test_thousands_typed_with_a_plain_space_are_narrowed(saisi, attendu):
    assert typo.composer(saisi) == attendu


def test_composing_twice_changes_nothing_more():
    une = typo.composer("« a » : b ; c ? d ! 4 %")
    assert typo.composer(une) == une


def test_a_sign_after_a_number_gets_its_narrow_space():
    assert brut(texte("en ", 2024, " ; puis")) == "en 2024\u202f; puis"
    assert brut([*texte("sur "), *texte("dix"), *texte(" ; fin")]) == "sur dix\u202f; fin"


@pytest.mark.parametrize(("valeur", "attendu"), [(0, "zéro"), (4, "quatre"), (19, "dix-neuf"), (20, "vingt"), (21, "vingt et un"), (25, "vingt-cinq"), (69, "soixante-neuf"), (70, None), (2.5, None)])
def test_small_whole_numbers_are_written_in_letters(valeur, attendu):
    assert typo.lettres(valeur) == attendu


def test_dates_are_written_in_full():
    assert typo.jour(date(2017, 11, 1)) == "1er\u00a0novembre 2017"
    assert [typo.date_publiee(d) for d in ("2025-04-14", "2025-04", "2025")] == ["14\u00a0avril 2025", "avril 2025", "2025"]
