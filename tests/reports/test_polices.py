"""Marianne with a narrow no-break space of its own."""

import pytest
from fontTools.ttLib import TTFont

from reports import polices


def test_the_six_styles_are_made_with_a_narrow_space_between_a_sixth_of_an_em_and_a_word_space(fontes):
    fichiers = sorted(fontes.glob("*.otf"))
    assert [f.stem for f in fichiers] == sorted(f"Marianne-{s}" for s in polices.STYLES) == sorted(f.stem for f in fontes.glob("*.woff"))
    for fichier in fontes.iterdir():
        police = TTFont(fichier)
        codes, chasses = police.getBestCmap(), police["hmtx"].metrics
        assert chasses[codes[0x2006]][0] < chasses[codes[polices.ESPACE_FINE]][0] < chasses[codes[0x20]][0]
        assert codes[polices.ESPACE_FINE] not in (codes[0x2006], codes[0x20]), "a shared glyph would be copied from the PDF as another space"


def test_two_makings_give_the_same_bytes(fontes, tmp_path):
    autre = polices.preparer(tmp_path)
    assert {f.name: f.read_bytes() for f in autre.iterdir()} == {f.name: f.read_bytes() for f in fontes.iterdir()}


def test_fonts_already_made_are_kept(fontes, monkeypatch):
    monkeypatch.setattr(polices, "ouvrir", lambda style: pytest.fail("made again"))
    assert polices.preparer(fontes.parent) == fontes


def test_a_making_that_fails_leaves_nothing(tmp_path, monkeypatch):
    def ouvrir(style):
        raise OSError("no room left")

    monkeypatch.setattr(polices, "ouvrir", ouvrir)
    with pytest.raises(OSError):
        polices.preparer(tmp_path / "cache")
    assert list((tmp_path / "cache").iterdir()) == []
