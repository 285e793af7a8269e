"""What the services that count for the whole country return: police, Justice, helplines, follow-up of the strategy."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from random import Random

from catalogue.contrats import lire_contrat
from ingest.retours.simulation.pays import Comptes, Pays, departements, partager

Ligne = dict[str, object]
REUNI = "proxenetisme_ou_recours_delictuel"
PETITE_COURONNE = ("92", "93", "94")
# Published for the year of the letter: persons at each step, by offence ; the steps they split into are invented.
ORIENTES = {"proxenetisme": (290, 250, 232), "proxenetisme_aggrave": (1161, 1080, 1023), "tenue_lieu": (70, 60, 54)}


def verbalisations(pays: Pays, hasard: Random) -> list[Ligne]:
    """Contraventions by département and service; where there is none, it is said of each service."""
    lignes = []
    for d, n in pays.contraventions.items():
        services = {"PP": 95, "PN": 5} if d == "75" else {"PP": 60, "PN": 40} if d in PETITE_COURONNE else {"PN": 75, "GN": 25}
        for service, m in partager(hasard, n, services).items():
            lignes.append({"annee": pays.millesime, "departement": d, "service": service, "etat_valeur": "observe" if m else "zero_confirme",
                           "contraventions": m, "recidives_delictuelles": hasard.randrange(3) if m > 20 else 0, "statut": "p",
                           "date_arrete": date(pays.millesime + 1, 2, 28)})
    return lignes


def victimes(pays: Pays, hasard: Random) -> list[Ligne]:
    """Victims by département and for France: two perimeters and both together, then sex, age and nationality of both together."""
    ages = {d: {"0-17": sum(pays.victimes["0-17", p][d] for p in _PERIMETRES), "18+": sum(pays.victimes["18+", p][d] for p in _PERIMETRES)}
            for d in departements()}
    totaux = {d: sum(a.values()) for d, a in ages.items()}
    sexes = _repartir(hasard, totaux, {"F": 1489, "H": 84, "NR": 6})
    nationalites = _repartir(hasard, totaux, {"francaise": 52, "etrangere": 42, "inconnu": 6})
    lignes = []
    for type_, code, ds in _territoires():
        base = _enregistre(pays, type_, code, "p")
        lignes += [base | {"perimetre": p, "nombre": sum(pays.victimes[a, p][d] for a in ("0-17", "18+") for d in ds)} for p in _PERIMETRES]
        lignes += [base | {"perimetre": p, "age": a, "nombre": sum(pays.victimes[a, p][d] for d in ds)} for p in _PERIMETRES for a in ("0-17", "18+")]
        lignes += _croisees(base, ds, totaux, {"sexe": sexes, "age": ages, "nationalite": nationalites})
    return [_zero(ligne) for ligne in lignes]


def mis_en_cause(pays: Pays, hasard: Random) -> list[Ligne]:
    """Persons suspected, where there are victims, in their own number."""
    totaux = partager(hasard, 2_050, {d: 1 + sum(v[d] for v in pays.victimes.values()) for d in departements()})
    sexes, ages = _repartir(hasard, totaux, {"F": 20, "H": 79, "NR": 1}), _repartir(hasard, totaux, {"0-17": 9, "18+": 91})
    lignes = []
    for type_, code, ds in _territoires():
        lignes += _croisees(_enregistre(pays, type_, code, "p"), ds, totaux, {"sexe": sexes, "age": ages})
    return [_zero(ligne) for ligne in lignes]


def poursuites(pays: Pays, hasard: Random) -> list[Ligne]:
    """Steps of justice the year before, offence by offence; courses for the contravention."""
    lignes = []
    for infraction, (orientes, poursuivables, poursuivis) in ORIENTES.items():
        suites = partager(hasard, poursuivis, {"poursuivis_instruction": 60, "poursuivis_jugement": 37, "juge_enfants": 3})
        suites |= partager(hasard, poursuivables - poursuivis, {"classes_inopportunite": 60, "alternatives_reussies": 35, "compositions_penales": 5})
        etapes = {"orientes": orientes, "non_poursuivables": orientes - poursuivables, "poursuivables": poursuivables, **suites, "ordonnances_penales": 0}
        lignes += [_poursuite(pays, infraction, etape, n) for etape, n in etapes.items()]
    stages = hasard.randint(180, 260)
    return [*lignes, _poursuite(pays, "achat_actes_sexuels", "orientes", 1_120) | {"stages_prescrits": stages, "stages_realises": round(stages * 0.8)},
            _poursuite(pays, "achat_actes_sexuels", "non_poursuivables", 60), _poursuite(pays, "achat_actes_sexuels", "poursuivables", 1_060)]


def condamnations(pays: Pays, hasard: Random) -> list[Ligne]:
    """Convictions two years before, by penalty."""
    communs = {"annee": pays.millesime - 2, "territoire_type": "france", "territoire_code": "FR", "unite": "condamnation_infraction_principale",
               "sexe": "ensemble", "age_aux_faits": "ensemble", "nationalite": "ensemble", "statut": "d", "etat_valeur": "observe",
               "date_arrete": date(pays.millesime, 10, 31)}
    lignes = []
    for infraction, total in (("proxenetisme", 996), ("recours_delictuel", 192)):
        peines = partager(hasard, total, {"ferme_total": 38, "ferme_partiel": 27, "sursis": 27, "amende": 5, "autre": 3})
        lignes.append(communs | {"infraction": infraction, "peine": "ensemble", "nombre": total})
        lignes += [communs | {"infraction": infraction, "peine": peine, "nombre": n} | (
            {"quantum_moyen_mois": round(hasard.uniform(14, 34), 1), "quantum_effectif": n} if peine.startswith("ferme") else {}) for peine, n in peines.items()]
    return lignes


def ecoute(plateforme: str) -> Callable[[Pays, Random], list[Ligne]]:
    """What one platform returns."""

    def lignes(pays: Pays, hasard: Random) -> list[Ligne]:
        communs = {"annee": pays.millesime, "plateforme": plateforme, "territoire_type": "france", "territoire_code": "FR", "statut": "d",
                   "date_debut": date(pays.millesime, 1, 1), "date_fin": date(pays.millesime, 12, 31), "sexe": "ensemble", "age": "ensemble",
                   "etat_valeur": "observe", "date_arrete": date(pays.millesime + 1, 2, 15)}
        if plateforme == "3919":
            return [communs | {"objet": "appels", "exploitation": "sans_objet", "etat_valeur": "non_suivi"}]
        objet, nombre = ("situations", 143) if plateforme == "119" else ("dossiers_suivis", 310)
        sexes = partager(hasard, nombre, {"F": 94, "H": 4, "NR": 2})
        sujet = communs | {"objet": objet, "exploitation": "suspectee"}
        return [sujet | {"nombre": nombre}, *(_zero(sujet | {"sexe": s, "nombre": n}) for s, n in sexes.items())]

    return lignes


def suivi_strategie(pays: Pays, hasard: Random) -> list[Ligne]:
    """Each indicator of the strategy, half of them not followed."""
    listes = lire_contrat("suivi_strategie").champ("indicateur").listes
    lignes = []
    for mesure, indicateurs in listes.items():
        for indicateur in indicateurs:
            suivi = hasard.random() < 0.5
            lignes.append({"annee": pays.millesime, "mesure": mesure, "indicateur": indicateur, "statut": "p", "etat_valeur": "observe" if suivi else "non_suivi"} | (
                {"valeur": float(hasard.randint(5, 95)), "date": date(pays.millesime, 12, 31), "source": "Simulation"} if suivi else {}))
    return lignes


NATIONAUX: dict[tuple[str, str], Callable[[Pays, Random], list[Ligne]]] = {
    ("ocrteh", "verbalisations"): verbalisations, ("ssmsi", "victimes"): victimes, ("ssmsi", "mis_en_cause"): mis_en_cause,
    ("sser", "poursuites"): poursuites, ("sser", "condamnations"): condamnations, ("miprof", "suivi_strategie"): suivi_strategie,
    ("snated_119", "ecoute"): ecoute("119"), ("droit_enfance_116000", "ecoute"): ecoute("116000"), ("fnsf_3919", "ecoute"): ecoute("3919")}
_PERIMETRES = ("proxenetisme", "recours_delictuel")


def _territoires() -> Iterator[tuple[str, str, tuple[str, ...]]]:
    yield "france", "FR", departements()
    yield from (("departement", d, (d,)) for d in departements())


def _enregistre(pays: Pays, type_: str, code: str, statut: str) -> Ligne:
    return {"annee": pays.millesime, "territoire_type": type_, "territoire_code": code, "lieu_comptage": "enregistrement", "sexe": "ensemble",
            "age": "ensemble", "nationalite": "ensemble", "etat_valeur": "observe", "regle_comptage": "une_fois_par_perimetre",
            "vintage": f"{pays.millesime + 1}-02", "statut": statut, "date_arrete": date(pays.millesime + 1, 2, 15)}


def _croisees(base: Ligne, ds: tuple[str, ...], totaux: Comptes, croisements: dict[str, dict[str, Comptes]]) -> list[Ligne]:
    base = base | {"perimetre": REUNI}
    return [base | {"nombre": sum(totaux[d] for d in ds)}, *(
        base | {dimension: code, "nombre": sum(comptes[d][code] for d in ds)}
        for dimension, comptes in croisements.items() for code in next(iter(comptes.values())))]


def _repartir(hasard: Random, totaux: Comptes, parts: dict[str, float]) -> dict[str, Comptes]:
    """Each total cut into categories. When `parts` are numbers that add up to the totals, they are their national sums."""
    somme = sum(totaux.values())
    if sum(parts.values()) != somme:
        return {d: partager(hasard, n, parts) for d, n in totaux.items()}
    restants, coupes = dict(totaux), {d: {} for d in totaux}
    for code, n in parts.items():
        pris = partager(hasard, int(n), {d: r or 1e-9 for d, r in restants.items()}, restants)
        for d, k in pris.items():
            coupes[d][code] = k
            restants[d] -= k
    return coupes


def _poursuite(pays: Pays, infraction: str, etape: str, nombre: int) -> Ligne:
    return _zero({"annee": pays.millesime - 1, "territoire_type": "france", "territoire_code": "FR", "infraction": infraction, "sexe": "ensemble",
                  "age": "ensemble", "etape": etape, "etat_valeur": "observe", "nombre": nombre, "statut": "p", "date_arrete": date(pays.millesime, 10, 31)})


def _zero(ligne: Ligne) -> Ligne:
    return ligne if ligne.get("nombre") else ligne | {"etat_valeur": "zero_confirme"}
