"""`make bench`: the communal base (5 million rows, csv.gz) to Parquet, against DuckDB's own read_csv → Parquet in the same run."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

LIGNES = 5_000_000
REPETITIONS = 2
BUT_RAPPORT, BUT_MEMOIRE, BUT_RELECTURE = 1.3, 700, 0.5
NOM = "donnee-data.gouv-2025-geographie2026-produit-le2026-06-25.csv.gz"
FABRIQUER = """
import sys
from pathlib import Path
from tests.fabriques.sources import ssmsi_communes
ssmsi_communes.grand_fichier(Path(sys.argv[1]), int(sys.argv[2]))
"""
REFERENCE = """
import sys, time, duckdb
debut = time.monotonic()
duckdb.connect(':memory:').execute(
    f"SET enable_progress_bar = false; COPY (SELECT * FROM read_csv('{sys.argv[1]}', delim = ';', decimal_separator = ',', nullstr = 'NA')) TO '{sys.argv[2]}' (FORMAT parquet)")
print(time.monotonic() - debut)
"""
LECTEUR = """
import sys, time
from pathlib import Path
from catalogue import charger
from ingest.livraisons import Fiche, Livraison
from ingest.sources import Fichier, ecrire_livraison
source, parquet = map(Path, sys.argv[1:3])
fiche = Fiche(source='ssmsi_communes', producteur='SSMSI', titre='Essai', fichier=source.name, licence='essai', statut='definitif')
fichier = Fichier(source, Livraison(fiche, '0' * 64, source.stat().st_size, '2026-07-09'), charger())
debut = time.monotonic()
ecrire_livraison('ssmsi_communale', fichier, parquet)
print(time.monotonic() - debut)
"""
RELECTURE = """
import sys, time, duckdb
durees = []
for _ in range(3):
    debut = time.monotonic()
    lignes = duckdb.connect(':memory:').execute(
        f"SET enable_progress_bar = false; SELECT departement, annee, indicateur, sum(nombre), count(*) FILTER (WHERE NOT est_diffuse) FROM read_parquet('{sys.argv[1]}') GROUP BY ALL").fetchall()
    durees.append(time.monotonic() - debut)
assert lignes
print(min(durees))
"""


@dataclass(frozen=True)
class Mesure:
    """What a program prints of its own time, once its modules are loaded, and its resident peak (MiB)."""

    secondes: float
    memoire: int


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="miprof-bench-") as temporaire:
        dossier = Path(temporaire)
        source, parquet = dossier / NOM, dossier / "communes.parquet"
        _mesurer(FABRIQUER, source, LIGNES)
        print(f"Base communale d’essai : {LIGNES / 1e6:.0f} millions de lignes, {source.stat().st_size / 1e6:.0f} Mo compressés")
        references, lectures = [], []
        for _ in range(REPETITIONS):
            references.append(_mesurer(REFERENCE, source, dossier / "reference.parquet"))
            lectures.append(_mesurer(LECTEUR, source, parquet))
        reference, lecture = min(m.secondes for m in references), min(m.secondes for m in lectures)
        memoire = max(m.memoire for m in lectures)
        relecture = _mesurer(RELECTURE, parquet).secondes
        print(f"csv.gz → Parquet, meilleure de {REPETITIONS} : lecteur {_n(lecture)} s (contrôles compris), read_csv de DuckDB {_n(reference)} s, "
              f"rapport {_n(lecture / reference)} (but : au plus {_n(BUT_RAPPORT)})")
        print(f"Mémoire au plus haut : lecteur {memoire} Mio, read_csv {max(m.memoire for m in references)} Mio (but : moins de {BUT_MEMOIRE})")
        print(f"Relecture du Parquet, département × année × indicateur : {_n(relecture)} s (but : moins de {_n(BUT_RELECTURE)})")


def _mesurer(programme: str, *arguments: object) -> Mesure:
    """Run a Python program to its end."""
    with tempfile.TemporaryFile("w+") as sortie:
        processus = subprocess.Popen([sys.executable, "-c", programme, *map(str, arguments)], stdout=sortie)
        _, statut, ressources = os.wait4(processus.pid, 0)
        processus.returncode = os.waitstatus_to_exitcode(statut)
        if processus.returncode:
            sys.exit(f"Le banc d’essai s’est arrêté (code {processus.returncode}).")
        sortie.seek(0)
        return Mesure(float(sortie.read() or 0), ressources.ru_maxrss // 1024)


def _n(valeur: float) -> str:
    return f"{valeur:.2f}".replace(".", ",")


if __name__ == "__main__":
    main()
