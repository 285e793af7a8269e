"""What `miprof sources lister` prints: one line per source, then, for each édition, what waits to be pinned."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from catalogue import charger
from catalogue.edition import Edition, editions, lire_edition
from catalogue.modeles import Source
from ingest.fraicheur import Situation, situation
from ingest.livraisons import Livraison, Magasin
from reports.typographie import nombre

NB = "\u00a0"
TITRES = ("source", "empreinte", "âge", "utilisée par l’édition", "dernière livraison")


def lignes(magasin: Magasin) -> Iterator[str]:
    """The table of sources whose files are fetched, then, for each édition, the newer livraisons that it does not pin."""
    declarees = [lire_edition(e) for e in editions()]
    jour = datetime.now(UTC).date()
    connues = [(s, situation(s, magasin, [], jour)) for s in charger().sources.values() if s.fichiers]
    yield from _alignees([TITRES, *(_rangee(s, vue, declarees) for s, vue in connues)])
    for edition in declarees:
        attentes = [(s.id, l) for s, _ in connues for l in situation(s, magasin, edition.livraisons.get(s.id, []), jour).en_attente]
        yield from _annonces(edition, attentes)


def _rangee(source: Source, vue: Situation, declarees: list[Edition]) -> tuple[str, ...]:
    if vue.derniere is None:
        return source.id, "aucune", "", "", ""
    retard = f", suivante attendue depuis {_jours(vue.retard)}" if vue.retard else ""
    epingles = [e.edition if vue.derniere.sha256 in e.livraisons[source.id] else f"{e.edition} (une plus ancienne)"
                for e in declarees if e.livraisons.get(source.id)]
    return (source.id, vue.derniere.sha256[:16], f"{_jours(vue.age)}{retard}", ", ".join(epingles) or "aucune édition",
            vue.derniere.fiche.fichier)


def _jours(combien: int) -> str:
    return f"{nombre(combien)} jour{'s' if combien > 1 else ''}"


def _annonces(edition: Edition, attentes: list[tuple[str, Livraison]]) -> Iterator[str]:
    if attentes:
        yield f"\nCes livraisons attendent, l’édition {edition.edition} ne les utilise pas{NB}:"
        yield from _alignees([(source, l.sha256[:16], f"reçue le {l.date_recuperation[:10]}", l.fiche.fichier) for source, l in attentes])
        yield f"Pour en utiliser une{NB}: miprof sources epingler {edition.edition} SOURCE EMPREINTE"


def _alignees(rangees: Sequence[tuple[str, ...]]) -> Iterator[str]:
    largeurs = [max(map(len, colonne)) for colonne in zip(*rangees, strict=True)]
    for rangee in rangees:
        yield "  ".join(cellule.ljust(largeur) for cellule, largeur in zip(rangee, largeurs, strict=True)).rstrip()
