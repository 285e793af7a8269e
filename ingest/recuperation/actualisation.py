"""Bring one source up to date: find its files, fetch what is new, check it, put it in the store. Nothing is ever pinned here."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from catalogue.erreurs import Anomalie, Impossible, Refus
from catalogue.modeles import Source
from ingest.livraisons import Fiche, Livraison, Magasin, empreinte
from ingest.recuperation import formats
from ingest.recuperation.client import Client
from ingest.recuperation.datagouv import Ressource, resoudre
from ingest.recuperation.memoire import Memoire, Souvenir
from ingest.recuperation.partiel import Partiel


class Etat(Enum):
    """What a file turned out to be."""

    NOUVELLE = "nouvelle"
    INCHANGEE = "inchangée"
    CHANGEE = "changée sans changer d’adresse"
    ECHOUEE = "échouée"


@dataclass(frozen=True)
class Recuperation:
    """One file of a source: its livraison unless it failed, and what must be told of it. CHANGEE has both."""

    ressource: Ressource
    etat: Etat
    livraison: Livraison | None = None
    anomalie: Anomalie | None = None


# Called with the file name, the bytes received and the bytes expected (None when the server does not say).
Suivre = Callable[[str, int, int | None], None]


def actualiser(source: Source, magasin: Magasin, client: Client, suivre: Suivre = lambda *_: None) -> list[Recuperation]:
    """Fetch every file of a source that has `fichiers`. A file that fails does not keep the others from coming.

    Raises Impossible or Refus when the files cannot even be found, or when another process fetches this source.
    """
    with Memoire(magasin.racine / "recuperations", source.id).tenir() as memoire:
        return [_recuperer(source, r, magasin, client, memoire, suivre) for r in resoudre(client, source.id, source.fichiers)]


def _recuperer(source: Source, ressource: Ressource, magasin: Magasin, client: Client, memoire: Memoire, suivre: Suivre) -> Recuperation:
    try:
        return _tenter(source, ressource, magasin, client, memoire, suivre)
    except Anomalie as e:
        return Recuperation(ressource, Etat.ECHOUEE, anomalie=e)
    except OSError as e:
        return Recuperation(ressource, Etat.ECHOUEE, anomalie=Impossible("livraisons.ecriture", dossier=magasin.racine, detail=e.strerror))


def _tenter(source: Source, ressource: Ressource, magasin: Magasin, client: Client, memoire: Memoire, suivre: Suivre) -> Recuperation:
    connues = {l.sha256: l for l in magasin.lister(source.id)}
    souvenir = memoire.lire(ressource.url)
    if souvenir and souvenir.sha256 not in connues:
        souvenir = None  # the store was emptied since: ask for the file itself
    partiel = Partiel(memoire.dossier / source.id, ressource.url)
    recu = client.telecharger(ressource.url, partiel, souvenir and souvenir.validateurs, lambda *o: suivre(ressource.fichier, *o))
    if not recu:
        return Recuperation(ressource, Etat.INCHANGEE, connues[souvenir.sha256])
    try:
        fichier = _controler(partiel, ressource, source.fichiers.format, client.reglages.taille_maximum)
        livraison = magasin.deposer(fichier, fiche(source, ressource))
        memoire.noter(ressource.url, Souvenir(livraison.sha256, partiel.validateurs, livraison.date_recuperation))
    finally:
        partiel.vider()
    if souvenir and souvenir.sha256 != livraison.sha256:
        return Recuperation(ressource, Etat.CHANGEE, livraison, Refus(
            "recuperation.contenu_change", url=ressource.url, ancienne=souvenir.sha256, date=souvenir.date[:10], nouvelle=livraison.sha256))
    return Recuperation(ressource, Etat.INCHANGEE if livraison.sha256 in connues else Etat.NOUVELLE, livraison)


def fiche(source: Source, ressource: Ressource) -> Fiche:
    """The sidecar of a file of this source."""
    return Fiche(source=source.id, producteur=source.producteur, titre=ressource.titre, fichier=ressource.fichier, licence=source.licence,
                 statut=source.statut_habituel, url=ressource.url or None, millesime=ressource.millesime,
                 date_publication=ressource.date_publication)


def _controler(partiel: Partiel, ressource: Ressource, format_attendu: str, maximum: int) -> Path:
    fichier = partiel.octets
    if partiel.validateurs.encodage == "gzip" and format_attendu != "csv.gz":
        fichier = partiel.deploye
        formats.decompresser(partiel.octets, fichier, ressource.url, maximum)
    formats.verifier(fichier, format_attendu, ressource.url)
    if ressource.somme and (obtenue := _somme(fichier, ressource.somme[0])) not in (None, ressource.somme[1]):
        raise Refus("recuperation.somme_differente", url=ressource.url, algorithme=ressource.somme[0], annoncee=ressource.somme[1],
                    obtenue=obtenue)
    return fichier


def _somme(fichier: Path, algorithme: str) -> str | None:
    if algorithme == "sha256":
        return empreinte(fichier)
    if algorithme not in hashlib.algorithms_available:
        return None
    with fichier.open("rb") as f:
        return hashlib.file_digest(f, algorithme).hexdigest()
