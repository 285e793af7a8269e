"""The confidentiality rules of the counts, contract by contract: `secret.yaml`, each parameter with its reason."""

from __future__ import annotations

from functools import cache

from pydantic import Field

from catalogue.chargement import RACINE, lire_yaml
from catalogue.erreurs import Refus
from catalogue.modeles import Definition


class Parametre(Definition):
    """The value of a rule (null: off) and why; `a_confirmer`: what the Miprof or the producer has still to say."""

    valeur: bool | int | float | list[str] | list[float] | None
    raison: str = Field(min_length=15)
    a_confirmer: str | None = None


class ReglesDeSecret(Definition):
    """The rules of one contract; what each looks for is told by `publication.secret.Regles`."""

    seuil: Parametre
    drapeau: Parametre
    declarants_min: Parametre
    dominance: Parametre
    p_pourcent: Parametre
    marge_pct: Parametre
    zeros_sensibles: Parametre
    modalites_pleines: Parametre


class Egalite(Definition):
    """Two quantities that count the same people, under two names."""

    indicateurs: tuple[str, str]
    raison: str = Field(min_length=15)


class _Fichier(Definition):
    defaut: ReglesDeSecret
    contrats: dict[str, dict[str, Parametre]]
    egalites: list[Egalite]


@cache
def regles_de_secret() -> dict[str, ReglesDeSecret]:
    """The rules of each contract that counts something: its own where it has some, else those by default. Raises Refus."""
    lu = _lire()
    defaut = dict(lu.defaut)
    inconnues = {(contrat, nom) for contrat, propres in lu.contrats.items() for nom in propres if nom not in defaut}
    if inconnues:
        raise Refus.groupe([Refus("secret.regle_inconnue", contrat=c, regle=r, connues=", ".join(defaut)) for c, r in sorted(inconnues)])
    return {contrat: ReglesDeSecret(**defaut | propres) for contrat, propres in lu.contrats.items()}


def egalites() -> list[Egalite]:
    """The quantities that are the same wherever both are told. Raises Refus."""
    return _lire().egalites


def regles_a_confirmer() -> list[tuple[str, str, str]]:
    """(rule, who it is for, what is still to be said) of each rule that waits for an answer."""
    lu = _lire()
    regles = [("tous les retours", nom, p) for nom, p in lu.defaut] + [(contrat, nom, p) for contrat, propres in lu.contrats.items() for nom, p in propres.items()]
    return [(nom, pour, p.a_confirmer) for pour, nom, p in regles if p.a_confirmer]


@cache
def _lire() -> _Fichier:
    return lire_yaml(RACINE / "secret.yaml", _Fichier)
