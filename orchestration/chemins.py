"""Where things are: the committed tree, and the one folder the program writes in."""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from catalogue.erreurs import Impossible

RACINE = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Chemins:
    """Everything under `var/` (moved by MIPROF_HOME)."""

    var: Path

    @classmethod
    def actuels(cls) -> "Chemins":
        """The folder named by MIPROF_HOME, else `var/` at the root of the repository."""
        return cls(Path(os.environ.get("MIPROF_HOME") or RACINE / "var").expanduser().absolute())

    @property
    def livraisons(self) -> Path:
        return self.var / "livraisons"

    @property
    def raw(self) -> Path:
        return self.var / "raw"

    @property
    def build(self) -> Path:
        return self.var / "build"

    @property
    def entrepot(self) -> Path:
        """The warehouse that serves: the last one whose checks all passed."""
        return self.var / "entrepot.duckdb"

    @property
    def dbt(self) -> Path:
        return self.var / "dbt"

    @property
    def dagster(self) -> Path:
        return self.var / "dagster"

    @property
    def verrou(self) -> Path:
        return self.var / "verrou"

    @property
    def polices(self) -> Path:
        return self.var / "polices"

    @property
    def journaux(self) -> Path:
        return self.var / "journaux"

    def edition(self, edition: str) -> Path:
        """All that an édition may show; nothing confidential is ever written in it."""
        return self.var / "editions" / edition

    def public(self, edition: str) -> Path:
        return self.edition(edition) / "public"

    def confidentiel(self, edition: str) -> Path:
        """What is hidden and why: never read by what makes documents."""
        return self.var / "confidentiel" / edition

    def composition(self, edition: str) -> Path:
        return self.edition(edition) / "composition"

    def brouillon(self, edition: str) -> Path:
        return self.edition(edition) / "brouillon"

    def preparer(self) -> "Chemins":
        """Make the folder and try to write in it. Raises Impossible when that fails."""
        try:
            self.var.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=self.var):
                pass
        except OSError as e:
            raise Impossible("commande.dossier_non_inscriptible", dossier=self.var, detail=e.strerror) from None
        return self
