"""The public tables as the letter reads them: the only door between the warehouse and the pages."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path

import polars as pl

from catalogue import Catalogue, charger, cle_de
from catalogue.erreurs import Refus, suggestion
from catalogue.modeles import DIMENSIONS
from reports import typographie as typo

SYMBOLES = {"provisoire": "(p)", "semi_definitif": "(sd)", "revise": "(r)", "definitif": ""}


@dataclass(frozen=True)
class Chiffre:
    """One value of an indicator with what must be said beside it."""

    cle: str
    indicateur: str
    libelle: str
    libelle_court: str
    annee: int
    territoire: str
    modalites: dict[str, str]
    valeur: float | None
    valeur_max: float | None
    precision: str
    unite: str
    mesure: str
    statut: str
    secret: str
    symbole_secret: str
    derive: bool
    date_debut: date | None
    date_fin: date | None
    date_reference: date | None
    date_arrete: date | None
    annee_base: int | None
    producteur: str
    source: str
    ssp: bool
    decimales: int
    champ: str

    @property
    def symbole(self) -> str:
        """« (p) » when provisional, and so on; empty when definitive."""
        return SYMBOLES[self.statut]

    @property
    def nombre(self) -> str:
        """The typeset value in its unit's own form: « 1 579 », « 42 % », « +9 % », « 30 000 à 44 000 », or the secret's symbol."""
        if self.valeur is None:
            return self.symbole_secret
        if self.mesure == "date":
            return typo.jour(self.date_reference) if self.date_reference else str(self.annee)
        if self.mesure == "evolution":
            return typo.evolution(self.valeur, self.decimales)
        forme = typo.pct if self.unite == "pct" else typo.nombre
        haut = f" à {forme(self.valeur_max, self.decimales)}" if self.valeur_max is not None else ""
        return forme(self.valeur, self.decimales) + haut

    @property
    def quand(self) -> str:
        """« 31 décembre 2024 » when the producer dates the stock to the day, « fin 2024 » when it does not, a period, else the year."""
        if self.date_reference:
            fin_de_mois = (self.date_reference + timedelta(days=1)).day == 1
            return typo.jour(self.date_reference) if self.date_arrete or not fin_de_mois else typo.fin_de_mois(self.date_reference)
        if self.date_debut and self.date_fin and (self.date_debut, self.date_fin) != (date(self.annee, 1, 1), date(self.annee, 12, 31)):
            return typo.periode(self.date_debut, self.date_fin)
        return str(self.annee)

    @property
    def au(self) -> str:
        """`quand` as an adverb: « au 31 décembre 2024 », « fin 2024 », « en 2023 »."""
        quand = self.quand
        return quand if quand.startswith("fin ") else f"au {quand}" if self.date_reference else f"en {quand}"

    @property
    def variation(self) -> str:
        """The absolute value of an evolution: « 4 % », for « en baisse de 4 % »."""
        return typo.pct(abs(self.valeur or 0), self.decimales)


class Chiffres:
    """Reader of `public/*.parquet`. `table(name)` gives a whole table, `un(...)` one chiffre, `tous(...)` a list of them."""

    def __init__(self, dossier: Path, millesime: int, catalogue: Catalogue | None = None):
        self.dossier, self.millesime = dossier, millesime
        self.catalogue = catalogue or charger()
        self._chiffres = {c.cle: c for c in (*self._des_series(), *map(self._chiffre, self.table("chiffres").iter_rows(named=True)))}

    def table(self, nom: str) -> pl.DataFrame:
        """A public table, whole. Columns: docs/reference/tables-publiques.md."""
        return pl.read_parquet(self.dossier / f"{nom}.parquet")

    def __contains__(self, cle: str) -> bool:
        return cle in self._chiffres

    def cle(self, indicateur: str, annee: int | None = None, territoire: str = "FR", **modalites: str) -> str:
        """The key of a chiffre; the édition's millésime and France by default."""
        if indicateur not in self.catalogue.indicateurs:
            raise Refus("document.indicateur_inconnu", valeur=indicateur,
                        suggestion=suggestion(indicateur, set(self.catalogue.indicateurs)))
        return cle_de(self.catalogue.indicateurs[indicateur], annee or self.millesime, territoire, modalites)

    def un(self, indicateur: str, annee: int | None = None, territoire: str = "FR", **modalites: str) -> Chiffre:
        """The chiffre of a key. Raises Refus when no public table holds it: nothing is printed from elsewhere."""
        cle = self.cle(indicateur, annee, territoire, **modalites)
        if cle not in self._chiffres:
            raise Refus("document.chiffre_absent", valeur=cle, suggestion=suggestion(cle, set(self._chiffres)))
        return self._chiffres[cle]

    def tous(self, indicateur: str | None = None, **filtres: object) -> list[Chiffre]:
        """Chiffres of an indicator (or all), filtered on attributes or modalities, ordered by key."""
        return [c for _, c in sorted(self._chiffres.items())
                if (indicateur is None or c.indicateur == indicateur)
                and all((c.modalites.get(k) if k in c.modalites else getattr(c, k)) == v for k, v in filtres.items())]

    def citations(self, cle: str, retenue: bool = True) -> list[dict]:
        """Rows of the registry behind a key: the retained ones, or all. Columns: docs/reference/tables-publiques.md."""
        return [r for r in self._citations.get(cle, []) if r["retenue"] or not retenue]

    def autres(self, c: Chiffre) -> list[Chiffre]:
        """The same key as other publications give it, where they give another value."""
        ecartees = [r for r in self.citations(c.cle, retenue=False) if (r["valeur"], r["valeur_max"]) != (c.valeur, c.valeur_max)]
        return [replace(c, **{k: r[k] for k in ("valeur", "valeur_max", "precision", "statut", "producteur")}, derive=False) for r in ecartees]

    def publie_avec(self, indicateur: str, avec: Chiffre, annee: int | None = None) -> Chiffre:
        """The value of an indicator in the publication that also gives `avec`: two terms set side by side come from one page.

        Falls back on the retained value when that publication does not give it.
        """
        c = self.un(indicateur, annee)
        pages = {r["url"] for r in self.citations(avec.cle)}
        for r in self.citations(c.cle, retenue=False):
            if r["url"] in pages:
                return replace(c, **{k: r[k] for k in ("valeur", "valeur_max", "precision", "statut", "producteur")})
        return c

    @cached_property
    def retours(self) -> tuple[Chiffre, ...]:
        """What the returns of the campaign let sentences quote, ordered by key; nothing without returns."""
        from reports import retours

        return tuple(sorted(retours.chiffres(self), key=lambda c: c.cle))

    @cached_property
    def _citations(self) -> dict[str, list[dict]]:
        par_cle: dict[str, list[dict]] = {}
        for r in self.table("citations").iter_rows(named=True):
            par_cle.setdefault(r["cle"], []).append(r)
        return par_cle

    def _des_series(self) -> Iterator[Chiffre]:
        """What the warehouse computes from the long series: sums of metropolitan départements, rates by département."""
        for r in self.table("series_nationales").filter(pl.col("derive") & (pl.col("valeur").is_not_null() | (pl.col("symbole") != ""))).iter_rows(named=True):
            # How many months of an incomplete year are counted is not always known: its count is then a minimum.
            connus = r["annee_complete"] or r["mois_couverts"] is not None
            fin = _fin_du_mois(r["annee"], r["mois_couverts"] or 12)
            yield self._calcule(r, r["serie"], r["annee"], r["valeur"], date(r["annee"], 1, 1), fin, "exacte" if connus else "au_moins")
        for r in self.table("taux_departementaux").drop_nulls("taux_pour_100k").iter_rows(named=True):
            debut, fin = date(r["annee_debut"], 1, 1), date(r["annee_fin"], 12, 31)
            yield self._calcule(r, f"{r['serie']}_taux", r["annee_fin"], r["taux_pour_100k"], debut, fin, "exacte")

    def _calcule(self, r: dict, nom: str, annee: int, valeur: float | None, debut: date, fin: date, precision: str) -> Chiffre:
        indicateur = self.catalogue.indicateurs[nom]
        return Chiffre(
            cle=self.cle(nom, annee, r["territoire"]), indicateur=nom, libelle=indicateur.libelle, libelle_court=indicateur.libelle_court,
            annee=annee, territoire=r["territoire"], modalites=dict.fromkeys(DIMENSIONS, "ensemble"), valeur=valeur, valeur_max=None,
            precision=precision, unite=indicateur.unite, mesure=indicateur.mesure, statut=self.catalogue.sources[indicateur.source].statut_habituel,
            secret="publie", symbole_secret=r["symbole"], derive=True, date_debut=debut, date_fin=fin, date_reference=None,
            date_arrete=None, annee_base=None, producteur=r["producteur"], source=indicateur.source, ssp=r["ssp"],
            decimales=indicateur.decimales, champ=indicateur.champ)

    def _chiffre(self, r: dict) -> Chiffre:
        indicateur = self.catalogue.indicateurs[r["indicateur"]]
        communs = {k: r[k] for k in ("cle", "indicateur", "annee", "territoire", "valeur", "valeur_max", "precision", "unite", "mesure",
                                     "statut", "secret", "derive", "date_debut", "date_fin", "date_reference", "date_arrete", "annee_base", "producteur", "source", "ssp", "decimales")}
        return Chiffre(**communs, symbole_secret=r["symbole"], libelle=indicateur.libelle, libelle_court=indicateur.libelle_court, champ=indicateur.champ,
                       modalites={d: r[d] for d in DIMENSIONS})


def _fin_du_mois(annee: int, mois: int) -> date:
    return date(annee, mois, monthrange(annee, mois)[1])
