"""Which cells are sensitive, by the rules of their source; each rule is a parameter that carries its reason."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from catalogue.erreurs import Refus
from publication.secret.exigences import Exigence, fusionner
from publication.secret.systeme import PUBLIEE, Cellule, Systeme


@dataclass(frozen=True)
class Parametre:
    """The value of a rule and why it has that value. None switches the rule off; the reason then says why it is off."""

    valeur: object
    raison: str


@dataclass(frozen=True)
class Regles:
    """The rules of one source.

    `seuil` t: counts from 1 to t − 1. `declarants_min` k: fewer than k declarants (and at least one). `dominance` (n, pct):
    the n first declarants hold more than pct %. `p_pourcent` p: the second can estimate the first to within p %.
    `drapeau`: cells that the producer marks. `marge_pct`: for the rules that give no interval of their own (declarants,
    flag), how far the cell must stay uncertain, in % of its value. `zeros_sensibles`: zeros of these dimensions, next to a
    total that is not zero. `modalites_pleines`: dimensions where a total that sits in one category says something of
    everybody in it. Raises Refus `secret.regle_sans_raison`, `secret.regle_mal_reglee`.
    """

    source: str
    seuil: Parametre
    drapeau: Parametre = Parametre(True, "la règle du producteur s’applique à ses données")
    declarants_min: Parametre = Parametre(None, "protège les entreprises, pas des personnes comptées")
    dominance: Parametre = Parametre(None, "protège les entreprises, pas des personnes comptées")
    p_pourcent: Parametre = Parametre(None, "protège les entreprises, pas des personnes comptées")
    marge_pct: Parametre = Parametre(10.0, "usage de la statistique d’entreprises")
    zeros_sensibles: Parametre = Parametre((), "un zéro de comptage est publié")
    modalites_pleines: Parametre = Parametre((), "à décider source par source")

    def __post_init__(self) -> None:
        for nom in ("seuil", "drapeau", "declarants_min", "dominance", "p_pourcent", "marge_pct", "zeros_sensibles",
                    "modalites_pleines"):
            if not getattr(self, nom).raison.strip():
                raise Refus("secret.regle_sans_raison", source=self.source, regle=nom)
        seuil, dominance = self.seuil.valeur, self.dominance.valeur
        if seuil is not None and not (isinstance(seuil, int) and seuil >= 2):
            raise Refus("secret.regle_mal_reglee", source=self.source, regle="seuil", valeur=seuil,
                        attendu="un entier d’au moins 2, ou rien")
        if dominance is not None and not (dominance[0] >= 1 and 0 < dominance[1] < 100):
            raise Refus("secret.regle_mal_reglee", source=self.source, regle="dominance", valeur=dominance,
                        attendu="un nombre de déclarants et un pourcentage entre 0 et 100, ou rien")


@dataclass(frozen=True)
class Profil:
    """Who makes a cell: number of declarants, and the largest contributions in decreasing order (as many as known)."""

    declarants: int
    premiers: tuple[float, ...] = ()


@dataclass(frozen=True)
class Primaires:
    """`exigences`: what must stay uncertain. `deja_publiees`: cells that a rule would hide, but the producer has published."""

    exigences: list[Exigence] = field(default_factory=list)
    deja_publiees: list[str] = field(default_factory=list)


def primaires(systeme: Systeme, regles: Regles, *, perimetre: Collection[str] | None = None,
              profils: Mapping[str, Profil] | None = None, drapeaux: Collection[str] = frozenset()) -> Primaires:
    """The sensitive cells among `perimetre` (all by default), with what must stay uncertain about each."""
    voulues = [c for c in systeme.cellules if c.affichee is None and (perimetre is None or c.cle in perimetre)]
    trouvees = [e for c in voulues for e in _par_cellule(c, regles, (profils or {}).get(c.cle), c.cle in drapeaux)]
    trouvees += _par_equation(systeme, regles, {c.cle for c in voulues})
    publiees = {c.cle for c in voulues if c.etat == PUBLIEE}
    return Primaires([e for e in fusionner(trouvees) if e.cle not in publiees],
                     sorted({e.cle for e in trouvees} & publiees))


def _par_cellule(c: Cellule, regles: Regles, profil: Profil | None, drapeau: bool) -> Iterable[Exigence]:
    marge = max(1.0 if c.entier else 0.0, regles.marge_pct.valeur / 100.0 * abs(c.valeur))
    if regles.seuil.valeur is not None and 0 < c.valeur < regles.seuil.valeur:
        yield petit_nombre(c.cle, c.valeur, regles.seuil.valeur)
    if drapeau and regles.drapeau.valeur:
        yield _autour(c, marge, "drapeau")
    if profil is None or c.valeur <= 0:
        return
    if regles.declarants_min.valeur is not None and 0 < profil.declarants < regles.declarants_min.valeur:
        yield _autour(c, marge, "declarants_min")
    if regles.dominance.valeur is not None:
        n, pct = regles.dominance.valeur
        besoin = sum(profil.premiers[:n]) * 100.0 / pct - c.valeur
        if besoin > 0:
            yield _autour(c, besoin, "dominance")
    if regles.p_pourcent.valeur is not None and profil.premiers:
        deux = (*profil.premiers[:2], 0.0)[:2]
        besoin = regles.p_pourcent.valeur / 100.0 * deux[0] - (c.valeur - deux[0] - deux[1])
        if besoin > 0:
            yield _autour(c, besoin, "p_pourcent")


def petit_nombre(cle: str, valeur: float, seuil: float) -> Exigence:
    """Nobody may exclude the threshold, nor one less than the value, nor narrow the range under the threshold."""
    return Exigence(cle, seuil - valeur, min(valeur, 1.0), seuil, ("seuil",), seuil)


def _autour(c: Cellule, besoin: float, motif: str) -> Exigence:
    besoin = float(math.ceil(besoin - 1e-9)) if c.entier else besoin
    bas = min(besoin, c.valeur - c.connue[0])
    return Exigence(c.cle, besoin, bas, besoin + bas, (motif,))


def _par_equation(systeme: Systeme, regles: Regles, voulues: set[str]) -> list[Exigence]:
    """Zeros and full categories: sums « total = parts » over the dimensions that the rules name."""
    zeros, pleines = set(regles.zeros_sensibles.valeur), set(regles.modalites_pleines.valeur)
    trouvees = []
    for k, equation in enumerate(systeme.equations):
        if equation.dimension not in zeros | pleines:
            continue
        cellules = systeme.col[systeme.ptr[k]:systeme.ptr[k + 1]]
        total, parts = systeme.valeurs[cellules[0]], cellules[1:]
        if total <= 0:
            continue
        nuls = parts[systeme.valeurs[parts] == 0]
        pleine = parts[systeme.valeurs[parts] == total]
        if equation.dimension in zeros:
            trouvees += [Exigence(systeme.cles[i], 1.0, 0.0, 1.0, ("zero_sensible",)) for i in nuls]
        if equation.dimension in pleines and len(pleine) and len(nuls):
            trouvees += [Exigence(systeme.cles[i], 0.0, 1.0, 1.0, ("modalite_pleine",)) for i in pleine]
            trouvees += [Exigence(systeme.cles[i], 1.0, 0.0, 1.0, ("modalite_pleine",)) for i in nuls]
    return [e for e in trouvees if e.cle in voulues]
