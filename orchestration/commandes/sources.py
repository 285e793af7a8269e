"""`miprof sources`: the producers' files, from their arrival to the pins of an édition."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from catalogue.erreurs import Anomalie, Impossible, suggestion
from orchestration.chemins import Chemins
from orchestration.francais import Groupe

if TYPE_CHECKING:
    from catalogue.modeles import Source
    from ingest.livraisons import Magasin
    from ingest.recuperation import Recuperation

NB = "\u00a0"


@click.group(cls=Groupe, short_help="Recevoir les fichiers des producteurs et choisir ceux d’une édition.")
def sources() -> None:
    """Reçoit les fichiers des producteurs, les conserve tels quels et choisit ceux qu’une édition utilise."""


@sources.command(short_help="Dire où en est chaque source.")
def lister() -> None:
    """Dit, pour chaque source, la dernière livraison, son âge et les éditions qui l’épinglent."""
    from orchestration.commandes.etat_des_sources import lignes

    for ligne in lignes(_magasin()):
        click.echo(ligne)


@sources.command(short_help="Télécharger ce qui est nouveau.")
@click.argument("source", nargs=-1, help="Une ou plusieurs sources ; toutes quand rien n’est dit.")
def actualiser(source: tuple[str, ...]) -> int:
    """Télécharge ce qui est nouveau chez les producteurs. Une livraison reçue n’est utilisée qu’une fois épinglée."""
    demandees = [_source(id) for id in source] or _telechargeables()
    magasin = _magasin()
    from ingest.recuperation import Client, Reglages
    from orchestration.commandes.barre import Barre

    client = Client(Reglages(base=os.environ.get("MIPROF_DATAGOUV", Reglages.base)))
    anomalies: list[Anomalie] = []
    for demandee in demandees:
        with Barre() as barre:
            faites, refusees = _actualiser(demandee, magasin, client, barre)
        for recuperation in faites:
            click.echo(_resultat(demandee.id, recuperation))
        for anomalie in refusees:
            click.echo(str(anomalie), err=True)
        anomalies += refusees
    return max((a.exit_code for a in anomalies), default=0)


@sources.command(short_help="Enregistrer un fichier reçu.")
@click.argument("source", help="L’identifiant de la source, par exemple etat4001.")
@click.argument("fichier", type=click.Path(path_type=Path), help="Le fichier reçu, avec le nom que le producteur lui a donné.")
@click.option("--titre", metavar="TEXTE", help="Le titre que le producteur donne au fichier ; par défaut, son nom.")
@click.option("--millesime", type=click.IntRange(1900, 2100), metavar="ANNÉE",
              help="L’année des données, quand le nom du fichier ne la dit pas.")
@click.option("--publie-le", metavar="DATE", help="La date de publication : 2026, 2026-07 ou 2026-07-09.")
@click.option("--url", metavar="ADRESSE", help="L’adresse d’où vient le fichier, si elle est connue.")
def importer(source: str, fichier: Path, titre: str | None, millesime: int | None, publie_le: str | None, url: str | None) -> int:
    """Enregistre un fichier reçu par courriel ou sur un support, puis dit si le programme sait le lire."""
    connue = _source(source)
    magasin = _magasin()
    from ingest import recuperation

    connues = magasin.lister(source)
    livraison = recuperation.importer(connue, fichier, magasin, titre, millesime, publie_le, url)
    etat = f"déjà reçue le {livraison.date_recuperation[:10]}" if livraison in connues else "conservée"
    click.echo(f"{source}{NB}: livraison {livraison.sha256} ({livraison.fiche.fichier}) {etat}.")
    return _essayer_de_lire(connue, livraison, magasin)


@sources.command(short_help="Choisir les livraisons qu’une édition utilise.")
@click.argument("edition", help="L’année de publication, par exemple 2025.")
@click.argument("source", help="L’identifiant de la source.")
@click.argument("sha", nargs=-1, help="L’empreinte d’une livraison, ou son début ; plusieurs quand l’édition en utilise plusieurs.")
@click.option("--aucune", is_flag=True, help="Ne plus rien épingler de cette source.")
def epingler(edition: str, source: str, sha: tuple[str, ...], aucune: bool) -> None:
    """Fixe les livraisons d’une source qu’une édition utilise : celles-là, et plus celles d’avant."""
    from catalogue.edition import lire_edition
    from catalogue.epingles import epingler as ecrire
    from orchestration.verrou import tenir

    if bool(sha) == aucune:
        raise Impossible("livraisons.epingle_a_preciser", edition=edition, source=source)
    avant = lire_edition(edition).livraisons.get(_source(source).id, [])
    magasin = _magasin()
    livraisons = {l.sha256: l for l in (magasin.designer(s, source) for s in sha)}
    notes = {l.sha256: f"{l.fiche.fichier}, reçue le {l.date_recuperation[:10]}" for l in livraisons.values()}
    with tenir(Chemins.actuels().verrou, f"épinglage de {source} dans l’édition {edition}"):
        ecrire(edition, source, list(livraisons), notes)
    for empreinte, livraison in livraisons.items():
        click.echo(f"Édition {edition}, {source}{NB}: {empreinte} épinglée ({livraison.fiche.fichier}).")
    for empreinte in (e for e in avant if e not in livraisons):
        click.echo(f"Édition {edition}, {source}{NB}: {empreinte} n’est plus épinglée.")


@sources.command(short_help="Comparer deux livraisons.")
@click.argument("avant", metavar="SHA", help="L’empreinte de la première livraison, ou son début.")
@click.argument("apres", metavar="SHA", help="L’empreinte de la seconde.")
@click.option("--exemples", type=click.IntRange(0, 1000), metavar="NOMBRE", default=5,
              help="Combien de lignes montrer par colonne, 5 par défaut.")
def comparer(avant: str, apres: str, exemples: int) -> None:
    """Compare deux livraisons d’une source, ligne à ligne : ajoutées, disparues, changées, en hausse, en baisse."""
    from orchestration.commandes.difference import lignes

    chemins = Chemins.actuels().preparer()
    for ligne in lignes(_magasin(), avant, apres, chemins.var, exemples):
        click.echo(ligne)


def _magasin() -> Magasin:
    from ingest.livraisons import Magasin

    return Magasin(Chemins.actuels().preparer().livraisons)


def _telechargeables() -> list[Source]:
    from catalogue import charger

    return [s for s in charger().sources.values() if s.fichiers]


def _source(id: str) -> Source:
    connues = {s.id: s for s in _telechargeables()}
    if id not in connues:
        raise Impossible("recuperation.source_inconnue", valeur=id, connues=", ".join(connues), suggestion=suggestion(id, set(connues)))
    return connues[id]


def _actualiser(source: Source, magasin: Magasin, client, barre) -> tuple[list[Recuperation], list[Anomalie]]:
    from ingest.recuperation import actualiser

    try:
        faites = actualiser(source, magasin, client, barre.suivre)
    except Anomalie as e:
        return [], [e]
    return [r for r in faites if r.livraison], [r.anomalie for r in faites if r.anomalie]


def _resultat(source: str, recuperation: Recuperation) -> str:
    livraison = recuperation.livraison
    return f"{source}{NB}: {livraison.fiche.fichier}, livraison {livraison.sha256[:16]} {recuperation.etat.value}."


def _essayer_de_lire(source: Source, livraison, magasin: Magasin) -> int:
    import tempfile

    import polars as pl

    from catalogue import charger
    from catalogue.erreurs import Refus
    from ingest.sources import ecrire
    from orchestration.progression import Progression
    from reports.typographie import nombre

    with tempfile.TemporaryDirectory(dir=magasin.racine.parent) as travail, Progression() as progression:
        progression.etape("Lecture")
        try:
            table = ecrire(source.fichiers.famille, [livraison], magasin, charger(), Path(travail) / "lue.parquet")
        except Refus as e:
            click.echo(f"Le fichier est conservé, mais il n’est pas lisible en l’état{NB}:\n{e}", err=True)
            return e.exit_code
        lues = pl.scan_parquet(table).select(pl.len()).collect().item()
    click.echo(f"Lue{NB}: {nombre(lues)} lignes. Pour l’utiliser{NB}: miprof sources epingler <édition> {source.id} {livraison.sha256[:16]}")
    return 0
