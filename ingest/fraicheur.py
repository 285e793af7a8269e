"""Where a source stands: its last livraison, how old it is, and what waits to be pinned by an édition."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from catalogue.modeles import Source
from ingest.livraisons import Livraison, Magasin


@dataclass(frozen=True)
class Situation:
    """`age` of the last livraison, in days. `retard`: days beyond the producer's rhythm, 0 when there is none or the series is closed.
    `en_attente`: newer than all that the édition pins, oldest first, and not used; every livraison when it pins none."""

    derniere: Livraison | None
    age: int | None
    retard: int
    en_attente: tuple[Livraison, ...]


def situation(source: Source, magasin: Magasin, empreintes: Sequence[str], jour: date) -> Situation:
    """The situation of a source on a day, for an édition that pins these digests.

    A livraison is dated by its publication when it is known, else by the day it came: an old file that comes late is not the newest.
    """
    livraisons = sorted(magasin.lister(source.id), key=lambda l: (_jour(l), l.date_recuperation))
    if not livraisons:
        return Situation(None, None, 0, ())
    age = (jour - _jour(livraisons[-1])).days
    rythme = source.fichiers.frequence_jours if source.fichiers else None
    derniere_epinglee = max((i for i, l in enumerate(livraisons) if l.sha256 in empreintes), default=-1)
    return Situation(livraisons[-1], age, max(0, age - rythme) if rythme else 0, tuple(livraisons[derniere_epinglee + 1:]))


def _jour(livraison: Livraison) -> date:
    publication = livraison.fiche.date_publication
    # Known by its year or its month only, a publication is dated by the first day.
    return date.fromisoformat(f"{publication}-01-01"[:10] if publication else livraison.date_recuperation[:10])
