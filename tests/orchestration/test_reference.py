from orchestration.chemins import RACINE
from orchestration.reference import page


def test_the_page_of_commands_says_what_the_commands_say():
    assert (RACINE / "docs" / "reference" / "commandes.md").read_text("utf-8") == page(), "lancez « make reference »"
