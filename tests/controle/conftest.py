"""What is made once for all the tests of the control."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ingest.controle import Enfants, Rapport
from tests.fabriques.corpus.ecriture import controler, pieces, verdict_attendu
from tests.fabriques.corpus.piece import Piece


@pytest.fixture(scope="package")
def rapports() -> list[tuple[Piece, str, Rapport]]:
    """Every piece of the corpus, the verdict expected of it, its report."""
    return [(piece, verdict_attendu(piece), controler(piece)) for piece in pieces()]


@pytest.fixture(scope="package")
def enfants() -> Iterator[Enfants]:
    """Children, ready."""
    with Enfants() as ouverts:
        yield ouverts
