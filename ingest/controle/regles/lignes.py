"""Rules within a row."""

from __future__ import annotations

import polars as pl

from catalogue.contrats.regles import AuMoinsUn, Borne, CodeTerritoire, Condition, DatesOrdonnees, Estimation, Etat, Identite, Intervalle, ListeLiee, Solidaires
from ingest.controle.regles.donnees import MOT, Donnees, somme, vide

PROCHE = 1e-6


def identite(regle: Identite, donnees: Donnees) -> None:
    """`resultat` = Σ `plus` − Σ `moins`."""
    attendu = somme(regle.plus) - (somme(regle.moins) if regle.moins else 0)
    rompues = donnees.visees(regle).with_columns(attendu.alias(f"{MOT}attendu"), pl.col(regle.resultat).alias(f"{MOT}trouve"))
    donnees.noter(regle, rompues.filter((pl.col(regle.resultat) - pl.col(f"{MOT}attendu")).abs() > PROCHE), regle.resultat)


def borne(regle: Borne, donnees: Donnees) -> None:
    """Σ `parts` ≤ Σ `total`; parts not known count for nothing."""
    lignes = donnees.visees(regle).with_columns(pl.sum_horizontal(regle.parts).alias(f"{MOT}somme"), somme(regle.total).alias(f"{MOT}maximum"))
    place = regle.parts[0] if len(regle.parts) == 1 else regle.total[0]
    donnees.noter(regle, lignes.filter(pl.col(f"{MOT}somme") > pl.col(f"{MOT}maximum") + PROCHE), place)


def intervalle(regle: Intervalle, donnees: Donnees) -> None:
    """`minimum` ≤ `champ` ≤ `maximum`."""
    valeur = pl.col(regle.champ)
    dehors = pl.lit(False)
    if regle.minimum is not None:
        dehors |= valeur < regle.minimum
    if regle.maximum is not None:
        dehors |= valeur > regle.maximum
    donnees.noter(regle, donnees.visees(regle).filter(dehors).with_columns(valeur.alias(f"{MOT}trouve")), regle.champ)


def dates_ordonnees(regle: DatesOrdonnees, donnees: Donnees) -> None:
    """`debut` ≤ `fin`."""
    donnees.noter(regle, donnees.visees(regle).filter(pl.col(regle.debut) > pl.col(regle.fin)), regle.fin)


def etat(regle: Etat, donnees: Donnees) -> None:
    """What the state of the value says of its numbers."""
    lignes, dit = donnees.visees(regle), pl.col(regle.champ)
    for nom in regle.mesures:
        contredit = dit.is_in(["non_suivi", "non_transmis", "secret_producteur"]) & pl.col(nom).is_not_null()
        if nom in regle.obligatoires:
            contredit |= dit.is_in(["observe", "zero_confirme"]) & vide(nom)
        contredit |= (dit == "zero_confirme") & (pl.col(nom) != 0).fill_null(False)
        donnees.noter(regle, lignes.filter(contredit), nom, colonne=donnees.titre(nom))


def condition(regle: Condition, donnees: Donnees) -> None:
    """Each of `champs` is filled, or empty."""
    for nom in regle.champs:
        rompue = vide(nom) if regle.alors == "rempli" else pl.col(nom).is_not_null()
        donnees.noter(regle, donnees.visees(regle).filter(rompue), nom, colonne=donnees.titre(nom))


def au_moins_un(regle: AuMoinsUn, donnees: Donnees) -> None:
    """One at least of `champs` is filled."""
    donnees.noter(regle, donnees.visees(regle).filter(pl.all_horizontal(*map(vide, regle.champs))), regle.champs[0])


def solidaires(regle: Solidaires, donnees: Donnees) -> None:
    """`champs` are all filled, or all empty."""
    lignes = donnees.visees(regle).filter(pl.any_horizontal(*(pl.col(nom).is_not_null() for nom in regle.champs)))
    for nom in regle.champs:
        donnees.noter(regle, lignes.filter(vide(nom)), nom, colonne=donnees.titre(nom))


def liste_liee(regle: ListeLiee, donnees: Donnees) -> None:
    """`champ` is in the list that goes with `selon`."""
    for code, liste in donnees.contrat.champ(regle.champ).listes.items():
        hors = donnees.visees(regle).filter(pl.col(regle.selon) == code, ~pl.col(regle.champ).is_in(list(liste)))
        donnees.noter(regle, hors, regle.champ, attendu=", ".join(liste))


def code_territoire(regle: CodeTerritoire, donnees: Donnees) -> None:
    """`champ` is a code that suits the type of territory."""
    lignes, code = donnees.visees(regle), pl.col(regle.champ)
    for type_, nomenclature in regle.nomenclatures.items():
        codes = donnees.codes[nomenclature]
        donnees.noter(regle, lignes.filter(pl.col(regle.type_champ) == type_, ~code.is_in(codes)), regle.champ, attendu=f"{codes[0]}…")
    for type_, motif in regle.motifs.items():
        donnees.noter(regle, lignes.filter(pl.col(regle.type_champ) == type_, ~code.str.contains(f"^(?:{motif})$")), regle.champ, attendu=motif)


def estimation(regle: Estimation, donnees: Donnees) -> None:
    """The published estimate against the one that its terms give, to the nearest unit."""
    nombre, coef, type_ = pl.col(regle.nombre), pl.col(regle.coef), pl.col(regle.coef_type)
    exact = pl.when(type_ == "part_doublons").then(nombre * (100 - coef) / 100).when(type_ == "personnes_par_annonce").then(nombre * coef)
    resultat = pl.col(regle.resultat)
    lignes = donnees.visees(regle).with_columns(
        exact.round().cast(pl.Int64).alias(f"{MOT}attendu"), resultat.alias(f"{MOT}trouve"),
        (resultat - exact.round()).abs().round().cast(pl.Int64).alias(f"{MOT}ecart"))
    donnees.noter(regle, lignes.filter((resultat - exact).abs() > 0.5 + PROCHE), regle.resultat)
