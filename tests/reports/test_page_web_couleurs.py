"""The colours of the page in both themes: every contrast that its style sheet relies on, and a dark pair for every colour of the charts."""

import re
from pathlib import Path

import pytest

from reports.figures import palette

FEUILLE = (Path(palette.__file__).parents[1] / "lettre/_extensions/miprof/lettre.css").read_text("utf-8")
TEXTE, DESSIN = 4.5, 3.0
CLAIR, SOMBRE = "clair", "sombre"


def variables(bloc: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6});", bloc))


def racine(feuille: str) -> dict[str, str]:
    return variables(re.search(r":root\s*{(.*?)}", feuille, re.DOTALL)[1])


NUIT = FEUILLE[FEUILLE.index("prefers-color-scheme: dark"):]
THEMES = {CLAIR: racine(FEUILLE), SOMBRE: racine(FEUILLE) | racine(NUIT)}
PAIRES = {"#" + nom.removeprefix("paire-"): valeur for nom, valeur in racine(NUIT).items() if nom.startswith("paire-")}
# Kinds of charts in which values are written on the fill have pairs of their own.
PROPRES = {"#" + nom.removeprefix("paire-"): valeur for nom, valeur in variables(re.search(r":is\(\[data-genre.*?{(.*?)}", NUIT)[1]).items()}
COULEURS = {valeur for nom, valeur in vars(palette).items() if nom.isupper() and isinstance(valeur, str)}


@pytest.mark.parametrize("theme", [CLAIR, SOMBRE])
@pytest.mark.parametrize(("encre", "fond"), [
    ("texte", "fond"), ("titre", "fond"), ("texte-second", "fond"), ("gris", "fond"), ("bleu", "fond"), ("tuile", "fond"),
    ("texte", "tuile-fond"), ("titre", "tuile-fond"), ("texte-second", "tuile-fond"), ("tuile", "tuile-fond"),
    ("texte", "fond-gris"), ("titre", "fond-gris"), ("gris", "fond-gris"), ("bleu", "bleu-fond"), ("texte", "bleu-fond"), ("gris", "bleu-fond"),
])
def test_text_is_readable(theme, encre, fond):
    assert palette.contraste(THEMES[theme][encre], THEMES[theme][fond]) >= TEXTE


@pytest.mark.parametrize("theme", [CLAIR, SOMBRE])
def test_white_is_readable_on_the_block_of_help(theme):
    assert palette.contraste("#ffffff", THEMES[theme]["aide-fond"]) >= TEXTE


@pytest.mark.parametrize("theme", [CLAIR, SOMBRE])
def test_the_ring_of_focus_is_seen_on_every_background(theme):
    (anneau,) = re.findall(r":focus-visible\s*{\s*outline:[^#;]*(#[0-9a-f]{6})", FEUILLE)
    for fond in ("fond", "fond-gris", "tuile-fond"):
        assert palette.contraste(anneau, THEMES[theme][fond]) >= DESSIN


def test_every_colour_of_the_charts_has_a_dark_pair_and_no_other():
    assert set(PAIRES) == COULEURS


@pytest.mark.parametrize("couleur", [palette.ENCRE, palette.GRIS_FONCE, palette.GRIS, palette.BLEU, palette.TUILE])
def test_what_is_written_in_the_charts_is_readable_in_the_dark(couleur):
    assert palette.contraste(PAIRES[couleur], THEMES[SOMBRE]["fond"]) >= TEXTE


@pytest.mark.parametrize("ton", ["principal", "second", "total", "autre_unite", "accent"])
def test_marks_are_seen_in_the_dark(ton):
    assert palette.contraste(PAIRES[palette.TONS[ton]], THEMES[SOMBRE]["fond"]) >= DESSIN


@pytest.mark.parametrize("ton", palette.TONS)
def test_what_is_written_on_a_fill_is_readable_in_the_dark(ton):
    fond = palette.TONS[ton]
    encre = palette.encre_sur(fond)
    assert palette.contraste((PAIRES | PROPRES)[encre], (PAIRES | PROPRES)[fond]) >= TEXTE


def test_the_classes_of_the_map_get_lighter_in_order_in_the_dark():
    nuit = PAIRES | PROPRES
    luminances = [palette.luminance(nuit[palette.TONS[f"classe_{n}"]]) for n in range(5)]
    assert luminances == sorted(luminances) and len(set(luminances)) == 5
