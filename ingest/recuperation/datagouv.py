"""Which resources of data.gouv.fr a source is made of: found by dataset, title and format, since their identifiers are re-created."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath
from urllib.parse import quote, unquote, urlsplit

from catalogue.erreurs import Refus
from catalogue.modeles import Fichiers
from ingest.recuperation.client import Client


@dataclass(frozen=True)
class Ressource:
    """A file to fetch. `somme` is (algorithm, hexadecimal digest) when its publisher announces one; dates are ISO texts."""

    titre: str
    fichier: str
    url: str
    millesime: int | None = None
    date_publication: str | None = None
    somme: tuple[str, str] | None = None


def resoudre(client: Client, source: str, fichiers: Fichiers) -> list[Ressource]:
    """The resources of a source, the newest of each kind (see `Fichiers`), in order of title.

    Raises Refus when the dataset is unknown, its description unreadable, or no resource of it matches.
    """
    if fichiers.adresse:
        return [_a_l_adresse(fichiers)]
    url = f"{client.reglages.base}/api/1/datasets/{quote(fichiers.jeu, safe='')}/"
    try:
        description = client.json(url)
    except Refus as e:
        raise Refus("recuperation.jeu_inconnu", source=source, jeu=fichiers.jeu, url=url) if e.code == "recuperation.absent" else e from None
    candidates = [c for r in _ressources(description, url) if (c := _candidate(r, fichiers))]
    if not candidates:
        titres = ", ".join(f"« {r['title']} » ({r.get('format')})" for r in _ressources(description, url))
        raise Refus("recuperation.ressource_introuvable", source=source, jeu=fichiers.jeu, titre=fichiers.titre, format=fichiers.format,
                    titres=titres or "aucune")
    # The newest comes last for each kind, and takes its place.
    retenues = {genre: ressource for genre, _, ressource in sorted(candidates, key=lambda c: c[1])}
    return sorted(retenues.values(), key=lambda r: (r.titre, r.url))


def nom_de_fichier(url: str) -> str:
    """The last part of an address, readable."""
    return unquote(PurePosixPath(urlsplit(url).path).name)


@dataclass(frozen=True)
class Reconnu:
    """What the title or the name of a file says of it: `genre` sets it apart from the other files of its source."""

    genre: tuple[str | None, ...]
    millesime: int | None
    publication: str | None


def reconnaitre(fichiers: Fichiers, titre: str, fichier: str) -> Reconnu | None:
    """Match a title and a file name with a source's expression (see `Fichiers`); None when they do not."""
    m = re.search(fichiers.titre, f"{titre} | {fichier}")
    if m is None:
        return None
    dits = m.groupdict()
    nommes = {m.re.groupindex[nom] for nom in dits.keys() & {"millesime", "publication"}}
    genre = tuple(valeur for rang, valeur in enumerate(m.groups(), 1) if rang not in nommes)
    return Reconnu(genre, int(dits["millesime"]) if dits.get("millesime") else None, dits.get("publication"))


def _ressources(description: object, url: str) -> list[dict]:
    ressources = description.get("resources") if isinstance(description, dict) else None
    if not isinstance(ressources, list) or not all(isinstance(r, dict) and {"title", "url"} <= set(r) for r in ressources):
        raise Refus("recuperation.api_illisible", url=url, detail="la description du jeu n’a pas de liste de ressources avec titre et adresse")
    return ressources


def _candidate(ressource: dict, fichiers: Fichiers) -> tuple[tuple, tuple, Ressource] | None:
    titre, fichier = str(ressource["title"]).strip(), nom_de_fichier(ressource["url"])
    reconnu = reconnaitre(fichiers, titre, fichier)
    if reconnu is None or str(ressource.get("format") or "").lower().lstrip(".") != fichiers.format:
        return None
    touchee = str(ressource.get("last_modified") or ressource.get("created_at") or "")
    somme = ressource.get("checksum") or {}
    return reconnu.genre, (reconnu.millesime or 0, touchee), Ressource(
        titre, fichier, ressource["url"], reconnu.millesime, _jour(touchee),
        (str(somme["type"]).lower(), str(somme["value"]).lower()) if {"type", "value"} <= set(somme) else None)


def _jour(instant: str) -> str | None:
    try:
        return date.fromisoformat(instant[:10]).isoformat()
    except ValueError:
        return None


def _a_l_adresse(fichiers: Fichiers) -> Ressource:
    fichier = nom_de_fichier(fichiers.adresse)
    reconnu = reconnaitre(fichiers, fichier, fichier)
    return Ressource(fichier, fichier, fichiers.adresse, reconnu and reconnu.millesime)
