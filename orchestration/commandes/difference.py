"""What `miprof sources comparer` prints: the differences between two livraisons, in sentences."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from catalogue import charger
from catalogue.erreurs import Impossible
from catalogue.modeles import Source
from ingest import sources
from ingest.comparaison import REPERES, Changements, Comparaison, comparer, premier_octet_different
from ingest.livraisons import Livraison, Magasin
from orchestration.commandes.barre import mega
from orchestration.progression import Progression
from reports.typographie import nombre

NB = "\u00a0"
SENS = {"hausses": "en hausse", "baisses": "en baisse", "renseignees": "renseignées", "effacees": "devenues vides", "autres": "autres"}


def lignes(magasin: Magasin, avant: str, apres: str, travail: Path, exemples: int) -> Iterator[str]:
    """Sentences about two livraisons, designated by the beginning of their digests. `travail`: a folder for the tables while they are compared.

    Raises Refus when a livraison is unknown or its reader refuses it, Impossible when they are of two sources.
    """
    a, b = magasin.designer(avant), magasin.designer(apres)
    if a.fiche.source != b.fiche.source:
        raise Impossible("livraisons.deux_sources", avant=a.fiche.source, apres=b.fiche.source)
    yield f"Avant{NB}: {_dite(a)}"
    yield f"Après{NB}: {_dite(b)}"
    if a.sha256 == b.sha256:
        yield "C’est la même livraison, octet pour octet."
        return
    source = charger().sources.get(a.fiche.source)
    if source is None or source.fichiers is None:
        yield _octets(magasin, a, b)
        return
    yield from _phrases(_comparer(source, magasin, a, b, travail, exemples))


def _comparer(source: Source, magasin: Magasin, a: Livraison, b: Livraison, travail: Path, exemples: int) -> Comparaison:
    famille = source.fichiers.famille
    valeurs = [c for c in sources.SCHEMAS[famille] if c not in sources.CLES[famille] and c not in REPERES]
    with tempfile.TemporaryDirectory(dir=travail) as dossier, Progression() as progression:
        tables = []
        for rang, livraison in (("première", a), ("seconde", b)):
            progression.etape(f"Lecture de la {rang} livraison")
            tables.append(sources.ecrire(famille, [livraison], magasin, charger(), Path(dossier) / f"{livraison.sha256}.parquet"))
        progression.etape("Comparaison")
        return comparer(*tables, sources.CLES[famille], valeurs, exemples)


def _phrases(vue: Comparaison) -> Iterator[str]:
    yield (f"Lignes{NB}: {nombre(vue.avant)} avant, {nombre(vue.apres)} après. Ajoutées{NB}: {nombre(vue.ajoutees)}. "
           f"Disparues{NB}: {nombre(vue.disparues)}. Changées{NB}: {nombre(vue.changees)}.")
    if not (vue.ajoutees or vue.disparues or vue.changees):
        yield "Les octets diffèrent, le contenu lu est le même."
    for titre, nom in (("Ajoutées", "ajoutees"), ("Disparues", "disparues")):
        yield from _liste(titre, getattr(vue, nom), [e.cle for e in vue.exemples[nom]])
    for changements in vue.colonnes:
        if changements.total:
            yield from _liste(f"{changements.colonne}{NB}: {_sens(changements)}", changements.total,
                              [f"{e.cle}{NB}: {e.avant} → {e.apres}" for e in vue.exemples[changements.colonne]])


def _sens(changements: Changements) -> str:
    return ", ".join(f"{nombre(n)} {mot}" for nom, mot in SENS.items() if (n := getattr(changements, nom)))


def _liste(titre: str, total: int, montrees: list[str]) -> Iterator[str]:
    if total:
        yield titre
        yield from (f"  {m}" for m in montrees)
        if total > len(montrees):
            yield f"  … et {nombre(total - len(montrees))} de plus"


def _dite(livraison: Livraison) -> str:
    return f"{livraison.sha256[:16]} {livraison.fiche.fichier}, {mega(livraison.taille)}, reçue le {livraison.date_recuperation[:10]}"


def _octets(magasin: Magasin, a: Livraison, b: Livraison) -> str:
    rang = premier_octet_different(magasin.intact(a.sha256), magasin.intact(b.sha256))
    return (f"Aucun lecteur pour cette source{NB}: {nombre(a.taille)} octets contre {nombre(b.taille)}, "
            f"différents à partir de l’octet {nombre(rang + 1)}.")
