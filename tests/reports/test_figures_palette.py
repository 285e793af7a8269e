"""Colours: contrasts that the uses ask for, round graduations, outline of tiles."""

import pytest

from reports.figures import palette
from reports.figures.geometrie import contour, graduations
from reports.figures.mesures import Boite, boite, couper, largeur


@pytest.mark.parametrize("couleur", [palette.ENCRE, palette.GRIS_FONCE, palette.GRIS, palette.BLEU, palette.TUILE])
def test_colours_of_text_read_on_white(couleur):
    assert palette.contraste(couleur, palette.BLANC) >= 4.5


@pytest.mark.parametrize("ton", palette.TONS)
def test_every_fill_is_told_from_the_page_by_itself_or_by_its_outline(ton):
    visible = palette.CONTOUR.get(ton, palette.TONS[ton])
    assert palette.contraste(visible, palette.BLANC) >= 3


@pytest.mark.parametrize("ton", palette.TONS)
def test_the_text_set_on_a_fill_reads_on_it(ton):
    assert palette.contraste(palette.encre_sur(palette.TONS[ton]), palette.TONS[ton]) >= 4.5


def test_contrast_is_the_one_of_wcag():
    assert palette.contraste("#000000", "#ffffff") == pytest.approx(21)
    assert palette.contraste(palette.BLEU, "#ffffff") == pytest.approx(14.91, abs=0.01)


@pytest.mark.parametrize("maximum, attendues", [(2126, [0, 1000, 2000]), (3, [0, 2]), (100, [0, 50, 100]), (47, [0, 20, 40])])
def test_graduations_are_round_and_few(maximum, attendues):
    assert graduations(maximum) == attendues


def test_the_outline_of_tiles_follows_their_outer_sides():
    assert contour({(0, 0)}) == [(0, 0), (1, 0), (1, 1), (0, 1), (0, 0)]
    assert len(set(contour({(0, 0), (1, 0), (0, 1)}))) == 8


def test_a_narrow_space_is_measured_and_a_label_is_broken_between_words_only():
    assert largeur("1\u202f579", 10) > largeur("1579", 10)
    assert largeur("Mineures", 9, 700) > largeur("Mineures", 9, 400)
    lignes = couper("Tenue d’un lieu de prostitution", 70, 9)
    assert " ".join(lignes) == "Tenue d’un lieu de prostitution" and all(largeur(t, 9) <= 70 for t in lignes)


def test_boxes_meet_and_lines_cross_them():
    case = boite("898", 100, 50, 11, 700, "center")
    assert case.touche(Boite(90, 45, 110, 60)) and not case.touche(Boite(0, 0, 10, 10))
    assert case.coupe((80, 47), (120, 47)) and not case.coupe((80, 20), (120, 20)) and not case.coupe((0, 47), (50, 47))
