"""What has been received of a file so far, kept across tries and across runs so that a download goes on where it stopped."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True)
class Validateurs:
    """How a server names one version of a file; `encodage` is how it sent the bytes (`gzip`, or None)."""

    etag: str | None = None
    modifie: str | None = None
    encodage: str | None = None

    @classmethod
    def lus(cls, entetes: Mapping[str, str]) -> Validateurs:
        """From the headers of an answer."""
        return cls(entetes.get("ETag"), entetes.get("Last-Modified"), entetes.get("Content-Encoding"))

    def condition(self) -> dict[str, str]:
        """Headers that ask for the file only if it is another version."""
        if self.etag:
            return {"If-None-Match": self.etag}
        return {"If-Modified-Since": self.modifie} if self.modifie else {}

    @property
    def fort(self) -> str | None:
        """What `If-Range` accepts: a weak ETag does not promise the same bytes."""
        return self.etag if self.etag and not self.etag.startswith("W/") else self.modifie


class Partiel:
    """The bytes received from one address, and the version they belong to. `deploye`: where to undo a gzip transport."""

    def __init__(self, dossier: Path, url: str):
        nom = hashlib.sha256(url.encode()).hexdigest()[:16]
        self.octets = dossier / f"{nom}.partiel"
        self.deploye = dossier / f"{nom}.deploye"
        self._notes = dossier / f"{nom}.partiel.json"

    @property
    def taille(self) -> int:
        return self.octets.stat().st_size if self.octets.exists() else 0

    @property
    def validateurs(self) -> Validateurs:
        try:
            return Validateurs(**json.loads(self._notes.read_text("utf-8")))
        except (OSError, ValueError, TypeError):
            return Validateurs()

    def reprise(self) -> dict[str, str]:
        """Headers that ask for the rest, or nothing when nothing can be resumed safely."""
        fort = self.validateurs.fort
        return {"Range": f"bytes={self.taille}-", "If-Range": fort} if self.taille and fort else {}

    def continue_par(self, entetes: Mapping[str, str]) -> bool:
        """Whether an answer goes on exactly where these bytes stop, with the same version of the file."""
        m = re.match(r"bytes (\d+)-", entetes.get("Content-Range", ""))
        return bool(m and self.taille and int(m[1]) == self.taille and Validateurs.lus(entetes).fort in (None, self.validateurs.fort))

    def noter(self, validateurs: Validateurs) -> None:
        self._notes.parent.mkdir(parents=True, exist_ok=True)
        self._notes.write_text(json.dumps(asdict(validateurs)), "utf-8")
        self.octets.touch()

    def ajouter(self, morceau: bytes) -> None:
        with self.octets.open("ab") as f:
            f.write(morceau)

    def vider(self) -> None:
        for reste in (self.octets, self.deploye, self._notes):
            reste.unlink(missing_ok=True)
