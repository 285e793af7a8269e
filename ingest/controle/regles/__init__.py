"""The rules of a contract, run on its typed table. One function per type of rule, found by the type; their meaning is in `catalogue.contrats.regles`."""

from __future__ import annotations

from collections.abc import Callable

from catalogue.contrats import Regle
from ingest.controle.regles import annees, fichier, groupes, lignes, organisme
from ingest.controle.regles.donnees import Donnees

__all__ = ["Donnees", "appliquer"]

VERIFIER: dict[str, Callable[[Regle, Donnees], None]] = {
    "identite": lignes.identite,
    "borne": lignes.borne,
    "intervalle": lignes.intervalle,
    "dates_ordonnees": lignes.dates_ordonnees,
    "etat": lignes.etat,
    "condition": lignes.condition,
    "au_moins_un": lignes.au_moins_un,
    "solidaires": lignes.solidaires,
    "liste_liee": lignes.liste_liee,
    "code_territoire": lignes.code_territoire,
    "estimation": lignes.estimation,
    "millesime": organisme.millesime,
    "territoire": organisme.territoire,
    "organisme": organisme.organisme,
    "exhaustivite": organisme.exhaustivite,
    "total": groupes.total,
    "identite_lignes": groupes.identite_lignes,
    "repartition": groupes.repartition,
    "modalites_completes": groupes.modalites_completes,
    "sommes_egales": groupes.sommes_egales,
    "exclusif": groupes.exclusif,
    "saut": annees.saut,
}


def appliquer(donnees: Donnees) -> None:
    """Note every rule that is not kept, the keys that rows share, and rows that look like persons."""
    fichier.cles_en_double(donnees)
    fichier.lignes_individuelles(donnees)
    fichier.parts_sous_un(donnees)
    for regle in donnees.contrat.regles:
        VERIFIER[regle.type](regle, donnees)
