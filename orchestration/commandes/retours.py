"""`miprof valider`, `miprof modele`, `miprof deposer`: a contributor's return, from its empty form to its receipt."""

from __future__ import annotations

import os
import shlex
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import click

from catalogue.erreurs import Impossible
from orchestration.chemins import Chemins
from orchestration.francais import Choix, Commande

if TYPE_CHECKING:
    from ingest.controle import Rapport
    from ingest.retours import Depot

NB = "\u00a0"
FORMATS = ["texte", "json", "csv", "html", "xlsx"]
CONTRAT = "Le nom du retour, par exemple psp_flux."


@click.command(cls=Commande, short_help="Dire si un retour serait accepté.")
@click.argument("contrat", help=CONTRAT)
@click.argument("fichier", type=click.Path(path_type=Path), help="Le fichier Excel, ODS ou CSV à examiner.")
@click.option("--format", "format_", type=Choix(FORMATS), default="texte",
              help="La forme du rapport : texte (par défaut), json, csv, html, ou xlsx, la copie annotée du fichier.")
@click.option("-o", "--sortie", type=click.Path(path_type=Path), metavar="FICHIER", help="Où écrire le rapport ; par défaut, à l’écran.")
def valider(contrat: str, fichier: Path, format_: str, sortie: Path | None) -> int:
    """Examine un retour sans rien enregistrer. Code 0 : accepté, peut-être après confirmation ; 1 : refusé ; 2 : illisible."""
    from catalogue.contrats import lire_contrat

    connu = lire_contrat(contrat)
    if format_ == "xlsx" and sortie is None:
        raise Impossible("retours.sortie_a_nommer", contrat=contrat)
    octets = _octets(fichier)
    from ingest.controle import annoter, controler, ecrire
    from ingest.controle.rapport.mots import verdict

    rapport = controler(octets, fichier.name, connu)
    if sortie is None:
        click.echo(ecrire(rapport, format_), nl=False)
    else:
        # What cannot be annotated is told on the terminal: its report has no workbook to be in.
        corps = annoter(octets, fichier.name, connu, rapport) if format_ == "xlsx" else ecrire(rapport, format_).encode()
        _ecrire(corps, sortie)
        click.echo(f"{verdict(rapport)}\nRapport{NB}: {sortie}")
    if format_ == "texte" and rapport.verdict == "a_confirmer":
        click.echo(f"\nSi ces valeurs sont exactes, elles se confirment au moment du dépôt{NB}: miprof deposer {contrat} {shlex.quote(str(fichier))} --organisme …")
    return rapport.code_sortie


@click.command(cls=Commande, short_help="Écrire le modèle vide d’un retour.")
@click.argument("contrat", help=CONTRAT)
@click.option("-o", "--sortie", type=click.Path(path_type=Path), metavar="FICHIER", required=True, help="Le fichier à écrire, en .xlsx ou en .csv.")
def modele(contrat: str, sortie: Path) -> None:
    """Écrit le modèle d’un retour, prêt à remplir : listes déroulantes, ligne d’exemple et feuille d’aide en Excel, ou en-têtes seuls en CSV."""
    from catalogue.contrats import lire_contrat
    from ingest.modeles import ecrire_modele

    click.echo(ecrire_modele(lire_contrat(contrat), sortie))


@click.command(cls=Commande, short_help="Déposer le retour d’un organisme.")
@click.argument("contrat", help=CONTRAT)
@click.argument("fichier", type=click.Path(path_type=Path), help="Le fichier Excel, ODS ou CSV à déposer.")
@click.option("--organisme", required=True, metavar="ORGANISME", help="L’identifiant de l’organisme dans le registre, par exemple ddfe_63.")
@click.option("--millesime", type=click.IntRange(1900, 2100), metavar="ANNÉE", help="L’année des données ; par défaut, celle de la dernière édition.")
@click.option("--confirmer", multiple=True, metavar="EMPREINTE", help="Une valeur à confirmer, par l’empreinte que le rapport donne ; option à répéter.")
def deposer(contrat: str, fichier: Path, organisme: str, millesime: int | None, confirmer: tuple[str, ...]) -> int:
    """Dépose un retour : enregistré avec un reçu s’il est accepté. Code 0 : enregistré ; 1 : refusé ou à confirmer ; 2 : illisible."""
    from catalogue.contrats import lire_contrat
    from catalogue.edition import editions, lire_edition
    from ingest.controle import ecrire
    from ingest.livraisons import Magasin
    from ingest.retours import deposer as enregistrer

    connu, octets = lire_contrat(contrat), _octets(fichier)
    millesime = millesime or lire_edition(editions()[-1]).millesime
    magasin = Magasin(Chemins.actuels().preparer().livraisons)
    depot = enregistrer(magasin, octets, fichier.name, connu, organisme, millesime, confirmes=frozenset(confirmer))
    click.echo(ecrire(depot.rapport, "texte"), nl=False)
    if depot.recu:
        click.echo("\n" + "\n".join(_recu(depot)))
        return 0
    if depot.rapport.verdict == "a_confirmer":
        click.echo("\n" + "\n".join(_a_confirmer(depot.rapport, contrat, fichier, organisme, millesime)))
    return depot.rapport.code_sortie or 1


def _recu(depot: Depot) -> list[str]:
    recu = depot.recu
    lignes = [f"{'Déjà déposé' if depot.deja else 'Déposé'}{NB}: reçu {recu.id}, {recu.lignes} ligne{'s' if recu.lignes > 1 else ''}, empreinte {recu.sha256}."]
    if recu.remplace and not depot.deja:
        lignes.append(f"Il remplace le reçu {recu.remplace}, qui reste conservé.")
    return lignes + [f"Édition {edition}{NB}: {phrase}" for edition, phrase in _editions(recu)]


def _editions(recu) -> list[tuple[str, str]]:
    from catalogue.edition import editions, lire_edition

    concernees = [e for e in map(lire_edition, editions()) if e.millesime == recu.millesime]
    return [(e.edition, "ce retour compte." if recu.jour <= e.date_gel else
             f"reçu après le gel du {e.date_gel:%d/%m/%Y}, ce retour comptera à partir de l’édition suivante.") for e in concernees]


def _a_confirmer(rapport: Rapport, contrat: str, fichier: Path, organisme: str, millesime: int) -> list[str]:
    constats = rapport.de("a_confirmer")
    options = " ".join(f"--confirmer {e}" for e in dict.fromkeys(c.empreinte for c in constats))
    return [f"Rien n’est enregistré. À confirmer, après vérification{NB}:", *(f"  {c.empreinte}  {c.message}" for c in constats),
            f"Si tout est exact{NB}:", f"  miprof deposer {contrat} {shlex.quote(str(fichier))} --organisme {organisme} --millesime {millesime} {options}"]


def _octets(fichier: Path) -> bytes:
    """The bytes of a file, one more than the control reads at most: it tells itself that the file is too big."""
    from ingest.controle import Limites

    try:
        with fichier.open("rb") as f:
            return f.read(Limites().octets + 1)
    except OSError as e:
        raise Impossible("retours.fichier_illisible", fichier=fichier, detail=e.strerror) from None


def _ecrire(corps: bytes, sortie: Path) -> None:
    try:
        with tempfile.NamedTemporaryFile(dir=sortie.parent, prefix=f".{sortie.name}.", delete=False) as f:
            f.write(corps)
        os.chmod(f.name, 0o644)
        os.replace(f.name, sortie)
    except OSError as e:
        raise Impossible("retours.rapport_non_ecrit", fichier=sortie, detail=e.strerror) from None
