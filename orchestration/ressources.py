"""What runs share."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import dagster as dg

from orchestration.chemins import Chemins
from orchestration.verrou import tenir


class Maison(dg.ConfigurableResource):
    """The folder the program writes in, held by one run at a time. Every asset asks for it, so no run goes without the lock."""

    @contextmanager
    def yield_for_execution(self, context: dg.InitResourceContext) -> Iterator["Maison"]:
        objet = context.run.tags.get("dagster/partition", "") if context.run else ""
        with tenir(self.chemins.preparer().verrou, f"exécution Dagster {objet}".strip()):
            yield self

    @property
    def chemins(self) -> Chemins:
        return Chemins.actuels()
