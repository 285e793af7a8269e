"""The counts of an édition protected: rules → what to hide → certificate, kept where no reader of public tables can look.

The confidential folder holds `secrets.parquet` (what is hidden and why), `bilan.parquet` (how much is lost) and `certificat.json`.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb
import polars as pl

from catalogue.erreurs import Refus
from catalogue.secret import ReglesDeSecret, regles_de_secret
from publication.comptages import liens, lire, tableaux
from publication.secret import (
    MASQUEE,
    PUBLIEE,
    Certificat,
    Declarant,
    Exigence,
    Parametre,
    Regles,
    Systeme,
    Tableau,
    assembler,
    bilan,
    certificat_valide,
    certifier,
    detail,
    primaires,
    proteger,
)

COMPTAGES, APPORTS = "comptages", "int_apports"
SECRETS, BILAN, CERTIFICAT = "secrets.parquet", "bilan.parquet", "certificat.json"
CACHEE = "c"


@dataclass(frozen=True)
class Matiere:
    """What is protected: the tables and their system, what must stay uncertain, who attacks. All of it is confidential.

    `deja_publiees`: cells that a rule would hide, but that are public for ever.
    """

    tableaux: list[Tableau]
    systeme: Systeme
    exigences: list[Exigence]
    declarants: list[Declarant]
    deja_publiees: list[str]


def lire_matiere(entrepot: Path, precedentes: Mapping[str, Path] | None = None) -> Matiere:
    """Read the counts and the parts of each organisation from a warehouse file (opened read-only).

    `precedentes`: folders of public tables of past éditions. What one showed is public for ever, what it hid stays hidden. Raises Refus
    for tables that cannot be protected.
    """
    with duckdb.connect(str(entrepot), read_only=True, config={"threads": 1}) as base:
        table = _lignes(base, f"select cle, contrat, reponse, valeur, etat_valeur, deja_publiee from {COMPTAGES} where valeur is not null")
        apports = _lignes(base, f"select organisme, cle, apport, exclusif from {APPORTS}")
    if sans_regles := set(table["contrat"]) - set(regles_de_secret()):
        raise Refus.groupe([Refus("secret.contrat_sans_regles", contrat=c) for c in sorted(sans_regles)])
    comptages = lire(table)
    formes = tableaux(comptages, _etats(table, precedentes or {}))
    systeme = assembler(formes, liens(comptages))
    trouvees = [primaires(systeme, _regles(contrat, regles), perimetre=set(ici["cle"]),
                          drapeaux=set(ici.filter(pl.col("etat_valeur") == "secret_producteur")["cle"]))
                for contrat, regles in regles_de_secret().items() for ici in [table.filter(pl.col("contrat") == contrat)]]
    return Matiere(formes, systeme, [e for p in trouvees for e in p.exigences], _declarants(apports),
                   sorted(c for p in trouvees for c in p.deja_publiees))


def proteger_edition(matiere: Matiere, dossier: Path, budget_s: float = 60.0) -> Certificat:
    """Choose what to hide, attack the choice, and write all of it in the confidential folder, which only its owner can open.

    Raises Refus when the attack finds a breach: nothing is written then.
    """
    protection = proteger(matiere.systeme, matiere.exigences, matiere.declarants, budget_s=budget_s, processus=os.cpu_count() or 1)
    certificat = certifier(matiere.systeme, matiere.exigences, protection, matiere.declarants, exact=len(protection.secrets) <= 2000)
    if breches := [ligne for ligne in certificat.lignes if not ligne.sur]:
        raise Refus.groupe([Refus("secret.breche", cellule=b.cle, attaquants=", ".join(a or "un lecteur" for a in b.pire)) for b in breches])
    dossier.mkdir(mode=0o700, parents=True, exist_ok=True)
    detail(protection, matiere.exigences).write_parquet(dossier / SECRETS)
    bilan(matiere.systeme, matiere.tableaux, protection).write_parquet(dossier / BILAN)
    _ecrire(dossier / CERTIFICAT, certificat)
    return certificat


def sceller(matiere: Matiere, dossier: Path, public: Path) -> None:
    """Bind the certificate to the bytes of the public tables in `public`, once they are found to show what it was made for, and no more.

    Raises Refus `secret.certificat_refuse` otherwise.
    """
    certificat = replace(lire_certificat(dossier), fichiers={})
    montre = dict(pl.read_parquet(public / f"{COMPTAGES}.parquet", columns=["cle", "valeur", "symbole"])
                  .filter(pl.col("valeur").is_not_null() | (pl.col("symbole") == CACHEE)).select("cle", "valeur").iter_rows())
    caches = frozenset(cle for cle, valeur in montre.items() if valeur is None)
    justes = all(montre.get(cle) in (None, valeur) for cle, valeur in zip(matiere.systeme.cles, matiere.systeme.valeurs))
    # Cells that only tie others together are in no file: they are known, or hidden with what they would give away.
    caches |= {ligne.cle for ligne in certificat.lignes if ligne.cle not in montre}
    if not justes or not certificat_valide(certificat, matiere.systeme, matiere.exigences, caches, matiere.declarants):
        raise Refus("secret.certificat_refuse")
    _ecrire(dossier / CERTIFICAT, replace(certificat, fichiers=_empreintes(public)))


def exiger_certificat(dossier: Path, public: Path) -> None:
    """Raise Refus unless a certificate without breach was made for exactly the bytes of `public`."""
    certificat = lire_certificat(dossier)
    if not certificat.sur or certificat.fichiers != _empreintes(public):
        raise Refus("secret.octets_sans_certificat")


def lire_certificat(dossier: Path) -> Certificat:
    """The certificate of a confidential folder. Raises Refus `secret.certificat_absent` when there is none that can be read."""
    try:
        return Certificat.depuis_json((dossier / CERTIFICAT).read_text("utf-8"))
    except (OSError, ValueError, KeyError, TypeError):
        raise Refus("secret.certificat_absent") from None


def _lignes(base: duckdb.DuckDBPyConnection, requete: str) -> pl.DataFrame:
    curseur = base.execute(requete)
    return pl.DataFrame(curseur.fetchall(), schema=[c[0] for c in curseur.description], orient="row", infer_schema_length=None)


def _etats(table: pl.DataFrame, precedentes: Mapping[str, Path]) -> dict[str, str]:
    """A count that changed since a past édition is another number: it is protected anew."""
    valeurs = dict(table.select("cle", "valeur").iter_rows())
    etats = {}
    for _, dossier in sorted(precedentes.items()):
        for cle, valeur, symbole in pl.read_parquet(dossier / f"{COMPTAGES}.parquet", columns=["cle", "valeur", "symbole"]).iter_rows():
            if symbole == CACHEE:
                etats[cle] = MASQUEE
            elif valeur is not None and valeurs.get(cle) == valeur:
                etats[cle] = PUBLIEE
    return etats | dict.fromkeys(table.filter("deja_publiee")["cle"] if table.height else [], PUBLIEE)


def _declarants(apports: pl.DataFrame) -> list[Declarant]:
    lignes: dict[str, list[tuple]] = {}
    for organisme, *ligne in apports.sort("organisme", "cle").iter_rows() if apports.height else ():
        lignes.setdefault(organisme, []).append(ligne)
    return [Declarant(organisme, {cle: float(apport) for cle, apport, _ in siennes}, frozenset(cle for cle, _, seul in siennes if seul))
            for organisme, siennes in lignes.items()]


def _regles(contrat: str, regles: ReglesDeSecret) -> Regles:
    return Regles(contrat, **{nom: Parametre(_valeur(p.valeur), p.raison) for nom, p in regles})


def _valeur(valeur: object) -> object:
    return tuple(valeur) if isinstance(valeur, list) else valeur


def _empreintes(public: Path) -> dict[str, str]:
    return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(public.iterdir())}


def _ecrire(path: Path, certificat: Certificat) -> None:
    brouillon = path.with_name(f".{path.name}")
    with open(os.open(brouillon, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as f:
        f.write(certificat.en_json())
    os.replace(brouillon, path)
