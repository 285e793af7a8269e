"""A communal base of any size, in the shape of the 2026 edition, for the benchmark."""

from __future__ import annotations

from pathlib import Path

import duckdb

from catalogue import charger

UNITES = {"victimes": "Victime", "victimes_entendues": "Victime entendue", "infractions": "Infraction", "vehicules": "Véhicule", "mis_en_cause": "Mis en cause"}
ANNEES = 10
COMMUNAUX = ("violences_physiques_intrafamiliales", "violences_physiques_hors_famille", "violences_sexuelles", "vols_avec_armes", "vols_violents_sans_arme",
             "vols_sans_violence", "cambriolages_logement", "vols_de_vehicule", "vols_dans_vehicules", "vols_accessoires_vehicules", "destructions_degradations",
             "trafic_stupefiants", "usage_stupefiants", "usage_stupefiants_afd", "escroqueries")


def grand_fichier(chemin: Path, lignes: int) -> None:
    """Write about `lignes` rows (whole communes of 10 years × 15 indicators), gzipped. Three rows in five are masked, as in small communes."""
    catalogue = charger()
    indicateurs = [catalogue.nomenclatures["indicateurs_ssmsi"][c] for c in COMMUNAUX]
    libelles, unites = _liste(i["ecritures"].split("|")[-1] for i in indicateurs), _liste(UNITES[i["unite"]] for i in indicateurs)
    departements = [d for d in catalogue.nomenclatures["departements"] if len(d) == 2]
    par_commune = ANNEES * len(COMMUNAUX)
    with duckdb.connect(":memory:") as base:
        base.execute("SET enable_progress_bar = false")
        base.execute(f"""COPY (
            WITH communes AS (SELECT c, {_liste(departements)}[1 + c % {len(departements)}] AS departement, 1 + c // {len(departements)} AS numero,
                                     50 + hash(c) % 9000 AS habitants, 30 + hash(c, 'l') % 4500 AS logements
                              FROM range({lignes // par_commune}) t(c)),
                 faits AS (SELECT *, 2016 + a AS annee, {libelles}[1 + i] AS indicateur, {unites}[1 + i] AS unite, hash(c, a, i) % 97 AS nombre, hash(c, a, i, 'd') % 5 < 2 AS diff,
                                  CASE WHEN i = {COMMUNAUX.index("cambriolages_logement")} THEN logements ELSE habitants END AS denominateur, hash(departement, a, i) % 97 AS complement
                           FROM communes, range({ANNEES}) ta(a), range({len(COMMUNAUX)}) ti(i))
            SELECT departement || lpad(numero::VARCHAR, 3, '0') AS "CODGEO_2026", annee, indicateur, unite AS unite_de_compte,
                   CASE WHEN diff THEN nombre::VARCHAR ELSE 'NA' END AS nombre, CASE WHEN diff THEN {_decimal("nombre * 1000.0 / denominateur")} ELSE 'NA' END AS taux_pour_mille,
                   CASE WHEN diff THEN 'diff' ELSE 'ndiff' END AS est_diffuse, habitants AS insee_pop, 2023 AS insee_pop_millesime, logements AS insee_log, 2022 AS insee_log_millesime,
                   CASE WHEN diff THEN 'NA' ELSE {_decimal("complement / 7.0")} END AS complement_info_nombre,
                   CASE WHEN diff THEN 'NA' ELSE {_decimal("complement / 17.0")} END AS complement_info_taux
            FROM faits ORDER BY c, a, i
        ) TO '{chemin}' (FORMAT csv, DELIMITER ';', HEADER, FORCE_QUOTE *, COMPRESSION gzip)""")


def _liste(valeurs) -> str:
    return "[" + ", ".join("'" + v.replace("'", "''") + "'" for v in valeurs) + "]"


def _decimal(expression: str) -> str:
    return f"replace(printf('%.7f', {expression}), '.', ',')"
