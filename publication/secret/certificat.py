"""The certificate of an edition: what the adversary could prove about each hidden cell, for exactly these tables.

It holds intervals around hidden numbers and tells primary from complementary cells: it is confidential.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field

from publication.secret.adversaire import Temoins
from publication.secret.attaque import ETRANGER, Intervalle, Question, attaquer, portee
from publication.secret.complementaire import Protection
from publication.secret.exigences import Declarant, Exigence, exigence_face_a, fusionner
from publication.secret.systeme import Systeme

METHODE = "1"


@dataclass(frozen=True)
class Ligne:
    """One hidden cell. `bas`, `haut`: what the outsider proves (`exact`), or at least what he cannot exclude.

    `requis_bas`, `requis_haut`, `requis_largeur`: what had to stay possible (None for a complementary cell). `pire`: the
    declarants, if any, against whom it does not hold. `sur`: it holds against everybody.
    """

    cle: str
    statut: str
    motifs: tuple[str, ...]
    bas: float
    haut: float
    exact: bool
    requis_bas: float | None
    requis_haut: float | None
    requis_largeur: float | None
    pire: tuple[str, ...]
    sur: bool


@dataclass(frozen=True)
class Certificat:
    """`entree`, `sortie`: sha256 of the confidential system with its requirements and attackers, and of the public view.

    `fichiers`: sha256 of the published files, by name, as the caller computed them. `cout`, `borne`, `ecart`, `arret`: what
    the solver says of the choice. `declarants`: how many were let attack.
    """

    methode: str
    entree: str
    sortie: str
    fichiers: dict[str, str]
    cout: float
    borne: float
    ecart: float
    arret: str
    declarants: int
    lignes: tuple[Ligne, ...] = field(default_factory=tuple)

    @property
    def sur(self) -> bool:
        return all(ligne.sur for ligne in self.lignes)

    def en_json(self) -> str:
        """Canonical text: same certificate, same bytes. Infinite ends are written as null."""
        brut = asdict(self)
        for ligne in brut["lignes"]:
            ligne.update({bout: None for bout in ("bas", "haut") if math.isinf(ligne[bout])})
        return json.dumps(brut, ensure_ascii=False, indent=1, sort_keys=True, allow_nan=False) + "\n"

    @classmethod
    def depuis_json(cls, texte: str) -> Certificat:
        brut = json.loads(texte)
        infinis = {"bas": -math.inf, "haut": math.inf}
        lignes = [{**x, **{bout: infini for bout, infini in infinis.items() if x[bout] is None}} for x in brut.pop("lignes")]
        return cls(**brut, lignes=tuple(
            Ligne(**{**x, "motifs": tuple(x["motifs"]), "pire": tuple(x["pire"])}) for x in lignes))


def certifier(systeme: Systeme, exigences: Sequence[Exigence], protection: Protection, declarants: Sequence[Declarant] = (),
              *, fichiers: Mapping[str, str] | None = None, exact: bool = True) -> Certificat:
    """Attack what `protection` leaves public and write down what was found, whether it holds or not.

    `exact` asks for the outsider's exact interval of every hidden cell; otherwise each attack stops when the requirement
    is met. Declarants are always attacked with questions only.
    """
    exigences = fusionner(exigences)
    par_cle = {e.cle: e for e in exigences}
    vue = systeme.vue(protection.caches)
    temoins = Temoins(systeme.valeurs, protection.mouvements)
    questions = [q for e in exigences for q in [_question(systeme, e, None)] if q is not None]
    concernees = portee(vue, declarants)
    questions += [q for d in declarants for cle in sorted(concernees[d.nom] & par_cle.keys())
                  for q in [_question(systeme, par_cle[cle], d)] if q is not None]
    curiosites = [Question(c, ETRANGER, math.inf, -math.inf, 0.0) for c in protection.secrets if c not in par_cle]
    reponses = attaquer(vue) if exact else attaquer(vue, (), [*questions, *curiosites], temoins)
    if declarants:
        reponses += attaquer(vue, declarants, [q for q in questions if q.attaquant != ETRANGER], temoins)
    trouve = {(r.cle, r.attaquant): r for r in reponses}
    fautes: dict[str, list[str]] = {}
    for q in questions:
        r = trouve.get((q.cle, q.attaquant))
        if r is None or not q.repondue(r.bas, r.haut):
            fautes.setdefault(q.cle, []).append(q.attaquant)
    lignes = tuple(_ligne(systeme, cle, statut, par_cle.get(cle), trouve.get((cle, ETRANGER)), fautes.get(cle, []))
                   for cle, statut in sorted(protection.secrets.items()))
    return Certificat(METHODE, empreinte_entree(systeme, exigences, declarants), vue.empreinte(), dict(fichiers or {}),
                      protection.cout, protection.borne, protection.ecart, protection.arret, len(declarants), lignes)


def certificat_valide(certificat: Certificat, systeme: Systeme, exigences: Sequence[Exigence], caches: frozenset[str],
                      declarants: Sequence[Declarant] = (), fichiers: Mapping[str, str] | None = None) -> bool:
    """Whether the certificate is about exactly this input, this public view and these files, and found it all safe.

    Every sensitive cell and every hidden cell must have its line, hold, and hold on the numbers written in it.
    """
    par_cle = {ligne.cle: ligne for ligne in certificat.lignes}
    exigences = fusionner(exigences)
    return (
        certificat.methode == METHODE
        and certificat.entree == empreinte_entree(systeme, exigences, declarants)
        and certificat.sortie == systeme.vue(caches).empreinte()
        and certificat.fichiers == dict(fichiers or {})
        and certificat.declarants == len(declarants)
        and par_cle.keys() == set(caches) and len(par_cle) == len(certificat.lignes)
        and all(e.cle in par_cle for e in exigences)
        and all(_question(systeme, e, None).repondue(par_cle[e.cle].bas, par_cle[e.cle].haut) for e in exigences)
        and certificat.sur
    )


def empreinte_entree(systeme: Systeme, exigences: Sequence[Exigence], declarants: Sequence[Declarant]) -> str:
    """sha256 of the confidential system, of what must stay uncertain and of what each declarant knows."""
    somme = hashlib.sha256(systeme.empreinte().encode())
    for e in sorted(exigences, key=lambda e: e.cle):
        somme.update(f"{e.cle}|{e.haut!r}|{e.bas!r}|{e.largeur!r}|{e.seuil!r}\n".encode())
    for d in sorted(declarants, key=lambda d: d.nom):
        somme.update(f"{d.nom}|{sorted(d.apports.items())}|{sorted(d.exclusives)}\n".encode())
    return somme.hexdigest()


def _question(systeme: Systeme, e: Exigence, declarant: Declarant | None) -> Question | None:
    valeur = float(systeme.valeurs[systeme.rang[e.cle]])
    vise = e if declarant is None else exigence_face_a(e, valeur, declarant)
    if vise is None:
        return None
    return Question(e.cle, declarant.nom if declarant else ETRANGER, valeur - vise.bas, valeur + vise.haut, vise.largeur)


def _ligne(systeme: Systeme, cle: str, statut: str, e: Exigence | None, r: Intervalle | None, fautes: list[str]) -> Ligne:
    valeur = float(systeme.valeurs[systeme.rang[cle]])
    bas, haut, exact = (r.bas, r.haut, r.exact) if r is not None else (valeur, valeur, False)
    requis = (valeur - e.bas, valeur + e.haut, e.largeur) if e is not None else (None, None, None)
    return Ligne(cle, statut, e.motifs if e else (), bas, haut, exact, *requis, tuple(fautes), not fautes)
