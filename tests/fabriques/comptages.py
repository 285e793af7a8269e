"""Counts of a small campaign, as the mart `comptages` gives them: every total, one row per cell, some départements without return."""

import random

import polars as pl

from publication.comptages import FRANCE, territoires

SEXES, LIEUX = ("femme", "homme", "inconnu"), ("hotel", "voie_publique", "domicile_personne")
COLONNES = ("edition", "cle", "indicateur", "contrat", "annee", "territoire_type", "territoire", "majorite", "variable", "modalite",
            "reponse", "valeur", "etat_valeur", "statut", "deja_publiee")


def comptages(graine=1, annee=2024, moyenne=12, sans_retour=("2A", "48"), departements=None):
    """Victims by sex and majority, people accompanied by place (several answers), for each département, région and France."""
    hasard = random.Random(graine)
    fines = [d for d in territoires().parents if not d.startswith("R") and (departements is None or d in departements)]
    cellules, reponses = {}, {}

    def compter(indicateur, contrat, territoire, croisement, n, reponse):
        for lieu in _ascendance(territoire):
            cle = ".".join((indicateur, str(annee), lieu, *(f"{d}-{m}" for d, m in sorted(croisement.items()))))
            reponses.setdefault(cle, (indicateur, contrat, lieu, croisement, reponse))
            cellules[cle] = None if n is None and lieu == territoire else cellules.get(cle, 0) + (n or 0)

    for d in fines:
        muet = d in sans_retour
        for majorite in ("mineurs", "majeurs"):
            tirages = {s: 0 if hasard.random() < 0.2 else int(hasard.expovariate(1 / moyenne)) for s in SEXES}
            base = sum(tirages.values())
            for croisement in ({}, {"majorite": majorite}):
                for s, n in tirages.items():
                    compter("victimes_proxenetisme", "victimes", d, croisement | {"sexe": s}, None if muet else n, "unique")
                compter("victimes_proxenetisme", "victimes", d, croisement, None if muet else base, "unique")
                compter("accompagnement_lieu", "accompagnement", d, croisement, None if muet else base, "multiple")
            for lieu in LIEUX:
                n = hasard.randint(0, base)
                for croisement in ({}, {"majorite": majorite}):
                    compter("accompagnement_lieu", "accompagnement", d, croisement | {"lieu": lieu}, None if muet else n, "multiple")
    return pl.DataFrame([_ligne(cle, annee, cellules[cle], *reponses[cle]) for cle in cellules],
                        schema={c: pl.Int64 if c in ("annee", "valeur") else pl.Boolean if c == "deja_publiee" else pl.String for c in COLONNES},
                        orient="row")


def _ascendance(territoire):
    parents, chemin = territoires().parents, [territoire]
    while chemin[-1] in parents:
        chemin.append(parents[chemin[-1]])
    return chemin


def _ligne(cle, annee, valeur, indicateur, contrat, lieu, croisement, reponse):
    niveau = "france" if lieu == FRANCE else "region" if lieu.startswith("R") else "departement"
    variable = next((d for d in croisement if d != "majorite"), "ensemble")
    etat = "non_transmis" if valeur is None else "observe" if valeur else "zero_confirme"
    return ("2025", cle, indicateur, contrat, annee, niveau, lieu, croisement.get("majorite", "ensemble"), variable,
            croisement.get(variable, "ensemble"), reponse, valeur, etat, "d", False)
