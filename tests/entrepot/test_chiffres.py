"""Which published row becomes the chiffre of a key, what it says exactly, and when the registry must choose first."""

import pytest

from catalogue.edition import Choix
from tests.fabriques.catalogue import avec
from tests.fabriques.registre import ligne

STOCK = ("psp_en_cours", 2024)


def choisir(row: dict[str, str]) -> Choix:
    return Choix(indicateur=row["indicateur"], annee=int(row["annee"]), territoire=row["territoire"], retenue=row["id"], raison="Essai.")


def test_the_best_evidence_is_retained_when_publications_agree(batir):
    rows = [ligne(*STOCK, 903, publication=p, preuve=preuve) for p, preuve in (("Presse", "B"), ("Ministère", "A"), ("Mémoire", "K"))]
    entrepot = batir(*rows)
    assert entrepot.chiffre("psp_en_cours.2024.FR")["source_ids"].split(";") == sorted(r["id"] for r in rows)
    assert [c["publication"] for c in entrepot.lignes("select * from citations where retenue")] == ["Ministère"]


def test_several_values_without_a_choice_stop_the_build_and_name_key_and_values(batir):
    rows = [ligne(*STOCK, 898, publication="Lettre"), ligne(*STOCK, 903, publication="Sénat")]
    entrepot = batir(*rows)
    [phrase] = entrepot.refus()
    for attendu in ("psp_en_cours.2024.FR", "898", "903", rows[0]["id"], "data/editions/2025.yaml"):
        assert attendu in phrase
    assert "aucune_anomalie" in entrepot.tests_en_echec()


def test_a_declared_choice_retains_its_row_with_its_reason_whatever_the_evidence(batir):
    rows = [ligne(*STOCK, 898, publication="Lettre", preuve="B"), ligne(*STOCK, 903, publication="Sénat", preuve="A")]
    entrepot = batir(*rows, choix=(choisir(rows[0]),))
    assert entrepot.refus() == [] and entrepot.tests_en_echec() == set()
    assert entrepot.chiffre("psp_en_cours.2024.FR")["valeur"] == 898
    assert [(c["retenue"], c["raison"]) for c in entrepot.lignes("select * from citations order by valeur")] == [(True, "Essai."), (False, None)]


def test_a_choice_of_a_row_about_something_else_stops_the_build(batir):
    autre = ligne(*STOCK, 39, territoire_type="departement", territoire="38")
    choix = Choix(indicateur="psp_en_cours", annee=2024, retenue=autre["id"], raison="Essai.")
    [phrase] = batir(ligne(*STOCK, 903), autre, choix=(choix,)).refus()
    assert autre["id"] in phrase and "psp_en_cours.2024.FR" in phrase


def test_one_place_is_not_another(batir):
    entrepot = batir(ligne(*STOCK, 903), ligne(*STOCK, 148, territoire_type="departement", territoire="75"))
    assert entrepot.refus() == []
    assert entrepot.chiffre("psp_en_cours.2024.75")["valeur"] == 148


@pytest.mark.parametrize(("cellules", "bornes"), [
    ({}, (650, 650)), ({"precision": "arrondie", "pas": 10}, (645, 655)), ({"precision": "environ", "pas": 10}, (640, 660)),
    ({"precision": "au_moins"}, (650, None)), ({"precision": "plus_de"}, (650, None)), ({"valeur_max": 700}, (650, 700))])
def test_a_chiffre_says_between_which_bounds_it_lies(batir, cellules, bornes):
    chiffre = batir(ligne("fas_dossiers_non_presentes", 2024, 650, **cellules)).chiffre("fas_dossiers_non_presentes.2024.FR")
    assert (chiffre["borne_min"], chiffre["borne_max"]) == bornes


def test_an_open_operand_leaves_the_result_open(batir):
    entrepot = batir(ligne("victimes_majeures", 2024, 900, precision="au_moins"), ligne("victimes_mineures", 2024, 659))
    chiffre = entrepot.chiffre("victimes_enregistrees.2024.FR")
    assert (chiffre["borne_min"], chiffre["borne_max"], chiffre["precision"]) == (1559, None, "au_moins")


def test_operands_that_each_name_their_place_make_a_figure_of_france(batir):
    lieux = {"13": 49, "31": 39, "38": 39, "69": 89, "75": 148}
    entrepot = batir(*(ligne(*STOCK, n, territoire_type="departement", territoire=t) for t, n in lieux.items()))
    assert entrepot.chiffre("psp_en_cours_cinq_departements.2024.FR")["valeur"] == 364
    assert [c["territoire"] for c in entrepot.lignes("select * from chiffres where derive")] == ["FR"]


def test_a_computation_waits_for_all_its_operands(batir):
    assert batir(ligne("victimes_majeures", 2024, 920), ligne("victimes_mineures", 2023, 600)).lignes("int_chiffres_calcules") == []


def test_an_object_is_named_with_its_modalities_place_and_year(batir):
    entrepot = batir(ligne("teh_victimes", 2022, 993, infraction="proxenetisme"),
                     ligne(*STOCK, 148, territoire_type="departement", territoire="75"))
    assert {o["objet"] for o in entrepot.lignes("int_objets")} == {
        "victimes, traite et exploitation, proxénétisme, 2022", "parcours de sortie en cours, Paris, 2024"}


def test_the_measures_of_the_strategy_show_a_published_figure_or_say_that_there_is_none(batir):
    mesures = batir(ligne("contraventions_achat", 2024, 1146)).lignes("select * from mesures_strategie order by numero, rang")
    assert {m["numero"] for m in mesures} == set(range(1, 26))
    par_numero = {m["numero"]: m for m in mesures}
    assert (par_numero[4]["cle"], par_numero[4]["valeur"], par_numero[4]["absence"]) == ("contraventions_achat.2024.FR", 1146, None)
    assert (par_numero[8]["cle"], par_numero[8]["absence"]) == (None, "non collecté")
    # Declared in the strategy, absent from this registry.
    assert (par_numero[20]["cle"], par_numero[20]["absence"]) == (None, "non disponible")


def test_numbers_in_sentences_are_typeset(batir):
    catalogue = avec("essai", "teh_victimes", unite="victimes", dimensions=[])
    rows = [ligne("essai", 2024, n, catalogue, publication=f"P{i}") for i, n in enumerate((1234567, 12.25))]
    [ecart] = batir(*rows, choix=(choisir(rows[0]),), catalogue=catalogue).ecarts("valeurs_divergentes")
    assert "1\u202f234\u202f567 (P0, 14\u00a0avril 2025)" in ecart["phrase"] and "12,3 (P1" in ecart["phrase"]


def test_what_remains_is_as_uncertain_as_what_is_taken_away(batir):
    catalogue = avec("reste", "victimes_enregistrees",
                     calcul={"type": "difference", "de": ["victimes_enregistrees"], "moins": ["victimes_mineures"]})
    reste = batir(ligne("victimes_enregistrees", 2024, 1000), ligne("victimes_mineures", 2024, 100, precision="arrondie", pas=10),
                  catalogue=catalogue).chiffre("reste.2024.FR")
    assert (reste["valeur"], reste["borne_min"], reste["borne_max"], reste["precision"]) == (900, 895, 905, "environ")
