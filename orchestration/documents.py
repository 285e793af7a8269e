"""What runs enclosed: the functions of reports/ that see data. Their imports stay in the process that runs them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from catalogue.edition import Edition
    from reports.composition import Composition


def composer(edition: Edition, public: Path, destination: Path, polices: Path) -> Composition:
    """`reports.composition.composer`."""
    from reports.composition import composer

    return composer(edition, public, destination, polices)


def rendre(composition: Path, sortie: Path, moteur: str) -> dict:
    """`reports.moteur.rendre`."""
    from reports.moteur import rendre

    return rendre(composition, sortie, moteur)
