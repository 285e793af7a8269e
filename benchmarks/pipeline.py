"""`make bench`: the pipeline against the plain script, as fresh processes and as second runs in one process; where the time goes."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from graphlib import TopologicalSorter
from pathlib import Path

REPETITIONS = 3
BUT_NEUF, BUT_SECOND, BUT_MEMOIRE = 9, 5, 600
DEUX_FOIS = """
import json, time
{preparation}
durees = []
for _ in range(2):
    debut = time.monotonic()
    {action}
    durees.append(time.monotonic() - debut)
print(json.dumps(durees))
"""


@dataclass(frozen=True)
class Mesure:
    secondes: float
    memoire: int
    erreurs: str
    sortie: str


def main() -> None:
    edition = sys.argv[1]
    with tempfile.TemporaryDirectory(prefix="miprof-bench-") as temporaire:
        dossier = Path(temporaire)
        programmes = _programmes(dossier, edition)
        premiere = _mesurer(programmes["pipeline"], dossier)
        _compiler(dossier / "var", dossier / "requetes.json")
        _mesurer(programmes["script"], dossier)
        neufs = {nom: [_mesurer(programmes[nom], dossier) for _ in range(REPETITIONS)] for nom in ("pipeline", "script")}
        seconds = {nom: json.loads(_mesurer(programmes[f"{nom}_deux_fois"], dossier).sortie)[1] for nom in ("pipeline", "script")}
        _dire(premiere, neufs, seconds, _imports(dossier))


def _programmes(dossier: Path, edition: str) -> dict[str, list[str]]:
    script = f"lettre(Path({str(dossier / 'script')!r}), {edition!r}, Path({str(dossier / 'requetes.json')!r}))"
    preparer_script = "from pathlib import Path\nfrom benchmarks.script import lettre"
    preparer = "from orchestration.progression import Progression\nfrom orchestration.execution import fabriquer"
    fabriquer = f"fabriquer({edition!r}, 'embarque', Progression())"
    return {
        "pipeline": ["-m", "orchestration.cli", "lettre", edition, "--moteur", "embarque"],
        "script": ["-c", f"{preparer_script}\n{script}"],
        "pipeline_deux_fois": ["-c", DEUX_FOIS.format(preparation=preparer, action=fabriquer)],
        "script_deux_fois": ["-c", DEUX_FOIS.format(preparation=preparer_script, action=script)],
    }


def _mesurer(arguments: list[str], dossier: Path) -> Mesure:
    """Run Python to its end: wall time, and the resident peak (MiB) of its largest process, its children included."""
    with (dossier / "sortie").open("w+") as sortie, (dossier / "erreurs").open("w+") as erreurs:
        debut = time.monotonic()
        processus = subprocess.Popen([sys.executable, *arguments], stdout=sortie, stderr=erreurs,
                                     env=os.environ | {"MIPROF_HOME": str(dossier / "var")})
        _, statut, ressources = os.wait4(processus.pid, 0)
        secondes = time.monotonic() - debut
        processus.returncode = os.waitstatus_to_exitcode(statut)
        sortie.seek(0)
        erreurs.seek(0)
        mesure = Mesure(secondes, ressources.ru_maxrss // 1024, erreurs.read(), sortie.read())
    if processus.returncode:
        sys.exit(mesure.erreurs)
    return mesure


def _compiler(var: Path, requetes: Path) -> None:
    """The SQL that dbt compiled for each model, in an order that can be run."""
    [manifeste] = (var / "dbt").glob("manifest-*.json")
    modeles = {i: n for i, n in json.loads(manifeste.read_text("utf-8"))["nodes"].items() if n["resource_type"] == "model"}
    ordre = TopologicalSorter({i: [d for d in n["depends_on"]["nodes"] if d in modeles] for i, n in modeles.items()}).static_order()
    compiles = var / "dbt" / "target" / "compiled" / "miprof"
    requetes.write_text(json.dumps([[modeles[i]["name"], (compiles / modeles[i]["original_file_path"]).read_text("utf-8")] for i in ordre]),
                        "utf-8")


def _imports(dossier: Path) -> dict[str, float]:
    lots = {"dagster": "dagster", "dbt et dagster_dbt": "dagster, dbt.cli.main, dagster_dbt", "polars, altair, typst": "polars, altair, vl_convert, typst"}
    durees = {nom: min(_mesurer(["-c", f"import {modules}"], dossier).secondes for _ in range(2)) for nom, modules in lots.items()}
    durees["dbt et dagster_dbt"] -= durees["dagster"]
    return durees


def _dire(premiere: Mesure, neufs: dict[str, list[Mesure]], seconds: dict[str, float], imports: dict[str, float]) -> None:
    medianes = {nom: statistics.median(m.secondes for m in mesures) for nom, mesures in neufs.items()}
    memoire = max(m.memoire for m in neufs["pipeline"])
    print(f"Première fois (polices, analyse dbt) : {_s(premiere.secondes)}")
    print(f"Processus neufs, médiane de {REPETITIONS} : pipeline {_s(medianes['pipeline'])}, script {_s(medianes['script'])}, "
          f"rapport {_n(medianes['pipeline'] / medianes['script'])} (but : au plus {BUT_NEUF})")
    print(f"Seconde fois dans le même processus : pipeline {_s(seconds['pipeline'])}, script {_s(seconds['script'])}, "
          f"rapport {_n(seconds['pipeline'] / seconds['script'])} (but : au plus {BUT_SECOND})")
    print(f"Plus gros processus : pipeline {memoire} Mio, script {max(m.memoire for m in neufs['script'])} Mio (but : moins de {BUT_MEMOIRE})")
    print("Où passe le temps (dernier processus neuf du pipeline) :")
    for ligne in neufs["pipeline"][-1].erreurs.splitlines():
        print(f"  {ligne}")
    print("Dont importations, mesurées à part :")
    for nom, duree in imports.items():
        print(f"  {nom} : {_s(duree)}")


def _s(secondes: float) -> str:
    return f"{_n(secondes)}\u202fs"


def _n(valeur: float) -> str:
    return f"{valeur:.1f}".replace(".", ",")


if __name__ == "__main__":
    main()
