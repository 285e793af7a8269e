"""How a CSV file without quotes is cut: as Python's own reader cuts it, line by line and cell by cell."""

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue.erreurs import Refus
from ingest.controle import Limites
from ingest.controle.lecture.texte import couper

textes = st.text(st.sampled_from(";,\t|\n\raé 1\u00a0.*-"), max_size=300)


@settings(deadline=None, max_examples=300)
@given(textes, st.sampled_from(";,\t|"))
def test_a_text_without_quotes_is_cut_as_the_csv_module_cuts_it(texte, separateur):
    feuille = couper(texte, separateur, Limites(colonnes=1000))
    attendues = {n: c for n, c in enumerate(csv.reader(io.StringIO(texte, newline=""), delimiter=separateur), 1) if any(map(str.strip, c))}
    assert feuille.lignes.to_list() == [*attendues]
    assert feuille.largeurs.to_list() == [len(c) for c in attendues.values()]
    assert [[v or "" for v in ligne[:largeur]] for ligne, largeur in zip(feuille.cellules.iter_rows(), feuille.largeurs, strict=True)] == [*attendues.values()]


@pytest.mark.parametrize(("texte", "code"), [
    ("a;b\n" * 11, "trop_de_lignes"), ("a\n" + "x" + ";1" * 6, "trop_de_colonnes"), ("a;b;c;d;e\n" * 9, "trop_de_cellules")])
def test_what_is_out_of_bounds_is_refused(texte, code):
    with pytest.raises(Refus) as refus:
        couper(texte, ";", Limites(lignes=10, colonnes=5, cellules=40))
    assert refus.value.code == f"controle.{code}"


def test_separators_repeated_at_the_end_of_lines_are_no_columns():
    feuille = couper("a;b;;;;;;;;\n1;2;;;;;;;;\n", ";", Limites(colonnes=5))
    assert feuille.cellules.rows() == [("a", "b"), ("1", "2")]
