"""Producers' files, fetched over HTTP or received by hand, checked and put in the store of livraisons."""

from ingest.recuperation.actualisation import Etat, Recuperation, actualiser
from ingest.recuperation.client import Client, Reglages
from ingest.recuperation.importation import importer

__all__ = ["Client", "Etat", "Recuperation", "Reglages", "actualiser", "importer"]
