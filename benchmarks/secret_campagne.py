"""A simulated campaign: every table of counts of persons that the contracts allow, for each département, minors and adults.

Sizes follow the published orders of magnitude; the people are drawn at random, nobody real is behind them.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from publication.secret import AuPlus, Hierarchie, Identite, Systeme, Tableau, assembler

NOMENCLATURES = Path(__file__).resolve().parent.parent / "catalogue" / "nomenclatures"
MAJORITES = ("mineurs", "majeurs")
SEXES = ("femme", "homme", "femme_trans", "homme_trans", "trans_sans_precision", "autre", "inconnu")
NATIONALITES = ("francaise", "ue_hors_france", "europe_hors_ue", "afrique", "amerique", "asie_oceanie", "apatride", "inconnu")
AGES = ("0-14", "15-17", "18-24", "25-29", "30-39", "40-49", "50+", "inconnu")
UNIQUES = {"sexe": SEXES, "nationalite": NATIONALITES}
MULTIPLES = {
    "lieu": ("voie_publique", "domicile_personne", "domicile_client", "hotel", "location_courte_duree", "appartement_sp",
             "salon_massage", "bar_club", "vehicule", "structure_accueil", "autre", "inconnu"),
    "mise_en_relation": ("annonces", "reseaux_sociaux", "messageries", "cam", "voie_publique", "intermediaire", "autre", "inconnu"),
    "contrepartie": ("argent", "hebergement", "stupefiants", "biens_services", "dette", "autre", "inconnu"),
    "situation": ("proxenetisme", "traite", "plainte_deposee"),
}
PERIMETRES = {"proxenetisme": 1200, "recours_delictuel": 900, "proxenetisme_ou_recours_delictuel": 1600, "teh_ensemble": 2000,
              "traite": 500, "exploitation_sexuelle_nfi": 1500}
FLUX = {"premieres_demandes_deposees": 700, "premieres_demandes_examinees": 650, "avis_favorables": 520, "avis_defavorables": 110,
        "ajournements": 40, "decisions_acceptation": 500, "decisions_refus": 110, "demandes_sans_decision_31_12": 90,
        "renouv_demandes": 700, "renouv_acceptes": 650, "renouv_refuses": 50, "sorties_avec_emploi_formation": 150,
        "sorties_avec_logement": 120}
ARRIVEES = {"stock_debut": 800, "entrees": 450, "transferts_recus": 20}
DEPARTS = {"sorties_terme_24m": 180, "sorties_anticipees_insertion": 60, "retraits_prefet": 30, "abandons": 60,
           "deces_autres": 8, "transferts_partis": 20}


def territoires() -> Hierarchie:
    """Départements, régions that hold several of them, France. A region of one département is that département."""
    with (NOMENCLATURES / "departements.csv").open(encoding="utf-8") as fichier:
        regions = {ligne["code"]: ligne["region"] for ligne in csv.DictReader(fichier)}
    nombre = {r: list(regions.values()).count(r) for r in regions.values()}
    parents = {d: r if nombre[r] > 1 else "FR" for d, r in regions.items()}
    return Hierarchie("territoire", "FR", parents | {r: "FR" for r, n in nombre.items() if n > 1})


class Tirage:
    """Counts by département (one skewed profile for all), then by category."""

    def __init__(self, graine: int, departements: Sequence[str]):
        self.hasard = np.random.default_rng(graine)
        self.departements = departements
        poids = self.hasard.gamma(0.6, 1.0, len(departements)) + 0.02
        self.profil = poids / poids.sum()

    def effectifs(self, national: float) -> dict[str, int]:
        return dict(zip(self.departements, self.hasard.poisson(national * self.profil).tolist()))

    def repartir(self, effectif: int, modalites: Sequence[str]) -> dict[str, int]:
        """Each person in one category; few categories hold most."""
        parts = self.hasard.dirichlet(0.8 / np.arange(1, len(modalites) + 1) + 0.1)
        return dict(zip(modalites, self.hasard.multinomial(effectif, parts).tolist()))


def campagne(graine: int = 1, taille: float = 1.0) -> tuple[list[Tableau], list[AuPlus | Identite]]:
    """(tables, relations) of a whole campaign; `taille` multiplies the number of people."""
    geo = territoires()
    tirage = Tirage(graine, [c for c in geo.parents if c not in set(geo.parents.values())])
    tableaux, relations = _accompagnement(tirage, geo, taille)
    for perimetre, national in PERIMETRES.items():
        for quoi in ("victimes", "mis_en_cause"):
            tableaux += _croisements(tirage, geo, f"{quoi}.{perimetre}", national * taille,
                                     {"sexe": SEXES[:2] + SEXES[-1:], "age": AGES, "nationalite": NATIONALITES})
    tableaux += _croisements(tirage, geo, "psp.stock", 900 * taille,
                             {"sexe": SEXES[:3], "age": AGES, "nationalite": NATIONALITES, "duree": ("6", "12", "18", "24")}, False)
    tableaux += [tableau(geo, f"psp.{nom}", {(d,): n for d, n in tirage.effectifs(national * taille).items()}, ())
                 for nom, national in FLUX.items()]
    mouvement, identites = _mouvement(tirage, geo, taille)
    tableaux += mouvement
    tableaux += _croisements(tirage, geo, "verbalisations", 1150 * taille, {"service": ("PN", "PP", "GN", "inconnu")}, False)
    tableaux += _croisements(tirage, geo, "sejour.aps_demandees", 600 * taille, {"suite": ("delivree", "refusee", "attente")}, False)
    tableaux += _croisements(tirage, geo, "afis.demandes", 500 * taille, {"suite": ("accord", "refus", "attente")}, False)
    return tableaux, [*relations, *identites]


def systeme(graine: int = 1, taille: float = 1.0) -> Systeme:
    """The campaign as one system."""
    return assembler(*campagne(graine, taille))


def tableau(geo: Hierarchie, nom: str, fines: Mapping[tuple[str, ...], int], extra: Sequence[Hierarchie]) -> Tableau:
    """The table with all its totals, from its finest cells."""
    hierarchies = (geo, *extra)
    valeurs: dict[tuple[str, ...], float] = {}
    for codes, n in fines.items():
        chemins = [[]]
        for h, code in zip(hierarchies, codes):
            ascendance = [code]
            while ascendance[-1] in h.parents:
                ascendance.append(h.parents[ascendance[-1]])
            chemins = [[*c, a] for c in chemins for a in ascendance]
        for chemin in map(tuple, chemins):
            valeurs[chemin] = valeurs.get(chemin, 0) + n
    return Tableau(nom, nom, hierarchies, valeurs)


def cles(relation: AuPlus | Identite) -> set[str]:
    """The cells that a relation ties together."""
    return {*relation.parts, *relation.totaux} if isinstance(relation, AuPlus) else {c for c, _ in relation.termes}


def _accompagnement(tirage: Tirage, geo: Hierarchie, taille: float) -> tuple[list[Tableau], list[AuPlus]]:
    effectif = _par_majorite(tirage, 12_000 * taille)
    majorite = Hierarchie.plate("majorite", "ensemble", MAJORITES)
    tableaux = [tableau(geo, "accompagnement.effectif", effectif, (majorite,))]
    relations: list[AuPlus] = []
    for variable, modalites in (UNIQUES | MULTIPLES).items():
        nom = f"accompagnement.{variable}"
        connus = {c: int(tirage.hasard.binomial(n, 0.85)) for c, n in effectif.items()}
        base = tableau(geo, nom, connus, (majorite,))
        relations += [AuPlus((base.cellule(c),), (tableaux[0].cellule(c),)) for c in base.valeurs]
        if variable in UNIQUES:
            fines = {(*c, m): k for c, n in connus.items() for m, k in tirage.repartir(n, modalites).items()}
            tableaux.append(tableau(geo, nom, fines, (majorite, Hierarchie.plate(variable, "ensemble", modalites))))
            continue
        tableaux.append(base)
        for m, part in zip(modalites, tirage.hasard.beta(0.4, 1.5, len(modalites))):
            table = tableau(geo, f"{nom}.{m}", {c: int(tirage.hasard.binomial(n, part)) for c, n in connus.items()}, (majorite,))
            tableaux.append(table)
            relations += [AuPlus((table.cellule(c),), (base.cellule(c),)) for c in table.valeurs]
    return tableaux, relations


def _croisements(tirage: Tirage, geo: Hierarchie, nom: str, national: float, variables: Mapping[str, Sequence[str]],
                 par_majorite: bool = True) -> list[Tableau]:
    """One table per variable, of the same people: their margins are shared."""
    effectif = _par_majorite(tirage, national) if par_majorite else {(d,): n for d, n in tirage.effectifs(national).items()}
    extra = (Hierarchie.plate("majorite", "ensemble", MAJORITES),) if par_majorite else ()
    return [tableau(geo, nom, {(*c, m): k for c, n in effectif.items() for m, k in tirage.repartir(n, modalites).items()},
                   (*extra, Hierarchie.plate(variable, "ensemble", modalites)))
            for variable, modalites in variables.items()]


def _mouvement(tirage: Tirage, geo: Hierarchie, taille: float) -> tuple[list[Tableau], list[Identite]]:
    """Stocks at both ends of the year, entries and exits: what comes in goes out or stays."""
    flux = {nom: tirage.effectifs(n * taille) for nom, n in (ARRIVEES | DEPARTS).items()}
    for d in tirage.departements:
        reste = sum(flux[nom][d] for nom in ARRIVEES)
        for nom in DEPARTS:
            flux[nom][d] = min(flux[nom][d], reste)
            reste -= flux[nom][d]
        flux.setdefault("stock_31_12", {})[d] = reste
    tables = {nom: tableau(geo, f"psp.{nom}", {(d,): n for d, n in par_d.items()}, ()) for nom, par_d in flux.items()}
    signe = {nom: 1.0 if nom in ARRIVEES else -1.0 for nom in tables}
    return list(tables.values()), [
        Identite(f"psp : mouvement de l’année, {code}", tuple((t.cellule((code,)), signe[nom]) for nom, t in tables.items()))
        for code in geo.hauteurs]


def _par_majorite(tirage: Tirage, national: float) -> dict[tuple[str, str], int]:
    mineurs, majeurs = tirage.effectifs(national * 0.35), tirage.effectifs(national * 0.65)
    return {(d, m): n for m, effectif in zip(MAJORITES, (mineurs, majeurs)) for d, n in effectif.items()}
