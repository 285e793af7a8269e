"""Returns that satisfy their contract, made from the contract itself: columns, lists, key and rules. The one maker of returns for every test.

Long tables come from one number per département, France or campaign, cut into the modalities that the rules add up; measures of a wide row are
drawn, then raised until bounds hold and identities are computed.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from random import Random

from catalogue.contrats import Champ, Contrat
from catalogue.contrats.regles import (
    AuMoinsUn,
    Borne,
    Condition,
    Estimation,
    Etat,
    Exhaustivite,
    Identite,
    IdentiteLignes,
    ListeLiee,
    ModalitesCompletes,
    Regle,
    Repartition,
    SommesEgales,
    Total,
)

Ligne = dict[str, object]
TERRITOIRES = {"france": "FR", "departement": "63", "region": "R84", "commune": "63113", "metropole": "200046977"}
PASSES = 20
EXEMPLES = Path(__file__).resolve().parents[1] / "contrats" / "exemples"


def lignes(contrat: Contrat, graine: int = 1, departements: tuple[str, ...] = ("01", "2A", "63", "971"), millesime: int = 2024,
           **fixes: object) -> list[Ligne]:
    """Rows that the contract accepts whole, by name of column, None for an empty cell; the same for the same arguments.

    `fixes` sets columns in every row (an organisation, say). Without rules across rows, the last two départements are `zero_confirme` and
    `non_transmis`.
    """
    fabrique = _Fabrique(contrat, Random(f"{contrat.id}-{graine}"), millesime, fixes)
    if "departement" not in contrat.colonnes:
        return fabrique.groupe("63")
    return [ligne for rang, d in enumerate(departements) for ligne in fabrique.groupe(d, len(departements) - rang)]


def csv_de(contrat: Contrat, rows: list[Ligne]) -> bytes:
    """The rows as a file in canonical form: UTF-8, « ; », names in the header, ISO dates, decimal point, oui and non."""
    sortie = io.StringIO()
    ecrivain = csv.writer(sortie, delimiter=";", lineterminator="\n")
    ecrivain.writerow(contrat.colonnes)
    ecrivain.writerows([texte(ligne.get(c)) for c in contrat.colonnes] for ligne in rows)
    return sortie.getvalue().encode()


def exemple_de(nom: str) -> Path:
    """A committed return of the founding documents, whose name ends with its contract's."""
    return EXEMPLES / f"{nom}.csv"


def texte(valeur: object) -> str:
    """A cell in canonical form."""
    if isinstance(valeur, bool):
        return "oui" if valeur else "non"
    return "" if valeur is None else f"{valeur:.10g}" if isinstance(valeur, float) else str(valeur)


class _Fabrique:
    def __init__(self, contrat: Contrat, hasard: Random, millesime: int, fixes: Ligne):
        self.contrat, self.hasard, self.millesime, self.fixes = contrat, hasard, millesime, fixes

    def groupe(self, departement: str, restants: int = 9) -> list[Ligne]:
        """The rows of one département (or of the whole country)."""
        base = self._base(departement)
        if restants <= 2 and self._une_ligne():
            return [self._sans_nombre(base, "zero_confirme" if restants == 2 else "non_transmis")]
        groupe = [self._finir(ligne) for ligne in self._etaler(base)]
        return self._repartir(groupe)

    def _regles(self, *types: type[Regle]) -> Iterator:
        return (r for r in self.contrat.regles if isinstance(r, types))

    def _une_ligne(self) -> bool:
        return any(self._regles(Etat)) and any(self._regles(Exhaustivite)) and not any(self._regles(Total, IdentiteLignes, ModalitesCompletes))

    def _base(self, departement: str) -> Ligne:
        ligne: Ligne = {c: None for c in self.contrat.colonnes}
        for champ in self.contrat.champs:
            if champ.obligatoire or champ.mesure or champ.nom in self.contrat.cle:
                ligne[champ.nom] = self._valeur(champ, ligne)
        ligne |= {"annee": self.millesime, "etat_valeur": "observe"}
        if "departement" in ligne:
            ligne["departement"] = departement
        if "territoire_type" in ligne:
            ligne["territoire_code"] = departement if ligne["territoire_type"] == "departement" else TERRITOIRES.get(ligne["territoire_type"], "TJ01")
        ligne |= {r.champ: r.total for r in self._regles(Total)}
        for r in self._regles(ModalitesCompletes):
            ligne |= {r.selon: r.pour[0], r.champ: next(iter(self.contrat.champ(r.champ).listes[r.pour[0]]))}
        if ligne.get("date_debut"):
            ligne |= {"date_debut": date(self.millesime, 1, 1), "date_fin": date(self.millesime, 12, 31)}
        return ligne | self.fixes

    def _valeur(self, champ: Champ, ligne: Ligne) -> object:
        if champ.type == "code":
            codes = list(champ.listes[ligne[champ.selon]]) if champ.selon else champ.modalites
            return self.hasard.choice(codes) if champ.obligatoire else None
        if champ.type in ("entier", "decimal"):
            return self.hasard.randint(5, 60)
        if champ.type == "booleen":
            return True
        if champ.type == "date":
            return date(self.millesime, self.hasard.randint(1, 12), self.hasard.randint(1, 28))
        return self.millesime if champ.type == "annee" else champ.exemple

    def _sans_nombre(self, base: Ligne, etat: str) -> Ligne:
        mesures = {m for r in self._regles(Etat) for m in r.mesures}
        vides = {c: None for c in self.contrat.colonnes if self.contrat.champ(c).mesure}
        return self._conditions({**base, **vides, **({m: 0 for m in mesures} if etat == "zero_confirme" else {}), "etat_valeur": etat})

    def _etaler(self, base: Ligne) -> Iterator[Ligne]:
        """The rows that the rules across rows put side by side; one alone when there is no such rule."""
        etalees = [base]
        for regle in self._regles(ModalitesCompletes):
            etalees = [{**base, **{c: v[0] for c, v in regle.si.items()}, regle.selon: s, regle.champ: m}
                       for s in regle.pour for m in self.contrat.champ(regle.champ).listes[s]]
        for regle in self._regles(Total):
            etalees += [{**base, regle.champ: m} for m in self.contrat.champ(regle.champ).modalites if m not in (regle.total, *regle.sauf)]
        for champ in {r.champ for r in self._regles(IdentiteLignes)}:
            etalees = [{**ligne, champ: m} for ligne in etalees for m in self.contrat.champ(champ).modalites]
        yield from etalees

    def _finir(self, ligne: Ligne) -> Ligne:
        for regle in self._regles(ListeLiee):
            liste = list(self.contrat.champ(regle.champ).listes[ligne[regle.selon]])
            if ligne[regle.champ] not in liste:
                ligne[regle.champ] = self.hasard.choice(liste)
        return self._conditions(self._equilibrer(ligne))

    def _equilibrer(self, ligne: Ligne) -> Ligne:
        """Raise measures until bounds hold and identities are computed."""
        calcules = {r.resultat: r for r in self._regles(Identite)}
        for _ in range(PASSES):
            for regle in self._regles(Identite):
                ecart = sum(ligne[c] for c in regle.plus) - sum(ligne[c] for c in regle.moins)
                ligne[regle.plus[0]] += max(0, -ecart)
                ligne[regle.resultat] = max(0, ecart)
            for regle in (r for r in self._regles(Borne) if _vise(r, ligne)):
                manque = sum(ligne[c] or 0 for c in regle.parts) - sum(ligne[c] or 0 for c in regle.total)
                a_lever = regle.total[0]
                while a_lever in calcules:
                    a_lever = calcules[a_lever].plus[0]
                ligne[a_lever] = (ligne[a_lever] or 0) + max(0, manque)
        for regle in self._regles(Estimation):
            ligne |= {regle.coef_type: "part_doublons", regle.coef: 40, "coef_min": 30, "coef_max": 50, "coef_origine": "mesure_locale"}
            ligne[regle.resultat] = round(ligne[regle.nombre] * 0.6)
        return ligne

    def _conditions(self, ligne: Ligne) -> Ligne:
        """Fill or empty what the rules want filled or empty in this row."""
        for regle in self._regles(Condition):
            if not _vise(regle, ligne):
                continue
            for c in regle.champs:
                if regle.alors == "vide":
                    ligne[c] = None
                elif ligne[c] is None:
                    champ = self.contrat.champ(c)
                    ligne[c] = self.hasard.choice(champ.modalites) if champ.type == "code" else self._valeur(champ, ligne)
        for regle in (r for r in self._regles(AuMoinsUn) if _vise(r, ligne)):
            ligne[regle.champs[0]] = self.contrat.champ(regle.champs[0]).exemple
        return ligne

    def _repartir(self, groupe: list[Ligne]) -> list[Ligne]:
        """Cut numbers into the rows that the rules add up, then add up those that are sums of others."""
        entier = self.hasard.randint(60, 900)
        for regle in self._regles(SommesEgales, Repartition):
            sauf = regle.sauf if isinstance(regle, Repartition) else []
            for semblables in self._semblables([ligne for ligne in groupe if _vise(regle, ligne)], {regle.champ}):
                self._couper([ligne for ligne in semblables if ligne[regle.champ] not in sauf], regle.mesure, entier)
                for ligne in semblables if isinstance(regle, Repartition) else []:
                    ligne[regle.base] = entier
        for regle in self._regles(Total):
            for semblables in self._semblables(groupe, {r.champ for r in self._regles(Total)}):
                parts = [ligne for ligne in semblables if ligne[regle.champ] != regle.total]
                total = next(ligne for ligne in semblables if all(ligne[r.champ] == r.total for r in self._regles(Total)))
                self._couper(parts, regle.mesure, total[regle.mesure])
        for regle in reversed([*self._regles(IdentiteLignes)]):
            for semblables in self._semblables(groupe, {regle.champ}):
                par_code = {ligne[regle.champ]: ligne for ligne in semblables}
                par_code[regle.resultat][regle.mesure] = sum(par_code[c][regle.mesure] for c in regle.plus)
        for regle in self._regles(Borne):
            for ligne in groupe if any(self._regles(Total)) else []:
                if _vise(regle, ligne) and ligne[regle.parts[0]] is not None:
                    ligne[regle.parts[0]] = min(ligne[regle.parts[0]], ligne[regle.total[0]] or 0)
        return groupe

    def _semblables(self, groupe: list[Ligne], sauf: set[str]) -> list[list[Ligne]]:
        """The rows gathered by what they share in the other columns of the key."""
        gerbes: dict[tuple, list[Ligne]] = {}
        for ligne in groupe:
            gerbes.setdefault(tuple(ligne[c] for c in self.contrat.cle if c not in sauf), []).append(ligne)
        return list(gerbes.values())

    def _couper(self, parts: list[Ligne], mesure: str, entier: int) -> None:
        bornes = [0, *sorted(self.hasard.randint(0, entier) for _ in parts[1:]), entier]
        for ligne, debut, fin in zip(parts, bornes, bornes[1:], strict=False):
            ligne[mesure] = fin - debut


def _vise(regle: Regle, ligne: Ligne) -> bool:
    """Whether a rule bears on a row."""
    exclue = bool(regle.sauf_si) and all(texte(ligne[c]) in codes for c, codes in regle.sauf_si.items())
    return not exclue and all(texte(ligne[c]) in codes for c, codes in regle.si.items())
