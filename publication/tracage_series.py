"""The long series in a trace: what a value is the sum or the rate of, the model that makes it, the livraisons it was read in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property

import polars as pl

from catalogue import Catalogue

FINE, INSECABLE = "\u202f", "\u00a0"


class Series:
    """The long series of an édition. `lire`: a public table by its name. A value of a département is found by its key only: there are
    thousands."""

    def __init__(self, lire: Callable[[str], pl.DataFrame], catalogue: Catalogue):
        self.lire, self.catalogue = lire, catalogue

    def cles(self, filtre: pl.Expr) -> list[str]:
        """Keys of the national values and of the rates that pass a filter on `cle`, `indicateur`, `valeur` and `valeur_max`."""
        tables = pl.concat([self._nationales, self._taux], how="diagonal").with_columns(valeur_max=pl.lit(None, pl.Float64))
        return tables.filter(filtre)["cle"].to_list()

    def connue(self, cle: str) -> bool:
        """Whether the key is that of a value of a series, published or held back."""
        return self._ligne(cle) is not None

    def lignes(self, cle: str) -> Iterator[tuple[str, str]]:
        """What is told of a key, name by name: value, origin, why it is held back, model, livraisons. Nothing when no series has it."""
        r = self._ligne(cle)
        if r is None:
            return
        yield "Série", f"{self._valeur(r)}, {self._origine(r)}"
        if r.get("motif"):
            yield "Réserve", r["motif"]
        yield "Modèle dbt", f"dbt_project/models/marts/series/{r['table']}.sql"
        for source, livraisons in ((r["source"], r["livraisons"]), ("population_departements", r.get("livraisons_population"))):
            for livraison in dict.fromkeys(livraisons.split(";") if livraisons else ()):
                yield "Livraison", f"{self.catalogue.sources[source].titre}, sha256 {livraison}"

    @cached_property
    def _nationales(self) -> pl.DataFrame:
        return self._lire("series_nationales").rename({"serie": "indicateur"})

    @cached_property
    def _departementales(self) -> pl.DataFrame:
        return self._lire("series_departementales").rename({"serie": "indicateur"})

    @cached_property
    def _taux(self) -> pl.DataFrame:
        lus = self._lire("taux_departementaux").drop_nulls("taux_pour_100k")
        nom = pl.col("serie") + "_taux"
        return lus.with_columns(cle=pl.concat_str(nom, pl.col("annee_fin").cast(pl.String), "territoire", separator="."), indicateur=nom, compte="valeur",
                                valeur="taux_pour_100k")

    def _lire(self, nom: str) -> pl.DataFrame:
        return self.lire(nom).with_columns(table=pl.lit(nom))

    def _ligne(self, cle: str) -> dict | None:
        for table in (self._nationales, self._taux, self._departementales):
            trouvees = table.filter(pl.col("cle") == cle)
            if trouvees.height:
                r = trouvees.row(0, named=True)
                return r | {"source": r.get("source") or self.catalogue.indicateurs[r["serie"]].source}
        return None

    def _origine(self, r: dict) -> str:
        if r["table"] == "taux_departementaux":
            return (f"calculé (jamais une preuve){INSECABLE}: {_nombre(r['compte'])} procédures ÷ {_nombre(r['population'])}, somme des populations de "
                    f"{r['annee_debut']} à {r['annee_fin']}, × 100{FINE}000")
        if r.get("derive"):
            return "calculé (jamais une preuve), somme des 96 départements métropolitains"
        mois = "" if r["annee_complete"] else ", année incomplète"
        return f"lu dans le fichier du producteur{mois}"

    def _valeur(self, r: dict) -> str:
        return r["symbole"] if r["valeur"] is None else _nombre(r["valeur"], self.catalogue.indicateurs[r["indicateur"]].decimales)


def _nombre(valeur: float, decimales: int = 0) -> str:
    return f"{valeur:,.{decimales}f}".replace(",", FINE).replace(".", ",")
