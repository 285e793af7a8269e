"""The letter of a simulated campaign: its pages are there, marked everywhere, and hold whatever is hidden."""

import csv
import json
import shutil
import subprocess

import polars as pl
import pytest

from ingest.livraisons import Magasin
from ingest.retours import recus
from orchestration.chemins import Chemins
from reports.figures.definitions import FIGURES
from reports.phrases import toutes
from reports.tableaux import retours as tableaux
from reports.tables import Chiffres

pytestmark = pytest.mark.lent


@pytest.fixture(scope="session")
def demo(tmp_path_factory, miprof) -> Chemins:
    """The house of one `miprof demo`, from an empty folder."""
    maison = tmp_path_factory.mktemp("demo")
    fait = miprof("demo", maison=maison)
    assert fait.returncode == 0, fait.stderr
    return Chemins(maison / "demo")


@pytest.fixture(scope="session")
def pages(demo) -> list[str]:
    if not shutil.which("pdftotext"):
        pytest.skip("no pdftotext on this machine: the text of the PDF cannot be read (Debian: poppler-utils)")
    texte = subprocess.run(["pdftotext", "-layout", demo.brouillon("2025") / "lettre.pdf", "-"], capture_output=True, text=True, check=True).stdout
    return texte.split("\f")[:-1]


def test_every_page_is_marked(pages):
    assert len(pages) > 12 and all("DONNÉES SIMULÉES" in p for p in pages)


def test_the_sections_of_the_returns_are_there(pages):
    lettre = "\n".join(pages)
    for titre in ("Retours : achat d’actes sexuels", "Retours : parcours de sortie", "Retours : personnes accompagnées", "Retours : regards de territoires",
                  "Retours : la campagne"):
        assert titre in lettre.replace("\xa0", " ").replace("\u202f", " "), titre


def test_the_page_and_every_file_taken_from_it_are_marked(demo):
    html = (demo.brouillon("2025") / "lettre.html").read_text("utf-8")
    assert "DONNÉES SIMULÉES" in html and json.loads((demo.composition("2025") / "_donnees" / "edition.json").read_text("utf-8"))["simule"]
    fichiers = sorted((demo.composition("2025") / "_donnees").rglob("*.csv"))
    assert len(fichiers) > 20
    for path in fichiers:
        assert next(csv.reader(path.read_text("utf-8-sig").splitlines()))[0].startswith("DONNÉES SIMULÉES"), path.name


def test_every_receipt_of_the_campaign_says_that_it_is_simulated(demo):
    tous = recus(Magasin(demo.livraisons))
    assert len(tous) > 600 and all(r.simule for r in tous)
    assert {l.fiche.statut for l in Magasin(demo.livraisons).lister() if l.fiche.source.startswith("retour_")} == {"simule"}


def test_the_published_totals_come_out_of_the_whole_chain(demo):
    comptages = dict(pl.read_parquet(demo.public("2025") / "comptages.parquet").select("cle", "valeur").rows())
    assert comptages["psp_flux_stock_31_12.2024.FR"] == 903 and comptages["verbalisations_contraventions.2024.FR"] == 1146
    assert comptages["victimes_proxenetisme_ou_recours_delictuel.2024.FR"] == 1579 and comptages["psp_flux_stock_31_12.2024.75"] == 148


def test_no_small_number_of_persons_is_public(demo):
    table = pl.read_parquet(demo.public("2025") / "comptages.parquet")
    personnes = table.filter(~pl.col("contrat").is_in(["commission", "agrements"]))
    assert personnes.filter(pl.col("valeur").is_between(1, 4)).is_empty() and personnes["symbole"].is_in(["c"]).any()


@pytest.mark.parametrize("cacher", ["tout", "paris", "france"])
def test_the_letter_does_without_any_number_that_is_hidden(demo, tmp_path, cacher):
    for path in demo.public("2025").glob("*.parquet"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    vise = {"tout": pl.lit(True), "paris": pl.col("territoire") == "75", "france": pl.col("territoire") == "FR"}[cacher]
    table = pl.read_parquet(tmp_path / "comptages.parquet")
    table.with_columns(valeur=pl.when(vise).then(None).otherwise("valeur"), symbole=pl.when(vise).then(pl.lit("c")).otherwise("symbole")).write_parquet(
        tmp_path / "comptages.parquet")
    chiffres = Chiffres(tmp_path, 2024)
    phrases = toutes(chiffres)
    assert "retours_psp" in phrases and tableaux.tous(chiffres)
    assert "c" not in {segment.get("t") for nom, phrase in phrases.items() if nom.startswith("titre_") for segment in phrase}
    for definir in FIGURES.values():
        definir(chiffres)


def test_a_number_of_a_return_is_traced_to_its_contract_and_never_to_a_file(demo, miprof):
    dit = miprof("tracer", "2025", "verbalisations_contraventions.2024.75", maison=demo.var).stdout
    assert "665" in dit and "contrat verbalisations" in dit and "SIMULÉES" in dit and "sha256" not in dit
    assert "victimes_proxenetisme_ou_recours_delictuel.2024.FR" in miprof("tracer", "2025", "--valeur", "1579", maison=demo.var).stdout
