"""From the pins of an édition to the raw table of a source, whatever becomes of its livraisons."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from catalogue import charger
from catalogue.erreurs import Refus
from ingest import sources as lecteurs
from ingest import tables_brutes
from ingest.comparaison import REPERES
from ingest.fraicheur import situation
from ingest.livraisons import Fiche
from tests.fabriques.sources import natinf

NATINF = charger().sources["natinf"]
FICHE = Fiche(source="natinf", producteur="Justice", titre="Liste", fichier="liste-natinf.csv", licence="LO", statut="definitif")
PARTAGE = Path(__file__).resolve().parents[3] / "shared" / "data"


def octets(*numeros: object) -> bytes:
    return natinf.liste(*(natinf.infraction(n, "ART.225-5 C.PENAL.") for n in numeros))


@pytest.fixture
def ecrire(magasin, tmp_path):
    """The raw table of natinf for these livraisons (bytes are stored first)."""
    def _ecrire(*livraisons, edition="2025"):
        empreintes = [l if isinstance(l, str) else magasin.deposer(l, FICHE).sha256 for l in livraisons]
        return tables_brutes.ecrire(NATINF, empreintes, edition, magasin, charger(), tmp_path / "raw")

    return _ecrire


def numeros(table) -> list[int]:
    return pl.read_parquet(table.path)["natinf"].to_list()


def test_without_a_pin_the_table_is_empty_and_has_its_columns(ecrire):
    table = ecrire()
    assert table.refus is None and table.lignes == 0
    assert pl.read_parquet_schema(table.path) == lecteurs.SCHEMAS["natinf"]


def test_only_the_pinned_livraisons_are_read_each_row_with_its_digest(ecrire, magasin):
    magasin.deposer(octets(9), FICHE)
    table = ecrire(octets(3), octets(1, 2))
    assert numeros(table) == [3, 1, 2]
    assert pl.read_parquet(table.path)["livraison_sha256"].unique(maintain_order=True).to_list() == list(table.livraisons)


def test_a_table_made_of_the_same_is_not_made_again(ecrire, magasin, monkeypatch):
    assert ecrire(octets(1)).relue
    avant = ecrire(octets(1)).path.stat().st_mtime_ns
    again = ecrire(octets(1), edition="2026")
    assert not again.relue and again.path.stat().st_mtime_ns == avant
    monkeypatch.setattr(tables_brutes, "_version", lambda: "autres lecteurs")
    assert ecrire(octets(1), edition="2026").relue


def test_a_refused_livraison_leaves_the_last_good_table_of_the_edition_serving(ecrire):
    bonne = ecrire(octets(1, 2))
    refusee = ecrire(octets("beaucoup"))
    assert isinstance(refusee.refus, Refus) and "« beaucoup »" in str(refusee.refus)
    assert numeros(refusee) == [1, 2] and refusee.livraisons == bonne.livraisons
    assert ecrire(octets("beaucoup")).refus is not None, "it is tried again each time"
    assert numeros(ecrire(octets(3))) == [3]


def test_the_table_of_another_edition_never_serves_in_its_place(ecrire):
    ecrire(octets(1), edition="2026")
    refusee = ecrire(octets("beaucoup"), edition="2025")
    assert refusee.refus and refusee.lignes == 0 and refusee.livraisons == ()


def test_an_absent_or_altered_livraison_is_told_not_raised(ecrire, magasin):
    assert "n’est pas dans le magasin" in str(ecrire("0" * 64).refus)
    livraison = magasin.deposer(octets(1), FICHE)
    chemin = magasin.chemin(livraison.sha256)
    chemin.chmod(0o600)
    chemin.write_bytes(octets(2))
    assert "a été modifiée sur le disque" in str(ecrire(livraison.sha256).refus)


def test_a_run_killed_before_its_end_is_not_believed(ecrire):
    table = ecrire(octets(1))
    recette = table.path.with_name("natinf.recette.json")
    for contenu in (None, "{", "[]"):
        recette.unlink() if contenu is None else recette.write_text(contenu)
        assert ecrire(octets(1)).relue


@pytest.mark.parametrize("famille", lecteurs.FAMILLES)
def test_every_family_has_a_key_made_of_its_columns_and_something_to_compare(famille):
    assert set(lecteurs.CLES[famille]) < set(lecteurs.SCHEMAS[famille])
    assert set(lecteurs.SCHEMAS[famille]) - set(lecteurs.CLES[famille]) - REPERES


REELS = {
    "natinf": ("natinf/ref_natinfs.csv", 6), "cog": ("cog/departements.csv", 101),
    "ssmsi_series": ("ssmsi-serieschrono/teh_DERIVED_from_rdata.csv", 70),
    "population_departements": ("insee-pop/estim-pop-dep-sexe-gca-1975-2023.xls", None),
    "ssmsi_regions": ("ssmsi-reg/donnee-reg-data.gouv-2023-geographie2024-produit-le2024-07-05.csv", 2304),
    "ssmsi_departements": ("ssmsi-dep/donnee-dep-data.gouv-2023-geographie2024-produit-le2024-07-05.csv", 12_928),
    "etat4001": ("etat4001/DERIVED_index45_departement_annuel_1996_2022.csv", 2_592),
    "crimes_services": ("crimes-depuis-2012/crimes-et-delits-enregistres-par-les-services-de-gendarmerie-et-de-police-depuis-2012.xlsx", None),
}


@pytest.mark.parametrize("id", REELS)
def test_a_row_of_the_real_file_is_known_by_the_key_of_its_family(magasin, tmp_path, id):
    fichier, lignes = PARTAGE / REELS[id][0], REELS[id][1]
    if not fichier.exists():
        pytest.skip(f"le fichier réel {REELS[id][0]} n’est pas sur cette machine")
    source = charger().sources[id]
    livraison = magasin.deposer(fichier, replace(FICHE, source=id, fichier=fichier.name, millesime=2026))
    table = tables_brutes.ecrire(source, [livraison.sha256], "2025", magasin, charger(), tmp_path / "raw")
    assert table.refus is None and table.lignes == (lignes or table.lignes) > 0
    cles = pl.scan_parquet(table.path).select(lecteurs.CLES[source.fichiers.famille])
    assert cles.unique().select(pl.len()).collect().item() == table.lignes


# Where a source stands.

JOUR = date(2026, 11, 21)


def test_a_source_is_dated_by_its_newest_publication_not_by_its_last_arrival(magasin):
    recente = magasin.deposer(octets(1), replace(FICHE, date_publication="2026-10"))
    magasin.deposer(octets(2), replace(FICHE, date_publication="2024"))
    vue = situation(NATINF, magasin, [], JOUR)
    assert vue.derniere == recente and vue.age == 51 and vue.retard == 0


def test_a_source_older_than_the_rhythm_of_its_producer_is_late(magasin):
    magasin.deposer(octets(1), replace(FICHE, date_publication="2026-06-24"))
    assert situation(NATINF, magasin, [], JOUR).retard == 150 - 120
    close = NATINF.model_copy(update={"fichiers": NATINF.fichiers.model_copy(update={"frequence_jours": None})})
    assert situation(close, magasin, [], JOUR).retard == 0


def test_only_what_is_newer_than_the_pins_waits(magasin):
    v1, v2, v3 = (magasin.deposer(octets(i), replace(FICHE, date_publication=f"2026-0{i}-01")) for i in (1, 2, 3))
    assert situation(NATINF, magasin, [], JOUR).en_attente == (v1, v2, v3)
    assert situation(NATINF, magasin, [v2.sha256], JOUR).en_attente == (v3,)
    assert situation(NATINF, magasin, [v1.sha256, v3.sha256], JOUR).en_attente == ()
    magasin.deposer(octets(4), replace(FICHE, date_publication="2025-01-01"))
    assert situation(NATINF, magasin, [v3.sha256], JOUR).en_attente == (), "an old file that comes late is not newer"


def test_a_source_never_received_is_neither_late_nor_waiting(magasin):
    vue = situation(NATINF, magasin, [], JOUR)
    assert (vue.derniere, vue.age, vue.retard, vue.en_attente) == (None, None, 0, ())
