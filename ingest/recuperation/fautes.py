"""What can go wrong on the way: network faults, worth another try, and clear answers, told at once in French."""

from __future__ import annotations

import requests
from urllib3.exceptions import HTTPError, NameResolutionError, ReadTimeoutError

from catalogue.erreurs import Anomalie, Impossible, Refus

PASSAGERES = {429, 500, 502, 503, 504}


class Passagere(Exception):
    """A fault that may pass: `anomalie` is what to say if it does not, `attente` the seconds the server asks for."""

    def __init__(self, anomalie: Impossible, attente: float = 0.0):
        super().__init__(str(anomalie))
        self.anomalie, self.attente = anomalie, attente


def verifier_statut(reponse: requests.Response, url: str) -> None:
    """Raise what a status means, unless it means a body follows."""
    code = reponse.status_code
    if code in PASSAGERES:
        retard = reponse.headers.get("Retry-After", "")
        raise Passagere(Impossible("recuperation.serveur_en_panne", url=url, statut=code), float(retard) if retard.isdecimal() else 0.0)
    if code in (404, 410):
        raise Refus("recuperation.absent", url=url, statut=code)
    if code not in (200, 206):
        raise Refus("recuperation.acces_refuse", url=url, statut=code)


def d_ouverture(erreur: Exception, url: str, delais: tuple[float, float]) -> Passagere | Anomalie:
    """What an exchange that did not begin means."""
    connexion, lecture = delais
    if isinstance(erreur, requests.exceptions.SSLError):
        return Impossible("recuperation.certificat", url=url)
    if isinstance(erreur, requests.TooManyRedirects):
        return Refus("recuperation.adresse_refusee", url=url, detail="les renvois d’une adresse à l’autre n’en finissent pas")
    if isinstance(erreur, requests.Timeout):
        delai = connexion if isinstance(erreur, requests.ConnectTimeout) else lecture
        return _injoignable(url, f"pas de réponse en {delai:g} secondes")
    if isinstance(erreur, requests.exceptions.ProxyError):
        return _injoignable(url, "le serveur mandataire (proxy) ne répond pas")
    if isinstance(erreur, (requests.ConnectionError, requests.exceptions.ChunkedEncodingError)):
        return _injoignable(url, _connexion(erreur))
    return Refus("recuperation.adresse_refusee", url=url, detail="ce n’est pas une adresse http ou https lisible")


def de_lecture(erreur: HTTPError | OSError, url: str, recus: int, attendus: int | None) -> Passagere:
    """What a body that stopped half-way means."""
    if isinstance(erreur, ReadTimeoutError):
        return _injoignable(url, "le serveur a cessé d’envoyer")
    return Passagere(Impossible("recuperation.corps_tronque", url=url, recus=recus, attendus="?" if attendus is None else attendus))


def _injoignable(url: str, detail: str) -> Passagere:
    return Passagere(Impossible("recuperation.injoignable", url=url, detail=detail))


def _connexion(erreur: BaseException) -> str:
    cause = getattr(erreur.args[0], "reason", erreur.args[0]) if erreur.args else erreur
    if isinstance(cause, NameResolutionError):
        return "ce nom de serveur est introuvable"
    return "connexion refusée" if "refused" in str(cause) else "connexion interrompue"
