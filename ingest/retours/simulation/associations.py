"""What associations and local observatories return: the people they meet and accompany, diagnoses, online ads."""

from __future__ import annotations

from datetime import date
from random import Random

from ingest.retours.simulation.pays import POPULATION, partager

Ligne = dict[str, object]
UNIQUES = {
    "sexe": {"femme": 84, "homme": 6, "femme_trans": 6, "homme_trans": 0.5, "trans_sans_precision": 1, "autre": 0.5, "inconnu": 2},
    "age": {"0-14": 1, "15-17": 7, "18-24": 24, "25-29": 20, "30-39": 26, "40-49": 12, "50+": 5, "mineur_sp": 0.5, "majeur_sp": 1.5, "inconnu": 3},
    "nationalite": {"francaise": 36, "ue_hors_france": 12, "europe_hors_ue": 5, "afrique": 28, "amerique": 12, "asie_oceanie": 4, "apatride": 0,
                    "inconnu": 3},
}
MULTIPLES = {
    "lieu": {"voie_publique": 22, "domicile_personne": 21, "domicile_client": 17, "hotel": 28, "location_courte_duree": 31, "appartement_sp": 14,
             "salon_massage": 4, "bar_club": 3, "vehicule": 9, "structure_accueil": 2, "autre": 3},
    "mise_en_relation": {"annonces": 58, "reseaux_sociaux": 24, "messageries": 13, "cam": 4, "voie_publique": 23, "intermediaire": 12, "autre": 3},
    "contrepartie": {"argent": 88, "hebergement": 14, "stupefiants": 8, "biens_services": 9, "dette": 7, "autre": 2},
    "situation": {"proxenetisme": 38, "traite": 29, "plainte_deposee": 9},
}
MINEURS = ("0-14", "15-17", "mineur_sp")
QUESTIONS = [("participation", "repondants", "ensemble", "nombre"), ("reperage", "ont_identifie", "ensemble", "pct"),
             ("reperage", "personnes_reperees", "ensemble", "nombre"), ("profil", "sexe", "femmes", "pct"), ("profil", "age", "0-17", "pct"),
             ("profil", "age", "18-25", "pct"), ("lieux", "lieux", "appartements_hotels", "pct"), ("lieux", "lieux", "prostitution_visible", "pct"),
             ("contreparties", "contrepartie", "non_financiere", "pct"), ("exploitation", "proxenetisme_repere", "ensemble", "pct"),
             ("besoins", "connaissent_association", "ensemble", "pct"), ("besoins", "jamais_formes", "ensemble", "pct")]


def accompagnement(organisme: str, departements: list[str], millesime: int, graine: int) -> list[Ligne]:
    """The people an association met and accompanies in each of its départements; year after year it keeps the same size, more or less."""
    stable = Random(f"accompagnement-{organisme}-{graine}")
    tailles = {d: stable.lognormvariate(3.6, 0.7) * (int(POPULATION[d]) / 1_000) ** 0.4 for d in departements}
    suivies = [v for v in MULTIPLES if stable.random() < 0.75]
    hasard = Random(f"accompagnement-{organisme}-{millesime}-{graine}")
    lignes = []
    for d, taille in tailles.items():
        communs = {"annee": millesime, "organisme": organisme, "departement": d, "majorite": "ensemble", "etat_valeur": "observe", "statut": "d"}
        lignes += _departement(communs, max(4, round(taille * hasard.uniform(0.85, 1.2))), suivies, hasard)
    return [ligne if ligne["nombre"] or ligne.get("base") else ligne | {"etat_valeur": "zero_confirme"} for ligne in lignes]


def diagnostic(organisme: str, auteur: str, departement: str, millesime: int, graine: int) -> list[Ligne]:
    """A diagnosis of a département: what it publishes, question by question."""
    hasard = Random(f"diagnostic-{organisme}-{millesime}-{graine}")
    repondants, reperees = hasard.randint(40, 140), hasard.randint(30, 260)
    nombres = {"repondants": repondants, "personnes_reperees": reperees}
    lignes = []
    for theme, question, modalite, unite in QUESTIONS:
        de_personnes = theme in ("profil", "lieux", "contreparties")
        lignes.append({
            "annee": millesime, "departement": departement, "territoire_type": "departement", "territoire_code": departement,
            "date_debut": date(millesime, 1, 15), "date_fin": date(millesime, 6, 30), "auteur": auteur, "methode": "questionnaire", "theme": theme,
            "question": question, "modalite": modalite, "etat_valeur": "observe", "unite": unite, "precision": "exacte", "statut": "d",
            "citation": f"« Diagnostic simulé », {millesime}",
            **({"valeur": nombres[question]} if unite == "nombre" else
               {"valeur": hasard.randint(12, 88), "base": reperees if de_personnes else repondants, "reponse": "multiple" if theme == "lieux" else "unique",
                "base_libelle": "personnes_reperees" if de_personnes else "repondants"})})
    return lignes


def annonces(organisme: str, departement: str, millesime: int, graine: int) -> list[Ligne]:
    """A count of ads, with what turns it into an estimate."""
    hasard = Random(f"annonces-{organisme}-{millesime}-{graine}")
    nombre, doublons = hasard.randint(60, 900), hasard.choice((35, 40, 45, 50, 55))
    return [{"annee": millesime, "departement": departement, "date_debut": date(millesime, 4, 1), "date_fin": date(millesime, 6, 30), "mode": "cumul",
             "etat_valeur": "observe", "sites": hasard.randint(8, 20), "annonces": nombre, "coef_type": "part_doublons", "coef": doublons,
             "coef_min": doublons - 10, "coef_max": doublons + 10, "coef_origine": "mesure_locale",
             "estimation_publiee": round(nombre * (100 - doublons) / 100), "statut": "d"}]


def _departement(communs: Ligne, file_active: int, suivies: list[str], hasard: Random) -> list[Ligne]:
    coupes = {variable: partager(hasard, file_active, parts) for variable, parts in UNIQUES.items()}
    mineurs = sum(coupes["age"][m] for m in MINEURS)
    effectifs = {"rencontrees": file_active + hasard.randint(file_active // 2, 2 * file_active), "contactees_en_ligne": hasard.randint(0, file_active),
                 "accompagnees_file_active": file_active, "nouvelles_annee": _parmi(hasard, file_active, 42)}
    lignes = [communs | {"variable": "effectif", "modalite": m, "reponse": "multiple", "nombre": n} for m, n in effectifs.items()]
    lignes += [communs | {"variable": "effectif", "modalite": "accompagnees_file_active", "reponse": "multiple", "majorite": qui, "nombre": n}
               for qui, n in (("mineurs", mineurs), ("majeurs", file_active - mineurs - coupes["age"]["inconnu"]))]
    for variable, coupe in coupes.items():
        base = file_active - coupe["inconnu"]
        lignes += [communs | {"variable": variable, "modalite": m, "reponse": "unique", "nombre": n, "base": base} for m, n in coupe.items()]
    for variable in suivies:
        base = file_active - _parmi(hasard, file_active, 15)
        lignes += [communs | {"variable": variable, "modalite": m, "reponse": "multiple", "nombre": _parmi(hasard, base, pct), "base": base}
                   for m, pct in MULTIPLES[variable].items()]
    return lignes


def _parmi(hasard: Random, n: int, pct: float) -> int:
    return sum(hasard.random() * 100 < pct for _ in range(n))
