"""Pages made from the catalogue say what the catalogue says today."""

import pytest

from catalogue import charger
from catalogue.documentation import DOCS, ENTETE, PAGES


@pytest.mark.parametrize("nom", PAGES)
def test_a_generated_page_is_fresh(nom):
    assert (DOCS / nom).read_text("utf-8") == ENTETE + PAGES[nom](charger()), "lancez « make reference »"
