"""One attacker against one set of linked unknown cells: the linear programs, and the whole ones where they are needed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import highspy
import numpy as np

from catalogue.erreurs import Impossible, Refus
from publication.secret.nombres import en_francais
from publication.secret.systeme import VuePublique

PRECISION = 1e-6
Mouvement = tuple[np.ndarray, np.ndarray]  # cells, by how much each changes


@dataclass(frozen=True)
class Temoins:
    """Tables offered as possible, each checked before it is believed: `valeurs` plus a few cells (`rangs`, `ecarts`)."""

    valeurs: np.ndarray
    mouvements: Sequence[Mouvement]


@dataclass(frozen=True)
class Morceau:
    """Unknown cells that share equations: their ranks, and the equations reduced to them (`droite`: minus the known part)."""

    rangs: np.ndarray
    lignes: np.ndarray
    ptr: np.ndarray
    col: np.ndarray
    coef: np.ndarray
    droite: np.ndarray

    def juste(self, point: np.ndarray) -> bool:
        """Whether a value for each cell satisfies the equations."""
        return bool((np.abs(self._sommes(point) - self.droite) <= PRECISION).all())

    def equilibre(self, cellules: np.ndarray, ecarts: np.ndarray) -> bool:
        """Whether a change of a few cells keeps all equations satisfied."""
        point = np.zeros(len(self.rangs))
        point[cellules] = ecarts
        return bool((np.abs(self._sommes(point)) <= PRECISION).all())

    def _sommes(self, point: np.ndarray) -> np.ndarray:
        ligne = np.repeat(np.arange(len(self.droite)), np.diff(self.ptr))
        return np.bincount(ligne, self.coef * point[self.col], len(self.droite)) if len(self.droite) else np.empty(0)


def decouper(vue: VuePublique) -> list[Morceau]:
    """The unknown cells of a view, by sets that no equation links."""
    inconnue = vue.bas < vue.haut
    ligne = np.repeat(np.arange(len(vue.ptr) - 1), np.diff(vue.ptr))
    couleur = np.arange(len(vue.cles))
    utile = inconnue[vue.col]
    lu, cu, ku = ligne[utile], vue.col[utile], vue.coef[utile]
    while True:
        par_ligne = np.full(len(vue.ptr) - 1, len(vue.cles))
        np.minimum.at(par_ligne, lu, couleur[cu])
        nouvelle = couleur.copy()
        np.minimum.at(nouvelle, cu, par_ligne[lu])
        nouvelle = nouvelle[nouvelle]
        if np.array_equal(nouvelle, couleur):
            break
        couleur = nouvelle
    connu = np.bincount(ligne[~utile], vue.coef[~utile] * vue.bas[vue.col[~utile]], len(vue.ptr) - 1)
    ordre = np.argsort(couleur[cu], kind="stable")
    groupes = np.split(ordre, np.flatnonzero(np.diff(couleur[cu][ordre])) + 1) if len(ordre) else []
    liees = [_morceau(lu[g], cu[g], ku[g], connu) for g in groupes]
    seules = np.setdiff1d(np.flatnonzero(inconnue), cu)
    vide = np.empty(0, int)
    return liees + [Morceau(np.array([i]), vide, np.array([0]), vide, np.empty(0), np.empty(0)) for i in seules]


def _morceau(ligne: np.ndarray, cellule: np.ndarray, coef: np.ndarray, connu: np.ndarray) -> Morceau:
    rangs, col = np.unique(cellule, return_inverse=True)
    lignes, place = np.unique(ligne, return_inverse=True)
    ordre = np.argsort(place, kind="stable")
    ptr = np.concatenate([[0], np.cumsum(np.bincount(place))])
    return Morceau(rangs, lignes, ptr, col[ordre], coef[ordre], -connu[lignes])


@dataclass(frozen=True)
class Offres:
    """Offered tables that satisfy the equations of one set of cells, as (start of each, cells, values of those cells)."""

    depart: np.ndarray
    depart_juste: bool
    debuts: np.ndarray
    cellules: np.ndarray
    valeurs: np.ndarray

    @classmethod
    def verifiees(cls, vue: VuePublique, morceau: Morceau, depart: np.ndarray, mouvements: Sequence[Mouvement]) -> Offres:
        """Those of `mouvements`, from the values `depart`, that keep whole numbers whole and break no equation."""
        retenus = [(c, e) for c, e in mouvements if morceau.equilibre(c, e)]
        cellules = np.concatenate([c for c, _ in retenus]) if retenus else np.empty(0, int)
        ecarts = np.concatenate([e for _, e in retenus]) if retenus else np.empty(0)
        debuts = np.cumsum([0] + [len(c) for c, _ in retenus])[:-1] if retenus else np.empty(0, int)
        valeurs = depart[cellules] + ecarts
        entier = vue.entier[morceau.rangs]
        faux = entier[cellules] & (np.abs(valeurs - np.round(valeurs)) > PRECISION)
        valeurs[faux] = np.nan
        entiers = (np.abs(depart - np.round(depart))[entier] <= PRECISION).all()
        return cls(depart, bool(entiers and morceau.juste(depart)), debuts, cellules, valeurs)


def offrir(vue: VuePublique, morceaux: Sequence[Morceau], temoins: Temoins) -> list[Offres]:
    """For each set of cells, what `temoins` offers there: moves that stay inside the set, checked."""
    place, chez = np.zeros(len(vue.cles), int), np.full(len(vue.cles), -1)
    for m, morceau in enumerate(morceaux):
        place[morceau.rangs], chez[morceau.rangs] = np.arange(len(morceau.rangs)), m
    par_morceau: list[list[Mouvement]] = [[] for _ in morceaux]
    for rangs, ecarts in temoins.mouvements:
        if chez[rangs[0]] >= 0 and (chez[rangs] == chez[rangs[0]]).all():
            par_morceau[chez[rangs[0]]].append((place[rangs], ecarts))
    return [Offres.verifiees(vue, m, temoins.valeurs[m.rangs], siens) for m, siens in zip(morceaux, par_morceau)]


def incoherente(nom: str, ecart: float) -> Refus:
    """The refusal that names an equation that the public numbers break, and by how much."""
    return Refus("secret.publication_incoherente", equation=nom, ecart=en_francais(float(ecart)))


class Adversaire:
    """One attacker against one set of linked unknowns. `vu_bas`, `vu_haut`: extremes of the tables found possible."""

    def __init__(self, vue: VuePublique, morceau: Morceau, bas: np.ndarray, haut: np.ndarray):
        self.vue, self.morceau = vue, morceau
        self.bas, self.haut = bas[morceau.rangs], haut[morceau.rangs]
        self.entier = vue.entier[morceau.rangs]
        self.place = {i: k for k, i in enumerate(morceau.rangs.tolist())}
        self.vu_bas = np.full(len(morceau.rangs), np.inf)
        self.vu_haut = np.full(len(morceau.rangs), -np.inf)
        self._lp: highspy.Highs | None = None
        self._mip: highspy.Highs | None = None

    def ecouter(self, offres: Offres) -> None:
        """Keep what the tables offered show to be possible, if they fit what this attacker knows."""
        if not offres.depart_juste or not ((offres.depart >= self.bas - PRECISION) & (offres.depart <= self.haut + PRECISION)).all():
            return
        self._noter(offres.depart)
        juste = (offres.valeurs >= self.bas[offres.cellules] - PRECISION) & (offres.valeurs <= self.haut[offres.cellules] + PRECISION)
        croit = np.logical_and.reduceat(juste, offres.debuts) if len(offres.debuts) else np.empty(0, bool)
        garde = np.repeat(croit, np.diff(np.append(offres.debuts, len(offres.cellules))))
        np.minimum.at(self.vu_bas, offres.cellules[garde], offres.valeurs[garde])
        np.maximum.at(self.vu_haut, offres.cellules[garde], offres.valeurs[garde])

    def extremes(self, i: int, assez: Callable[[float, float], bool] | None) -> tuple[float, float, bool]:
        """(lowest, highest value of the cell of rank i, exact or not); stops as soon as `assez` of the values seen is true."""
        k = self.place[i]
        if assez is not None and assez(self.vu_bas[k], self.vu_haut[k]):
            return float(self.vu_bas[k]), float(self.vu_haut[k]), False
        bas = self.bas[k] if self.vu_bas[k] <= self.bas[k] else self._extreme(k, -1)
        haut = self.haut[k] if self.vu_haut[k] >= self.haut[k] else self._extreme(k, 1)
        return float(bas) + 0.0, float(haut) + 0.0, True  # + 0.0: no « −0 »

    def _entier(self, point: np.ndarray) -> bool:
        return bool((np.abs(point - np.round(point))[self.entier] <= PRECISION).all())

    def _noter(self, point: np.ndarray) -> None:
        point = np.where(self.entier, np.round(point), point)
        np.minimum(self.vu_bas, point, out=self.vu_bas)
        np.maximum(self.vu_haut, point, out=self.vu_haut)

    def _extreme(self, k: int, sens: int) -> float:
        """The lowest (−1) or highest (1) value of cell k; infinite when nothing limits it."""
        if self._lp is None:
            self._lp = self._modele()
        valeur, point = self._resoudre(self._lp, k, sens)
        if point is None or not self.entier.any():
            return valeur
        if self._entier(point):
            self._noter(point)
        if not self.entier[k]:
            return valeur
        borne = float(np.floor(valeur + PRECISION) if sens > 0 else np.ceil(valeur - PRECISION))
        if self._entier(point) or (self.vu_haut[k] >= borne if sens > 0 else self.vu_bas[k] <= borne):
            return borne
        return self._extreme_entier(k, sens)

    def _extreme_entier(self, k: int, sens: int) -> float:
        if self._mip is None:
            self._mip = self._modele()
            self._mip.setOptionValue("presolve", "on")
            colonnes = np.flatnonzero(self.entier).astype(np.int32)
            self._mip.changeColsIntegrality(len(colonnes), colonnes, np.array([highspy.HighsVarType.kInteger] * len(colonnes)))
        valeur, point = self._resoudre(self._mip, k, sens)
        if point is not None:
            self._noter(point)
        return float(np.round(valeur))

    def _resoudre(self, highs: highspy.Highs, k: int, sens: int) -> tuple[float, np.ndarray | None]:
        highs.changeColCost(k, -float(sens))
        highs.run()
        etat = highs.getModelStatus()
        point = np.array(highs.getSolution().col_value)
        highs.changeColCost(k, 0.0)
        if etat == highspy.HighsModelStatus.kOptimal:
            return float(point[k]), point
        if etat in (highspy.HighsModelStatus.kUnbounded, highspy.HighsModelStatus.kUnboundedOrInfeasible):
            return sens * np.inf, None
        if etat == highspy.HighsModelStatus.kInfeasible:
            raise Refus.groupe([incoherente(self.vue.noms[j], e) for j, e in self._fautives()])
        raise Impossible("secret.solveur", etat=highs.modelStatusToString(etat))

    def _modele(self, souple: bool = False) -> highspy.Highs:
        m, n = self.morceau, len(self.morceau.rangs)
        lp = highspy.HighsLp()
        lignes = len(m.droite)
        lp.num_col_, lp.num_row_ = n + (2 * lignes if souple else 0), lignes
        plus = 2 * lignes if souple else 0
        lp.col_cost_ = np.concatenate([np.zeros(n), np.ones(plus)])
        lp.col_lower_ = np.concatenate([self.bas, np.zeros(plus)])
        lp.col_upper_ = np.concatenate([self.haut, np.full(plus, np.inf)])
        lp.row_lower_ = lp.row_upper_ = m.droite
        ligne = np.repeat(np.arange(lignes), np.diff(m.ptr))
        extra = np.arange(lignes) if souple else np.empty(0, int)
        ou = np.concatenate([ligne, extra, extra])
        ordre = np.argsort(ou, kind="stable")
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        lp.a_matrix_.start_ = np.concatenate([[0], np.cumsum(np.bincount(ou, minlength=lignes))]).astype(np.int32)
        lp.a_matrix_.index_ = np.concatenate([m.col, n + extra, n + lignes + extra])[ordre].astype(np.int32)
        lp.a_matrix_.value_ = np.concatenate([m.coef, np.ones(len(extra)), -np.ones(len(extra))])[ordre]
        highs = highspy.Highs()
        highs.setOptionValue("output_flag", False)
        highs.setOptionValue("threads", 1)
        highs.setOptionValue("presolve", "off")
        highs.setOptionValue("mip_rel_gap", 0.0)
        highs.setOptionValue("simplex_strategy", 4)  # primal: only the objective changes from one question to the next
        highs.passModel(lp)
        return highs

    def _fautives(self) -> list[tuple[int, float]]:
        """Equations that must bend for any table to fit, and by how much, most first."""
        highs = self._modele(souple=True)
        highs.run()
        x, n, lignes = np.array(highs.getSolution().col_value), len(self.morceau.rangs), len(self.morceau.droite)
        ecart = x[n:n + lignes] + x[n + lignes:]
        ordre = [k for k in np.argsort(-ecart) if ecart[k] > PRECISION][:5]
        return [(int(self.morceau.lignes[k]), float(ecart[k])) for k in ordre] or [(int(self.morceau.lignes[0]), 0.0)]
