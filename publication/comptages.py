"""The counts of the returns, in long form, as the tables and links that are protected, and that anyone can attack.

A count is known by its key alone: `indicateur.annee.territoire`, then `.dimension-code` for each crossing.
"""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

import polars as pl

from catalogue.chargement import lire_nomenclatures
from catalogue.contrats import charger_contrats
from catalogue.contrats.regles import Borne
from catalogue.contrats.regles import Identite as IdentiteDeContrat
from catalogue.erreurs import Refus
from catalogue.secret import egalites
from publication.secret import AuPlus, Hierarchie, Identite, Tableau

FRANCE, ENSEMBLE, MULTIPLE = "FR", "ensemble", "multiple"
CLE = re.compile(r"(?P<grandeur>\w+\.\d{4})\.(?P<territoire>\w+)(?P<croisement>(\.[a-z_]+-[^.]+)*)")


@dataclass(frozen=True)
class Comptage:
    """One count: what a key says, its value (None: not shown), and whether the categories of its question add up."""

    cle: str
    grandeur: str
    territoire: str
    croisement: tuple[tuple[str, str], ...]
    valeur: float | None
    multiple: bool


def lire(table: pl.DataFrame) -> list[Comptage]:
    """The counts of a long table with `cle`, `reponse` (`unique` or `multiple`) and `valeur`. Raises Refus for a key it cannot read."""
    lignes = table.select("cle", "reponse", "valeur").rows()
    lues = [(CLE.fullmatch(cle), cle, reponse, valeur) for cle, reponse, valeur in lignes]
    if illisibles := [Refus("secret.cle_illisible", cle=cle) for m, cle, _, _ in lues if m is None]:
        raise Refus.groupe(illisibles)
    return [Comptage(cle, m["grandeur"], m["territoire"], _croisement(m["croisement"]), None if valeur is None else float(valeur),
                     reponse == MULTIPLE) for m, cle, reponse, valeur in lues]


def tableaux(comptages: Iterable[Comptage], etats: Mapping[str, str] | None = None) -> list[Tableau]:
    """One table per quantity, year and crossing; a category of a question with several answers is a quantity of its own."""
    par_grandeur: dict[tuple, dict[tuple, Comptage]] = defaultdict(dict)
    for c in comptages:
        fixe, libres = _separer(c)
        par_grandeur[c.grandeur, fixe][c.territoire, libres] = c
    geo = territoires()
    return [_tableau(grandeur, fixe, dimensions, cellules, geo, etats or {})
            for (grandeur, fixe), cellules in par_grandeur.items() for dimensions in _croisements(cellules)]


def liens(comptages: Iterable[Comptage], niveaux: Collection[str] = ("bloquant", "a_confirmer")) -> list[AuPlus | Identite]:
    """What ties counts of different tables: several answers within their base, what the contracts check inside a row, the same people
    counted under two names.

    `niveaux`: links that always hold (`bloquant`), or nearly always (`a_confirmer`). A link that the numbers do not
    respect is left out: nobody can deduce from it.
    """
    par_cle = {c.cle: c for c in comptages}
    reponses = (AuPlus((c.cle,), (base,)) for c in par_cle.values() if _separer(c)[0] for base in [_base(c)] if base in par_cle)
    egaux = _liens_d_egalite(par_cle) if "a_confirmer" in niveaux else ()
    return [lien for lien in (*reponses, *_liens_de_contrat(par_cle, niveaux), *egaux) if _respecte(lien, par_cle)]


def territoires() -> Hierarchie:
    """Départements, régions that hold several of them, France. A région of one département is that département."""
    regions = {code: ligne["region"] for code, ligne in lire_nomenclatures()["departements"].items()}
    effectifs = {r: sum(autre == r for autre in regions.values()) for r in regions.values()}
    parents = {d: r if effectifs[r] > 1 else FRANCE for d, r in regions.items()}
    return Hierarchie("territoire", FRANCE, parents | {r: FRANCE for r, n in effectifs.items() if n > 1})


def _croisement(texte: str) -> tuple[tuple[str, str], ...]:
    return tuple((d, code) for d, _, code in (partie.partition("-") for partie in texte.split(".")[1:]))


def _separer(c: Comptage) -> tuple[tuple, tuple]:
    """(what a question with several answers adds to the quantity, the crossing that adds up)."""
    fixe = tuple(p for p in c.croisement if c.multiple and p[0] != "majorite")
    return fixe, tuple(p for p in c.croisement if p not in fixe)


def _base(c: Comptage) -> str:
    _, libres = _separer(c)
    return _cle(c.grandeur, c.territoire, libres)


def _cle(grandeur: str, territoire: str, croisement: Iterable[tuple[str, str]]) -> str:
    return ".".join((grandeur, territoire, *(f"{d}-{code}" for d, code in sorted(croisement))))


def _croisements(cellules: Mapping[tuple, Comptage]) -> list[tuple[str, ...]]:
    """The largest sets of dimensions that are crossed."""
    vus = {frozenset(d for d, _ in libres) for _, libres in cellules}
    return sorted(tuple(sorted(v)) for v in vus if not any(v < autre for autre in vus))


def _tableau(grandeur: str, fixe: tuple, dimensions: tuple[str, ...], cellules: Mapping[tuple, Comptage], geo: Hierarchie,
             etats: Mapping[str, str]) -> Tableau:
    ici = {cle: c for cle, c in cellules.items() if {d for d, _ in cle[1]} <= set(dimensions)}
    codes = {d: dict.fromkeys(code for _, libres in ici for autre, code in libres if autre == d) for d in dimensions}
    valeurs = {(t, *(dict(libres).get(d, ENSEMBLE) for d in dimensions)): c.valeur for (t, libres), c in ici.items()}
    nom = " × ".join((_cle(grandeur, "territoire", fixe), *dimensions))
    return Tableau(nom, grandeur, [geo, *(Hierarchie.plate(d, ENSEMBLE, codes[d]) for d in dimensions)], valeurs,
                   cle=lambda g, utiles: _cle(g, utiles.get("territoire", FRANCE), [*fixe, *((d, v) for d, v in utiles.items() if d != "territoire")]),
                   etats={c.cle: etats[c.cle] for c in ici.values() if c.cle in etats})


def _liens_de_contrat(par_cle: Mapping[str, Comptage], niveaux: Collection[str]) -> Iterator[AuPlus | Identite]:
    lieux = dict.fromkeys((c.grandeur[-4:], c.territoire) for c in par_cle.values())
    regles = [(contrat.id, r) for contrat in charger_contrats().values() for r in contrat.regles
              if isinstance(r, (IdentiteDeContrat, Borne)) and r.niveau in niveaux and not r.si and not r.sauf_si]
    for (contrat, regle), (annee, territoire) in itertools.product(regles, lieux):
        lien = _lien(regle, {colonne: f"{contrat}_{colonne}.{annee}.{territoire}" for colonne in regle.colonnes()})
        if all(c in par_cle for c in _cles(lien)):
            yield lien


def _liens_d_egalite(par_cle: Mapping[str, Comptage]) -> Iterator[Identite]:
    """Between totals: crossings follow from them."""
    for un, autre in (e.indicateurs for e in egalites()):
        for cle in [c for c in par_cle if c.startswith(f"{un}.") and par_cle[c].croisement == ()]:
            meme = autre + cle.removeprefix(un)
            if meme in par_cle:
                yield Identite(f"{cle} = {meme}", ((cle, -1.0), (meme, 1.0)))


def _lien(regle: IdentiteDeContrat | Borne, cles: Mapping[str, str]) -> AuPlus | Identite:
    if isinstance(regle, Borne):
        return AuPlus(tuple(cles[c] for c in regle.parts), tuple(cles[c] for c in regle.total))
    signes = {regle.resultat: -1.0} | dict.fromkeys(regle.plus, 1.0) | dict.fromkeys(regle.moins, -1.0)
    return Identite(f"{regle.id} : {cles[regle.resultat]}", tuple((cles[c], signe) for c, signe in signes.items()))


def _cles(lien: AuPlus | Identite) -> list[str]:
    return [*lien.parts, *lien.totaux] if isinstance(lien, AuPlus) else [c for c, _ in lien.termes]


def _respecte(lien: AuPlus | Identite, par_cle: Mapping[str, Comptage]) -> bool:
    """True too when a term is hidden: what cannot be checked is taken as true by who attacks."""
    valeurs = {c: par_cle[c].valeur for c in _cles(lien)}
    if None in valeurs.values():
        return True
    if isinstance(lien, AuPlus):
        return sum(valeurs[c] for c in lien.parts) <= sum(valeurs[c] for c in lien.totaux)
    return sum(k * valeurs[c] for c, k in lien.termes) == 0
