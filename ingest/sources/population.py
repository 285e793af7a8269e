"""Insee: population on 1 January by département, sex and age band (`estim-pop-dep-sexe-gca|aq-1975-…`, .xls or .xlsx)."""

from __future__ import annotations

import re

import polars as pl

from ingest.sources.classeurs import Classeur
from ingest.sources.codes import ATTENDU_DEPARTEMENT, ATTENDU_ENTIER, cle, departements, entier
from ingest.sources.fichier import PAR_CONTROLE, Fichier, au_schema

SCHEMA = {"annee": pl.Int32, "departement": pl.String, "sexe": pl.String, "age": pl.String, "age_min": pl.Int32, "age_max": pl.Int32,
          "population": pl.Int64, "provisoire": pl.Boolean}
CLE = ("annee", "departement", "sexe", "age")
SANS_DONNEES = {"a savoir"}
SEXES = {"ensemble": "ensemble", "hommes": "hommes", "femmes": "femmes"}
SOUS_TOTAUX = {"france metropolitaine", "dom", "france metropolitaine et dom"}
TRANCHE, OUVERTE = re.compile(r"(\d+) à (\d+) ans"), re.compile(r"(\d+) ans (?:et plus|ou plus)")


def lire(fichier: Fichier) -> pl.LazyFrame:
    """A workbook → `SCHEMA`: every year, département, sex (ensemble, hommes, femmes) and age band (ensemble, 0-19, 75+…).

    Age is the age reached on 1 January; `age_min` and `age_max` are inclusive, null when open. Subtotals are never rows: that of
    metropolitan France, each « Ensemble » and each « Total » are checked against the sums. `provisoire`: the sheet's own note says so.
    Raises Refus for an unknown sheet, band, département, a blank or a sum that differs.
    """
    classeur = Classeur(fichier)
    annees = []
    for nom in classeur.feuilles:
        if cle(nom) in SANS_DONNEES:
            continue
        if not re.fullmatch(r"(19|20)\d\d", nom):
            fichier.refuser("feuille_inconnue", feuille=nom, valeur=nom, attendu="une feuille par année, comme 2023, ou « À savoir »")
            continue
        annees.append(_annee(fichier, nom, classeur.feuille(nom)))
    if not annees:
        fichier.refuser("sans_ligne", attendu="une feuille par année")
    fichier.conclure()
    return au_schema(pl.concat(annees).sort("annee", maintain_order=True), SCHEMA)


def _annee(fichier: Fichier, nom: str, cellules: pl.DataFrame) -> pl.DataFrame:
    _titre(fichier, nom, cellules)
    debut = next((i for i, c in enumerate(cellules["c0"]) if cle(c or "") == "departements"), None)
    if debut is None or debut + 2 > cellules.height:
        raise fichier.arreter("entete_introuvable", feuille=nom, valeur=cellules["c0"][0], attendu="une ligne qui commence par « Départements »")
    colonnes = _colonnes(fichier, nom, cellules[debut:debut + 2])
    corps = cellules[debut + 2:].filter(~pl.all_horizontal(pl.exclude("ligne").is_null()))
    titre = pl.col("c0").fill_null("").map_elements(cle, return_dtype=pl.String)
    # Sources and notes stand under the table: words in the first column, longer than a code, and nothing else on the line.
    note = pl.all_horizontal(pl.exclude("ligne", "c0").is_null()) & (titre.str.len_chars() > 3) & ~titre.is_in(SOUS_TOTAUX)
    notes, metropole = corps.filter(note), corps.filter(titre == "france metropolitaine")
    corps = corps.filter(~note & ~titre.is_in(SOUS_TOTAUX))
    _departements(fichier, nom, corps)
    longues = corps.unpivot(list(colonnes), index=["ligne", "c0"], variable_name="position", value_name="lu").with_columns(population=entier("lu"))
    noms = {c: f"{cellules[debut][groupe][0]} {cellules[debut + 1][c][0]}" for c, (_, _, groupe) in colonnes.items()}
    longues = longues.with_columns(colonne=pl.col("position").replace_strict(noms, return_dtype=pl.String))
    fichier.exiger(longues, pl.col("population").is_not_null(), "nombre_illisible", valeur="lu", attendu=ATTENDU_ENTIER, feuille=nom)
    fichier.conclure()
    longues = longues.with_columns(
        annee=pl.lit(int(nom)), departement=pl.col("c0").replace_strict(departements(fichier.catalogue)),
        sexe=pl.col("position").replace_strict({c: sexe for c, (sexe, _, _) in colonnes.items()}),
        age=pl.col("position").replace_strict({c: age for c, (_, age, _) in colonnes.items()}))
    _controler(fichier, nom, longues, metropole, list(colonnes))
    provisoire = any("provisoire" in cle(c or "") for c in notes["c0"])
    return longues.with_columns(*_bornes(), provisoire=pl.lit(provisoire)).sort("departement", maintain_order=True).select(*SCHEMA)


def _titre(fichier: Fichier, nom: str, cellules: pl.DataFrame) -> None:
    """The sheet's own title must say its year: sheets are not in order, and a copied one would be believed."""
    if f"annee {nom}" not in [cle(c or "") for c in cellules["c0"][:3]]:
        vu = cellules["c0"][1] if cellules.height > 1 else None
        raise fichier.arreter("titre_inattendu", feuille=nom, ligne=2, valeur=vu, attendu=f"« Année {nom} », comme la feuille")


def _colonnes(fichier: Fichier, nom: str, entete: pl.DataFrame) -> dict[str, tuple[str, str, str]]:
    """Position → (sexe, age, position of its group's title). Group titles are merged cells: the first one holds the text."""
    colonnes, groupe, ligne = {}, None, entete["ligne"][1]
    for position in entete.columns[3:]:
        titre, tranche = entete[position].to_list()
        groupe = position if titre else groupe
        sexe = SEXES.get(cle(entete[groupe][0])) if groupe else None
        age = _age(tranche or "")
        if sexe is None or age is None:
            fichier.refuser("tranche_inconnue", feuille=nom, ligne=ligne, colonne=titre, valeur=tranche,
                            attendu="« 0 à 19 ans », « 75 ans et plus » ou « Total », sous Ensemble, Hommes ou Femmes")
        elif (sexe, age) in [c[:2] for c in colonnes.values()]:
            fichier.refuser("colonne_double", feuille=nom, ligne=ligne, valeur=f"{sexe}, {tranche}", attendu="chaque tranche une seule fois par sexe")
        else:
            colonnes[position] = sexe, age, groupe
    if not colonnes:
        fichier.refuser("sans_ligne", feuille=nom, attendu="une colonne par sexe et tranche d’âge")
    fichier.conclure()
    return colonnes


def _age(tranche: str) -> str | None:
    if lu := TRANCHE.fullmatch(tranche):
        return f"{lu[1]}-{lu[2]}"
    if lu := OUVERTE.fullmatch(tranche):
        return f"{lu[1]}+"
    return "ensemble" if cle(tranche) == "total" else None


def _bornes() -> tuple[pl.Expr, pl.Expr]:
    return tuple(pl.col("age").str.extract(forme).cast(pl.Int32).alias(borne) for borne, forme in (("age_min", r"^(\d+)"), ("age_max", r"-(\d+)$")))


def _departements(fichier: Fichier, nom: str, corps: pl.DataFrame) -> None:
    """Code and name must agree: overseas codes come as numbers, and a shifted column would pass on the code alone."""
    noms = {code: cle(ligne["nom"]) for code, ligne in fichier.catalogue.nomenclatures["departements"].items()}
    for ligne, code, libelle in corps.select("ligne", "c0", "c1").iter_rows():
        if code not in noms:
            fichier.refuser("departement_inconnu", feuille=nom, ligne=ligne, colonne="Départements", valeur=code, attendu=ATTENDU_DEPARTEMENT)
        elif cle(libelle or "") != noms[code]:
            fichier.refuser("libelle_inconnu", feuille=nom, ligne=ligne, colonne="Départements", valeur=libelle,
                            attendu=f"{fichier.catalogue.nomenclatures['departements'][code]['nom']}, le nom du département {code}")
    fichier.exiger(corps, pl.col("c0").is_first_distinct(), "ligne_double", valeur="c0", attendu="chaque département une seule fois", feuille=nom)


def _controler(fichier: Fichier, nom: str, longues: pl.DataFrame, metropole: pl.DataFrame, colonnes: list[str]) -> None:
    sexes, ages = _sommes(longues, ["departement", "age"], "sexe"), _sommes(longues, ["departement", "sexe"], "age")
    for table, quoi in ((sexes, "des hommes et des femmes"), (ages, "des âges")):
        for ecart in table.filter(pl.col("total") != pl.col("somme")).head(PAR_CONTROLE).iter_rows(named=True):
            fichier.refuser("total_different", feuille=nom, objet=f"le département {ecart['departement']}", valeur=ecart["total"],
                            attendu=f"{ecart['somme']}, la somme {quoi}")
    if metropole.height:
        publie = metropole.select(entier(c) for c in colonnes).row(0)
        sommes = longues.filter(pl.col("departement").str.len_chars() == 2).group_by("position").agg(pl.col("population").sum())
        calcule = dict(sommes.iter_rows())
        for position, total in zip(colonnes, publie, strict=True):
            if total != calcule.get(position):
                fichier.refuser("total_different", feuille=nom, ligne=metropole["ligne"][0], objet="la France métropolitaine", valeur=total,
                                attendu=f"{calcule.get(position, 0)}, la somme des départements")
                break


def _sommes(longues: pl.DataFrame, par: list[str], sur: str) -> pl.DataFrame:
    """The published `total` (modality `ensemble` of `sur`) beside the `somme` of the others."""
    ensemble, population = pl.col(sur) == "ensemble", pl.col("population")
    return longues.group_by(par, maintain_order=True).agg(total=population.filter(ensemble).sum(), somme=population.filter(~ensemble).sum())
