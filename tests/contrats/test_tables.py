"""Types of the raw table, Table Schema and dbt properties all come from the contract and say the same."""

import duckdb
import polars as pl
import pytest
import yaml
from frictionless import Dialect, Resource, Schema
from frictionless.formats import CsvControl

from catalogue.contrats import charger_contrats, exemple
from catalogue.contrats.tables import DEPOT, DUCKDB, nom_brut, proprietes_dbt, schema_brut, schema_polars, table_duckdb, table_schema
from tests.fabriques.retours import csv_de, lignes

CONTRATS = charger_contrats()
PARTOUT = pytest.mark.parametrize("contrat", CONTRATS.values(), ids=list(CONTRATS))


def verdict(contrat, octets: bytes) -> list:
    schema = Schema.from_descriptor(table_schema(contrat))
    rapport = Resource(data=octets, format="csv", encoding="utf-8", schema=schema, dialect=Dialect(controls=[CsvControl(delimiter=";")])).validate()
    return rapport.flatten(["rowNumber", "fieldName", "type"])


@PARTOUT
def test_the_example_of_a_contract_is_valid_for_an_independent_reader(contrat):
    octets = exemple(contrat.id).read_bytes()
    assert octets.count(b"\n") > 1 and verdict(contrat, octets) == []


@PARTOUT
@pytest.mark.parametrize("graine", [1, 2])
def test_what_the_fixture_maker_writes_is_valid_for_an_independent_reader(contrat, graine):
    assert verdict(contrat, csv_de(contrat, lignes(contrat, graine))) == []


@pytest.mark.parametrize(("id", "colonne", "valeur", "erreur"), [
    ("psp_flux", "departement", "20", "constraint-error"),
    ("psp_flux", "entrees", "-1", "constraint-error"),
    ("psp_flux", "entrees", "2,5", "type-error"),
    ("psp_flux", "annee", "2015", "constraint-error"),
    ("psp_flux", "statut", "", "constraint-error"),
    ("commission", "installee", "vrai", "type-error"),
    ("commission", "date_installation", "13/06/2017", "type-error"),
    ("agrements", "siren", "12345678", "constraint-error"),
    ("diagnostic", "citation", "x" * 201, "constraint-error"),
    ("accompagnement", "majorite", "tous", "constraint-error"),
])
def test_a_wrong_cell_is_seen_by_an_independent_reader(id, colonne, valeur, erreur):
    contrat = CONTRATS[id]
    ligne = lignes(contrat)[0] | {colonne: valeur}
    assert verdict(contrat, csv_de(contrat, [ligne])) == [[2, colonne, erreur]]


def test_two_rows_of_one_key_are_seen_by_an_independent_reader():
    contrat = CONTRATS["psp_flux"]
    assert [e[2] for e in verdict(contrat, csv_de(contrat, lignes(contrat)[:1] * 2))] == ["primary-key"]


@PARTOUT
def test_the_rows_of_a_contract_enter_the_raw_table_of_duckdb_with_the_types_of_polars_and_of_dbt(contrat, tmp_path):
    depot = {"deposant": "ddfe_63", "millesime": 2024, "version_contrat": contrat.version, "date_depot": "2025-02-03", "simule": True,
             "livraison_sha256": "0" * 64}
    table = pl.DataFrame([{**ligne, **depot, "ligne": rang} for rang, ligne in enumerate(lignes(contrat), 2)],
                         schema=schema_brut(contrat) | {"date_depot": pl.String}).with_columns(pl.col("date_depot").str.to_date())
    connexion = duckdb.connect(":memory:")
    connexion.execute(table_duckdb(contrat))
    table.write_parquet(tmp_path / "recue.parquet")
    connexion.execute(f"create view recue as from read_parquet('{tmp_path / 'recue.parquet'}')")
    connexion.execute(f"insert into {nom_brut(contrat)} select * from recue")
    assert connexion.execute(f"select count(*) from {nom_brut(contrat)}").fetchone() == (len(table),)
    dbt = {c["name"]: c["data_type"] for c in yaml.safe_load(proprietes_dbt([contrat]))["models"][0]["columns"]}
    lues = {nom: type_.lower() for nom, type_, *_ in connexion.execute("describe recue").fetchall()}
    assert lues == dbt == {nom: t.lower() for nom, t, *_ in connexion.execute(f"describe {nom_brut(contrat)}").fetchall()}


@pytest.mark.parametrize(("colonne", "valeur"), [("departement", "20"), ("entrees", -1), ("annee", 1999), ("statut", None), ("livraison_sha256", None)])
def test_the_raw_table_refuses_what_the_contract_refuses(colonne, valeur, tmp_path):
    contrat = CONTRATS["psp_flux"]
    ligne = {"deposant": "ddfe_63", "millesime": 2024, "version_contrat": "1.0.0", "date_depot": None, "simule": False, "livraison_sha256": "0",
             "ligne": 2, **lignes(contrat)[0], colonne: valeur}
    table = pl.DataFrame([ligne], schema=schema_brut(contrat)).with_columns(date_depot=pl.date(2025, 2, 3))
    connexion = duckdb.connect(":memory:")
    connexion.execute(table_duckdb(contrat))
    table.write_parquet(tmp_path / "recue.parquet")
    connexion.execute(f"create view recue as from read_parquet('{tmp_path / 'recue.parquet'}')")
    with pytest.raises(duckdb.ConstraintException):
        connexion.execute(f"insert into {nom_brut(contrat)} select * from recue")


def test_every_type_of_column_has_its_type_in_each_language():
    types = {c.type for contrat in CONTRATS.values() for c in contrat.champs} | {t for t, _ in DEPOT.values()}
    assert types == set(DUCKDB)
    assert schema_polars(CONTRATS["commission"])["installee"] == pl.Boolean and schema_polars(CONTRATS["diagnostic"])["valeur"] == pl.Float64


def test_the_dbt_properties_enforce_types_and_the_key_of_each_return():
    proprietes = yaml.safe_load(proprietes_dbt(CONTRATS.values()))
    assert {t["name"] for t in proprietes["sources"][0]["tables"]} == {f"retour_{id}" for id in CONTRATS}
    for modele, contrat in zip(proprietes["models"], CONTRATS.values(), strict=True):
        assert modele["config"]["contract"]["enforced"] and [c["name"] for c in modele["columns"]] == [*contrat.colonnes, *DEPOT]
        assert modele["data_tests"][0]["cle_unique"]["arguments"]["colonnes"] == ["livraison_sha256", *contrat.cle]
