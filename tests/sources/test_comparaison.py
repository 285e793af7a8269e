"""Two tables compared both ways, nulls included, against a plain Python count."""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue.erreurs import Refus
from ingest.comparaison import Changements, comparer, premier_octet_different

SCHEMA = {"departement": pl.String, "mois": pl.Int32, "nombre": pl.Int64, "taux": pl.Float64, "unite": pl.String, "diffuse": pl.Boolean}
CLE, VALEURS = ("departement", "mois"), ("nombre", "taux", "unite", "diffuse")
LIGNES = st.dictionaries(
    st.tuples(st.sampled_from(["01", "2A", "971"]), st.sampled_from([None, 1, 2])),
    st.tuples(st.none() | st.integers(0, 3), st.none() | st.sampled_from([0.0, 0.5, 0.5000000001, 2.0]),
              st.none() | st.sampled_from(["Victime", "victime"]), st.none() | st.booleans()))


def ecrire(path, lignes: dict):
    pl.DataFrame([dict(zip(SCHEMA, (*cle, *valeurs), strict=True)) for cle, valeurs in lignes.items()], schema=SCHEMA).write_parquet(path)
    return path


def attendus(avant: dict, apres: dict, rang: int) -> Changements:
    """The same count, written as one would say it."""
    compte = dict.fromkeys(("hausses", "baisses", "renseignees", "effacees", "autres"), 0)
    for cle in avant.keys() & apres.keys():
        a, b = avant[cle][rang], apres[cle][rang]
        if a is None or b is None:
            compte["renseignees"] += a is None and b is not None
            compte["effacees"] += a is not None and b is None
        elif rang < 2:
            compte["hausses"] += b - a > 1e-6
            compte["baisses"] += a - b > 1e-6
        else:
            compte["autres"] += a != b
    return Changements(VALEURS[rang], **compte)


@settings(max_examples=30, deadline=None)
@given(LIGNES, LIGNES)
def test_every_count_is_the_one_a_person_would_make(tmp_path_factory, avant, apres):
    dossier = tmp_path_factory.mktemp("c")
    vue = comparer(ecrire(dossier / "a.parquet", avant), ecrire(dossier / "b.parquet", apres), CLE, VALEURS)
    assert (vue.avant, vue.apres) == (len(avant), len(apres))
    assert (vue.ajoutees, vue.disparues) == (len(apres.keys() - avant.keys()), len(avant.keys() - apres.keys()))
    assert vue.colonnes == tuple(attendus(avant, apres, rang) for rang in range(4))
    changees = sum(any(attendus({c: avant[c]}, {c: apres[c]}, rang).total for rang in range(4)) for c in avant.keys() & apres.keys())
    assert vue.changees == changees


@settings(max_examples=10, deadline=None)
@given(LIGNES, LIGNES)
def test_the_two_ways_mirror_each_other(tmp_path_factory, avant, apres):
    dossier = tmp_path_factory.mktemp("c")
    a, b = ecrire(dossier / "a.parquet", avant), ecrire(dossier / "b.parquet", apres)
    aller, retour = comparer(a, b, CLE, VALEURS), comparer(b, a, CLE, VALEURS)
    assert (aller.ajoutees, aller.disparues, aller.changees) == (retour.disparues, retour.ajoutees, retour.changees)
    assert [(c.hausses, c.renseignees) for c in aller.colonnes] == [(c.baisses, c.effacees) for c in retour.colonnes]


def test_examples_show_the_widest_differences_first(tmp_path):
    avant = ecrire(tmp_path / "a.parquet", {("01", m): (10, 1.0, "v", True) for m in range(9)})
    apres = ecrire(tmp_path / "b.parquet", {("01", m): (10 + (-1) ** m * m * m, 1.0, "v", True) for m in range(9)})
    exemples = comparer(avant, apres, CLE, VALEURS, exemples=3).exemples["nombre"]
    assert [(e.cle, e.avant, e.apres) for e in exemples] == [("01 · 8", "10", "74"), ("01 · 7", "10", "-39"), ("01 · 6", "10", "46")]


def test_a_key_that_is_there_twice_is_refused(tmp_path):
    simple = ecrire(tmp_path / "a.parquet", {("01", None): (1, 1.0, "v", True)})
    pl.concat([pl.read_parquet(simple)] * 2).write_parquet(tmp_path / "b.parquet")
    with pytest.raises(Refus, match="departement 01, mois \\(vide\\) y figure deux fois"):
        comparer(simple, tmp_path / "b.parquet", CLE, VALEURS)


@pytest.mark.parametrize(("avant", "apres", "attendu"), [
    (b"abc", b"abc", None), (b"abc", b"abd", 2), (b"abc", b"abcd", 3), (b"", b"", None), (b"", b"a", 0),
    (b"x" * 70_000 + b"a", b"x" * 70_000 + b"b", 70_000), (b"x" * 65_536, b"x" * 65_536 + b"y", 65_536)])
def test_bytes_are_compared_where_nothing_reads_them(tmp_path, avant, apres, attendu):
    (tmp_path / "a").write_bytes(avant)
    (tmp_path / "b").write_bytes(apres)
    assert premier_octet_different(tmp_path / "a", tmp_path / "b") == attendu
