"""From receipts to the warehouse: each number where it belongs, totals that add up, the right return where two could count."""

from datetime import UTC, datetime

import duckdb
import polars as pl
import pytest

from catalogue.contrats import lire_contrat
from catalogue.contrats.tables import schema_brut
from catalogue.edition import lire_edition
from ingest.livraisons import Magasin
from ingest.retours import brut, deposer
from ingest.retours.simulation.sur_place import SurPlace
from tests.fabriques.retours import csv_de, lignes

EDITION = lire_edition("2025")
AVANT, APRES = datetime(2025, 2, 1, tzinfo=UTC), datetime(2025, 5, 1, tzinfo=UTC)


def deposer_lignes(magasin, contrat, organisme, rangees, millesime=2024, recu_le=AVANT):
    """Deposit rows, whatever has to be confirmed being confirmed."""
    octets, confirmes = csv_de(lire_contrat(contrat), rangees), frozenset()
    for _ in range(2):
        depot = deposer(magasin, octets, f"{contrat}.csv", lire_contrat(contrat), organisme, millesime, confirmes=confirmes, recu_le=recu_le, enfants=SurPlace())
        confirmes = frozenset(c.empreinte for c in depot.rapport.de("a_confirmer"))
    assert depot.recu, depot.rapport.constats
    return depot.recu


def flux(departement, stock, entrees=3, **fixes):
    ligne = {c: 0 for c in lire_contrat("psp_flux").colonnes if lire_contrat("psp_flux").champ(c).mesure}
    return ligne | {"annee": 2024, "departement": departement, "etat_valeur": "observe", "statut": "d", "date_arrete": "2025-01-31",
                    "stock_debut": stock - entrees, "entrees": entrees, "decisions_acceptation": entrees, "premieres_demandes_deposees": entrees,
                    "premieres_demandes_examinees": entrees, "avis_favorables": entrees, "stock_31_12": stock} | fixes


def accompagnement(organisme, departement, file_active, annee=2024):
    return [{"annee": annee, "organisme": organisme, "departement": departement, "variable": "effectif", "modalite": m, "majorite": "ensemble",
             "etat_valeur": "observe", "nombre": file_active, "reponse": "multiple", "statut": "d"}
            for m in ("rencontrees", "contactees_en_ligne", "accompagnees_file_active", "nouvelles_annee")]


@pytest.fixture(scope="module")
def magasin(tmp_path_factory):
    """Two départements of one région and one overseas, two years of one association, a late return, a head of network."""
    magasin = Magasin(tmp_path_factory.mktemp("maison") / "livraisons")
    for departement, stock in (("63", 12), ("43", 7), ("974", 5)):
        deposer_lignes(magasin, "psp_flux", f"ddfe_{departement}", [flux(departement, stock)])
    deposer_lignes(magasin, "psp_flux", "ddfe_63", [flux("63", 99, 90)], recu_le=APRES)
    deposer_lignes(magasin, "psp_flux", "ddfe_75", [flux("75", 50)], recu_le=APRES)
    for annee in (2023, 2024):
        deposer_lignes(magasin, "accompagnement", "cecler", accompagnement("cecler", "63", 20 + annee - 2023, annee), annee)
    deposer_lignes(magasin, "accompagnement", "asea_43", accompagnement("asea_43", "43", 9))
    deposer_lignes(magasin, "commission", "ddfe_63", lignes(lire_contrat("commission"), departements=("63", "01", "02"))[:1])
    return magasin


@pytest.fixture(scope="module")
def brutes(magasin, tmp_path_factory):
    dossier = tmp_path_factory.mktemp("brut")
    return brut.ecrire(magasin, EDITION, dossier), dossier


def test_only_what_came_before_the_freeze_is_read_and_each_row_says_where_it_comes_from(brutes):
    retours, dossier = brutes
    table = pl.read_parquet(dossier / "retour_psp_flux.parquet")
    assert sorted(table.select("departement", "stock_31_12").rows()) == [("43", 7), ("63", 12), ("974", 5)]
    assert table.schema == schema_brut(lire_contrat("psp_flux")) and not retours.simules
    assert set(table["livraison_sha256"]) == {r.sha256 for r in retours.recus if r.contrat == "psp_flux"} and table["ligne"].to_list() == [2, 2, 2]


def test_who_was_expected_is_told_with_the_receipt_that_answers(brutes):
    attendus = pl.read_parquet(brutes[1] / "retours_attendus.parquet").filter(pl.col("contrat") == "psp_flux")
    assert len(attendus) == 101 and sorted(attendus.drop_nulls("recu")["organisme"]) == ["ddfe_43", "ddfe_63", "ddfe_974"]


def test_without_returns_the_tables_are_empty_and_typed(tmp_path):
    retours = brut.ecrire(Magasin(tmp_path / "livraisons"), EDITION, tmp_path / "raw")
    assert set(retours.lignes.values()) == {0} and len(retours.lignes) == 17
    assert pl.read_parquet_schema(tmp_path / "raw" / "retour_afis.parquet") == schema_brut(lire_contrat("afis"))


def test_the_receipts_used_are_written_for_their_owner_alone(brutes, tmp_path):
    path = brut.noter_recus(brutes[0], tmp_path / "confidentiel")
    assert path.stat().st_mode & 0o777 == 0o600 and pl.read_json(path).height == len(brutes[0].recus)


@pytest.fixture(scope="module")
def entrepot(magasin, maison, tmp_path_factory):
    """The warehouse of a house whose store has these returns: its other raw tables are those of a real run."""
    import shutil

    from orchestration import dbt
    from orchestration.chemins import Chemins

    chemins = Chemins(tmp_path_factory.mktemp("var"))
    shutil.copytree(maison.raw, chemins.raw)
    brut.ecrire(magasin, EDITION, chemins.raw)
    resultats = dbt.construire(chemins)
    assert [str(r.refus) for r in resultats if r.refus] == []
    with duckdb.connect(str(dbt.fichier(chemins)), read_only=True) as base:
        yield base


@pytest.mark.lent
class TestWarehouse:
    def valeur(self, entrepot, cle):
        lus = entrepot.execute("select valeur from comptages where cle = ?", [cle]).fetchall()
        return lus[0][0] if lus else None

    def test_totals_are_the_sums_of_what_answered(self, entrepot):
        assert self.valeur(entrepot, "psp_flux_stock_31_12.2024.63") == 12
        assert self.valeur(entrepot, "psp_flux_stock_31_12.2024.R84") == 19
        assert self.valeur(entrepot, "psp_flux_stock_31_12.2024.FR") == 24
        assert self.valeur(entrepot, "psp_flux_stock_31_12.2024.75") is None, "it came after the freeze"

    def test_a_region_of_one_departement_is_not_told_twice(self, entrepot):
        assert self.valeur(entrepot, "psp_flux_stock_31_12.2024.974") == 5 and self.valeur(entrepot, "psp_flux_stock_31_12.2024.R04") is None

    def test_the_panel_holds_those_who_answered_twice(self, entrepot):
        assert [self.valeur(entrepot, f"accompagnement_panel.{a}.FR") for a in (2023, 2024)] == [20, 21]
        assert self.valeur(entrepot, "accompagnement_accompagnees_file_active.2024.FR") == 30

    def test_each_organisation_knows_what_it_put_in_every_total(self, entrepot):
        lus = dict(entrepot.execute("select cle, apport from int_apports where organisme = 'ddfe_63' and cle like 'psp_flux_stock_31_12%'").fetchall())
        assert lus == {f"psp_flux_stock_31_12.2024.{t}": 12 for t in ("63", "R84", "FR")}
        exclusifs = {t: e for t, e in entrepot.execute(
            "select split_part(cle, '.', 3), exclusif from int_apports where organisme = 'ddfe_63' and cle like 'psp_flux_stock_31_12%'").fetchall()}
        assert exclusifs == {"63": True, "R84": False, "FR": False}

    def test_collection_counts_organisations(self, entrepot):
        assert entrepot.execute("select attendus, repondants, simule from collecte where contrat = 'psp_flux' and territoire = 'FR'").fetchone() == (101, 3, False)

    def test_every_total_is_the_sum_of_its_parts(self, entrepot):
        assert entrepot.execute("""
            select t.cle, t.valeur, sum(p.valeur) from comptages as t
            join comptages as p on p.indicateur = t.indicateur and p.annee = t.annee and p.territoire = t.territoire and p.variable <> 'ensemble' and p.reponse = 'unique'
            where t.variable = 'ensemble' group by t.cle, t.valeur, p.variable having sum(p.valeur) <> t.valeur""").fetchall() == []
