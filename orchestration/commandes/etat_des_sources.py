"""What `miprof sources lister` prints: one line per source, then what waits to be pinned."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from catalogue import charger
from catalogue.edition import Edition, editions, lire_edition
from catalogue.modeles import Source
from ingest.fraicheur import Situation, situation
from ingest.livraisons import Magasin
from reports.typographie import nombre

NB = "\u00a0"
TITRES = ("source", "dernière livraison", "empreinte", "âge", "utilisée par l’édition")


def lignes(magasin: Magasin) -> Iterator[str]:
    """The table of sources whose files are fetched, then one announcement per newer livraison that an édition does not pin."""
    declarees = [lire_edition(e) for e in editions()]
    jour = datetime.now(UTC).date()
    connues = [(s, situation(s, magasin, [], jour)) for s in charger().sources.values() if s.fichiers]
    rangees = [TITRES, *(_rangee(s, vue, declarees) for s, vue in connues)]
    largeurs = [max(len(r[i]) for r in rangees) for i in range(len(TITRES))]
    for rangee in rangees:
        yield "  ".join(cellule.ljust(largeur) for cellule, largeur in zip(rangee, largeurs, strict=True)).rstrip()
    for edition in declarees:
        for source, _ in connues:
            yield from _annonces(source, edition, situation(source, magasin, edition.livraisons.get(source.id, []), jour))


def _rangee(source: Source, vue: Situation, declarees: list[Edition]) -> tuple[str, ...]:
    if vue.derniere is None:
        return source.id, "aucune", "", "", ""
    retard = f", attendue depuis {_jours(vue.retard)}" if vue.retard else ""
    epingles = [e.edition if vue.derniere.sha256 in e.livraisons[source.id] else f"{e.edition} (une plus ancienne)"
                for e in declarees if e.livraisons.get(source.id)]
    return (source.id, vue.derniere.fiche.fichier, vue.derniere.sha256[:16], f"{_jours(vue.age)}{retard}",
            ", ".join(epingles) or "aucune édition")


def _jours(combien: int) -> str:
    return f"{nombre(combien)} jour{'s' if combien > 1 else ''}"


def _annonces(source: Source, edition: Edition, vue: Situation) -> Iterator[str]:
    for livraison in vue.en_attente:
        debut = livraison.sha256[:16]
        yield (f"Édition {edition.edition}, {source.id}{NB}: la livraison {debut} ({livraison.fiche.fichier}) attend, elle n’est pas utilisée. "
               f"Pour l’utiliser{NB}: miprof sources epingler {edition.edition} {source.id} {debut}")
