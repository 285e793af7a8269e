"""The store of livraisons: bytes received, kept for ever as they came.

    octets/<ab>/<sha256>          the bytes, once, whoever sent them
    fiches/<source>/<sha256>.json the sidecar that makes them a livraison of that source

A livraison exists when its sidecar does. The sidecar is written last and both are put in place by a hard link, which fails when
the name is taken: nothing is ever replaced, and a process killed half-way leaves at most bytes that nobody refers to.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from catalogue.erreurs import Impossible, Refus


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
    """The store under one folder. Safe for several writers on one machine."""

    def __init__(self, racine: Path):
        self.racine = racine

    def deposer(self, octets: bytes, fiche: Fiche) -> Livraison:
        """Store bytes as a livraison of `fiche.source`. The same bytes again from the same source give the first livraison back.

        Raises Impossible when the store cannot be written.
        """
        sha256 = hashlib.sha256(octets).hexdigest()
        livraison = Livraison(fiche, sha256, len(octets), datetime.now(UTC).isoformat(timespec="seconds"))
        try:
            _placer(self.chemin(sha256), octets)
            _placer(self._fiche(fiche.source, sha256), json.dumps(asdict(livraison), ensure_ascii=False, indent=1, sort_keys=True).encode())
        except OSError as e:
            raise Impossible("livraisons.ecriture", dossier=self.racine, detail=e.strerror) from e
        return self.trouver(fiche.source, sha256)

    def trouver(self, source: str, sha256: str) -> Livraison:
        """One livraison. Raises Refus when the store does not hold it."""
        path = self._fiche(source, sha256)
        if not path.exists():
            raise Refus("livraisons.inconnue", source=source, sha256=sha256)
        contenu = json.loads(path.read_text("utf-8"))
        return Livraison(**{**contenu, "fiche": Fiche(**contenu["fiche"])})

    def lister(self, source: str | None = None) -> list[Livraison]:
        """Livraisons of a source (or all), oldest first."""
        trouvees = [self.trouver(p.parent.name, p.stem) for p in (self.racine / "fiches").glob(f"{source or '*'}/*.json")]
        return sorted(trouvees, key=lambda l: (l.date_recuperation, l.fiche.source, l.sha256))

    def lire(self, sha256: str) -> bytes:
        """The bytes of a digest. Raises Refus when they are absent, or no longer have that digest."""
        path = self.chemin(sha256)
        if not path.exists():
            raise Refus("livraisons.inconnue", source="?", sha256=sha256)
        octets = path.read_bytes()
        if hashlib.sha256(octets).hexdigest() != sha256:
            raise Refus("livraisons.octets_alteres", sha256=sha256, chemin=path.name)
        return octets

    def chemin(self, sha256: str) -> Path:
        """Where the bytes of a digest are."""
        return self.racine / "octets" / sha256[:2] / sha256

    def _fiche(self, source: str, sha256: str) -> Path:
        return self.racine / "fiches" / source / f"{sha256}.json"


def _placer(path: Path, octets: bytes) -> None:
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    fd, temporaire = tempfile.mkstemp(dir=path.parent, prefix=".")
    try:
        with os.fdopen(fd, "wb") as f:
            f.write(octets)
            f.flush()
            os.fsync(f.fileno())
        os.link(temporaire, path)
        _fsync_dossier(path.parent)
    except FileExistsError:
        pass
    finally:
        os.unlink(temporaire)


def _fsync_dossier(dossier: Path) -> None:
    fd = os.open(dossier, os.O_RDONLY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)
