"""The audit log: who did what, on what, when. Each entry's digest covers the one before, so that none can be changed or taken out unseen.

A cell's value, an address, a token or a name of file never enters it.
"""

from __future__ import annotations

import hashlib
import ipaddress
import json
from collections.abc import Iterator
from typing import Any

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from ingest.portail.models import Entree, Tete

ORIGINE = "0" * 64


def noter(acte: str, requete: HttpRequest | None = None, *, acteur: str = "", organisme: str = "", objet: str = "", **details: Any) -> None:
    """Add an entry. `acteur`: « compte 12 », « jeton ab12 », « commande »; by default the account that is signed in."""
    contenu = {"quand": timezone.now().isoformat(timespec="microseconds"), "acteur": acteur or _acteur(requete), "acte": acte,
               "organisme": organisme or _organisme(requete), "objet": objet, "ip": tronquer(adresse(requete)) if requete else "", "details": details}
    texte = json.dumps(contenu, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    with transaction.atomic():
        Tete.objects.get_or_create(pk=1)
        tete = Tete.objects.select_for_update().get(pk=1)
        tete.numero += 1
        tete.empreinte = chainer(tete.empreinte, tete.numero, texte)
        Entree.objects.create(numero=tete.numero, contenu=texte, empreinte=tete.empreinte)
        tete.save()


def verifier(contient: str | None = None) -> tuple[int, str, list[str]]:
    """The number of entries, the digest of the last, and what is wrong: entries changed, missing, added, or a digest noted once and no longer there."""
    fautes, precedente, attendu, vues = [], ORIGINE, 1, 0
    connue = contient is None or contient == ORIGINE
    for entree in Entree.objects.order_by("numero").iterator():
        if entree.numero != attendu:
            fautes.append(f"il manque les entrées {attendu} à {entree.numero - 1}")
        if chainer(precedente, entree.numero, entree.contenu) != entree.empreinte:
            fautes.append(f"l’entrée {entree.numero} ne correspond plus à son empreinte")
        precedente, attendu, vues = entree.empreinte, entree.numero + 1, vues + 1
        connue = connue or entree.empreinte == contient
    tete = Tete.objects.filter(pk=1).first()
    if (tete.empreinte if tete else ORIGINE) != precedente:
        fautes.append("la dernière entrée n’est pas celle que la tête du journal annonce")
    if not connue:
        fautes.append(f"l’empreinte {contient} n’est pas dans le journal")
    return vues, precedente, fautes


def entrees(nombre: int) -> Iterator[dict[str, Any]]:
    """The last entries, the newest first, with their number."""
    for entree in Entree.objects.order_by("-numero")[:nombre]:
        yield json.loads(entree.contenu) | {"numero": entree.numero}


def chainer(precedente: str, numero: int, contenu: str) -> str:
    """The digest of an entry."""
    return hashlib.sha256(f"{precedente}\n{numero}\n{contenu}".encode()).hexdigest()


def adresse(requete: HttpRequest) -> str:
    """The client's address; the server has already put there what a known proxy says of it."""
    return requete.META.get("REMOTE_ADDR") or ""


def tronquer(ip: str) -> str:
    """The network an address belongs to, not the address: /24, or /48 in IPv6."""
    try:
        connue = ipaddress.ip_address(ip)
    except ValueError:
        return ""
    return str(ipaddress.ip_network(f"{connue}/{24 if connue.version == 4 else 48}", strict=False))


def _acteur(requete: HttpRequest | None) -> str:
    compte = getattr(requete, "user", None)
    return f"compte {compte.pk}" if compte is not None and compte.is_authenticated else "anonyme"


def _organisme(requete: HttpRequest | None) -> str:
    return getattr(getattr(requete, "user", None), "organisme", "")
