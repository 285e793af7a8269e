"""The marts of the long series as dbt itself builds them: contracts hold in the file, every test passes on made and on real files."""

from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from catalogue import charger
from ingest.livraisons import Fiche, Magasin
from ingest.tables_brutes import ecrire
from orchestration import dbt
from orchestration.chemins import RACINE, Chemins
from tests.fabriques import producteurs as raw
from tests.fabriques.brut import tables_brutes

pytestmark = pytest.mark.lent
PARTAGE = RACINE.parent / "shared" / "data"
ANNEES = range(2010, 2022)
# The real files of each source that fit together: one edition of the SSMSI's bases.
REELS = {
    "etat4001": "etat4001/DERIVED_index45_departement_annuel_1996_2022.csv",
    "crimes_services": "crimes-depuis-2012/crimes-et-delits-enregistres-par-les-services-de-gendarmerie-et-de-police-depuis-2012.xlsx",
    "population_departements": "insee-pop/estim-pop-dep-sexe-gca-1975-2023.xls",
    "ssmsi_series": "ssmsi-serieschrono/teh_DERIVED_from_rdata.csv",
    "ssmsi_departements": "ssmsi-dep/donnee-dep-data.gouv-2023-geographie2024-produit-le2024-07-05.csv",
    "ssmsi_regions": "ssmsi-reg/donnee-reg-data.gouv-2023-geographie2024-produit-le2024-07-05.csv",
    "natinf": "natinf/ref_natinfs.csv", "cog": "cog/departements.csv",
}


@pytest.fixture(scope="module")
def preparer(tmp_path_factory):
    """A `var/` whose raw tables are there, those of the producers' files empty."""
    def preparer() -> tuple[Chemins, Magasin]:
        chemins = Chemins(tmp_path_factory.mktemp("var")).preparer()
        return chemins, tables_brutes(chemins)

    return preparer


@pytest.fixture(scope="module")
def construit(preparer) -> Path:
    chemins, _ = preparer()
    comptes = {d: dict.fromkeys(ANNEES, 10) for d in raw.metropole()} | {"10": dict.fromkeys(ANNEES, 30) | {2020: 143}}
    raw.etat4001(comptes).write_parquet(chemins.raw / "etat4001.parquet")
    raw.population({d: dict.fromkeys(ANNEES, 200_000) for d in comptes}).write_parquet(chemins.raw / "population_departements.parquet")
    assert [r for r in dbt.construire(chemins) if r.refus] == []
    return dbt.fichier(chemins)


@pytest.mark.parametrize(("table", "colonne", "valeur"), [
    ("series_departementales where taux_pour_100k is not null", "valeur", 19), ("series_departementales where taux_pour_100k is not null", "taux_motif", "sans_taux"),
    ("series_departementales where publication = 'en_attente'", "motif", None), ("series_departementales", "publication", "oui"), ("series_departementales", "perimetre", None),
    ("taux_departementaux where taux_pour_100k is not null", "publication", "en_attente"), ("taux_departementaux where taux_pour_100k is not null", "valeur", 19),
    ("series_nationales", "territoire", "01"), ("series_nationales", "derive", None), ("anomalies_series", "raison", "Sans décision.")])
def test_the_file_refuses_a_row_that_breaks_its_contract(construit, table, colonne, valeur):
    with duckdb.connect(str(construit)) as base:
        assert base.execute(f"select count(*) from {table}").fetchone() > (0,)
        with pytest.raises(duckdb.ConstraintException):
            base.execute(f"insert into {table.split()[0]} select * replace (cast(? as varchar) as {colonne}) from {table} limit 1", [valeur])


def test_every_dbt_test_passes_on_the_real_files(preparer):
    manquants = [nom for nom in REELS.values() if not (PARTAGE / nom).exists()]
    if manquants:
        pytest.skip(f"données réelles absentes : ../shared/data/{manquants[0]}")
    chemins, magasin = preparer()
    fiche = Fiche(source="", producteur="Producteur", titre="Essai", fichier="", licence="Licence Ouverte", statut="definitif", millesime=2026)
    for id, nom in REELS.items():
        livraison = magasin.deposer(PARTAGE / nom, replace(fiche, source=id, fichier=Path(nom).name))
        table = ecrire(charger().sources[id], [livraison.sha256], "2025", magasin, charger(), chemins.raw)
        assert table.refus is None and table.lignes
    assert {r.unique_id: r.statut for r in dbt.construire(chemins) if r.statut not in ("success", "pass")} == {}
    with duckdb.connect(str(dbt.fichier(chemins)), read_only=True) as base:
        concordantes = base.execute("select count(*), count(case when valeur = valeur_registre then 1 end) from series_nationales where not derive").fetchone()
        reserves = base.execute("select serie, count(*) from anomalies_series group by serie order by serie").fetchall()
    assert concordantes == (70, 70)
    assert reserves == [("proxenetisme_4001", 3), ("proxenetisme_services", 5)]
