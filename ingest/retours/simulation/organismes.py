"""The register of the simulation: the real one, and invented organisations where it has nobody yet. Always the same, whatever the seed."""

from __future__ import annotations

from datetime import date
from functools import cache

from catalogue.chargement import lire_nomenclatures
from catalogue.organismes import Mandat, Organisme, Registre, lire_registre
from ingest.retours.simulation.pays import POPULATION

SOURCE = "Simulation"
DEBUT = date(2017, 1, 1)
ASSOCIATIONS, ETABLISSEMENTS, OBSERVATOIRES = 45, 12, 30
TETE = "amicale_du_nid"  # the real head of a network to which the invented establishments are given
OBSERVE_DEUX_FOIS = "63"  # a real organisation already makes a diagnosis there


@cache
def registre_simule() -> Registre:
    """The real register with about ninety invented organisations, each named « simulée »."""
    reel = lire_registre()
    peuples = sorted(POPULATION, key=lambda d: -int(POPULATION[d]))
    inventes = [
        *(_organisme("asso", rang, "Association (simulée)", "association", peuples[rang % 40], "accompagnement") for rang in range(ASSOCIATIONS)),
        *(_organisme("etab", rang, "Établissement (simulé)", "etablissement", peuples[40 + rang], "accompagnement", TETE)
          for rang in range(ETABLISSEMENTS)),
        *(_organisme("obs", rang, "Observatoire territorial (simulé)", "observatoire_territorial", d, "diagnostic;annonces")
          for rang, d in enumerate([OBSERVE_DEUX_FOIS, *peuples[1:OBSERVATOIRES]])),
    ]
    return Registre(reel.organismes | {o.id: o for o, _ in inventes}, reel.mandats + tuple(m for _, m in inventes))


def _organisme(genre: str, rang: int, nom: str, type_: str, departement: str, contrats: str, reseau: str | None = None) -> tuple[Organisme, Mandat]:
    lieu = lire_nomenclatures()["departements"][departement]["nom"]
    id = f"simule_{genre}_{rang + 1:02}"
    return (Organisme(id=id, nom=f"{nom}, {lieu}, n° {rang + 1}", type=type_, reseau=reseau, source=SOURCE),
            Mandat(organisme=id, contrats=contrats, territoire_type="departement", territoire=departement, date_debut=DEBUT, date_fin=None,
                   retour_de_reference="oui" if genre == "obs" and departement == OBSERVE_DEUX_FOIS else None, raison="Simulation"))
