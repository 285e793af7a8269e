"""What an enclosed process may be asked to try, with the libraries that open files without Python."""

import subprocess

import duckdb
import polars as pl

from catalogue.erreurs import Impossible, Refus


def lire(chemin):
    return chemin.read_text("utf-8")


def ecrire(chemin, texte):
    chemin.write_text(texte, "utf-8")
    chemin.rename(chemin.with_suffix(".fini"))
    return chemin.with_suffix(".fini")


def lister(dossier):
    return [p.name for p in dossier.iterdir()]


def ouvrir_base(chemin):
    with duckdb.connect(str(chemin), read_only=True) as base:
        return base.execute("select 41 + 1").fetchone()


def ouvrir_parquet(chemin):
    return pl.read_parquet(chemin).rows()


def demander_a_un_autre_programme(chemin):
    return subprocess.run(["cat", str(chemin)], capture_output=True, text=True, check=True).stdout


def essayer(*essais):
    """For each attempt (name of a function above, its arguments), the name of the error that it meets, or what it gives."""
    return [_essayer(*essai) for essai in essais]


def _essayer(nom, *arguments):
    try:
        return globals()[nom](*arguments)
    except (OSError, duckdb.Error, subprocess.CalledProcessError) as e:
        return type(e).__name__


def refuser():
    raise Refus.groupe([Refus("secret.cle_illisible", cle="un"), Refus("secret.cle_illisible", cle="deux")])


def renoncer():
    raise Impossible("secret.fichier_introuvable", fichier="x", detail="essai")


def mourir():
    raise SystemExit(3)
