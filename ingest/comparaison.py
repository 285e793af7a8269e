"""Two livraisons of a source, compared row by row on what their reader understands, both ways; or by their bytes when there is no reader."""

from __future__ import annotations

import mmap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from catalogue.erreurs import Refus

# Columns that name the livraison, or say the key again in words: never a difference.
REPERES = frozenset({"livraison_sha256", "edition", "geographie", "libelle", "millesime"})
# Two editions of a file do not print the same number of decimals: a smaller difference is a matter of writing.
ECART_MINIMAL = 1e-6
NUMERIQUES = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "FLOAT", "DOUBLE", "DECIMAL")


@dataclass(frozen=True)
class Changements:
    """How many rows, present on both sides, differ in a column. `renseignees`: empty before, a value after; `effacees`: the reverse.
    `autres`: texts or truth values that differ."""

    colonne: str
    hausses: int
    baisses: int
    renseignees: int
    effacees: int
    autres: int

    @property
    def total(self) -> int:
        return self.hausses + self.baisses + self.renseignees + self.effacees + self.autres


@dataclass(frozen=True)
class Exemple:
    """One row that differs: its key, in words; its value before and after."""

    cle: str
    avant: str
    apres: str


@dataclass(frozen=True)
class Comparaison:
    """Rows on each side, rows only on one side, and per column what changed; `exemples` by column (the widest differences first), and
    under « ajoutees » and « disparues »."""

    avant: int
    apres: int
    ajoutees: int
    disparues: int
    changees: int
    colonnes: tuple[Changements, ...]
    exemples: dict[str, list[Exemple]]


def comparer(avant: Path, apres: Path, cle: Sequence[str], valeurs: Sequence[str], exemples: int = 5) -> Comparaison:
    """Compare two Parquet tables that have the columns `cle` (nulls are equal there) and `valeurs`.

    Raises Refus when a key is there twice on one side: the rows could not be matched.
    """
    with duckdb.connect(":memory:") as base:
        base.execute(f"SET preserve_insertion_order = false; SET memory_limit = '2GB'; SET temp_directory = {_texte(str(avant.parent))}")
        for cote, path in (("a", avant), ("b", apres)):
            base.execute(f"CREATE VIEW {cote} AS SELECT *, true AS la FROM read_parquet({_texte(str(path))})")
            _refuser_doubles(base, cote, cle)
        numeriques = {c for c, t, *_ in base.execute("DESCRIBE a").fetchall() if t.startswith(NUMERIQUES)}
        ecarts = {c: _ecarts(c, c in numeriques) for c in valeurs}
        paires = "a FULL OUTER JOIN b ON " + " AND ".join(f'a."{c}" IS NOT DISTINCT FROM b."{c}"' for c in cle)
        conditions = ["a.la", "b.la", "a.la IS NULL", "b.la IS NULL", _un_de(c for e in ecarts.values() for c in e),
                      *(c for e in ecarts.values() for c in e)]
        compte = base.execute(f"SELECT {', '.join(f'count(*) FILTER ({c})' for c in conditions)} FROM {paires}").fetchone()
        colonnes = tuple(Changements(c, *compte[5 + 5 * i:10 + 5 * i]) for i, c in enumerate(valeurs))
        montres = {c.colonne: _exemples(base, paires, cle, c.colonne, _un_de(ecarts[c.colonne]), c.colonne in numeriques, exemples)
                   for c in colonnes if c.total}
        montres |= {nom: _seules(base, paires, cle, cote, exemples) for nom, cote in (("ajoutees", "b"), ("disparues", "a"))}
    return Comparaison(*compte[:5], colonnes, montres)


def premier_octet_different(avant: Path, apres: Path) -> int | None:
    """Where two files begin to differ (from 0), None when they are the same."""
    tailles = avant.stat().st_size, apres.stat().st_size
    if 0 in tailles:
        return None if tailles == (0, 0) else 0
    with avant.open("rb") as a, apres.open("rb") as b, mmap.mmap(a.fileno(), 0, access=mmap.ACCESS_READ) as x, \
            mmap.mmap(b.fileno(), 0, access=mmap.ACCESS_READ) as y:
        for debut in range(0, min(tailles), 1 << 16):
            if x[debut:debut + (1 << 16)] != y[debut:debut + (1 << 16)]:
                morceaux = zip(x[debut:debut + (1 << 16)], y[debut:debut + (1 << 16)], strict=False)
                return next((debut + i for i, (u, v) in enumerate(morceaux) if u != v), min(tailles))
    return None if tailles[0] == tailles[1] else min(tailles)


def _refuser_doubles(base: duckdb.DuckDBPyConnection, cote: str, cle: Sequence[str]) -> None:
    colonnes = ", ".join(f'"{c}"' for c in cle)
    double = base.execute(f"SELECT {colonnes} FROM {cote} GROUP BY {colonnes} HAVING count(*) > 1 LIMIT 1").fetchone()
    if double:
        raise Refus("comparaison.cle_double", cle=", ".join(f"{c} {_dit(v)}" for c, v in zip(cle, double, strict=True)))


def _ecarts(colonne: str, numerique: bool) -> list[str]:
    """Conditions on a pair of rows, one per count of `Changements`, in its order. Null counts as false: an empty cell is neither up nor down."""
    a, b = f'a."{colonne}"', f'b."{colonne}"'
    sens = [f"{b} - {a} > {ECART_MINIMAL}", f"{a} - {b} > {ECART_MINIMAL}"] if numerique else ["false", "false"]
    sens += [f"{a} IS NULL AND {b} IS NOT NULL", f"{a} IS NOT NULL AND {b} IS NULL", "false" if numerique else f"{a} <> {b}"]
    return [f"(a.la AND b.la AND {s})" for s in sens]


def _un_de(conditions: Iterable[str]) -> str:
    return "(" + " OR ".join(conditions) + ")"


def _exemples(base: duckdb.DuckDBPyConnection, paires: str, cle: Sequence[str], colonne: str, ecart: str, numerique: bool,
              nombre: int) -> list[Exemple]:
    ordre = f'abs(b."{colonne}" - a."{colonne}") DESC NULLS LAST, ' if numerique else ""
    lues = base.execute(f"""SELECT {_cles("a", cle)}, a."{colonne}", b."{colonne}" FROM {paires} WHERE {ecart}
                            ORDER BY {ordre}{_cles("a", cle)} LIMIT {nombre}""").fetchall()
    return [Exemple(_mots(l[:-2]), _dit(l[-2]), _dit(l[-1])) for l in lues]


def _seules(base: duckdb.DuckDBPyConnection, paires: str, cle: Sequence[str], cote: str, nombre: int) -> list[Exemple]:
    autre = "a" if cote == "b" else "b"
    lues = base.execute(f"SELECT {_cles(cote, cle)} FROM {paires} WHERE {autre}.la IS NULL ORDER BY ALL LIMIT {nombre}").fetchall()
    return [Exemple(_mots(l), "", "") for l in lues]


def _cles(cote: str, cle: Sequence[str]) -> str:
    return ", ".join(f'{cote}."{c}"' for c in cle)


def _mots(valeurs: Sequence[object]) -> str:
    return " · ".join(_dit(v) for v in valeurs if v is not None)


def _dit(valeur: object) -> str:
    if valeur is None:
        return "(vide)"
    if isinstance(valeur, bool):
        return "oui" if valeur else "non"
    return f"{valeur:.10g}".replace(".", ",") if isinstance(valeur, float) else str(valeur)


def _texte(valeur: str) -> str:
    return "'" + valeur.replace("'", "''") + "'"
