"""A loopback server, a store and a client that does not wait between tries: shared by the tests of downloads."""

import pytest

from catalogue import charger
from catalogue.modeles import Fichiers
from ingest.livraisons import Magasin
from ingest.recuperation import Client, Reglages
from tests.fabriques import serveur as fabrique

CSV = ("code;nombre\n" + "".join(f"{i};{i * i}\n" for i in range(20_000))).encode()


@pytest.fixture
def serveur(monkeypatch):
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with fabrique.ouvrir() as ouvert:
        yield ouvert


@pytest.fixture
def magasin(tmp_path):
    return Magasin(tmp_path / "livraisons")


@pytest.fixture
def attentes():
    """Seconds the client would have waited before each new try."""
    return []


@pytest.fixture
def client(serveur, attentes):
    """Make a client of the server; keyword arguments change its bounds."""
    return lambda **bornes: Client(Reglages(**{"base": serveur.base, **bornes}), dormir=attentes.append)


@pytest.fixture
def source():
    """Make a source of the catalogue fetched otherwise than it says."""
    def _source(**fichiers):
        vraie = charger().sources["natinf"]
        return vraie.model_copy(update={"fichiers": Fichiers(**{
            "famille": "natinf", "jeu": "jeu-natinf", "titre": "liste-natinf", "format": "csv", "frequence_jours": 120, **fichiers})})

    return _source
