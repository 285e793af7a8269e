"""What the droits des femmes network returns: the PSP, residence permits, AFIS, the commission, agréments."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from random import Random

from ingest.retours.simulation.pays import Pays, partager

Ligne = dict[str, object]
PROFILS = {
    "sexe": {"femme": 93, "homme": 3, "autre": 2, "inconnu": 2},
    "age": {"18-24": 14, "25-29": 31, "30-39": 37, "40-49": 12, "50+": 4, "inconnu": 2},
    "nationalite": {"francaise": 3, "ue_hors_france": 5, "europe_hors_ue": 4, "afrique": 76, "amerique": 9, "asie_oceanie": 2, "apatride": 0, "inconnu": 1},
    "enfants_a_charge": {"aucun": 47, "un": 27, "deux": 14, "trois_ou_plus": 7, "inconnu": 5},
    "duree": {"0-6": 29, "7-12": 26, "13-18": 23, "19-24": 20, "inconnu": 2},
}
SORTIES = {"sorties_terme_24m": 52, "sorties_anticipees_insertion": 22, "retraits_prefet": 5, "abandons": 18, "deces_autres": 3}
DELAIS = {"delai_0_30": 34, "delai_31_60": 31, "delai_61_90": 20, "delai_91_plus": 15}
JOURS = {"delai_0_30": (8, 30), "delai_31_60": (31, 60), "delai_61_90": (61, 90), "delai_91_plus": (91, 210)}


def psp_flux(pays: Pays, d: str, hasard: Random) -> list[Ligne]:
    """Movements of the year: the identity of stocks holds."""
    p = pays.parcours[d]
    sorties = partager(hasard, p.sorties, SORTIES)
    ajournements, renouveles = _part(hasard, p.acceptations, 0.06), p.stock_debut + _part(hasard, p.stock_debut, 0.7)
    refuses = _part(hasard, renouveles, 0.04)
    nombres = {
        "stock_debut": p.stock_debut, "premieres_demandes_deposees": p.acceptations + p.refus,
        "premieres_demandes_examinees": p.acceptations + p.refus + ajournements, "avis_favorables": p.acceptations, "avis_defavorables": p.refus,
        "ajournements": ajournements, "decisions_acceptation": p.acceptations, "decisions_refus": p.refus,
        "demandes_sans_decision_31_12": ajournements, "entrees": p.entrees, "transferts_recus": p.recus, "renouv_demandes": renouveles,
        "renouv_acceptes": renouveles - refuses, "renouv_refuses": refuses, **sorties, "transferts_partis": p.partis, "stock_31_12": p.stock_fin,
        "sorties_avec_emploi_formation": _part(hasard, p.sorties, 0.55), "sorties_avec_logement": _part(hasard, p.sorties, 0.42),
    }
    return [_ligne(pays, d, nombres)]


def psp_profil(pays: Pays, d: str, hasard: Random) -> list[Ligne]:
    """The stock by characteristic; a single empty statement where there is nobody would hide the zeros: each modality is told."""
    stock = pays.parcours[d].stock_fin
    return [_base(pays, d, not n) | {"variable": variable, "modalite": modalite, "nombre": n}
            for variable, parts in PROFILS.items() for modalite, n in partager(hasard, stock, parts).items()]


def psp_sejour(pays: Pays, d: str, hasard: Random) -> list[Ligne]:
    """APS and permits: who asked, who had one, after how many days."""
    p = pays.parcours[d]
    etrangeres, sorties = _part(hasard, p.entrees, 0.88), _part(hasard, p.sorties, 0.88)
    demandees = etrangeres - _part(hasard, etrangeres, 0.05)
    suites = partager(hasard, demandees, {"delivrees": 86, "refusees": 4, "en_attente": 10})
    titres = partager(hasard, sorties, {"delivre_au_31_03": 61, "refuse": 9, "en_attente": 24, "sans_demande": 6})
    nombres = {"entrees_pays_tiers_sans_titre": etrangeres, "aps_demandees": demandees, **{f"aps_{s}": n for s, n in suites.items()},
               **_delais("aps", hasard, suites["delivrees"]), "sorties_pays_tiers": sorties,
               **{f"titre_{s}": n for s, n in titres.items() if s != "sans_demande"}, **_delais("titre", hasard, titres["delivre_au_31_03"])}
    return [_ligne(pays, d, nombres)]


def afis(pays: Pays, d: str, hasard: Random) -> list[Ligne]:
    """The allowance: those who have it at the end of the year are among the PSP."""
    p = pays.parcours[d]
    presents = _part(hasard, p.stock_fin, 0.6)
    accords = _part(hasard, p.entrees, 0.8)
    refus = _part(hasard, p.entrees - accords, 0.6)
    nombres = {"demandes": accords + refus, "accords": accords, "refus": refus, "beneficiaires_31_12": presents,
               "beneficiaires_annee": presents + _part(hasard, p.sorties, 0.6)}
    return [_ligne(pays, d, nombres)]


def commission(pays: Pays, d: str, hasard: Random) -> list[Ligne]:
    """The commission: installed everywhere, not meeting everywhere."""
    n, membres = pays.reunions[d], hasard.randint(9, 24)
    strategie = hasard.choices(("oui", "en_cours", "non"), (35, 40, 25) if n else (5, 25, 70))[0]
    installation = date(2017, 3, 1) + timedelta(days=hasard.randrange(1_500))
    return [_base(pays, d, n == 0) | {
        "installee": True, "date_installation": installation, "reunions": n, "reunions_sans_dossier_psp": _part(hasard, n, 0.25),
        "strategie_adoptee": strategie, "date_adoption": date(pays.millesime, hasard.randint(5, 12), 15) if strategie == "oui" else None,
        "volet_mineurs": strategie == "oui" and hasard.random() < 0.6, "membres": membres if n else 0, "membres_formes": _part(hasard, membres, 0.4) if n else 0,
        "fermetures_administratives": _part(hasard, 3, 0.15) if n else 0, "titres_retires_ou_degrades": 0,
        "places_hebergement_dediees": _part(hasard, 12, 0.3) if n else 0, "professionnels_formes": 10 * _part(hasard, 12, 0.4) if n else 0}]


def agrements(pays: Pays, d: str, hasard: Random) -> list[Ligne]:
    """One row an agrément, or a row that says there is none."""
    if not pays.agrements[d]:
        return [_base(pays, d, True)]
    debuts = [date(pays.millesime - hasard.choice((0, 1, 2)), hasard.randint(1, 12), hasard.randint(1, 28)) for _ in range(pays.agrements[d])]
    return [_base(pays, d) | {"organisme": f"Association agréée simulée {rang}", "siren": f"{hasard.randrange(3 * 10**8, 6 * 10**8)}", "date_debut": debut,
                              "date_fin": debut.replace(year=debut.year + 3), "etat": "en_cours"} for rang, debut in enumerate(debuts, 1)]


RESEAU: dict[str, Callable[[Pays, str, Random], list[Ligne]]] = {
    f.__name__: f for f in (psp_flux, psp_profil, psp_sejour, afis, commission, agrements)}


def _base(pays: Pays, d: str, zero: bool = False) -> Ligne:
    return {"annee": pays.millesime, "departement": d, "etat_valeur": "zero_confirme" if zero else "observe", "statut": "d",
            "date_arrete": date(pays.millesime + 1, 1, 31)}


def _ligne(pays: Pays, d: str, nombres: dict[str, int]) -> Ligne:
    return _base(pays, d, not any(nombres.values())) | nombres


def _part(hasard: Random, n: int, part: float) -> int:
    """How many of `n` fall in a share."""
    return sum(hasard.random() < part for _ in range(n))


def _delais(objet: str, hasard: Random, delivres: int) -> dict[str, int]:
    tranches = partager(hasard, delivres, DELAIS)
    jours = sum(hasard.randint(*JOURS[t]) for t, n in tranches.items() for _ in range(n))
    return {f"{objet}_{t}": n for t, n in tranches.items()} | {f"{objet}_total_jours": jours}
