"""Files made to harm: each is refused quickly, within its memory, by a child whose end the parent does not feel."""

import pytest

from catalogue.contrats import lire_contrat
from ingest.controle import Contexte, Limites, controler
from ingest.controle.referentiel import referentiel
from tests.fabriques.hostiles import HOSTILES

CONTRAT = lire_contrat("verbalisations")
ECHEANCE, MEMOIRE = 3.0, 512 << 20
# Read whole, and refused for what they hold rather than for what they are.
LISIBLES = {"guillemet_ouvert", "guillemets_partout", "noms_propres_sans_fin", "arobases_sans_fin"}


@pytest.mark.parametrize("nom", HOSTILES)
def test_a_hostile_file_is_refused_fast_and_small(nom, enfants):
    fabriquer, fichier = HOSTILES[nom]
    octets = fabriquer()
    arguments = {"octets": octets, "nom": fichier, "contrat": CONTRAT, "contexte": Contexte(), "referentiel": referentiel()}
    reponse = enfants.demander("controler", arguments, Limites())
    rapport = reponse.entete["rapport"]
    assert rapport["verdict"] == ("refuse" if rapport["lus"] else "illisible") or nom in LISIBLES
    assert rapport["verdict"] != "accepte" and rapport["constats"]
    assert reponse.processeur < ECHEANCE  # seconds of computing, imports included: those of the clock depend on what else the machine does
    assert reponse.pic < MEMOIRE


def test_a_child_that_takes_too_much_memory_is_killed_and_the_parent_lives():
    rapport = controler(b"annee;departement\n2024;63\n", "x.csv", CONTRAT, limites=Limites(memoire=20 << 20))
    assert rapport.verdict == "illisible" and [c.code for c in rapport.constats] == ["controle.interrompu"]
    assert controler(b"annee;departement\n2024;63\n", "x.csv", CONTRAT).verdict == "refuse"


def test_a_bug_of_ours_is_told_by_its_place_without_any_value_of_the_file():
    rapport = controler(b"annee;departement\n2024;63\n", "x.csv", CONTRAT, Contexte(precedent="pas une table"))
    assert [c.code for c in rapport.constats] == ["controle.panne"]
    assert "annees.py" in rapport.constats[0].message and "pas une table" not in rapport.constats[0].message


@pytest.mark.lent
def test_a_table_wrong_in_every_cell_is_told_whole_within_the_limits(enfants):
    contrat, numeros = lire_contrat("accompagnement"), range(4900)
    lignes = [";".join(contrat.colonnes), *(";".join(f"colonne décalée {n}" for _ in contrat.colonnes) for n in numeros)]
    rapport = controler("\n".join(lignes).encode(), "x.csv", contrat, enfants=enfants)
    assert rapport.verdict == "refuse"
    assert {ligne for c in rapport.constats if c.champ == "nombre" for ligne in c.lignes} == {n + 2 for n in numeros}
