"""The store of livraisons: bytes received, kept for ever as they came.

    octets/<ab>/<sha256>          the bytes, once, whoever sent them
    fiches/<source>/<sha256>.json the sidecar that makes them a livraison of that source
    recus/                        the receipts of returns (ingest.retours)
    brouillons/                   what is being written; a killed process leaves its own there, swept after a day

A livraison exists when its sidecar does. The sidecar is written last and both are put in place by a hard link, which fails when
the name is taken: nothing is ever replaced, and a process killed half-way leaves at most bytes that nobody refers to.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from catalogue.erreurs import Impossible, Refus

MORCEAU = 1 << 20
UN_JOUR = 86_400


@dataclass(frozen=True)
class Fiche:
    """What is known of a livraison apart from its bytes. Dates are ISO texts; `millesime` is the year of the data."""

    source: str
    producteur: str
    titre: str
    fichier: str
    licence: str
    statut: str
    url: str | None = None
    millesime: int | None = None
    date_publication: str | None = None


@dataclass(frozen=True)
class Livraison:
    """A file received: its sidecar, its digest and size, and when it came."""

    fiche: Fiche
    sha256: str
    taille: int
    date_recuperation: str


class Magasin:
    """The store under one folder. Safe for several writers, threads or processes, on one machine."""

    def __init__(self, racine: Path):
        self.racine = racine

    def deposer(self, contenu: bytes | Path, fiche: Fiche) -> Livraison:
        """Store bytes, or a copy of a file, as a livraison of `fiche.source`.

        The same bytes again from the same source give the first livraison back. Raises Impossible when the store cannot be
        written, Refus when it already holds these bytes and they were altered.
        """
        try:
            sha256, taille = self.ranger(contenu)
            livraison = Livraison(fiche, sha256, taille, datetime.now(UTC).isoformat(timespec="microseconds"))
            texte = json.dumps(asdict(livraison), ensure_ascii=False, indent=1, sort_keys=True)
            self.inscrire(self._fiche(fiche.source, sha256), texte.encode())
        except OSError as e:
            raise Impossible("livraisons.ecriture", dossier=self.racine, detail=e.strerror) from e
        return self.trouver(fiche.source, sha256)

    def trouver(self, source: str, sha256: str) -> Livraison:
        """One livraison. Raises Refus when the store does not hold it, or its sidecar is damaged."""
        path = self._fiche(source, sha256)
        if not path.exists():
            raise Refus("livraisons.inconnue", source=source, sha256=sha256)
        try:
            contenu = json.loads(path.read_text("utf-8"))
            return Livraison(**{**contenu, "fiche": Fiche(**contenu["fiche"])})
        except (ValueError, TypeError, KeyError):
            raise Refus("livraisons.fiche_illisible", source=source, fichier=path.name) from None

    def designer(self, debut: str, source: str | None = None) -> Livraison:
        """The livraison (of a source, or of any) whose digest begins so. Raises Refus when there is none, or several."""
        trouvees = [l for l in self.lister(source) if l.sha256.startswith(debut.lower())]
        if not trouvees:
            raise Refus("livraisons.inconnue", source=source or "(toutes)", sha256=debut)
        if len(trouvees) > 1:
            raise Refus("livraisons.ambigue", valeur=debut, trouvees=", ".join(f"{l.fiche.source} {l.sha256[:16]}" for l in trouvees))
        return trouvees[0]

    def lister(self, source: str | None = None) -> list[Livraison]:
        """Livraisons of a source (or all), oldest first."""
        trouvees = [self.trouver(p.parent.name, p.stem) for p in (self.racine / "fiches").glob(f"{source or '*'}/*.json")]
        return sorted(trouvees, key=lambda l: (l.date_recuperation, l.fiche.source, l.sha256))

    def epinglees(self, source: str, empreintes: Iterable[str]) -> list[Livraison]:
        """The livraisons an édition pins, in its order. Raises Refus naming each one that the store does not hold."""
        refus: list[Refus] = []
        trouvees = []
        for sha256 in empreintes:
            try:
                trouvees.append(self.trouver(source, sha256))
            except Refus as e:
                refus.append(e)
        if refus:
            raise Refus.groupe(refus)
        return trouvees

    def lire(self, sha256: str) -> bytes:
        """The bytes of a digest. Raises Refus when they are absent, or no longer have that digest."""
        path = self.chemin(sha256)
        if not path.exists():
            raise Refus("livraisons.inconnue", source="?", sha256=sha256)
        octets = path.read_bytes()
        if hashlib.sha256(octets).hexdigest() != sha256:
            raise Refus("livraisons.octets_alteres", sha256=sha256, chemin=path.name)
        return octets

    def intact(self, sha256: str) -> Path:
        """Where the bytes of a digest are, once checked; for what reads a file without loading it whole. Raises Refus like `lire`."""
        path = self.chemin(sha256)
        if not path.exists():
            raise Refus("livraisons.inconnue", source="?", sha256=sha256)
        if empreinte(path) != sha256:
            raise Refus("livraisons.octets_alteres", sha256=sha256, chemin=path.name)
        return path

    def chemin(self, sha256: str) -> Path:
        """Where the bytes of a digest are."""
        return self.racine / "octets" / sha256[:2] / sha256

    def ranger(self, contenu: bytes | Path) -> tuple[str, int]:
        """Keep bytes that something else in the store will name: their digest and size. Raises OSError, and Refus like `intact`."""
        with self._brouillon() as f:
            digest, taille = hashlib.sha256(), 0
            for morceau in _morceaux(contenu):
                digest.update(morceau)
                taille += f.write(morceau)
            sha256 = digest.hexdigest()
            if self.chemin(sha256).exists():
                self.intact(sha256)
            else:
                _lier(f, self.chemin(sha256))
        return sha256, taille

    def inscrire(self, path: Path, octets: bytes) -> bool:
        """Write a file of the store under a name that nobody has taken; False, and nothing written, when the name is taken. Raises OSError."""
        if path.exists():
            return False
        with self._brouillon() as f:
            f.write(octets)
            return _lier(f, path)

    def _fiche(self, source: str, sha256: str) -> Path:
        return self.racine / "fiches" / source / f"{sha256}.json"

    @contextmanager
    def _brouillon(self) -> Iterator[BinaryIO]:
        dossier = self.racine / "brouillons"
        _creer(dossier)
        _balayer(dossier)
        with tempfile.NamedTemporaryFile(dir=dossier, prefix="") as f:
            yield f


def empreinte(path: Path) -> str:
    """The sha256 of a file, read in pieces."""
    with path.open("rb") as f:
        return hashlib.file_digest(f, "sha256").hexdigest()


def _morceaux(contenu: bytes | Path) -> Iterator[bytes]:
    if isinstance(contenu, bytes):
        yield contenu
        return
    with contenu.open("rb") as f:
        while morceau := f.read(MORCEAU):
            yield morceau


def _lier(f: BinaryIO, path: Path) -> bool:
    f.flush()
    os.fchmod(f.fileno(), 0o400)
    os.fsync(f.fileno())
    _creer(path.parent)
    try:
        os.link(f.name, path)
    except FileExistsError:
        return False  # another writer was first
    _fsync_dossier(path.parent)
    return True


def _creer(dossier: Path) -> None:
    if not dossier.is_dir():
        _creer(dossier.parent)
        dossier.mkdir(exist_ok=True)
        _fsync_dossier(dossier.parent)


def _balayer(brouillons: Path) -> None:
    for reste in brouillons.iterdir():
        try:
            if time.time() - reste.stat().st_mtime > UN_JOUR:
                reste.unlink()
        except FileNotFoundError:
            continue  # its writer has just finished with it


def _fsync_dossier(dossier: Path) -> None:
    fd = os.open(dossier, os.O_RDONLY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)
