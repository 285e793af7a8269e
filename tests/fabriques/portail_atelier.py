"""The hand of the tests in the database of a portal: one process, one line of JSON a request, one a reply. Run by `portail.Portail`."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from ingest.portail.serveur import preparer

preparer()

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection, transaction
from django.urls import get_resolver
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from ingest.portail import journal
from ingest.portail.comptes import inviter, ouvrir
from ingest.portail.connexion.liens import empreinte
from ingest.portail.connexion.vues import MOTEUR
from ingest.portail.depot.examens import oublier_les_vieux
from ingest.portail.models import Campagne, Compte, Examen, Jeton, Lien


def compte(courriel: str, organisme: str = "") -> int:
    """An account, of the Miprof without organisation."""
    return ouvrir(courriel, organisme).pk


def campagne(millesime: int, contrats: list[str], date_limite: str = "", fermee: bool = False) -> None:
    """A campaign; its deadline is in a month unless told."""
    Campagne.objects.update_or_create(millesime=millesime, defaults={
        "contrats": contrats, "date_limite": date_limite or (date.today() + timedelta(days=30)), "fermee": fermee})


def lien(courriel: str) -> str:
    """The address of a link to sign in."""
    connu = Compte.objects.get(courriel=courriel)
    return inviter(courriel, connu.organisme)


def vieillir_lien(adresse: str, minutes: int) -> None:
    """As if a link had been asked so long ago."""
    Lien.objects.filter(empreinte=empreinte(adresse.rstrip("/").rsplit("/", 1)[1])).update(
        expire_le=journal.timezone.now() + timedelta(minutes=15 - minutes))


def session(courriel: str) -> str:
    """The cookie of an account that is signed in, its second factor given when it is of the Miprof."""
    connu = Compte.objects.get(courriel=courriel)
    magasin = SessionStore()
    magasin[SESSION_KEY], magasin[BACKEND_SESSION_KEY], magasin[HASH_SESSION_KEY] = str(connu.pk), MOTEUR, connu.get_session_auth_hash()
    if connu.miprof:
        magasin[DEVICE_ID_SESSION_KEY] = _appareil(connu).persistent_id
    magasin.create()
    return magasin.session_key


def code(courriel: str) -> str:
    """The six digits that the account's application shows now. Those already used are given again as not yet used."""
    appareil = TOTPDevice.objects.get(user__courriel=courriel)
    appareil.last_t = -1
    appareil.save(update_fields=["last_t"])
    appareil.throttle_reset()
    return f"{TOTP(appareil.bin_key, appareil.step, appareil.t0, appareil.digits, appareil.drift).token():06}"


def jeton(organisme: str, courriel: str) -> str:
    """The secret of a token for programs."""
    secret = f"miprof_essai_{organisme}_{Jeton.objects.count()}"
    Jeton.objects.create(organisme=organisme, nom="essai", debut=secret[:11], empreinte=empreinte(secret), cree_par=Compte.objects.get(courriel=courriel))
    return secret


def acces(organismes: list[str]) -> dict[str, tuple[str, str]]:
    """For each organisation, an account of its own: the cookie of its session and the secret of its token."""
    with transaction.atomic():
        return {id: _acces(id) for id in organismes}


def chemins() -> dict[str, str]:
    """The routes of the portal, and the name of each."""
    return dict(_chemins(get_resolver().url_patterns, ""))


def entrees() -> list[dict[str, Any]]:
    """The audit log, oldest first."""
    return list(journal.entrees(1_000_000))[::-1]


def noter(combien: int) -> None:
    """Entries in the audit log."""
    for _ in range(combien):
        journal.noter("depot", acteur="essai", organisme="ddfe_63")


def fautes_apres(requete: str) -> list[str]:
    """What the audit log is found guilty of once this request altered it; then the alteration is undone."""
    with transaction.atomic():
        sql(requete)
        _, _, fautes = journal.verifier()
        transaction.set_rollback(True)
    return fautes


def oublier() -> None:
    """What the portal does every hour."""
    oublier_les_vieux()


def examens() -> int:
    """How many files are examined and not forgotten."""
    return Examen.objects.count()


def adresses() -> list[str]:
    """The names of every address of the portal."""
    return sorted({nom for nom in get_resolver().reverse_dict if isinstance(nom, str)})


def sql(requete: str) -> list[list[Any]]:
    """What a request to the database gives: for tampering."""
    with connection.cursor() as curseur:
        curseur.execute(requete)
        return [list(ligne) for ligne in curseur.fetchall()] if curseur.description else []


def _acces(organisme: str) -> tuple[str, str]:
    courriel = f"{organisme}@exemple.fr"
    compte(courriel, organisme)
    return session(courriel), jeton(organisme, courriel)


def _chemins(motifs: list[Any], debut: str) -> Iterator[tuple[str, str]]:
    for motif in motifs:
        route = f"{debut}{motif.pattern}"
        if hasattr(motif, "url_patterns"):
            yield from _chemins(motif.url_patterns, route)
        else:
            yield route, motif.name or ""


def _appareil(connu: Compte) -> TOTPDevice:
    return TOTPDevice.objects.get_or_create(user=connu, confirmed=True, defaults={"name": "essai"})[0]


if __name__ == "__main__":
    for ligne in sys.stdin:
        demande = json.loads(ligne)
        try:
            reponse = {"rendu": globals()[demande["fonction"]](**demande["arguments"])}
        except Exception as e:  # noqa: BLE001 - told to the test, which raises it
            reponse = {"erreur": f"{type(e).__name__}: {e}"}
        print(json.dumps(reponse, default=str), flush=True)
