"""`catalogue/contrats/<retour>/` → typed contracts. `schema.json` is the only place for columns, `regles.yaml` for rules.

What several contracts share is written once in `communs/`: a field that is only named (`{"name": "annee", "x-miprof": {"commun": true}}`)
takes its definition there, and a rule that says `commun: <id>` takes its wording there; both may replace any of its keys.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from pydantic import ConfigDict, Field, ValidationError

from catalogue.chargement import lire_nomenclatures, refus_de_validation
from catalogue.contrats import regles
from catalogue.contrats.modeles import Champ, Contrat
from catalogue.contrats.regles import ListeLiee, Regle
from catalogue.erreurs import Impossible, Refus, suggestion
from catalogue.modeles import Definition
from catalogue.strategie import lire_strategie

RACINE = Path(__file__).parent
COMMUNS = "communs"
MESURES = "mesures_strategie"
CODES_BOOLEENS = ["oui", "non"]
TYPES = {"string": "texte", "integer": "entier", "number": "decimal", "date": "date", "year": "annee", "boolean": "booleen"}


class _Contraintes(Definition):
    required: bool = False
    unique: bool = False
    minimum: float | None = None
    maximum: float | None = None
    pattern: str | None = None
    maxLength: int | None = None
    enum: list[str] | None = None


class _Miprof(Definition):
    commun: bool = False
    libelles: dict[str, str] = {}
    nomenclature: str | None = None
    selon: str | None = None
    listes: dict[str, dict[str, str]] = {}
    unite: str | None = None
    unite_selon: str | None = None
    personnes: bool = False
    depiste: bool = False
    a_confirmer: str | None = None


class _Field(Definition):
    """A field of a Table Schema, as the catalogue writes it."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    name: str
    title: str
    type: str
    description: str
    example: str
    trueValues: list[str] = []
    falseValues: list[str] = []
    constraints: _Contraintes = _Contraintes()
    miprof: _Miprof = Field(alias="x-miprof", default=_Miprof())


class _Descripteur(Definition):
    """The head of a `schema.json`."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    name: str
    title: str
    version: str
    description: str
    missingValues: list[str]
    fields: list[dict[str, Any]]
    primaryKey: list[str]
    miprof: dict[str, Any] = Field(alias="x-miprof")


@cache
def charger_contrats(racine: Path = RACINE) -> dict[str, Contrat]:
    """Every contract by its identifier. Raises Refus with every error: file, key, found, expected."""
    contrats, refus = {}, []
    for dossier in sorted(p.parent for p in racine.glob("*/schema.json") if p.parent.name != COMMUNS):
        try:
            contrats[dossier.name] = _Lecture(dossier).contrat()
        except Refus as e:
            refus += e.refus
    if refus:
        raise Refus.groupe(refus)
    return contrats


def lire_contrat(id: str) -> Contrat:
    """One contract. Raises Impossible, naming the known ones, when there is none of that name."""
    contrats = charger_contrats()
    if id not in contrats:
        raise Impossible("contrats.inconnu", valeur=id, connus=", ".join(contrats), suggestion=suggestion(id, set(contrats)))
    return contrats[id]


def exemple(id: str, racine: Path = RACINE) -> Path:
    """The committed example of a contract's return: a CSV file with « ; », one header row."""
    return racine / id / "exemple.csv"


class _Lecture:
    """One contract being read, with what it shares with the others."""

    def __init__(self, dossier: Path):
        self.dossier, self.communs = dossier, dossier.parent / COMMUNS

    def contrat(self) -> Contrat:
        descripteur = self._valider("schema.json", _Descripteur, _json(self.dossier / "schema.json"))
        champs = [self._champ(f) for f in descripteur.fields]
        regles = [self._regle(r) for r in _yaml(self.dossier / "regles.yaml")]
        contrat = self._valider("schema.json", Contrat, {
            "id": descripteur.name, "titre": descripteur.title, "version": descripteur.version, "description": descripteur.description,
            **descripteur.miprof, "champs": champs, "cle": descripteur.primaryKey, "regles": regles})
        if refus := [*self._liens(contrat)]:
            raise Refus.groupe(refus)
        return contrat

    def _champ(self, ecrit: dict[str, Any]) -> Champ:
        if ecrit.get("x-miprof", {}).get("commun"):
            ecrit = _fusion(self._commun(_json(self.communs / "schema.json")["fields"], "name", ecrit.get("name"), "schema.json"), ecrit)
        f = self._valider("schema.json", _Field, ecrit)
        c, m = f.constraints, f.miprof
        if f.type not in TYPES:
            raise Refus("catalogue.valeur_hors_liste", fichier=self._nom("schema.json"), cle=f"{f.name}.type", valeur=f.type, attendu=", ".join(TYPES))
        codes = self._codes(f)
        return self._valider("schema.json", Champ, {
            "nom": f.name, "titre": f.title, "type": "code" if codes is not None else TYPES[f.type], "description": f.description,
            "exemple": f.example, "obligatoire": c.required, "minimum": c.minimum, "maximum": c.maximum, "motif": c.pattern,
            "longueur_max": c.maxLength, "modalites": None if codes is None else list(codes), "libelles": codes or {},
            "nomenclature": m.nomenclature, "selon": m.selon, "listes": m.listes, "unite": m.unite, "unite_selon": m.unite_selon,
            "personnes": m.personnes, "depiste": m.depiste, "a_confirmer": m.a_confirmer})

    def _codes(self, f: _Field) -> dict[str, str] | None:
        """Labels by code of a column of codes, None for any other."""
        if f.miprof.nomenclature == MESURES:
            return {str(m.numero): m.intitule for m in lire_strategie().mesures}
        if f.miprof.nomenclature:
            lignes = lire_nomenclatures().get(f.miprof.nomenclature)
            if lignes is None:
                raise self._lien(f"{f.name}.nomenclature", f.miprof.nomenclature, lire_nomenclatures())
            return {code: ligne.get("libelle") or ligne["nom"] for code, ligne in lignes.items()}
        if f.miprof.listes:
            return {code: libelle for liste in f.miprof.listes.values() for code, libelle in liste.items()}
        if f.constraints.enum is not None:
            if set(f.miprof.libelles) != set(f.constraints.enum):
                raise Refus("catalogue.valeur_refusee", fichier=self._nom("schema.json"), cle=f"{f.name}.libelles",
                            valeur=", ".join(f.miprof.libelles), detail="un libellé par modalité, ni plus ni moins")
            return {code: f.miprof.libelles[code] for code in f.constraints.enum}
        return None

    def _regle(self, ecrite: dict[str, Any]) -> Regle:
        if "commun" in ecrite:
            commune = self._commun(_yaml(self.communs / "regles.yaml"), "id", ecrite["commun"], "regles.yaml")
            ecrite = commune | {k: v for k, v in ecrite.items() if k != "commun"}
        modele = regles.TYPES.get(ecrite.get("type"))
        if modele is None:
            raise Refus("catalogue.valeur_hors_liste", fichier=self._nom("regles.yaml"), cle=f"{ecrite.get('id')}.type",
                        valeur=ecrite.get("type"), attendu=", ".join(regles.TYPES))
        return self._valider("regles.yaml", modele, ecrite)

    def _commun(self, definitions: list[dict], cle: str, valeur: object, fichier: str) -> dict[str, Any]:
        connues = {d[cle]: d for d in definitions}
        if valeur not in connues:
            raise self._lien("commun", str(valeur), connues, fichier)
        return connues[valeur]

    def _liens(self, contrat: Contrat):
        """Names that lead nowhere: columns of the key and of the rules, units, lists, words of the messages."""
        colonnes, unites = set(contrat.colonnes), lire_nomenclatures()["unites"]
        for nom in set(contrat.cle) - colonnes:
            yield self._lien("primaryKey", nom, colonnes)
        for champ in contrat.champs:
            for nom in {champ.selon, champ.unite_selon} - {None} - colonnes:
                yield self._lien(champ.nom, nom, colonnes)
            if champ.unite and champ.unite not in unites:
                yield self._lien(f"{champ.nom}.unite", champ.unite, unites)
            if champ.selon and champ.selon in colonnes:
                for code in set(champ.listes) ^ set(contrat.champ(champ.selon).modalites or []):
                    yield self._lien(f"{champ.nom}.listes", code, contrat.champ(champ.selon).modalites or [])
            if champ.selon and not any(isinstance(r, ListeLiee) and r.champ == champ.nom for r in contrat.regles):
                yield Refus("catalogue.valeur_refusee", fichier=self._nom("schema.json"), cle=champ.nom, valeur=champ.selon,
                            detail="une colonne qui dépend d’une autre demande sa règle « liste_liee »")
        for regle in contrat.regles:
            for nom in regle.colonnes() - colonnes:
                yield self._lien(regle.id, nom, colonnes, "regles.yaml")
            for nom, codes in regle.codes():
                connus = CODES_BOOLEENS if nom in colonnes and contrat.champ(nom).type == "booleen" else nom in colonnes and contrat.champ(nom).modalites
                for code in codes if connus else []:
                    if code not in connus:
                        yield self._lien(f"{regle.id}.{nom}", code, connus, "regles.yaml")
            for mot in regle.mots() - colonnes - regle.MOTS:
                yield self._lien(f"{regle.id}.message_fr", mot, colonnes | regle.MOTS, "regles.yaml")

    def _lien(self, cle: str, valeur: str, connus, fichier: str = "schema.json") -> Refus:
        return Refus("catalogue.lien_inconnu", fichier=self._nom(fichier), cle=cle, valeur=valeur, suggestion=suggestion(valeur, set(connus)))

    def _valider(self, fichier: str, modele: type, contenu: dict[str, Any]):
        try:
            return modele.model_validate(contenu)
        except ValidationError as e:
            raise refus_de_validation(self._nom(fichier), e, modele) from None

    def _nom(self, fichier: str) -> str:
        return f"contrats/{self.dossier.name}/{fichier}"


def _fusion(commun: dict[str, Any], ecrit: dict[str, Any]) -> dict[str, Any]:
    """The shared definition, where what is written wins, down to the constraints one by one."""
    dessous = {c: {**commun.get(c, {}), **ecrit.get(c, {})} for c in ("constraints", "x-miprof")}
    return {**commun, **ecrit, **dessous}


@cache
def _json(path: Path) -> Any:
    try:
        return json.loads(path.read_text("utf-8"))
    except ValueError as e:
        raise Refus("contrats.illisible", fichier=f"{path.parent.name}/{path.name}", detail=str(e)) from None


@cache
def _yaml(path: Path) -> Any:
    try:
        return yaml.safe_load(path.read_text("utf-8"))
    except yaml.YAMLError as e:
        raise Refus("catalogue.yaml_illisible", fichier=f"contrats/{path.parent.name}/{path.name}", detail=" ".join(str(e).split())) from None
