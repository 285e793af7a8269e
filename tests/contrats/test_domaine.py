"""The sixteen contracts ask what the domain says, no more, no less."""

from pathlib import Path

import pytest
import yaml

from catalogue import charger
from catalogue.contrats import charger_contrats
from catalogue.contrats.regles import Exhaustivite, Identite, ModalitesCompletes

DOMAINE = yaml.safe_load((Path(__file__).parent / "domaine.yaml").read_text("utf-8"))
COMMUNES = {"date_debut", "date_fin", "etat_valeur", "statut", "date_arrete"}
CONTRATS = charger_contrats()


def test_there_is_a_contract_for_each_return_of_the_domain():
    assert set(CONTRATS) == set(DOMAINE)


@pytest.mark.parametrize("id", DOMAINE)
def test_a_contract_has_the_key_and_the_columns_of_the_domain(id):
    contrat, voulu = CONTRATS[id], DOMAINE[id]
    assert contrat.cle == voulu["cle"]
    assert set(contrat.colonnes) - COMMUNES == {*voulu["cle"], *voulu["colonnes"]} - COMMUNES


@pytest.mark.parametrize("id", DOMAINE)
def test_a_contract_has_the_lists_of_the_domain(id):
    contrat, voulu = CONTRATS[id], DOMAINE[id]
    for colonne, codes in voulu.get("listes", {}).items():
        assert sorted(contrat.champ(colonne).modalites) == sorted(codes)
    for colonne, listes in voulu.get("selon", {}).items():
        for code, codes in listes.items():
            assert list(contrat.champ(colonne).listes[code]) == codes


@pytest.mark.parametrize("contrat", CONTRATS.values(), ids=list(CONTRATS))
def test_a_return_says_why_a_number_is_there_or_not_and_how_final_it_is(contrat):
    assert contrat.champ("etat_valeur").modalites == ["observe", "zero_confirme", "non_suivi", "non_transmis", "secret_producteur"]
    assert contrat.champ("statut").modalites == ["p", "sd", "d", "r"]
    assert contrat.champ("etat_valeur").obligatoire and contrat.champ("statut").obligatoire and "date_arrete" in contrat.colonnes


@pytest.mark.parametrize("contrat", CONTRATS.values(), ids=list(CONTRATS))
def test_no_number_is_obligatory_so_that_empty_is_never_read_as_zero(contrat):
    assert contrat.mesures if contrat.id != "agrements" else not contrat.mesures
    assert not [c.nom for c in contrat.mesures if c.obligatoire]


def test_the_field_is_the_101_departements_and_administrations_give_a_line_for_each():
    assert len(CONTRATS["psp_flux"].champ("departement").modalites) == 101
    for id in ("verbalisations", "psp_flux", "psp_profil", "psp_sejour", "afis", "commission", "agrements"):
        assert any(isinstance(r, Exhaustivite) for r in CONTRATS[id].regles), id


def test_the_stock_of_parcours_is_tied_to_its_flows_and_only_asks_for_confirmation():
    regle = next(r for r in CONTRATS["psp_flux"].regles if isinstance(r, Identite))
    assert regle.niveau == "a_confirmer" and regle.resultat == "stock_31_12"
    assert set(regle.plus) == {"stock_debut", "entrees", "transferts_recus"} and "transferts_partis" in regle.moins
    sorties = {c for c in CONTRATS["psp_flux"].colonnes if c.startswith(("sorties_terme", "sorties_anticipees", "retraits", "abandons", "deces"))}
    assert set(regle.moins) == sorties | {"transferts_partis"}


def test_an_association_has_at_most_thirty_obligatory_cells():
    contrat = CONTRATS["accompagnement"]
    exiges = [m for r in contrat.regles if isinstance(r, ModalitesCompletes) for s in r.pour for m in contrat.champ(r.champ).listes[s]]
    assert 0 < len(exiges) <= 30


def test_texts_that_somebody_writes_are_short_and_screened():
    libres = [(c.id, champ) for c in CONTRATS.values() for champ in c.champs if champ.type == "texte" and champ.motif is None]
    assert libres and all(champ.depiste and champ.longueur_max and champ.longueur_max <= 200 for _, champ in libres), libres


def test_counts_of_persons_are_marked_for_the_secret():
    personnes = {(c.id, champ.nom) for c in CONTRATS.values() for champ in c.mesures if champ.personnes}
    assert ("psp_flux", "stock_31_12") in personnes and ("accompagnement", "nombre") in personnes and ("victimes", "nombre") in personnes
    assert ("annonces", "annonces") not in personnes and ("commission", "reunions") not in personnes


def test_every_column_has_a_description_an_example_that_fits_and_a_known_unit():
    for contrat in CONTRATS.values():
        for champ in contrat.champs:
            assert len(champ.description) > 10 and champ.description.endswith((".", "?")), (contrat.id, champ.nom)
            assert champ.type != "code" or champ.exemple in champ.modalites, (contrat.id, champ.nom)
            assert champ.unite is None or champ.unite in charger().nomenclatures["unites"]


def test_titles_and_names_of_columns_never_collide_in_a_contract():
    for contrat in CONTRATS.values():
        titres = [c.titre.casefold() for c in contrat.champs]
        assert len(set(titres)) == len(titres), contrat.id


def test_contributors_are_types_of_organisations():
    types = set(charger().nomenclatures["types_organismes"])
    assert all(c.contributeurs and set(c.contributeurs) <= types for c in CONTRATS.values())
