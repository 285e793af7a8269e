"""`python -m benchmarks.controle`: a return of 100 000 rows and 12 columns, against frictionless and bare polars, and what a child costs.

The contract is that of `afis`, its key widened by a date so that a hundred thousand rows can differ. Size limits are raised.
"""

from __future__ import annotations

import gc
import io
import os
import random
import statistics
import time
from collections.abc import Callable
from datetime import date, timedelta

os.environ.setdefault("POLARS_MAX_THREADS", "1")  # as in the child

import polars as pl
from frictionless import Resource, Schema
from frictionless.formats import CsvControl

from catalogue.contrats import Contrat, lire_contrat
from catalogue.contrats.tables import schema_polars, table_schema
from ingest.controle import Contexte, Enfants, Limites, Rapport
from ingest.controle.moteur import controler_ici
from ingest.controle.referentiel import referentiel

LIGNES, REPETITIONS = 100_000, 3
BUT_SECONDES, BUT_RAPPORT = 1.0, 3
LIMITES = Limites(octets=1 << 30, lignes=LIGNES + 10, cellules=12 * (LIGNES + 10), caracteres=1 << 30, duree=120, processeur=120, memoire=4 << 30, espace=16 << 30)


def main() -> None:
    gc.disable()  # as in the child
    contrat = lire_contrat("afis").model_copy(update={"cle": ["annee", "departement", "date_debut"]})
    canonique, francais = fichier(contrat, francais=False), fichier(contrat, francais=True)
    arguments = {"nom": "retour.csv", "contrat": contrat, "contexte": Contexte(millesime=2024), "referentiel": referentiel()}
    controle = _chronometrer(lambda: _exiger(controler_ici(octets=canonique, limites=LIMITES, **arguments)))
    corrige = _chronometrer(lambda: _exiger(controler_ici(octets=francais, limites=LIMITES, **arguments)))
    nu, frictionless = _chronometrer(lambda: polars_nu(canonique, contrat)), _chronometrer(lambda: selon_frictionless(canonique, contrat), 1)
    with Enfants() as enfants:
        reponse = enfants.demander("controler", arguments | {"octets": canonique}, LIMITES)
        petit = _petit(enfants, arguments)
    print(f"Secondes de calcul, sur un seul fil. Fichier : {LIGNES} lignes × {len(contrat.champs)} colonnes, {len(canonique) / (1 << 20):.1f} Mio")
    print(f"Contrôle entier, sans le départ de l’enfant : {controle:.2f} s (but : moins de {BUT_SECONDES:.0f})")
    print(f"Le même, nombres et dates écrits à la française : {corrige:.2f} s")
    print(f"frictionless, mêmes colonnes : {frictionless:.2f} s, soit {frictionless / controle:.0f} fois plus (but : au moins {BUT_RAPPORT})")
    print(f"polars seul (lire, nettoyer, typer) : {nu:.2f} s, soit {controle / nu:.1f} fois moins")
    print(f"Avec l’enfant, aller et retour compris : {reponse.duree:.2f} s, mémoire {reponse.pic >> 20} Mio")
    print(f"Un enfant prêt, retour de quatre lignes : {petit:.2f} s")


def fichier(contrat: Contrat, francais: bool) -> bytes:
    """The return, in canonical form or as a French spreadsheet writes it."""
    hasard, departements = random.Random(1), contrat.champ("departement").modalites
    sortie = io.StringIO()
    sortie.write(";".join(contrat.colonnes) + "\n")
    for rang in range(LIGNES):
        debut = date(2020, 1, 1) + timedelta(days=rang // len(departements))
        demandes = hasard.randint(1000, 6000)
        nombres = [demandes, demandes // 2, demandes // 3, demandes // 4, demandes // 2]
        dites = [f"{n:,}".replace(",", "\u202f") if francais else str(n) for n in nombres]
        jours = [f"{j:%d/%m/%Y}" if francais else j.isoformat() for j in (date(2025, 1, 31), debut, debut + timedelta(days=30))]
        sortie.write(";".join(["2024", departements[rang % len(departements)], "observe", *dites, "d", *jours]) + "\n")
    return sortie.getvalue().encode()


def polars_nu(octets: bytes, contrat: Contrat) -> pl.DataFrame:
    """What any reading costs: read as text, trim, drop the spaces of numbers, cast; no check, no report."""
    brut = pl.read_csv(io.BytesIO(octets), separator=";", infer_schema=False)
    schema = schema_polars(contrat)
    return brut.with_columns(
        pl.col(nom).str.strip_chars().str.to_date("%Y-%m-%d", strict=False) if type_ == pl.Date
        else pl.col(nom).str.replace_all(r"[\s\x{00a0}\x{202f}]", "").str.replace(",", ".").cast(type_, strict=False) if type_ != pl.String
        else pl.col(nom).str.strip_chars() for nom, type_ in schema.items())


def selon_frictionless(octets: bytes, contrat: Contrat) -> None:
    """The schema alone, as frictionless checks it."""
    ressource = Resource(octets, format="csv", encoding="utf-8", schema=Schema.from_descriptor(table_schema(contrat)), control=CsvControl(delimiter=";"))
    assert ressource.validate().valid


def _exiger(rapport: Rapport) -> None:
    assert rapport.verdict == "accepte" and rapport.lus == LIGNES, [(c.code, c.message) for c in rapport.constats[:5]]


def _petit(enfants: Enfants, arguments: dict) -> float:
    petit = b"\n".join(fichier(arguments["contrat"], francais=False).split(b"\n")[:5])
    return enfants.demander("controler", arguments | {"octets": petit}, Limites()).duree


def _chronometrer(action: Callable[[], object], fois: int = REPETITIONS) -> float:
    """Seconds of computing. With one thread they are those of the clock, when nothing else wants the machine."""
    durees = []
    for _ in range(fois):
        debut = time.process_time()
        action()
        durees.append(time.process_time() - debut)
    return statistics.median(durees)


if __name__ == "__main__":
    main()
