"""From the whole system to small independent problems: what cannot move is removed, what remains splits by itself.

A cell is movable when it may be hidden, is hidden already, or is shown as an interval. An equation with one movable cell
fixes it; this is repeated until nothing changes. Two cells alone in an equation move together and are hidden together.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence

import numpy as np

from catalogue.erreurs import Refus
from publication.secret.composante import JAMAIS, TOUJOURS, Cible, Composante
from publication.secret.exigences import Declarant, Exigence, exigence_face_a
from publication.secret.systeme import LIBRE, MASQUEE, PUBLIEE, Systeme


def reduire(systeme: Systeme, exigences: Sequence[Exigence], declarants: Sequence[Declarant] = (),
            zeros_masquables: bool = False) -> list[Composante]:
    """The independent problems that hold all `exigences`, larger first.

    Zero counts are published unless they are sensitive themselves or `zeros_masquables`. Raises Refus
    `secret.protection_impossible` when a sensitive cell is fixed by what is public already, or is public itself.
    """
    sensibles = {systeme.rang[e.cle]: e for e in exigences if max(e.haut, e.bas, e.largeur) > 0}
    if not sensibles:
        return []
    cachable, force = _etats(systeme, sensibles, zeros_masquables)
    _refuser_publiees(systeme, sensibles)
    mobile = _mobiles(systeme, cachable | force, sensibles)
    groupes = _groupes(systeme, mobile, cachable, force, sensibles)
    return [_composante(systeme, cellules, lignes, groupes, sensibles, declarants)
            for cellules, lignes in _decouper(systeme, mobile, groupes) if not sensibles.keys().isdisjoint(cellules)]


def _etats(systeme: Systeme, sensibles: dict[int, Exigence], zeros: bool) -> tuple[np.ndarray, np.ndarray]:
    etats = np.array([c.etat for c in systeme.cellules])
    affichee = np.array([c.affichee is not None for c in systeme.cellules], bool)
    cachable = (etats == LIBRE) & (zeros | affichee | (systeme.valeurs != 0))
    force = etats == MASQUEE
    force[list(sensibles)] = True
    return cachable & ~force, force


def _refuser_publiees(systeme: Systeme, sensibles: dict[int, Exigence]) -> None:
    publiees = [systeme.cles[i] for i in sensibles if systeme.cellules[i].etat == PUBLIEE]
    if publiees:
        raise Refus.groupe([Refus("secret.sensible_deja_publiee", cellule=c) for c in publiees])


def _mobiles(systeme: Systeme, masquable: np.ndarray, sensibles: dict[int, Exigence]) -> np.ndarray:
    libre = masquable & (systeme.connu_haut > systeme.connu_bas)
    mobile = libre | (np.minimum(systeme.vu_haut, systeme.connu_haut) > np.maximum(systeme.vu_bas, systeme.connu_bas))
    lignes = np.split(systeme.col, systeme.ptr[1:-1]) if len(systeme.ptr) > 1 else []
    lignes_de: list[list[int]] = [[] for _ in systeme.cles]
    for k, cellules in enumerate(lignes):
        for i in cellules.tolist():
            lignes_de[i].append(k)
    restant = np.array([int(mobile[c].sum()) for c in lignes], int)
    refus = [impossible(systeme, i, []) for i in sensibles if not mobile[i]]
    file = deque(np.flatnonzero(restant == 1).tolist())
    while file:
        k = file.popleft()
        seule = [i for i in lignes[k].tolist() if mobile[i]]
        if not seule:
            continue
        if seule[0] in sensibles:
            refus.append(impossible(systeme, seule[0], [i for i in lignes[k].tolist() if i != seule[0]]))
        mobile[seule[0]] = False
        for autre in lignes_de[seule[0]]:
            restant[autre] -= 1
            if restant[autre] == 1:
                file.append(autre)
    if refus:
        raise Refus.groupe(refus)
    return mobile


def impossible(systeme: Systeme, cellule: int, causes: Sequence[int], attaquant: str = "") -> Refus:
    """The refusal that names the sensitive cell and the cells that cannot be hidden and prove it, already published first."""
    ordre = sorted(causes, key=lambda i: systeme.cellules[i].etat != PUBLIEE)[:5]
    deja = [systeme.cles[i] for i in ordre if systeme.cellules[i].etat == PUBLIEE]
    noms = " ; ".join(deja or [systeme.cles[i] for i in ordre]) or "ce que tout le monde sait déjà"
    return Refus("secret.protection_impossible", cellule=systeme.cles[cellule], causes=noms,
                 attaquant=f" par le déclarant « {attaquant} »" if attaquant else "")


def _groupes(systeme: Systeme, mobile: np.ndarray, cachable: np.ndarray, force: np.ndarray,
             sensibles: dict[int, Exigence]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(group of each cell, group hidden in any case, group tied by more than aliases)."""
    pere = np.arange(len(systeme.cles))

    def racine(i: int) -> int:
        while pere[i] != i:
            pere[i] = pere[pere[i]]
            i = pere[i]
        return i

    exact = systeme.vu_bas == systeme.vu_haut
    declares: dict[str, int] = {}
    explicite = np.zeros(len(pere), bool)
    for i, c in enumerate(systeme.cellules):
        if c.groupe is not None and mobile[i]:
            premier = declares.setdefault(c.groupe, i)
            pere[racine(i)] = racine(premier)
            explicite[i] = explicite[premier] = True
    suiveuse = cachable | np.isin(np.arange(len(pere)), list(sensibles))
    for cellules in np.split(systeme.col, systeme.ptr[1:-1]) if len(systeme.ptr) > 1 else []:
        duo = cellules[mobile[cellules]]
        if len(duo) == 2 and exact[duo].all() and suiveuse[duo].all():
            pere[racine(int(duo[0]))] = racine(int(duo[1]))
    groupe = np.array([racine(i) for i in range(len(pere))])
    obligatoire, mixte = np.zeros(len(pere), bool), np.zeros(len(pere), bool)
    np.logical_or.at(obligatoire, groupe[np.flatnonzero(force)], True)
    np.logical_or.at(mixte, groupe[np.flatnonzero(explicite)], True)
    return groupe, obligatoire, mixte


def _decouper(systeme: Systeme, mobile: np.ndarray, groupes: tuple) -> list[tuple[list[int], list[int]]]:
    """Connected sets of movable cells, with their rows; explicit groups connect too. Larger first."""
    lignes = [c[mobile[c]].tolist() for c in np.split(systeme.col, systeme.ptr[1:-1])] if len(systeme.ptr) > 1 else []
    liens: dict[int, list[tuple[str, int]]] = {}
    membres: dict[tuple[str, int], list[int]] = {("ligne", k): c for k, c in enumerate(lignes) if c}
    for i in np.flatnonzero(mobile).tolist():
        membres.setdefault(("groupe", int(groupes[0][i])), []).append(i)
    for lien, cellules in membres.items():
        for i in cellules:
            liens.setdefault(i, []).append(lien)
    vues: set = set()
    morceaux = []
    for depart in np.flatnonzero(mobile).tolist():
        if depart in vues:
            continue
        pile, cellules, lignes_vues = [depart], [], []
        vues.add(depart)
        while pile:
            i = pile.pop()
            cellules.append(i)
            for lien in liens[i]:
                if lien in vues:
                    continue
                vues.add(lien)
                if lien[0] == "ligne":
                    lignes_vues.append(lien[1])
                nouvelles = [j for j in membres[lien] if j not in vues]
                vues.update(nouvelles)
                pile.extend(nouvelles)
        morceaux.append((sorted(cellules), sorted(lignes_vues)))
    return sorted(morceaux, key=lambda m: (-len(m[0]), m[0]))


def _composante(systeme: Systeme, cellules: list[int], lignes: list[int], groupes: tuple,
                sensibles: dict[int, Exigence], declarants: Sequence[Declarant]) -> Composante:
    rangs = np.array(cellules)
    local = np.full(len(systeme.cles), -1)
    local[rangs] = np.arange(len(rangs))
    decision, poids, pontable, fixe = _decisions(systeme, rangs, groupes, sensibles)
    a = systeme.valeurs[rangs]
    ptr, col, coef = _sous_lignes(systeme, lignes, local)
    comp = Composante(
        rangs, _eloignement(systeme, rangs), np.maximum(a - systeme.connu_bas[rangs], 0.0), np.maximum(systeme.connu_haut[rangs] - a, 0.0),
        np.maximum(a - np.maximum(systeme.vu_bas, systeme.connu_bas)[rangs], 0.0),
        np.maximum(np.minimum(systeme.vu_haut, systeme.connu_haut)[rangs] - a, 0.0),
        systeme.entier[rangs] & (a == np.round(a)), decision, poids, pontable, ptr, col, coef, np.array(lignes, int),
        *_sommes(systeme, lignes, local), fixe)
    _viser(comp, systeme, local, sensibles, declarants)
    return comp


def _eloignement(systeme: Systeme, rangs: np.ndarray) -> np.ndarray:
    poids = np.array([systeme.cellules[i].poids for i in rangs], float)
    return np.maximum(poids / poids[poids > 0].min(initial=np.inf), 1.0)


def _decisions(systeme: Systeme, rangs: np.ndarray, groupes: tuple, sensibles: dict[int, Exigence]) -> tuple:
    groupe, obligatoire, mixte = groupes
    masquable = np.array([systeme.cellules[i].etat != PUBLIEE for i in rangs], bool)
    decision = np.full(len(rangs), JAMAIS)
    decision[masquable & obligatoire[groupe[rangs]]] = TOUJOURS
    libres = np.flatnonzero(masquable & ~obligatoire[groupe[rangs]])
    distincts, inverse = np.unique(groupe[rangs[libres]], return_inverse=True)
    decision[libres] = inverse
    poids = np.bincount(inverse, [systeme.cellules[i].poids for i in rangs[libres]], minlength=len(distincts))
    imposees = [systeme.cellules[i].poids for i, d in zip(rangs.tolist(), decision)
                if d == TOUJOURS and i not in sensibles and systeme.cellules[i].etat == LIBRE]
    return decision, poids, ~mixte[distincts], float(sum(imposees))


def _sommes(systeme: Systeme, lignes: list[int], local: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(number of the dimension, local total) of each row."""
    noms = [systeme.equations[k].dimension for k in lignes]
    numero = {nom: n for n, nom in enumerate(sorted(set(noms) - {""}))}
    totaux = np.array([local[systeme.col[systeme.ptr[k]]] if nom else -1 for k, nom in zip(lignes, noms)], int)
    return np.array([numero.get(nom, -1) for nom in noms], int), totaux


def _sous_lignes(systeme: Systeme, lignes: list[int], local: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    ptr, col, coef = [0], [], []
    for k in lignes:
        tranche = slice(systeme.ptr[k], systeme.ptr[k + 1])
        ici = local[systeme.col[tranche]]
        col.append(ici[ici >= 0])
        coef.append(systeme.coef[tranche][ici >= 0])
        ptr.append(ptr[-1] + len(col[-1]))
    return np.array(ptr), np.concatenate(col) if col else np.empty(0, int), np.concatenate(coef) if coef else np.empty(0)


def _viser(comp: Composante, systeme: Systeme, local: np.ndarray, sensibles: dict[int, Exigence],
           declarants: Sequence[Declarant]) -> None:
    ici = [i for i in comp.rangs.tolist() if i in sensibles]
    rien = np.empty(0)
    comp.ajouter_savoir("", rien.astype(int), rien, rien)
    comp.cibles = [Cible(int(local[i]), 0, e.haut, e.bas, e.largeur) for i in ici for e in [sensibles[i]]]
    for d in declarants:
        cellules, sous, sur = _savoir(d, systeme, local)
        if not len(cellules):
            continue
        k = comp.ajouter_savoir(d.nom, cellules, sous, sur)
        for i in ici:
            e = exigence_face_a(sensibles[i], systeme.valeurs[i], d) if d.apports.get(systeme.cles[i], 0.0) > 0 else None
            if e is not None:
                comp.cibles.append(Cible(int(local[i]), k, e.haut, e.bas, e.largeur))


def _savoir(declarant: Declarant, systeme: Systeme, local: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Local cells that the declarant knows something of, and the room that is left below and above the true value.

    Having put nothing in a cell is no knowledge of it, unless nobody else can have.
    """
    connues = {c for c, apport in declarant.apports.items() if apport > 0} | declarant.exclusives
    rangs = sorted(i for i in (systeme.rang[c] for c in connues if c in systeme.rang) if local[i] >= 0)
    apports = np.array([declarant.apports.get(systeme.cles[i], 0.0) for i in rangs])
    exclusif = np.array([systeme.cles[i] in declarant.exclusives for i in rangs], bool)
    rangs = np.array(rangs, int)
    return local[rangs], np.where(exclusif, 0.0, np.maximum(systeme.valeurs[rangs] - apports, 0.0)), np.where(exclusif, 0.0, np.inf)
