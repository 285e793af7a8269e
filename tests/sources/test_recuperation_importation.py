"""A file received by hand is checked, then stored like any other."""

import gzip
import io
import zipfile

import polars as pl
import pytest

from catalogue import charger
from catalogue.erreurs import Impossible, Refus
from ingest.recuperation import importer
from tests.sources.conftest import CSV

BASE = "donnee-dep-data.gouv-2023-geographie2024-produit-le2024-07-05.csv"


def zip_de(nom: str) -> bytes:
    contenu = io.BytesIO()
    with zipfile.ZipFile(contenu, "w") as archive:
        archive.writestr(nom, "<x/>" * 500)
    return contenu.getvalue()


def parquet() -> bytes:
    contenu = io.BytesIO()
    pl.DataFrame({"a": range(1000)}).write_parquet(contenu)
    return contenu.getvalue()


@pytest.fixture
def deposer(tmp_path, magasin):
    """Import bytes under a file name, for the département base."""
    def _deposer(nom, octets, **dits):
        (tmp_path / nom).write_bytes(octets)
        return importer(charger().sources["ssmsi_departements"], tmp_path / nom, magasin, **dits)

    return _deposer


def test_what_is_not_told_comes_from_the_catalogue_and_the_file_name(deposer, magasin):
    livraison = deposer(BASE, CSV)
    assert magasin.lire(livraison.sha256) == CSV
    assert (livraison.fiche.titre, livraison.fiche.fichier, livraison.fiche.millesime) == (BASE, BASE, 2023)
    assert livraison.fiche.producteur.startswith("service statistique ministériel") and livraison.fiche.url is None


def test_what_is_told_wins(deposer):
    fiche = deposer(BASE, CSV, titre="Base reçue par courriel", millesime=2022, date_publication="2024-07-05", url="https://exemple.fr/a.csv").fiche
    assert (fiche.titre, fiche.millesime, fiche.date_publication, fiche.url) == (
        "Base reçue par courriel", 2022, "2024-07-05", "https://exemple.fr/a.csv")


@pytest.mark.parametrize(("nom", "octets"), [
    ("a.csv", CSV), ("a.csv.gz", gzip.compress(CSV)), ("A.XLSX", zip_de("xl/workbook.xml")), ("a.parquet", parquet()),
    ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)),
])
def test_every_format_that_readers_take_is_accepted(deposer, nom, octets):
    assert deposer(nom, octets).taille == len(octets)


@pytest.mark.parametrize(("nom", "octets", "attendu"), [
    ("a.csv", b"", "ce fichier est vide"),
    ("a.csv", b"\xef\xbb\xbf  \n<html>", "c’est une page web"),
    ("a.xls", b"<html><table>", "c’est une page web"),
    ("a.csv.gz", gzip.compress(b"<!doctype html><html>"), "c’est une page web"),
    ("a.csv", parquet(), "trouvé : un fichier Parquet"),
    ("a.xlsx", CSV, "trouvé : un fichier texte"),
    ("a.xlsx", zip_de("autre.xml"), "trouvé : une archive zip"),
    ("a.xlsx", zip_de("xl/workbook.xml")[:-40], "incomplet ou abîmé"),
    ("a.parquet", parquet()[:-10], "incomplet ou abîmé"),
    ("a.csv.gz", gzip.compress(CSV)[:-10], "incomplet ou abîmé"),
    ("a.docx", b"PK", "l’extension de ce fichier n’est pas de celles"),
])
def test_what_is_not_a_whole_file_is_refused_by_name_and_nothing_is_stored(deposer, magasin, nom, octets, attendu):
    with pytest.raises(Refus, match=f"^{nom} : ") as refus:
        deposer(nom, octets)
    assert attendu in str(refus.value)
    assert magasin.lister() == []


def test_a_file_that_cannot_be_opened_is_told(magasin, tmp_path):
    (tmp_path / "dossier.csv").mkdir()
    for nom in ("absent.csv", "dossier.csv"):
        with pytest.raises(Impossible, match=f"{nom} : ce fichier n’a pas pu être ouvert"):
            importer(charger().sources["natinf"], tmp_path / nom, magasin)
