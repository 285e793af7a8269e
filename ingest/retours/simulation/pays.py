"""The invented country that every simulated return describes: what happens in each département, so that the returns agree with each other.

National totals are those of the registry of published figures for the same year; where it has none for that year, the order of magnitude of the
nearest one it has.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

from catalogue.chargement import lire_nomenclatures

Comptes = dict[str, int]
# Thousands of inhabitants, rounded: only the weights of the draws.
POPULATION = dict(p.split(":") for p in ["01:663", "02:526", "03:335", "04:166", "05:140", "06:1104", "07:331", "08:268", "09:154", "10:311", "11:376", "12:279", "13:2056", "14:700", "15:144", "16:351", "17:661", "18:300", "19:239", "2A:160", "2B:183", "21:535", "22:605", "23:115", "24:413", "25:547", "26:520", "27:600", "28:431", "29:917", "30:756", "31:1434", "32:192", "33:1654", "34:1201", "35:1099", "36:217", "37:613", "38:1284", "39:259", "40:419", "41:328", "42:769", "43:227", "44:1457", "45:683", "46:175", "47:331", "48:77", "49:821", "50:495", "51:565", "52:170", "53:306", "54:731", "55:182", "56:769", "57:1050", "58:202", "59:2607", "60:829", "61:277", "62:1461", "63:663", "64:692", "65:230", "66:485", "67:1153", "68:767", "69:1892", "70:233", "71:549", "72:566", "73:440", "74:841", "75:2133", "76:1255", "77:1438", "78:1456", "79:374", "80:568", "81:392", "82:264", "83:1096", "84:564", "85:696", "86:439", "87:372", "88:360", "89:334", "90:140", "91:1313", "92:1635", "93:1668", "94:1415", "95:1257", "971:383", "972:360", "973:287", "974:871", "976:300"])
# How many départements have so many PSP, as published ; the four that the published classes leave out are put in the lowest.
CLASSES_PSP = ((21, 38, 7), (11, 20, 9), (6, 10, 16), (1, 5, 30))


@dataclass(frozen=True)
class Parcours:
    """The PSP of a département in the year: stocks, entries, exits and decisions."""

    stock_debut: int
    entrees: int
    sorties: int
    stock_fin: int
    acceptations: int
    refus: int
    recus: int
    partis: int


@dataclass(frozen=True)
class Pays:
    """By département: PSP, meetings of the commission, contraventions, agréments, victims by (age, perimeter)."""

    millesime: int
    parcours: Mapping[str, Parcours]
    reunions: Comptes
    contraventions: Comptes
    agrements: Comptes
    victimes: Mapping[tuple[str, str], Comptes]


def inventer(millesime: int, graine: int, publies: Path) -> Pays:
    """The country of a year and a seed; `publies`: the folder of the registry of published figures."""
    cible = _cibles(publies, millesime)
    hasard = Random(f"pays-{millesime}-{graine}")
    stocks = _stocks(hasard, {d: cible("psp_en_cours", d) for d in ("75", "69", "13", "38", "31")}, cible("psp_en_cours_senat"))
    mineurs = {p: cible(f"victimes_mineures_{p}") for p in ("proxenetisme", "recours_delictuel")}
    majeurs = {"recours_delictuel": 20, "proxenetisme": cible("victimes_majeures") - 20}
    victimes = {(age, p): partager(hasard, n, poids(hasard))
                for age, ages in (("0-17", mineurs), ("18+", majeurs)) for p, n in ages.items()}
    return Pays(millesime, _parcours(hasard, stocks, cible), _reunions(hasard, stocks, cible), _contraventions(hasard, cible),
                _agrements(hasard, stocks, cible("associations_agreees")), victimes)


def partager(hasard: Random, total: int, selon: Mapping[str, float], plafonds: Mapping[str, int] | None = None) -> Comptes:
    """`total` things drawn one by one among keys with these weights, none beyond its ceiling; every key has its count, 0 included.

    Raises ValueError when the ceilings do not hold them.
    """
    comptes = dict.fromkeys(selon, 0)
    restants = total
    while restants:
        ouverts = [c for c in selon if plafonds is None or comptes[c] < plafonds[c]]
        tires = Counter(hasard.choices(ouverts, [selon[c] for c in ouverts], k=restants)) if ouverts else None
        if tires is None:
            raise ValueError(total)
        for c, n in tires.items():
            pris = n if plafonds is None else min(n, plafonds[c] - comptes[c])
            comptes[c] += pris
            restants -= pris
    return comptes


def poids(hasard: Random, dispersion: float = 0.5) -> dict[str, float]:
    """A weight for each département: its population, more or less."""
    return {d: int(n) * hasard.lognormvariate(0, dispersion) for d, n in POPULATION.items()}


@cache
def departements() -> tuple[str, ...]:
    """Their codes, in order."""
    return tuple(lire_nomenclatures()["departements"])


def _cibles(publies: Path, millesime: int):
    chiffres: dict[tuple[str, str], dict[int, int]] = {}
    for path in sorted(publies.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as f:
            for ligne in csv.DictReader(f, delimiter=";"):
                if ligne["modalite"] == "ensemble" and ligne["valeur"]:
                    annees = chiffres.setdefault((ligne["indicateur"], ligne["territoire"]), {})
                    annees.setdefault(int(ligne["annee"]), round(float(ligne["valeur"])))

    def cible(indicateur: str, territoire: str = "FR", recul: int = 0) -> int:
        annees = chiffres[indicateur, territoire]
        return annees[min(annees, key=lambda a: (abs(a - millesime + recul), -a))]

    return cible


def _stocks(hasard: Random, connus: Comptes, total: int) -> Comptes:
    """Stocks at the end of the year: the published ones, then classes filled from the most populated, with some disorder, adjusted to the total."""
    autres = sorted(((d, p) for d, p in poids(hasard).items() if d not in connus), key=lambda dp: -dp[1])
    stocks, bornes, rang = dict(connus), {}, 0
    for bas, haut, combien in CLASSES_PSP:
        for d, _ in autres[rang:rang + combien]:
            stocks[d], bornes[d] = hasard.randint(bas, haut), (bas, haut)
        rang += combien
    while ecart := total - sum(stocks.values()):
        d = hasard.choice(sorted(bornes))
        stocks[d] = min(max(stocks[d] + (1 if ecart > 0 else -1), bornes[d][0]), bornes[d][1])
    return {d: stocks.get(d, 0) for d in departements()}


def _parcours(hasard: Random, stocks: Comptes, cible) -> dict[str, Parcours]:
    demandes = cible("psp_premieres_demandes")
    refuses = round(demandes * cible("psp_part_refus") / 100)
    presents = {d: n for d, n in stocks.items() if n}
    entrees = partager(hasard, demandes - refuses, presents, presents)
    refus = partager(hasard, refuses, {d: n + 1 for d, n in entrees.items()})
    termines = partager(hasard, 7, {d: int(POPULATION[d]) for d in stocks if not stocks[d]})  # where the last one ended in the year
    # Last year's published stock, this year's, and the entries between them say how many went out.
    sortis = cible("psp_en_cours", recul=1) + sum(entrees.values()) - sum(stocks.values())
    sorties = partager(hasard, max(0, sortis - 7), presents)
    mobiles = hasard.sample(sorted(presents), 8)
    recus, partis = dict.fromkeys(mobiles[:4], 1), dict.fromkeys(mobiles[4:], 1)
    faits = {}
    for d, fin in stocks.items():
        e, s, r, p = entrees.get(d, 0), sorties.get(d, 0) + termines.get(d, 0), recus.get(d, 0), partis.get(d, 0)
        r = min(r, fin - e)  # who comes from elsewhere is in the stock
        faits[d] = Parcours(fin - e + s - r + p, e, s, fin, e, refus.get(d, 0), r, p)
    return faits


def _reunions(hasard: Random, stocks: Comptes, cible) -> Comptes:
    """Meetings of each commission: more where there are PSP, and as many that met 0, 1 or more times as published."""
    rangs = sorted(stocks, key=lambda d: (stocks[d] * hasard.uniform(0.3, 1) + hasard.random() * 0.9, d))
    jamais, plusieurs = cible("commissions_sans_reunion"), cible("commissions_reunies_plusieurs_fois")
    actives = rangs[len(rangs) - plusieurs:]
    return {d: 0 for d in rangs[:jamais]} | {d: 1 for d in rangs[jamais:len(rangs) - plusieurs]} | {d: hasard.choice((2, 2, 3, 3, 4, 5)) for d in actives}


def _contraventions(hasard: Random, cible) -> Comptes:
    total, sans = cible("contraventions_achat"), cible("contraventions_achat_departements_sans")
    paris = round(total * cible("contraventions_achat_part_paris") / 100)
    autres = sorted(((d, p) for d, p in poids(hasard, 0.9).items() if d != "75"), key=lambda dp: -dp[1])
    avec = dict(autres[:len(autres) - sans])
    tires = partager(hasard, total - paris - len(avec), {d: p ** 1.3 for d, p in avec.items()})
    return {d: paris if d == "75" else tires[d] + 1 if d in avec else 0 for d in departements()}


def _agrements(hasard: Random, stocks: Comptes, total: int) -> Comptes:
    avec = {d: n + 2 for d, n in stocks.items() if n}
    plus = partager(hasard, total - len(avec), avec, dict.fromkeys(avec, 5))
    return {d: plus[d] + 1 if d in avec else 0 for d in departements()}
