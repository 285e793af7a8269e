"""The rules of truth that hold on definitions: a computation that mixes what must not be mixed is refused before any row is read."""

import pytest

from catalogue import charger
from catalogue.controles import Controles, Relation, lire_controles
from catalogue.regles_de_calcul import refus_de_calcul
from tests.fabriques.catalogue import avec

PART, MODELE_PART = {"type": "part"}, "victimes_mineures_part"


def codes(modele: str, calcul: dict, **changements) -> set[str]:
    return {r.code for r in refus_de_calcul(avec("calcul_essai", modele, calcul=calcul, **changements), lire_controles())}


def test_the_catalogue_only_declares_computations_that_the_rules_allow():
    assert refus_de_calcul(charger(), lire_controles()) == []


@pytest.mark.parametrize(("modele", "calcul", "code"), [
    # Rule 6: four perimeters, and steps of justice that count different people.
    (MODELE_PART, {"type": "part", "de": ["victimes_mineures"], "base": "teh_victimes"}, "entrepot.perimetres_melanges"),
    (MODELE_PART, {"type": "part", "de": ["victimes_mineures"], "base": "victimes_exploitation_sexuelle_nfi"}, "entrepot.perimetres_melanges"),
    ("parquet_poursuivis_proxenetisme_part_hommes", {"type": "part", "de": ["parquet_poursuivis_proxenetisme"], "base": "parquet_orientes_proxenetisme"},
     "entrepot.unites_melangees"),
    # Rule 7: a share of refusals has no evolution.
    ("psp_part_refus", {"type": "evolution", "de": ["psp_part_refus"], "annee_base": 2022}, "entrepot.calcul_interdit"),
    # Rule 9: what is suspected in some files is not multiplied by all of them.
    ("ecoute_116000_fugues", {"type": "produit", "de": ["ecoute_116000_fugues"], "part": "ecoute_116000_exploitation_suspectee"},
     "entrepot.calcul_interdit"),
    # Rule 13: percentages of multiple answers never add up.
    ("diag_part_femmes", {"type": "somme", "de": ["diag_part_femmes", "diag_part_proxenetisme"]}, "entrepot.calcul_interdit"),
    # Rule 14: respondents vary.
    ("asso_teh_accompagnees", {"type": "evolution", "de": ["asso_teh_accompagnees"], "annee_base": 2022}, "entrepot.calcul_interdit"),
    # Rule 15: estimates have no trend, ads of several places no total.
    ("estimation_personnes_prostitution", {"type": "evolution", "de": ["estimation_personnes_prostitution"], "annee_base": 2020},
     "entrepot.calcul_interdit"),
    ("diag_annonces", {"type": "somme", "de": [{"indicateur": "diag_annonces", "territoire": "63"}, "diag_annonces"]}, "entrepot.calcul_interdit"),
    # A result without a year, a modality that the operand does not have, an operand that does not exist.
    ("victimes_enregistrees", {"type": "somme", "de": [{"indicateur": "victimes_majeures", "annee": 2024}]}, "entrepot.calcul_sans_annee"),
    ("teh_victimes", {"type": "somme", "de": [{"indicateur": "teh_victimes", "infraction": "vol"}]}, "entrepot.modalite_inconnue"),
    ("victimes_enregistrees", {"type": "somme", "de": ["victimes_majeurs"]}, "catalogue.lien_inconnu"),
])
def test_a_forbidden_computation_is_refused(modele, calcul, code):
    assert code in codes(modele, calcul)


def test_sex_as_registered_and_sex_as_declared_never_meet():
    calcul = {"type": "part", "de": ["victimes_femmes"], "base": "victimes_enregistrees"}
    assert "entrepot.concepts_sexe_melanges" not in codes(MODELE_PART, calcul)
    melange = avec("victimes_femmes", "victimes_femmes", concept_sexe="declare")
    melange.indicateurs["victimes_enregistrees"] = melange.indicateurs["victimes_enregistrees"].model_copy(update={"concept_sexe": "etat_civil"})
    assert "entrepot.concepts_sexe_melanges" in {r.code for r in refus_de_calcul(melange, lire_controles())}


def relation(rapprochement: bool) -> Relation:
    return Relation(id="essai", titre="Essai", ecart="{publie}", coherent="{calcul}", note="Deux périmètres.", rapprochement=rapprochement,
                    resultat="teh_victimes", calcul={"type": "somme", "de": ["victimes_enregistrees"]})


@pytest.mark.parametrize(("rapprochement", "attendu"), [(False, {"entrepot.perimetres_melanges"}), (True, set())])
def test_two_perimeters_are_only_set_side_by_side_knowingly(rapprochement, attendu):
    declares = lire_controles()
    controles = Controles(generiques=declares.generiques, relations=[relation(rapprochement)], interdits=declares.interdits,
                          unites_seules=declares.unites_seules)
    assert {r.code for r in refus_de_calcul(charger(), controles)} == attendu


def test_a_rapprochement_says_in_what_the_objects_differ():
    with pytest.raises(ValueError, match="note"):
        Relation(**{**relation(True).model_dump(), "note": None})


def test_a_sentence_with_an_unknown_mark_is_refused():
    with pytest.raises(ValueError, match="inconnue"):
        Relation(**{**relation(True).model_dump(), "ecart": "{valeur} contre {calcul}"})
    declares = lire_controles()
    arrondis = declares.generiques["arrondis"].model_copy(update={"ecart": "{formule}"})
    with pytest.raises(ValueError, match="formule"):
        Controles(generiques={**declares.generiques, "arrondis": arrondis}, relations=[], interdits=[], unites_seules=[])


def test_two_checks_never_share_an_identifier():
    declares = lire_controles()
    with pytest.raises(ValueError, match="double"):
        Controles(generiques=declares.generiques, relations=[relation(True), relation(True)], interdits=[], unites_seules=[])
