"""A source's raw table: the rows of its livraisons, whole or not at all; the last good one stays."""

from dataclasses import replace

import polars as pl
import pytest

from catalogue import charger
from catalogue.erreurs import Refus
from ingest.livraisons import Fiche, Magasin
from ingest.sources import FAMILLES, SCHEMAS, ecrire
from tests.fabriques.sources import natinf, ssmsi_bases

FICHE = Fiche(source="natinf", producteur="Justice", titre="NATINF", fichier="liste.csv", licence="Licence Ouverte", statut="definitif")


@pytest.fixture
def magasin(tmp_path):
    return Magasin(tmp_path / "livraisons")


@pytest.fixture
def table(tmp_path):
    return tmp_path / "raw" / "natinf.parquet"


def deposer(magasin: Magasin, *numeros: object):
    return magasin.deposer(natinf.liste(*(natinf.infraction(n, "ART.225-5 C.PENAL.") for n in numeros)), FICHE)


@pytest.mark.parametrize("famille", FAMILLES)
def test_without_livraison_the_table_is_empty_with_its_columns(magasin, table, famille):
    lue = pl.read_parquet(ecrire(famille, [], magasin, charger(), table))
    assert dict(lue.schema) == SCHEMAS[famille] and lue.height == 0


def test_livraisons_follow_each_other_in_the_order_given(magasin, table):
    premiere, seconde = deposer(magasin, 1, 2), deposer(magasin, 3)
    vues = []
    lue = pl.read_parquet(ecrire("natinf", [seconde, premiere], magasin, charger(), table, vues.append))
    assert lue.select("natinf", "livraison_sha256").rows() == [(3, seconde.sha256), (1, premiere.sha256), (2, premiere.sha256)]
    assert vues == [seconde, premiere] and dict(lue.schema) == SCHEMAS["natinf"]


def test_editions_of_a_base_stay_apart_in_one_table(magasin, tmp_path):
    livraisons = [magasin.deposer(ssmsi_bases.base(produit, "dep", annees=(2016, 2022 - i)), replace(FICHE, fichier=edition.nom("dep")))
                  for i, (produit, edition) in enumerate(ssmsi_bases.EDITIONS.items())]
    lue = pl.read_parquet(ecrire("ssmsi_departementale", livraisons, magasin, charger(), tmp_path / "bases.parquet"))
    assert dict(lue.schema) == SCHEMAS["ssmsi_departementale"]
    assert lue.group_by("edition", maintain_order=True).len()["len"].to_list() == [12] * 5
    assert lue.select("edition", "indicateur", "territoire", "annee").is_duplicated().sum() == 0


@pytest.mark.parametrize("mauvaise", ["refusee", "alteree", "absente"])
def test_a_livraison_that_cannot_be_read_leaves_the_last_good_table(magasin, table, mauvaise):
    bonne = deposer(magasin, 1)
    ecrire("natinf", [bonne], magasin, charger(), table)
    avant = table.read_bytes()
    autre = deposer(magasin, "x" if mauvaise == "refusee" else 2)
    if mauvaise == "alteree":
        magasin.chemin(autre.sha256).chmod(0o644)
        magasin.chemin(autre.sha256).write_bytes(b"")
    if mauvaise == "absente":
        magasin.chemin(autre.sha256).unlink()
    with pytest.raises(Refus):
        ecrire("natinf", [bonne, autre], magasin, charger(), table)
    assert table.read_bytes() == avant and [p.name for p in table.parent.iterdir()] == [table.name]


AUTRES = {"vide": b"", "page": b"<html>", "zeros": b"\x00" * 64, "zip": b"PK\x03\x04", "xls": b"\xd0\xcf\x11\xe0" + b"\x00" * 600, "gzip": b"\x1f\x8b\x08",
          "parquet": b"PAR1xxxxPAR1", "autre table": b"a;b\n1;2\n", "latin-1": b"\xe9", "guillemet": b'"', "separateurs": b";;;\n"}


@pytest.mark.parametrize("famille", FAMILLES)
@pytest.mark.parametrize("octets", AUTRES)
def test_any_other_bytes_are_refused_in_sentences(magasin, table, famille, octets):
    nom = "tableaux-4001-ts.xlsx" if famille == "etat4001" else "donnee-geographie2026-produit-le2026-06-25"
    livraison = magasin.deposer(AUTRES[octets], replace(FICHE, fichier=nom, millesime=2026))
    with pytest.raises(Refus) as e:
        ecrire(famille, [livraison], magasin, charger(), table)
    assert all(ligne.startswith(nom) and ligne.endswith(".") for ligne in str(e.value).splitlines()) and not table.exists()
