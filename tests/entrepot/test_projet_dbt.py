"""The project as dbt itself builds it: unit tests pass, contracts hold in the file, the real registry is fit for a letter."""

import duckdb
import pytest

from orchestration import dbt
from orchestration.chemins import Chemins
from publication import anomalies
from tests.fabriques.brut import tables_brutes

pytestmark = pytest.mark.lent


@pytest.fixture(scope="module")
def construit(tmp_path_factory):
    chemins = Chemins(tmp_path_factory.mktemp("var")).preparer()
    tables_brutes(chemins)
    return chemins, dbt.construire(chemins, unitaires=True)


def test_every_model_data_test_and_unit_test_passes_on_the_real_registry(construit):
    chemins, resultats = construit
    assert anomalies.refus(chemins.build / "entrepot.duckdb") == []
    assert {r.unique_id: r.statut for r in resultats if r.statut not in ("success", "pass")} == {}
    assert sum(r.unique_id.startswith("unit_test.") for r in resultats) >= 4


@pytest.mark.parametrize("contradiction", [
    ("tranches_de_departements_psp", "63"), ("afis_demandes_refus_beneficiaires", "532"), ("valeurs_divergentes", "2\u202f102"),
    ("valeurs_divergentes", "903"), ("annonces_doublons_retires", "297"), ("mesures_divergentes", "643"),
    ("parcours_acceptes_et_entrees_declarees", "449"), ("pourcentages_contre_effectifs", "44,3"), ("dates_divergentes", "659")])
def test_the_known_contradictions_come_out_of_the_real_rows(construit, contradiction):
    controle, nombre = contradiction
    with duckdb.connect(str(construit[0].build / "entrepot.duckdb"), read_only=True) as base:
        phrases = base.execute("select phrase from controles where controle = ? and verdict = 'ecart'", [controle]).fetchall()
    assert any(nombre in phrase for (phrase,) in phrases), phrases


@pytest.mark.parametrize(("table", "colonne", "valeur"), [
    ("chiffres", "secret", "cache"), ("chiffres", "cle", None), ("controles", "verdict", "faux"), ("verifications", "verdict", "peut-être")])
def test_the_contracts_of_the_marts_are_enforced_by_the_file_itself(construit, table, colonne, valeur):
    with duckdb.connect(str(construit[0].build / "entrepot.duckdb")) as base, pytest.raises(duckdb.ConstraintException):
        base.execute(f"insert into {table} select * replace (cast(? as varchar) as {colonne}) from {table} limit 1", [valeur])
