"""The walls of the house: which room imports what, read from the code itself."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

RACINE = Path(__file__).resolve().parent.parent
AVANT = {
    "catalogue": set(),
    "ingest": {"catalogue"},
    "publication": {"catalogue"},
    "reports": {"catalogue"},
    "orchestration": {"catalogue", "ingest", "publication", "reports"},
}
PIECES = set(AVANT) | {"dbt_project", "tests", "benchmarks", "data"}
# A library that only these rooms (or that one module) may import.
RESERVEES = {
    "dagster": ("orchestration",),
    "dagster_dbt": ("orchestration",),
    "dbt": ("orchestration",),
    "duckdb": ("ingest", "publication"),
    "quarto": ("reports/moteur",),
}


def modules(piece: str) -> list[Path]:
    return sorted(p for p in (RACINE / piece).rglob("*.py"))


def imports(code: str) -> Iterator[tuple[int, str]]:
    """Line and dotted name of every import, wherever it stands in the code."""
    for noeud in ast.walk(ast.parse(code)):
        if isinstance(noeud, ast.Import):
            yield from ((noeud.lineno, alias.name) for alias in noeud.names)
        elif isinstance(noeud, ast.ImportFrom):
            assert noeud.level == 0, "un import relatif cache la pièce d’où il vient"
            yield noeud.lineno, noeud.module
        elif isinstance(noeud, ast.Call) and ast.unparse(noeud.func).endswith(("import_module", "__import__")):
            yield noeud.lineno, _nom(noeud.args[0])


def _nom(nom: ast.expr) -> str:
    """The literal beginning of a module's name, `""` when it is the module's own; a name that only the run knows is an error."""
    debut = nom.values[0] if isinstance(nom, ast.JoinedStr) else nom
    return "" if ast.unparse(debut).strip("f'{}") == "__name__" else ast.literal_eval(debut)


def traversees(piece: str, chemin: str, code: str) -> list[str]:
    """Imports that a room may not make."""
    fautes = []
    for ligne, nom in imports(code):
        racine = nom.split(".")[0]
        if racine in PIECES - {piece} - AVANT[piece]:
            fautes.append(f"{chemin}:{ligne} {nom}")
        if not any(chemin.startswith(f"{permise}/") or chemin == f"{permise}.py" for permise in RESERVEES.get(racine, (piece,))):
            fautes.append(f"{chemin}:{ligne} {nom}")
    return fautes


def ouvertures_en_ecriture(chemin: str, code: str) -> list[str]:
    """Where a DuckDB file is opened, or attached by a request, otherwise than for reading. A connection to no file is in memory."""
    noeuds = list(ast.walk(ast.parse(code)))
    morceaux = {id(v) for n in noeuds if isinstance(n, ast.JoinedStr) for v in n.values}
    textes = [n for n in noeuds if isinstance(n, (ast.Constant, ast.JoinedStr)) and id(n) not in morceaux]
    appels = [n for n in noeuds if isinstance(n, ast.Call) and ast.unparse(n.func) == "duckdb.connect"]
    fautes = [n for n in appels if _fichier(n) and not any(k.arg == "read_only" and ast.unparse(k.value) == "True" for k in n.keywords)]
    fautes += [n for n in textes if re.search(r"\battach\b.*'(?!.*read_only)", ast.unparse(n), re.I | re.S)]
    return [f"{chemin}:{n.lineno}" for n in fautes]


def _fichier(connexion: ast.Call) -> bool:
    base = connexion.args + [k.value for k in connexion.keywords if k.arg == "database"]
    return bool(base) and ast.unparse(base[0]) != "':memory:'"


@pytest.mark.parametrize("piece", AVANT)
def test_a_room_imports_only_the_rooms_before_it(piece):
    fichiers = modules(piece)
    assert fichiers
    assert [f for p in fichiers for f in traversees(piece, str(p.relative_to(RACINE)), p.read_text("utf-8"))] == []


def test_only_dbt_opens_the_warehouse_for_writing():
    fichiers = [p for piece in AVANT for p in modules(piece)]
    assert [f for p in fichiers for f in ouvertures_en_ecriture(str(p.relative_to(RACINE)), p.read_text("utf-8"))] == []


@pytest.mark.parametrize(("piece", "chemin", "code"), [
    ("reports", "reports/x.py", "import duckdb"),
    ("reports", "reports/x.py", "def f():\n    from publication import tables_publiques"),
    ("reports", "reports/x.py", "from ingest.livraisons import Magasin"),
    ("reports", "reports/x.py", "import importlib\nimportlib.import_module('dagster')"),
    ("publication", "publication/x.py", "import dagster as dg"),
    ("publication", "publication/x.py", "from reports.tables import Chiffres"),
    ("ingest", "ingest/x.py", "from publication import tracage"),
    ("catalogue", "catalogue/x.py", "import ingest"),
    ("orchestration", "orchestration/x.py", "import duckdb"),
    ("reports", "reports/composition.py", "from quarto import render"),
])
def test_a_breach_is_seen(piece, chemin, code):
    assert traversees(piece, chemin, code)


@pytest.mark.parametrize(("code", "en_ecriture"), [
    ("duckdb.connect(chemin)", True),
    ("duckdb.connect(database=chemin)", True),
    ("duckdb.connect(chemin, read_only=False)", True),
    ("duckdb.connect(chemin, read_only=True)", False),
    ("duckdb.connect()", False),
    ("duckdb.connect(':memory:')", False),
    ("duckdb.connect(config={'threads': 1})", False),
    ("""base.execute(f"attach '{chemin}' as entrepot")""", True),
    ("""base.execute(f"attach '{chemin}' as entrepot (read_only)")""", False),
])
def test_a_warehouse_opened_for_writing_is_seen(code, en_ecriture):
    assert bool(ouvertures_en_ecriture("x.py", code)) is en_ecriture


def test_the_engine_alone_may_import_quarto():
    assert traversees("reports", "reports/moteur/quarto_installe.py", "import quarto") == []
