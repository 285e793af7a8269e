"""The contradictions of the published sources are found from their rows, and only when the rows contradict each other."""

import polars as pl
import pytest

from catalogue.edition import Choix
from tests.fabriques.registre import ligne

SENAT = {"publication": "Rapport d’essai du Sénat", "producteur": "SDFE"}
LETTRE = {"publication": "Lettre d’essai", "producteur": "SDFE"}


def tranches(*effectifs: int) -> list[dict[str, str]]:
    return [ligne("psp_departements_par_classe", 2024, n, modalite=classe, **SENAT)
            for classe, n in zip(("1-5", "6-10", "11-20", "21+"), effectifs, strict=True)]


def test_brackets_that_add_to_63_contradict_the_67_of_the_text(batir):
    entrepot = batir(ligne("psp_departements_avec", 2024, 67, **SENAT), *tranches(26, 16, 9, 12))
    [ecart] = entrepot.ecarts("tranches_de_departements_psp")
    assert "67" in ecart["phrase"] and "63" in ecart["phrase"] and "26 + 16 + 9 + 12" in ecart["phrase"]
    assert len(ecart["source_ids"].split(";")) == 5


def test_brackets_that_add_to_the_text_are_coherent(batir):
    entrepot = batir(ligne("psp_departements_avec", 2024, 67, **SENAT), *tranches(30, 16, 9, 12))
    assert entrepot.verdicts("tranches_de_departements_psp") == ["coherent"]


@pytest.mark.parametrize(("beneficiaires", "verdict"), [(534, "ecart"), (532, "coherent")])
def test_afis_beneficiaries_are_the_requests_less_the_refusals(batir, beneficiaires, verdict):
    entrepot = batir(ligne("afis_beneficiaires", 2022, beneficiaires), ligne("afis_demandes", 2022, 601), ligne("afis_refus", 2022, 69))
    [controle] = entrepot.lignes("select * from controles where controle = 'afis_demandes_refus_beneficiaires'")
    assert controle["verdict"] == verdict
    assert ("532" in controle["phrase"] and "534" in controle["phrase"]) == (verdict == "ecart")


@pytest.mark.parametrize(("indicateur", "retenue", "autre", "texte"), [
    ("psp_cumul", 2097, 2102, "2\u202f097"), ("psp_en_cours", 898, 903, "898")])
def test_one_key_with_two_values_is_told_with_both_publications_and_dates(batir, indicateur, retenue, autre, texte):
    rows = [ligne(indicateur, 2024, retenue, **LETTRE), ligne(indicateur, 2024, autre, date_arrete="2024-12-31", **SENAT)]
    choix = Choix(indicateur=indicateur, annee=2024, retenue=rows[0]["id"], raison="Valeur de la lettre.")
    [ecart] = batir(*rows, choix=(choix,)).ecarts("valeurs_divergentes")
    assert ecart["cles"] == f"{indicateur}.2024.FR"
    for attendu in (texte, "Lettre d’essai", "Rapport d’essai du Sénat", "arrêté au 31\u00a0décembre 2024", "Valeur de la lettre."):
        assert attendu in ecart["phrase"]


def test_two_publications_that_agree_are_coherent(batir):
    entrepot = batir(ligne("psp_en_cours", 2024, 903, **LETTRE), ligne("psp_en_cours", 2024, 903, **SENAT))
    assert entrepot.verdicts("valeurs_divergentes") == ["coherent"]


def test_a_rounded_value_agrees_with_the_exact_one_it_rounds(batir):
    rows = [ligne("teh_victimes", 2023, 2143, **LETTRE), ligne("teh_victimes", 2023, 2100, precision="arrondie", pas=100, **SENAT)]
    choix = Choix(indicateur="teh_victimes", annee=2023, retenue=rows[0]["id"], raison="Valeur exacte.")
    assert batir(*rows, choix=(choix,)).verdicts("valeurs_divergentes") == ["coherent"]


@pytest.mark.parametrize(("flux", "trouve"), [(643, True), (650, False)])
def test_a_number_that_is_a_stock_for_one_source_and_a_flow_for_another_is_found(batir, flux, trouve):
    entrepot = batir(ligne("psp_en_cours", 2022, 643, libelle_source="stock au 1er janvier"),
                     ligne("psp_autorises_annee", 2022, flux, libelle_source="accompagnées dans l’année"))
    ecarts = entrepot.ecarts("mesures_divergentes")
    assert [set(e["cles"].split(";")) for e in ecarts] == ([{"psp_en_cours.2022.FR", "psp_autorises_annee.2022.FR"}] if trouve else [])
    assert all("stock au 1er janvier" in e["phrase"] and "accompagnées dans l’année" in e["phrase"] for e in ecarts)


@pytest.mark.parametrize(("declarees", "verdict"), [(449, "ecart"), (385, "coherent")])
def test_accepted_requests_are_set_against_the_entries_that_associations_declare(batir, declarees, verdict):
    entrepot = batir(ligne("psp_premieres_demandes", 2024, 469), ligne("psp_part_refus", 2024, 18, precision="arrondie", pas=1),
                     ligne("psp_entrees_declarees_associations", 2024, declarees))
    [controle] = entrepot.lignes("select * from controles where controle = 'parcours_acceptes_et_entrees_declarees'")
    assert controle["verdict"] == verdict
    assert "385" in controle["phrase"] and str(declarees) in controle["phrase"] and "18\u202f%" in controle["phrase"]


def annonces(estimation: int) -> list[dict[str, str]]:
    lieu = {"territoire_type": "departement", "territoire": "63"}
    return [ligne("diag_estimation_publiee", 2021, estimation, **lieu), ligne("diag_annonces", 2021, 659, **lieu),
            ligne("diag_part_doublons", 2021, 55, precision="arrondie", pas=1, **lieu)]


def test_an_estimate_that_keeps_the_share_it_should_remove_is_found(batir):
    [ecart] = batir(*annonces(362)).ecarts("annonces_doublons_retires")
    assert ecart["phrase"] == (
        "Le diagnostic publie 362, soit 55\u202f% de 659. Si 55\u202f% est la part d’annonces en double, le calcul donne 297. "
        "Définition à confirmer auprès de l’auteur.")


def test_an_estimate_without_its_duplicates_is_coherent(batir):
    assert batir(*annonces(297)).verdicts("annonces_doublons_retires") == ["coherent"]


@pytest.mark.parametrize(("fin", "verdict"), [("2021-06-30", "ecart"), ("2021-07-31", "coherent")])
def test_one_result_dated_in_two_ways_is_found(batir, fin, verdict):
    lieu = {"territoire_type": "departement", "territoire": "63", "date_debut": "2021-04-01"}
    entrepot = batir(ligne("diag_annonces", 2021, 659, date_fin="2021-07-31", publication="Diagnostic, texte", **lieu),
                     ligne("diag_annonces", 2021, 659, date_fin=fin, publication="Diagnostic, légende", **lieu))
    assert entrepot.verdicts("dates_divergentes") == [verdict]


def femmes(part: float) -> list[dict[str, str]]:
    return [ligne("victimes_enregistrees", 2024, 1579), ligne("victimes_femmes", 2024, 1489), ligne("victimes_mineures", 2024, 659),
            ligne("victimes_mineures_part_des_femmes", 2024, part, precision="arrondie", pas=1, publication="Page d’essai")]


def test_a_share_of_women_that_is_a_share_of_all_is_found_with_its_right_base(batir):
    [ecart] = batir(*femmes(42)).ecarts("pourcentages_contre_effectifs")
    assert "42\u202f% publié (Page d’essai" in ecart["phrase"] and "44,3\u202f% (659 ÷ 1\u202f489)" in ecart["phrase"]
    assert "victimes enregistrées, 2024" in ecart["phrase"] and "(1\u202f579), le calcul donne 42\u202f%" in ecart["phrase"]


def test_the_right_share_of_women_is_coherent(batir):
    entrepot = batir(*femmes(44))
    assert entrepot.ecarts("pourcentages_contre_effectifs") == []
    assert "coherent" in entrepot.verdicts("pourcentages_contre_effectifs")


def test_a_total_that_its_parts_do_not_make_is_found(batir):
    entrepot = batir(ligne("victimes_enregistrees", 2024, 1580), ligne("victimes_majeures", 2024, 920), ligne("victimes_mineures", 2024, 659))
    [ecart] = entrepot.ecarts("totaux_contre_parties")
    assert "1\u202f580" in ecart["phrase"] and "1\u202f579 (920 + 659)" in ecart["phrase"]


def test_a_computation_on_rows_of_two_perimeters_is_found(batir):
    rows = [ligne("victimes_majeures", 2024, 920), ligne("victimes_mineures", 2024, 659)]
    assert batir(*rows).verdicts("perimetres_melanges") == ["coherent"]
    autre = pl.when(pl.col("indicateur") == "victimes_mineures").then(pl.lit("teh")).otherwise(pl.col("perimetre")).alias("perimetre")
    ecarts = {e["cles"]: e["phrase"] for e in batir(*rows, alterer=lambda lues: lues.with_columns(autre)).ecarts("perimetres_melanges")}
    phrase = ecarts["victimes_enregistrees.2024.FR"]
    assert "traite et exploitation" in phrase and "920 + 659" in phrase


@pytest.mark.parametrize(("publiee", "verdict"), [("2024-10-15", "ecart"), ("2025-01-15", "coherent"), ("2024", "coherent")])
def test_a_year_is_not_counted_before_it_ends(batir, publiee, verdict):
    assert batir(ligne("teh_victimes", 2024, 2143, date_publication=publiee)).verdicts("dates_de_publication") == [verdict]


def test_a_count_is_not_published_before_its_cut_off_date(batir):
    [ecart] = batir(ligne("psp_en_cours", 2024, 903, date_publication="2024-12", date_arrete="2025-01-31")).ecarts("dates_de_publication")
    assert "décembre 2024" in ecart["phrase"] and "31\u00a0janvier 2025" in ecart["phrase"]


@pytest.mark.parametrize(("valeur", "verdict"), [(2143, "ecart"), (2100, "coherent")])
def test_a_value_said_rounded_is_a_multiple_of_its_step(batir, valeur, verdict):
    assert batir(ligne("teh_victimes", 2023, valeur, precision="arrondie", pas=100)).verdicts("arrondis") == [verdict]


def test_the_quality_page_begins_with_the_gaps_of_the_latest_year(batir):
    rows = [ligne("psp_departements_avec", 2024, 67, **SENAT), *tranches(26, 16, 9, 12), ligne("psp_cumul", 2024, 2097, **LETTRE),
            ligne("psp_cumul", 2024, 2102, **SENAT), ligne("afis_beneficiaires", 2022, 534), ligne("afis_demandes", 2022, 601),
            ligne("afis_refus", 2022, 69)]
    choix = Choix(indicateur="psp_cumul", annee=2024, retenue=rows[5]["id"], raison="Valeur de la lettre.")
    controles = batir(*rows, choix=(choix,)).lignes("select * from controles order by ordre")
    assert [c["controle"] for c in controles[:3]] == ["tranches_de_departements_psp", "valeurs_divergentes", "afis_demandes_refus_beneficiaires"]
    assert "ecart" not in [c["verdict"] for c in controles[3:]]
