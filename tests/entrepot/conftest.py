"""A warehouse for each test, in a tenth of a second: dbt compiles the project once, DuckDB then runs its models and tests in order."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType

import duckdb
import polars as pl
import pytest

from catalogue import Catalogue, charger
from catalogue.edition import Choix, DecisionAnomalie, Edition
from ingest import definitions
from ingest.livraisons import Magasin
from ingest.retours import brut as retours
from ingest.sources import SCHEMAS
from publication import anomalies
from tests.fabriques.registre import registre

PROJET = Path(__file__).parents[2] / "dbt_project"
PROFIL = "miprof: {{target: essai, outputs: {{essai: {{type: duckdb, path: '{}/entrepot.duckdb', threads: 1}}}}}}"


EDITION = Edition(edition="2025", millesime=2024, titre="Essai", statut="brouillon", date_gel=date(2025, 3, 31), horodatage=date(2025, 4, 14))


@dataclass(frozen=True)
class Noeud:
    """A compiled node of the project: a model and its query, or a data test and the query of its failing rows."""

    nature: str
    nom: str
    sql: str


@dataclass(frozen=True)
class Entrepot:
    """A built warehouse. `fichier` is closed: anyone may open it."""

    fichier: Path
    noeuds: list[Noeud]

    def lignes(self, requete: str) -> list[dict]:
        """Rows of a query (or of a table, by its name)."""
        with duckdb.connect(str(self.fichier), read_only=True) as base:
            curseur = base.execute(requete if " " in requete else f"select * from {requete}")
            colonnes = [c[0] for c in curseur.description]
            return [dict(zip(colonnes, r, strict=True)) for r in curseur.fetchall()]

    def ecarts(self, controle: str) -> list[dict]:
        return self.lignes(f"select * from controles where controle = '{controle}' and verdict = 'ecart' order by ordre")

    def verdicts(self, controle: str) -> list[str]:
        return [r["verdict"] for r in self.lignes(f"select verdict from controles where controle = '{controle}' order by ordre")]

    def chiffre(self, cle: str) -> dict | None:
        return next(iter(self.lignes(f"select * from chiffres where cle = '{cle}'")), None)

    def calcul(self, cle: str) -> dict | None:
        return next(iter(self.lignes(f"select * from int_chiffres_calcules where cle = '{cle}'")), None)

    def refus(self) -> list[str]:
        return [str(r) for r in anomalies.refus(self.fichier)]

    def tests_en_echec(self) -> set[str]:
        """Names of the dbt data tests that find failing rows."""
        with duckdb.connect(str(self.fichier), read_only=True) as base:
            return {n.nom for n in self.noeuds if n.nature == "test" and base.execute(n.sql).fetchone()}


@pytest.fixture(scope="session")
def noeuds(tmp_path_factory) -> list[Noeud]:
    """The whole project as dbt compiles it, in the order it runs."""
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager
    from dbt.cli.main import dbtRunner

    dossier = tmp_path_factory.mktemp("dbt")
    (dossier / "profiles.yml").write_text(PROFIL.format(dossier), "utf-8")
    try:
        compile_ = dbtRunner().invoke(["compile", "--project-dir", str(PROJET), "--profiles-dir", str(dossier), "--target-path", str(dossier),
                                       "--log-path", str(dossier), "--log-level", "none", "--quiet"])
    finally:
        DuckDBConnectionManager.close_all_connections()
    assert compile_.success, compile_.exception
    return [Noeud(r.node.resource_type, r.node.name, r.node.compiled_code) for r in compile_.result.results
            if r.node.resource_type in ("model", "test")]


@pytest.fixture(scope="session")
def sans_retour(tmp_path_factory) -> Path:
    """The raw tables of the returns, empty, where DuckDB also looks for them."""
    dossier = tmp_path_factory.mktemp("retours")
    retours.ecrire(Magasin(dossier / "magasin"), EDITION, dossier)
    return dossier


@pytest.fixture
def batir(noeuds, sans_retour, tmp_path):
    """Build a warehouse from registry rows. `choix`, `decisions`: what the édition declares; `catalogue`: the real one unless told;
    `alterer`: what is done to the rows after the reader accepted them, to see that the warehouse does not take its word for it;
    `producteurs`: the raw tables of sources that have a livraison, by source."""

    def batir(*lignes: dict[str, str], choix: tuple[Choix, ...] = (), catalogue: Catalogue | None = None,
              alterer: Callable[[pl.DataFrame], pl.DataFrame] = lambda lues: lues, decisions: tuple[DecisionAnomalie, ...] = (),
              producteurs: Mapping[str, pl.DataFrame] = MappingProxyType({})) -> Entrepot:
        catalogue = catalogue or charger()
        raw, fichier = tmp_path / "raw", tmp_path / "entrepot.duckdb"
        edition = EDITION.model_copy(update={"choix": choix, "decisions_anomalies": decisions})
        definitions.ecrire(raw, catalogue, edition)
        alterer(registre(list(lignes), tmp_path, catalogue)).write_parquet(raw / "registre.parquet")
        for source in (s for s in catalogue.sources.values() if s.fichiers):
            vide = pl.DataFrame(schema=SCHEMAS[source.fichiers.famille])
            pl.concat([vide, producteurs.get(source.id, vide)]).write_parquet(raw / f"{source.id}.parquet")
        fichier.unlink(missing_ok=True)
        with duckdb.connect(str(fichier), config={"threads": 1}) as base:
            base.execute(f"set file_search_path = '{raw},{sans_retour}'")
            for noeud in noeuds:
                if noeud.nature == "model":
                    base.execute(f"create table {noeud.nom} as ({noeud.sql})")
        return Entrepot(fichier, noeuds)

    return batir
