"""`miprof secret`: what is hidden in an édition and why; whether published files let anyone find it again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from catalogue.erreurs import Impossible, Refus
from orchestration.chemins import Chemins
from orchestration.francais import Groupe

if TYPE_CHECKING:
    from publication.fuites import Attaque, Fuite
    from publication.secret import Certificat

NB, FINE = "\u00a0", "\u202f"
ARRETS = {"optimal": "solution optimale", "voulu": "recherche arrêtée à l’écart demandé", "temps": "recherche arrêtée par le temps"}
MOTIFS = {"seuil": "petit nombre", "declarants_min": "trop peu de déclarants", "dominance": "déclarant dominant", "p_pourcent": "estimation trop précise",
          "drapeau": "demande du producteur", "zero_sensible": "zéro sensible", "modalite_pleine": "total dans une seule modalité"}


@click.group(cls=Groupe)
def secret() -> None:
    """Montre ce que les règles de confidentialité cachent, et attaque ce qui est publié."""


@secret.command(short_help="Montrer ce qu’une édition cache, où, et pourquoi.")
@click.argument("edition", help="L’année de publication, par exemple 2025.")
@click.option("--cellules", is_flag=True, help="Ajouter une ligne par cellule cachée : sa raison, et ce qu’un lecteur peut en dire.")
def rapport(edition: str, cellules: bool) -> None:
    """Montre ce qu’une édition cache, table par table : combien, pourquoi, et l’information perdue. Document confidentiel."""
    from catalogue.edition import lire_edition
    from publication.protection import lire_certificat

    lire_edition(edition)
    dossier = Chemins.actuels().confidentiel(edition)
    if not dossier.is_dir():
        raise Impossible("secret.edition_sans_protection", edition=edition)
    certificat = lire_certificat(dossier)
    for ligne in (*_bilan(certificat, dossier), *(_cellules(certificat) if cellules else ())):
        click.echo(ligne)


@secret.command(short_help="Attaquer des fichiers publiés.")
@click.argument("fichiers", nargs=-1, required=True, metavar="FICHIER…", type=click.Path(path_type=Path), help="Des CSV de comptages publiés.")
@click.option("--seuil", type=click.IntRange(2, 1000), default=5, metavar="NOMBRE", help="Le seuil de la règle à éprouver, 5 par défaut.")
def attaquer(fichiers: tuple[Path, ...], seuil: int) -> None:
    """Cherche, avec les seuls fichiers donnés, les comptages cachés qu’un lecteur attentif peut retrouver. Code 1 s’il y en a."""
    from publication.fuites import attaquer_fichiers

    attaque = attaquer_fichiers(fichiers, seuil)
    click.echo(_resume(attaque))
    for fuite in attaque.fuites:
        click.echo(_dite(fuite))
    if attaque.fuites:
        raise Refus("secret.fuites", nombre=len(attaque.fuites), seuil=seuil)


def _bilan(certificat: Certificat, dossier: Path) -> Iterator[str]:
    import polars as pl

    from publication.protection import BILAN
    from reports.typographie import nombre, pct

    bilan = pl.read_parquet(dossier / BILAN)
    primaires = sum(ligne.requis_largeur is not None for ligne in certificat.lignes)
    yield f"Confidentiel{NB}: ce rapport distingue ce que les tables publiques ne distinguent pas."
    yield (f"{nombre(len(certificat.lignes))} cellules cachées, dont {nombre(primaires)} sensibles par elles-mêmes et "
           f"{nombre(len(certificat.lignes) - primaires)} pour les protéger{FINE}; {ARRETS[certificat.arret]}, écart à la borne "
           f"{pct(100 * certificat.ecart, 1)}{FINE}; attaquée comme un lecteur et comme chacun de {nombre(certificat.declarants)} déclarants.")
    motifs = [motif for ligne in certificat.lignes for motif in ligne.motifs]
    if motifs:
        yield f"Raisons{NB}: " + ", ".join(f"{MOTIFS[m]} {nombre(motifs.count(m))}" for m in dict.fromkeys(motifs)) + "."
    for t in bilan.filter(pl.col("primaires") + pl.col("complementaires") > 0).iter_rows(named=True):
        yield (f"{t['tableau']}{NB}: {nombre(t['cellules'])} cellules, {nombre(t['primaires'])} + {nombre(t['complementaires'])} cachées, "
               f"soit {pct(t['cachees_pct'], 1)} des cellules non nulles et {pct(t['effectif_cache_pct'], 1)} de l’effectif.")


def _cellules(certificat: Certificat) -> Iterator[str]:
    for ligne in certificat.lignes:
        raison = ", ".join(MOTIFS[m] for m in ligne.motifs) or "protège une autre cellule"
        precision = "" if ligne.exact else " au moins"
        yield f"  {ligne.cle}{NB}: {raison}{FINE}; un lecteur la situe{precision} entre {_bout(ligne.bas)} et {_bout(ligne.haut)}."


def _resume(attaque: Attaque) -> str:
    from reports.typographie import nombre

    fuites = f"{nombre(len(attaque.fuites))} se retrouvent de trop près" if attaque.fuites else "aucun ne se retrouve de trop près"
    return (f"{nombre(attaque.fichiers)} fichier{'s' if attaque.fichiers > 1 else ''}, {nombre(attaque.publiees)} comptages publiés, "
            f"{nombre(attaque.cachees)} cachés{NB}: {fuites}.")


def _dite(fuite: Fuite) -> str:
    entre = f"vaut {_bout(fuite.bas)}" if fuite.bas == fuite.haut else f"est entre {_bout(fuite.bas)} et {_bout(fuite.haut)}"
    return f"  {fuite.cle} {entre}"


def _bout(valeur: float) -> str:
    from publication.secret.nombres import en_francais

    return en_francais(valeur)
