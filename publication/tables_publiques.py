"""The public tables of an édition: what the letter, the page and the open data may read, and nothing else.

`TABLES` is the list of what is public: a column that is not on it does not leave the warehouse.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from catalogue.erreurs import Refus

MODALITES = ("sexe", "age", "infraction", "nationalite", "modalite")
PERIODES = ("date_reference", "date_debut", "date_fin", "date_arrete")
# A hidden value is hidden with everything that would give it back.
CACHEES = ("valeur", "valeur_max", "borne_min", "borne_max")
NON_VALIDEE = "nv"
IMPRIMABLE = "serie in (select id from indicateurs where publiable)"


@dataclass(frozen=True)
class Table:
    """A public table: its columns in order, the order of its rows, the rows kept. `expressions` replace a column by SQL."""

    colonnes: tuple[str, ...]
    ordre: str
    filtre: str = "true"
    expressions: dict[str, str] = field(default_factory=dict)


def _reserver(*colonnes: str) -> dict[str, str]:
    """Columns of a long series that stay blank, and the symbol in their place, while the édition has not decided to publish the value."""
    return {c: f"case when publication = 'publiee' then {c} end" for c in colonnes} | {
        "symbole": f"case when publication = 'publiee' then '' else '{NON_VALIDEE}' end"}


TABLES = {
    "chiffres": Table(
        ("edition", "cle", "indicateur", "annee", "territoire_type", "territoire", "sexe", "age", "age_min", "age_max", "infraction",
         "nationalite", "modalite", "perimetre", *CACHEES, "precision", "pas", "unite", "mesure", "statut", "secret", "symbole", "derive",
         "modele", *PERIODES, "libelle_source", "producteur", "source", "ssp", "source_ids", "decimales", "annee_base"),
        ordre="cle",
        filtre="indicateur in (select id from indicateurs where publiable)",
        expressions={c: f"case when secret = 'publie' then {c} end" for c in CACHEES}
        | {"symbole": "case secret when 'publie' then '' when 'non_transmis' then 'nd' else 'c' end"}),
    "comptages": Table(
        ("edition", "cle", "indicateur", "contrat", "annee", "territoire_type", "territoire", "majorite", "variable", "modalite", "reponse",
         "valeur", "symbole", "statut"),
        ordre="cle",
        expressions={"valeur": "case when not est_cache(cle) then valeur end",
                     "symbole": "case when valeur is null then 'nd' when est_cache(cle) then 'c' else '' end"}),
    "citations": Table(
        ("edition", "id", "cle", "indicateur", "annee", "territoire_type", "territoire", *MODALITES, "valeur", "valeur_max", "precision",
         "pas", "unite", "mesure", "statut", "annee_base", "producteur", "publication", "date_publication", *PERIODES, "url", "preuve",
         "libelle_source", "note", "retenue", "raison", "fichier", "ligne", "livraison_sha256"),
        ordre="cle, id"),
    "controles": Table(
        ("ordre", "controle", "titre", "verdict", "cles", "valeurs", "phrase", "source_ids", "note"),
        ordre="ordre", filtre="not touche_un_secret(cles)"),
    "verifications": Table(
        ("cle", "publie_min", "publie_max", "calcule_min", "calcule_max", "formule", "termes", "source_ids", "verdict"),
        ordre="cle", filtre="not touche_un_secret(cle || ';' || termes)"),
    "indicateurs": Table(
        ("id", "libelle", "libelle_court", "definition", "unite", "unite_singulier", "unite_pluriel", "mesure", "champ", "perimetre", "source",
         "decimales", "famille", "publiable", "publiable_raison", *MODALITES[:-1], "dimensions", "nomenclature", "concept_sexe", "ruptures",
         "calcul", "a_confirmer"),
        ordre="id"),
    "sources": Table(
        ("id", "titre", "producteur", "sigle", "ssp", "licence", "calendrier", "statut_habituel", "secret_seuil", "secret_raison", "limites",
         "url"),
        ordre="id"),
    "mesures_strategie": Table(
        ("numero", "intitule", "axe", "rang", "indicateur", "cle", "absence", "raison"),
        ordre="numero, rang",
        expressions={"cle": "case when est_public(cle) then cle end",
                     "absence": "case when est_public(cle) then null else coalesce(absence, 'non disponible') end"}),
    "series_departementales": Table(
        ("edition", "cle", "serie", "perimetre", "annee", "territoire_type", "territoire", "unite", "valeur", "symbole", "mois_couverts",
         "annee_complete", "publication", "motif", "population", "population_provisoire", "taux_pour_100k", "taux_motif", "statut", "source",
         "producteur", "ssp", "livraisons", "livraison_population"),
        ordre="cle", filtre=IMPRIMABLE, expressions=_reserver("valeur", "taux_pour_100k")),
    "taux_departementaux": Table(
        ("edition", "serie", "perimetre", "annee_debut", "annee_fin", "territoire_type", "territoire", "unite", "valeur", "symbole",
         "publication", "population", "taux_pour_100k", "taux_motif", "producteur", "ssp", "livraisons", "livraisons_population"),
        ordre="serie, territoire", filtre=IMPRIMABLE, expressions=_reserver("valeur", "taux_pour_100k")),
    "series_nationales": Table(
        ("edition", "cle", "serie", "perimetre", "annee", "territoire", "infraction", "unite", "valeur", "symbole", "mois_couverts",
         "annee_complete", "publication", "motif", "derive", "valeur_registre", "statut", "source", "producteur", "ssp", "livraisons"),
        ordre="cle", filtre=IMPRIMABLE, expressions=_reserver("valeur")),
    "collecte": Table(
        ("edition", "contrat", "annee", "territoire_type", "territoire", "attendus", "repondants", "departements", "departements_couverts", "panel",
         "simule"),
        ordre="contrat, annee, territoire"),
    "delais_sejour": Table(("edition", "annee", "objet", "dossiers", "delai_moyen_jours"), ordre="annee, objet"),
    "diagnostics": Table(
        ("edition", "annee", "departement", "territoire_type", "territoire_code", "date_debut", "date_fin", "auteur", "methode", "theme", "question",
         "modalite", "valeur", "unite", "base", "base_libelle", "reponse", "precision", "citation", "statut", "reference"),
        ordre="departement, annee, auteur, theme, question, modalite"),
    "releves_annonces": Table(
        ("edition", "annee", "departement", "date_debut", "date_fin", "mode", "sites", "annonces", "coef_type", "coef", "coef_min", "coef_max",
         "coef_origine", "estimation_publiee", "estimation_calculee", "estimation_basse", "estimation_haute", "reference"),
        ordre="departement, annee, date_debut, date_fin, mode, reference"),
    "anomalies_series": Table(
        ("edition", "cle", "serie", "annee", "territoire_type", "territoire", "valeur", "symbole", "precedente", "suivante", "mediane",
         "score_historique", "score_voisines", "publication", "raison", "date_decision"),
        ordre="cle", filtre=IMPRIMABLE, expressions=_reserver("valeur", "score_historique", "score_voisines")),
}
# What the files show of an unusual value that no written decision publishes: itself, a national sum or a rate that holds it.
RESERVES_ROMPUES = """
    with reservees as (
      select a.* from anomalies_series as a
      where not exists (
        select 1 from stg_decisions_anomalies as d
        where d.serie = a.serie and d.annee = a.annee and d.territoire = a.territoire and d.decision = 'publier'))
    select r.cle from reservees as r join {series_departementales} as s on s.cle = r.cle
    where s.valeur is not null or s.taux_pour_100k is not null
    union
    select r.cle from reservees as r join {series_nationales} as n on n.serie = r.serie and n.annee = r.annee and n.territoire = 'FM'
    where n.valeur is not null and r.territoire_type = 'departement' and length(r.territoire) = 2
    union
    select r.cle from reservees as r join {taux_departementaux} as t
      on t.serie = r.serie and t.territoire = r.territoire and r.annee between t.annee_debut and t.annee_fin
    where t.valeur is not null or t.taux_pour_100k is not null
    union
    select r.cle from reservees as r join {anomalies_series} as p on p.cle = r.cle where p.valeur is not null
    order by 1
"""
FONCTIONS = """
create temp macro touche_un_secret(cles) as exists (
  select 1 from chiffres as c where c.secret <> 'publie' and list_contains(string_split(cles, ';'), c.cle));
create temp table secrets as select cle from {secrets};
create temp macro est_cache(une_cle) as une_cle in (select s.cle from secrets as s);
create temp macro est_public(une_cle) as exists (
  select 1 from chiffres as c join indicateurs as i on i.id = c.indicateur and i.publiable where c.cle = une_cle);
"""


def ecrire(entrepot: Path, dossier_public: Path, secrets: Path | None = None,
           approuver: Callable[[Path], None] = lambda neuf: None) -> dict[str, int]:
    """Write every table of `TABLES` from the warehouse file (opened read-only) as `<dossier_public>/<table>.parquet`; rows by table.

    Values whose `secret` is not `publie` are null with their `symbole` (`c` confidential, `nd` not transmitted), and the checks that quote
    them are left out; null too are the counts whose key is in the Parquet file `secrets`, all of them when there is none. Indicators that
    are not `publiable` are left out of `chiffres`. Same warehouse, same bytes. The folder is replaced whole, once everything in it is
    written, checked, and accepted by `approuver`, which raises to refuse it. Raises Refus when a table is missing, a column is not public,
    or an unusual value of a long series would be published without a written decision.
    """
    neuf = dossier_public.with_name(f".{dossier_public.name}.neuf")
    shutil.rmtree(neuf, ignore_errors=True)
    neuf.mkdir(parents=True)
    with duckdb.connect(str(entrepot), read_only=True, config={"threads": 1}) as base:
        presentes = {nom for (nom,) in base.execute("select table_name from information_schema.tables").fetchall()}
        if absentes := sorted(set(TABLES) - presentes):
            raise Refus.groupe([Refus("entrepot.table_absente", fichier=entrepot.name, table=t) for t in absentes])
        base.execute(FONCTIONS.format(secrets=f"read_parquet('{_texte(secrets)}')" if secrets else "comptages"))
        lignes = {nom: _ecrire_table(base, nom, table, neuf) for nom, table in TABLES.items()}
        _verifier_reserves(base, neuf)
    verifier(neuf)
    approuver(neuf)
    _remplacer(dossier_public, neuf)
    return lignes


def verifier(dossier_public: Path) -> None:
    """Raise Refus for every file or column of the folder that is not on the list of what is public."""
    refus = []
    with duckdb.connect(config={"threads": 1}) as base:
        for path in sorted(dossier_public.glob("*.parquet")):
            colonnes = base.execute(f"select name from parquet_schema('{_texte(path)}') where num_children is null").fetchall()
            publiques = TABLES[path.stem].colonnes if path.stem in TABLES else ()
            refus += [Refus("entrepot.colonne_hors_liste", table=path.stem, colonne=c) for (c,) in colonnes if c not in publiques]
    if refus:
        raise Refus.groupe(refus)


def _verifier_reserves(base: duckdb.DuckDBPyConnection, dossier: Path) -> None:
    """Raise Refus for every unusual value that the files show and that the édition has not decided to publish."""
    publiques = {nom: f"read_parquet('{_texte(dossier / f'{nom}.parquet')}')" for nom in TABLES}
    rompues = base.execute(RESERVES_ROMPUES.format(**publiques)).fetchall()
    if rompues:
        raise Refus.groupe([Refus("series.anomalie_publiee", cle=cle) for (cle,) in rompues])


def _ecrire_table(base: duckdb.DuckDBPyConnection, nom: str, table: Table, dossier: Path) -> int:
    colonnes = ", ".join(f"{table.expressions.get(c, c)} as {c}" for c in table.colonnes)
    (lignes,) = base.execute(f"""
        copy (select {colonnes} from {nom} where {table.filtre} order by {table.ordre})
        to '{_texte(dossier / f"{nom}.parquet")}' (format parquet, compression zstd)
    """).fetchone()
    return lignes


def _remplacer(dossier: Path, neuf: Path) -> None:
    ancien = dossier.with_name(f".{dossier.name}.ancien")
    shutil.rmtree(ancien, ignore_errors=True)
    if dossier.exists():
        os.rename(dossier, ancien)
    os.rename(neuf, dossier)
    shutil.rmtree(ancien, ignore_errors=True)


def _texte(path: Path) -> str:
    return str(path).replace("'", "''")
