"""The store of what was received, and the register of who may send it, as this portal is told to use them."""

from __future__ import annotations

from django.conf import settings

from catalogue.organismes import Registre, lire_registre
from ingest.livraisons import Magasin


def magasin() -> Magasin:
    """The store, shared with the command line and the pipeline."""
    return Magasin(settings.PORTAIL.var / "livraisons")


def registre() -> Registre:
    """The register of organisations."""
    return lire_registre(settings.PORTAIL.registre) if settings.PORTAIL.registre else lire_registre()
