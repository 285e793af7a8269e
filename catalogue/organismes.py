"""The register of organisations that return figures: who they are, their network, the territories of their remit and since when.

    organismes.csv   id, nom, type (nomenclature types_organismes), reseau (id of the head of its network), source (who says it exists)
    mandats.csv      organisme, contrats (« ; » between them; empty: all those its type fills), territoire_type, territoire, date_debut,
                     date_fin (empty: still going), retour_de_reference (oui or empty), raison

Where a contract takes a single return per territory (`Contrat.retour_unique`) and several organisations cover a département, one of
them, and one only, has the retour_de_reference: the others are quoted, never added.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Literal

from pydantic import ValidationError, field_validator

from catalogue.chargement import RACINE, lire_nomenclatures, refus_de_validation
from catalogue.contrats import Contrat, charger_contrats
from catalogue.erreurs import Impossible, Refus, suggestion
from catalogue.modeles import Definition


class Organisme(Definition):
    """An organisation that may deposit returns."""

    id: str
    nom: str
    type: str
    reseau: str | None
    source: str


class Mandat(Definition):
    """A territory of an organisation's remit, from `date_debut` to `date_fin` (None: still going), for `contrats` (empty: all of its type)."""

    organisme: str
    contrats: list[str]
    territoire_type: Literal["france", "region", "departement"]
    territoire: str
    date_debut: date
    date_fin: date | None
    retour_de_reference: bool
    raison: str | None

    @field_validator("contrats", mode="before")
    @classmethod
    def _contrats(cls, contrats: Any) -> Any:
        return [c for c in (contrats or "").split(";") if c] if isinstance(contrats, str | None) else contrats

    @field_validator("retour_de_reference", mode="before")
    @classmethod
    def _oui(cls, valeur: Any) -> Any:
        return {"oui": True, None: False}.get(valeur, valeur)

    def couvre(self, jour: date) -> bool:
        """Whether the remit holds on that day."""
        return self.date_debut <= jour and (self.date_fin is None or jour <= self.date_fin)


@dataclass(frozen=True)
class Registre:
    """The organisations by identifier, and their remits."""

    organismes: dict[str, Organisme]
    mandats: tuple[Mandat, ...]

    def organisme(self, id: str) -> Organisme:
        """One organisation. Raises Impossible when the register does not know it."""
        if id not in self.organismes:
            raise Impossible("organismes.inconnu", valeur=id, suggestion=suggestion(id, set(self.organismes)))
        return self.organismes[id]

    def reseau(self, id: str) -> frozenset[str]:
        """The organisation, and those whose network it heads."""
        return frozenset({id} | {o.id for o in self.organismes.values() if o.reseau == id})

    def departements(self, organisme: str, contrat: Contrat, jour: date) -> frozenset[str]:
        """Départements of the organisation's remit for this contract on that day; none when it has none."""
        return frozenset(d for m in self._mandats(contrat, jour) if m.organisme == organisme for d in _departements(m))

    def deposants(self, contrat: Contrat, jour: date) -> dict[str, frozenset[str]]:
        """The organisations expected to fill this contract, with the départements of their remit on that day."""
        attendus: dict[str, frozenset[str]] = {}
        for m in self._mandats(contrat, jour):
            attendus[m.organisme] = attendus.get(m.organisme, frozenset()) | frozenset(_departements(m))
        return attendus

    def reference(self, departement: str, contrat: Contrat, jour: date) -> str | None:
        """Whose return counts for a département, for a contract that takes one only: the reference where several cover it, else the one."""
        couvrants = [m for m in self._mandats(contrat, jour) if departement in _departements(m)]
        designes = {m.organisme for m in couvrants if m.retour_de_reference} or {m.organisme for m in couvrants}
        return designes.pop() if len(designes) == 1 else None

    def _mandats(self, contrat: Contrat, jour: date) -> Iterator[Mandat]:
        for m in self.mandats:
            if m.couvre(jour) and (contrat.id in m.contrats if m.contrats else self.organismes[m.organisme].type in contrat.contributeurs):
                yield m


@cache
def lire_registre(dossier: Path = RACINE) -> Registre:
    """The register kept in `dossier`. Raises Refus with every error: file, line, column, found, expected."""
    refus: list[Refus] = []
    organismes = {o.id: o for _, o in _lire(dossier / "organismes.csv", Organisme, refus)}
    mandats = list(_lire(dossier / "mandats.csv", Mandat, refus))
    types, contrats = lire_nomenclatures()["types_organismes"], charger_contrats()
    for organisme in organismes.values():
        refus += _inconnus("organismes.csv", organisme.id, (("type", organisme.type, types), ("reseau", organisme.reseau, organismes)))
    for ligne, m in mandats:
        refus += _inconnus("mandats.csv", f"ligne {ligne}", (("organisme", m.organisme, organismes), ("territoire", m.territoire, _codes(m)),
                                                             *(("contrats", c, contrats) for c in m.contrats)))
    if refus:
        raise Refus.groupe(refus)
    registre = Registre(organismes, tuple(m for _, m in mandats))
    if conflits := [*_conflits(registre, contrats)]:
        raise Refus.groupe(conflits)
    return registre


def _lire(path: Path, modele: type[Definition], refus: list[Refus]) -> Iterator[tuple[int, Any]]:
    with path.open(encoding="utf-8", newline="") as f:
        for numero, ligne in enumerate(csv.DictReader(f), 2):
            try:
                yield numero, modele.model_validate({c: v or None for c, v in ligne.items()})
            except ValidationError as e:
                refus.extend(refus_de_validation(f"{path.name}, ligne {numero}", e, modele).refus)


def _inconnus(fichier: str, cle: str, liens) -> Iterator[Refus]:
    for colonne, valeur, connus in liens:
        if valeur is not None and valeur not in connus:
            yield Refus("catalogue.lien_inconnu", fichier=fichier, cle=f"{cle}, {colonne}", valeur=valeur, suggestion=suggestion(valeur, set(connus)))


def _codes(mandat: Mandat) -> set[str]:
    nomenclatures = lire_nomenclatures()
    return {"france": {"FR"}, "region": set(nomenclatures["regions"]), "departement": set(nomenclatures["departements"])}[mandat.territoire_type]


def _departements(mandat: Mandat) -> set[str]:
    departements = lire_nomenclatures()["departements"]
    if mandat.territoire_type == "france":
        return set(departements)
    if mandat.territoire_type == "region":
        return {code for code, d in departements.items() if d["region"] == mandat.territoire}
    return {mandat.territoire}


def _conflits(registre: Registre, contrats: dict[str, Contrat]) -> Iterator[Refus]:
    """Départements that several organisations cover for a contract of a single return, when none of them (or several) is the reference."""
    jours = sorted({m.date_debut for m in registre.mandats})
    vus = set()
    for contrat in (c for c in contrats.values() if c.retour_unique):
        for jour in jours:
            deposants = registre.deposants(contrat, jour)
            for departement in sorted({d for couverts in deposants.values() for d in couverts}):
                couvrants = tuple(sorted(o for o, couverts in deposants.items() if departement in couverts))
                if registre.reference(departement, contrat, jour) is None and (contrat.id, departement, couvrants) not in vus:
                    vus.add((contrat.id, departement, couvrants))
                    yield Refus("organismes.reference_absente", contrat=contrat.id, departement=departement, organismes=", ".join(couvrants))
