"""The corpus: the right verdict on every file, the right line, column and kind, no value read otherwise, and no second round."""

import csv
from collections import Counter

import pytest

from ingest.controle import controler
from tests.fabriques.corpus.correction import corriger
from tests.fabriques.corpus.ecriture import CLASSES, DOSSIER, VERDICTS
from tests.fabriques.corpus.ecriture import controler as controler_ici
from tests.fabriques.corpus.piece import Piece, trouves

FICHIERS, PRECISION = 200, 0.98


def test_the_corpus_is_large_and_of_many_classes(rapports):
    assert len(rapports) >= FICHIERS and len({piece.classe for piece, _, _ in rapports}) == len(CLASSES) >= 20


def test_the_files_are_those_that_the_script_makes(rapports):
    faits = {piece.chemin(verdict): piece.rendre() for piece, verdict, _ in rapports}
    poses = {str(p.relative_to(DOSSIER)): p.read_bytes() for verdict in VERDICTS[:3] for p in (DOSSIER / verdict).rglob("*") if p.is_file()}
    assert faits.keys() == poses.keys() and len(faits) == len(rapports)
    assert [chemin for chemin, octets in faits.items() if poses[chemin] != octets] == []
    with (DOSSIER / "attendus.csv").open(encoding="utf-8", newline="") as f:
        ecrits = {ligne["fichier"]: (ligne["verdict"], ligne["attendus"]) for ligne in csv.DictReader(f, delimiter=";")}
    assert ecrits == {piece.chemin(verdict): (verdict, " ".join(piece.attendus)) for piece, verdict, _ in rapports}


def test_every_verdict_is_right(rapports):
    assert [(p.chemin(attendu), r.verdict) for p, attendu, r in rapports if r.verdict != attendu] == []


def test_nearly_every_finding_has_the_right_line_column_and_kind(rapports):
    justes = total = 0
    ecarts = []
    for piece, verdict, rapport in rapports:
        attendus, forts = Counter(piece.attendus), trouves(rapport, "bloquant", "a_confirmer")
        manquants, de_trop = attendus - (forts + trouves(rapport, "corrige")), forts - attendus
        justes += (attendus - manquants).total()
        total += attendus.total() + de_trop.total()
        ecarts += [(piece.chemin(verdict), [*manquants, *de_trop])] if manquants or de_trop else []
    assert total > FICHIERS and justes >= PRECISION * total, ecarts


def test_no_value_is_read_otherwise_than_it_was_meant(rapports):
    lus = [(piece, rapport) for piece, _, rapport in rapports if rapport.table is not None]
    assert len(lus) > 80
    for piece, rapport in lus:
        voulues = [{c.nom: ligne.get(c.nom) if c.nom in rapport_colonnes(piece) else None for c in piece.contrat.champs} for ligne in piece.rows]
        assert rapport.table.select(piece.contrat.colonnes).to_dicts() == voulues, piece.chemin("accepte")


def rapport_colonnes(piece: Piece) -> set[str]:
    """The columns that the file has."""
    return set(piece.champs[:len(piece.rangs[piece.entete].cases)])


def test_a_refused_table_is_not_given(rapports):
    assert [p.nom for p, _, r in rapports if (r.table is not None) != (r.verdict in ("accepte", "a_confirmer"))] == []


def test_one_round_of_corrections_is_enough(rapports):
    poses = {str(p.relative_to(DOSSIER)) for p in (DOSSIER / "corrige").rglob("*") if p.is_file()}
    refuses = [(piece, rapport) for piece, verdict, rapport in rapports if verdict == "refuse"]
    assert {piece.chemin("corrige") for piece, _ in refuses} == poses
    for piece, rapport in refuses:
        jumelle = corriger(piece, rapport)
        assert jumelle.rendre() == (DOSSIER / piece.chemin("corrige")).read_bytes(), piece.nom
        suite = controler_ici(jumelle)
        assert suite.verdict == "accepte", (piece.chemin("corrige"), [(c.code, c.lignes, c.colonne) for c in suite.constats])


@pytest.mark.parametrize("verdict", VERDICTS[:3])
def test_the_child_says_the_same_as_this_process(rapports, enfants, verdict):
    piece, _, rapport = next(r for r in rapports if r[1] == verdict)
    autre = controler(piece.rendre(), piece.chemin(verdict).rpartition("/")[2], piece.contrat, piece.contexte, enfants=enfants)
    assert autre.en_dict() == rapport.en_dict()
    assert (autre.table is None) == (rapport.table is None) and (rapport.table is None or autre.table.equals(rapport.table))


def test_every_finding_says_what_to_do_and_where(rapports):
    for piece, _, rapport in rapports:
        for constat in rapport.constats:
            assert constat.message and constat.aide and constat.sorte and "{" not in constat.message + constat.aide, (piece.nom, constat)
            assert "UTF" not in constat.message + constat.aide and "None" not in constat.message + constat.aide, (piece.nom, constat)


def test_a_finding_is_acknowledged_by_itself_alone(rapports):
    for piece, _, rapport in rapports:
        assert len({c.empreinte for c in rapport.constats}) == len(set(rapport.constats)), piece.nom
