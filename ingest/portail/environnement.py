"""What the environment says of this portal. Secrets come from nowhere else, and production refuses whatever would be a default."""

from __future__ import annotations

import os
import secrets
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from catalogue.erreurs import Impossible, Refus

RACINE = Path(__file__).resolve().parents[2]
LONGUEUR_DE_CLE = 50
# How many times, in how many seconds: of what, and counted on what.
FREINS = {
    "connexion_adresse": (5, 3600),
    "connexion_ip": (60, 3600),
    "lien_ip": (60, 3600),
    "second_facteur": (10, 600),
    "depot_compte": (60, 3600),
    "depot_organisme": (120, 3600),
    "depot_ip": (600, 3600),
    "api_jeton": (600, 3600),
    "api_ip": (1200, 3600),
}


@dataclass(frozen=True)
class Environnement:
    """`production`: told so by MIPROF_PORTAIL; else the portal is for this machine only. `adresse`: the public URL, without a last « / ».

    `base`: the URL of PostgreSQL, None for SQLite in `dossier`. `smtp`: the URL of the mail server, None to write e-mails in `dossier`.
    `registre`: a folder with another register than the catalogue's. `mandataires`: addresses of the reverse proxies whose word on the client's address is taken. `freins`: (number, seconds) by name.
    """

    production: bool
    debogage: bool
    var: Path
    cle: str
    adresse: str
    base: SplitResult | None
    smtp: SplitResult | None
    expediteur: str
    mandataires: tuple[str, ...]
    registre: Path | None
    freins: dict[str, tuple[int, int]]

    @property
    def dossier(self) -> Path:
        """The portal's own folder."""
        return self.var / "portail"

    @property
    def hote(self) -> str:
        """The only name the portal answers to in production."""
        return urlsplit(self.adresse).hostname or ""


def lire(variables: Mapping[str, str] = os.environ) -> Environnement:
    """The environment, whole. Raises Refus with every fault; makes the portal's folder, and its key when it serves this machine only."""
    production = variables.get("MIPROF_PORTAIL", "local") == "production"
    debogage = variables.get("MIPROF_PORTAIL_DEBUG", "") not in ("", "0")
    var = Path(variables.get("MIPROF_HOME") or RACINE / "var").expanduser().absolute()
    fautes = [*_fautes_de_production(variables, debogage)] if production else []
    try:
        freins = _freins(variables.get("MIPROF_PORTAIL_FREINS", ""))
    except ValueError as e:
        fautes.append(Refus("portail.frein_illisible", valeur=str(e), connus=", ".join(FREINS)))
    if fautes:
        raise Refus.groupe(fautes)
    dossier = _ouvrir(var / "portail")
    return Environnement(
        production=production, debogage=debogage, var=var, cle=variables.get("MIPROF_PORTAIL_CLE") or _cle_de_la_machine(dossier),
        adresse=(variables.get("MIPROF_PORTAIL_ADRESSE") or _derniere_adresse(dossier)).rstrip("/"),
        base=_url(variables, "MIPROF_PORTAIL_BASE"), smtp=_url(variables, "MIPROF_PORTAIL_SMTP"),
        expediteur=variables.get("MIPROF_PORTAIL_EXPEDITEUR", "observatoire@localhost"),
        mandataires=tuple(a.strip() for a in variables.get("MIPROF_PORTAIL_MANDATAIRES", "").split(",") if a.strip()), freins=freins,
        registre=Path(variables["MIPROF_PORTAIL_REGISTRE"]) if variables.get("MIPROF_PORTAIL_REGISTRE") else None)


def secret(morceau: str | None) -> str:
    """A name or a password of a URL, as it was before it was put in one."""
    return unquote(morceau or "")


def retenir_adresse(dossier: Path, adresse: str) -> None:
    """Note where the portal of this machine is opened, for the links that a command gives."""
    (dossier / "adresse").write_text(adresse, "ascii")


def _derniere_adresse(dossier: Path) -> str:
    connue = dossier / "adresse"
    return connue.read_text("ascii") if connue.exists() else "http://127.0.0.1:8000"


def _fautes_de_production(variables: Mapping[str, str], debogage: bool):
    cle = variables.get("MIPROF_PORTAIL_CLE", "")
    if len(cle) < LONGUEUR_DE_CLE or len(set(cle)) < 10 or cle.startswith("django-insecure"):
        yield Refus("portail.cle_absente", longueur=LONGUEUR_DE_CLE)
    if debogage:
        yield Refus("portail.debogage_en_production")
    if not variables.get("MIPROF_PORTAIL_ADRESSE", "").startswith("https://"):
        yield Refus("portail.adresse_absente")
    for nom, schemas in (("MIPROF_PORTAIL_BASE", ("postgresql",)), ("MIPROF_PORTAIL_SMTP", ("smtp", "smtps", "smtp+tls"))):
        if urlsplit(variables.get(nom, "")).scheme not in schemas:
            yield Refus("portail.variable_absente", nom=nom, attendu=f"{schemas[0]}://…")
    if "@" not in variables.get("MIPROF_PORTAIL_EXPEDITEUR", ""):
        yield Refus("portail.variable_absente", nom="MIPROF_PORTAIL_EXPEDITEUR", attendu="une adresse électronique")


def _freins(texte: str) -> dict[str, tuple[int, int]]:
    freins = dict(FREINS)
    for morceau in filter(None, map(str.strip, texte.split(","))):
        nom, _, valeur = morceau.partition("=")
        nombre, _, duree = valeur.partition("/")
        if nom not in freins or not (nombre.isdecimal() and duree.isdecimal() and int(duree)):
            raise ValueError(morceau)
        freins[nom] = int(nombre), int(duree)
    return freins


def _url(variables: Mapping[str, str], nom: str) -> SplitResult | None:
    return urlsplit(variables[nom]) if variables.get(nom) else None


def _ouvrir(dossier: Path) -> Path:
    try:
        dossier.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.TemporaryFile(dir=dossier):
            return dossier
    except OSError as e:
        raise Impossible("commande.dossier_non_inscriptible", dossier=dossier, detail=e.strerror) from None


def _cle_de_la_machine(dossier: Path) -> str:
    """Drawn once, readable by its owner only; two processes that start together agree on it."""
    fichier = dossier / "cle"
    if not fichier.exists():
        brouillon = dossier / f".cle.{secrets.token_hex(8)}"
        brouillon.touch(mode=0o600)
        brouillon.write_text(secrets.token_urlsafe(64), "ascii")
        with suppress(FileExistsError):
            os.link(brouillon, fichier)
        brouillon.unlink()
    return fichier.read_text("ascii")
