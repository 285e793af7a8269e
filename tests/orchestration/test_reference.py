"""Pages made from the program say what the program does today."""

import pytest

from orchestration.reference import PAGES, REFERENCE


@pytest.mark.parametrize("nom", PAGES)
def test_a_page_made_from_the_program_is_fresh(nom):
    assert (REFERENCE / nom).read_text("utf-8") == PAGES[nom](), "lancez « make reference »"
