"""The rules of truth that hold on rows: each one fails on a bad registry (docs/regles-de-verite.md names these tests)."""

import re
from pathlib import Path

import polars as pl
import pytest

from catalogue import Catalogue, charger, cle_de
from catalogue.edition import Choix
from tests.fabriques.catalogue import avec
from tests.fabriques.registre import ligne

ARRONDI = {"precision": "arrondie", "pas": 1}
DEUX_LIGNES = [ligne("victimes_majeures", 2024, 920), ligne("victimes_mineures", 2024, 659)]


def evolution_de(indicateur: str, publiable: bool = True) -> Catalogue:
    return avec("evolution_essai", "victimes_mineures_evolution", publiable=publiable, perimetre=charger().indicateurs[indicateur].perimetre,
                calcul={"type": "evolution", "de": [indicateur], "annee_base": 2021})


def test_good_rows_fail_no_dbt_test(batir):
    assert batir(*DEUX_LIGNES).tests_en_echec() == set()


@pytest.mark.parametrize(("colonne", "valeur", "test"), [
    ("mesure", "volume", "accepted_values_stg_registre_mesure"), ("libelle_source", None, "non_nulles_stg_registre"),
    ("statut", "officiel", "accepted_values_stg_registre_statut"), ("preuve", "Z", "accepted_values_stg_registre_preuve"),
    ("indicateur", "inconnu", "relationships_stg_registre"), ("id", "doublon", "unique_stg_registre_id")])
def test_a_row_that_does_not_say_what_it_is_fails_a_dbt_test(batir, colonne, valeur, test):
    bad = batir(*DEUX_LIGNES, alterer=lambda lues: lues.with_columns(pl.lit(valeur, pl.String).alias(colonne)))
    assert any(nom.startswith(test) for nom in bad.tests_en_echec())


def test_an_evolution_across_two_publications_is_not_computed(batir):
    catalogue = evolution_de("victimes_enregistrees")
    entrepot = batir(ligne("victimes_enregistrees", 2021, 1450, publication="Édition 2022"),
                     ligne("victimes_enregistrees", 2024, 1579, publication="Édition 2025"),
                     ligne("evolution_essai", 2024, 9, catalogue, annee_base=2021, **ARRONDI), catalogue=catalogue)
    calcul = entrepot.calcul("evolution_essai.2024.FR")
    assert (calcul["valeur"], calcul["motif"]) == (None, "publications_differentes")
    [controle] = entrepot.lignes("select * from controles where verdict = 'non_verifiable'")
    assert "ne viennent pas d’une même publication" in controle["phrase"]
    assert entrepot.lignes("verifications") == []


def test_an_evolution_inside_one_publication_is_computed_and_checked(batir):
    catalogue = evolution_de("victimes_enregistrees")
    entrepot = batir(ligne("victimes_enregistrees", 2021, 1450), ligne("victimes_enregistrees", 2024, 1579),
                     ligne("victimes_enregistrees", 2024, 1579, publication="Relais", preuve="B"),
                     ligne("evolution_essai", 2024, 9, catalogue, annee_base=2021, **ARRONDI), catalogue=catalogue)
    [verification] = entrepot.lignes("verifications")
    assert verification["verdict"] == "compatible" and round(verification["calcule_min"], 2) == 8.9


def test_an_evolution_compares_with_the_year_that_its_publication_names(batir):
    catalogue = evolution_de("victimes_enregistrees")
    entrepot = batir(ligne("victimes_enregistrees", 2021, 1000), ligne("victimes_enregistrees", 2023, 1600),
                     ligne("victimes_enregistrees", 2024, 1579),
                     ligne("evolution_essai", 2024, -1, catalogue, annee_base=2023, **ARRONDI), catalogue=catalogue)
    [verification] = entrepot.lignes("verifications")
    assert verification["verdict"] == "compatible" and verification["termes"].endswith("victimes_enregistrees.2023.FR")


def test_no_evolution_in_percent_on_small_counts(batir):
    catalogue = evolution_de("condamnations_proxenetisme")
    small = batir(ligne("condamnations_proxenetisme", 2021, 43), ligne("condamnations_proxenetisme", 2024, 57), catalogue=catalogue)
    assert small.calcul("evolution_essai.2024.FR")["motif"] == "effectif_inferieur_a_50"
    assert small.chiffre("evolution_essai.2024.FR") is None
    large = batir(ligne("condamnations_proxenetisme", 2021, 50), ligne("condamnations_proxenetisme", 2024, 57), catalogue=catalogue)
    assert large.chiffre("evolution_essai.2024.FR")["valeur"] == pytest.approx(14)


def test_no_share_when_the_numerator_is_under_20(batir):
    def calcul(refus: int):
        return batir(ligne("psp_demandes", 2022, 700), ligne("psp_refus", 2022, refus)).calcul("psp_part_refus.2022.FR")

    assert (calcul(19)["valeur"], calcul(19)["motif"]) == (None, "numerateur_inferieur_a_20")
    assert (calcul(21)["valeur"], calcul(21)["motif"]) == (3, None)


def test_a_published_percentage_on_a_small_count_is_refused_unless_it_is_not_printable(batir):
    def refus(publiable: bool) -> list[str]:
        catalogue = evolution_de("condamnations_proxenetisme", publiable)
        return batir(ligne("condamnations_proxenetisme", 2021, 43), ligne("condamnations_proxenetisme", 2024, 57),
                     ligne("evolution_essai", 2024, 33, catalogue, annee_base=2021, **ARRONDI), catalogue=catalogue).refus()

    [phrase] = refus(publiable=True)
    assert "57 ÷ 43" in phrase and "evolution_essai.2024.FR" in phrase
    assert refus(publiable=False) == []


def test_a_computed_value_is_marked_and_rests_on_published_rows(batir):
    entrepot = batir(ligne("victimes_majeures", 2024, 920, statut="provisoire"), ligne("victimes_mineures", 2024, 659))
    chiffre = entrepot.chiffre("victimes_enregistrees.2024.FR")
    assert (chiffre["valeur"], chiffre["derive"], chiffre["modele"]) == (1579, True, "int_chiffres_calcules")
    assert chiffre["statut"] == "provisoire"
    assert set(chiffre["source_ids"].split(";")) == {r["id"] for r in entrepot.lignes("citations")}


def test_a_published_value_is_never_replaced_by_its_computation(batir):
    entrepot = batir(ligne("victimes_enregistrees", 2024, 1580), ligne("victimes_majeures", 2024, 920), ligne("victimes_mineures", 2024, 659))
    chiffre = entrepot.chiffre("victimes_enregistrees.2024.FR")
    assert (chiffre["valeur"], chiffre["derive"]) == (1580, False)
    assert [v["verdict"] for v in entrepot.lignes("verifications")] == ["incompatible"]


def test_a_derived_row_is_never_evidence(batir):
    derived = ligne("victimes_mineures", 2021, 492, preuve="D", publication="Calcul")
    entrepot = batir(derived, ligne("victimes_enregistrees", 2021, 1450))
    assert entrepot.chiffre("victimes_mineures.2021.FR") is None
    assert entrepot.calcul("victimes_mineures_part.2021.FR") is None
    assert [c["retenue"] for c in entrepot.lignes("select * from citations where preuve = 'D'")] == [False]
    choix = Choix(indicateur="victimes_mineures", annee=2021, retenue=derived["id"], raison="Essai.")
    [phrase] = batir(derived, choix=(choix,)).refus()
    assert derived["id"] in phrase


def test_a_published_figure_is_not_checked_against_itself(batir):
    entrepot = batir(ligne("commissions_total", 2024, 101), ligne("commissions_sans_reunion", 2023, 14),
                     ligne("commissions_reunies_une_fois", 2023, 26))
    assert entrepot.chiffre("commissions_reunies_plusieurs_fois.2023.FR")["valeur"] == 61
    assert entrepot.lignes("verifications") == []


def test_the_four_published_figures_of_the_letter_bound_the_evolution_of_the_total(batir):
    # −4 % on 920 and +34 % on 659 bound the total of 2021 to 1 443-1 457, hence +8.4 to +9.4 %.
    entrepot = batir(
        ligne("victimes_enregistrees", 2024, 1579), ligne("victimes_majeures", 2024, 920), ligne("victimes_mineures", 2024, 659),
        ligne("victimes_majeures_evolution", 2024, -4, annee_base=2021, **ARRONDI),
        ligne("victimes_mineures_evolution", 2024, 34, annee_base=2021, **ARRONDI),
        ligne("victimes_evolution", 2024, 9, annee_base=2021, **ARRONDI))
    total = entrepot.calcul("victimes_niveau_base.2024.FR")
    assert (round(total["borne_min"]), round(total["borne_max"])) == (1443, 1457)
    [evolution] = entrepot.lignes("select * from verifications where cle = 'victimes_evolution.2024.FR'")
    assert (round(evolution["calcule_min"], 1), round(evolution["calcule_max"], 1), evolution["verdict"]) == (8.4, 9.4, "compatible")


def test_an_evolution_outside_the_bounds_is_incompatible(batir):
    entrepot = batir(
        ligne("victimes_enregistrees", 2024, 1579), ligne("victimes_majeures", 2024, 920), ligne("victimes_mineures", 2024, 659),
        ligne("victimes_majeures_evolution", 2024, -4, annee_base=2021, **ARRONDI),
        ligne("victimes_mineures_evolution", 2024, 34, annee_base=2021, **ARRONDI),
        ligne("victimes_evolution", 2024, 12, annee_base=2021, **ARRONDI))
    [ecart] = entrepot.ecarts("pourcentages_contre_effectifs")
    assert "+12\u202f% publié" in ecart["phrase"] and "entre +8,4\u202f% et +9,4\u202f%" in ecart["phrase"]


def test_commissions_that_met_are_what_remains_and_are_marked_computed(batir):
    entrepot = batir(ligne("commissions_total", 2024, 101), ligne("commissions_sans_reunion", 2023, 14),
                     ligne("commissions_reunies_une_fois", 2023, 26), ligne("commissions_sans_reunion", 2024, 23),
                     ligne("commissions_reunies_plusieurs_fois", 2024, 62))
    derives = {c["cle"]: c["valeur"] for c in entrepot.lignes("select * from chiffres where derive")}
    assert derives["commissions_reunies_plusieurs_fois.2023.FR"] == 61
    assert derives["commissions_reunies_une_fois.2024.FR"] == 16


def test_one_number_may_be_two_objects_and_stays_two_keys(batir):
    entrepot = batir(ligne("victimes_mineures", 2024, 659), ligne("diag_annonces", 2021, 659, territoire_type="departement", territoire="63"))
    assert {c["cle"] for c in entrepot.lignes("select * from chiffres where valeur = 659")} == {"victimes_mineures.2024.FR", "diag_annonces.2021.63"}


def test_two_age_bands_never_share_a_key(batir):
    catalogue = avec("victimes_par_age", "victimes_enregistrees", dimensions=["age"])
    rows = [ligne("victimes_par_age", 2024, n, catalogue, age=age) for age, n in (("0-17", 659), ("0-24", 900))]
    entrepot = batir(*rows, catalogue=catalogue)
    assert [(c["cle"], c["age_min"], c["age_max"]) for c in entrepot.lignes("select * from chiffres order by cle")] == [
        ("victimes_par_age.2024.FR.age-0-17", 0, 17), ("victimes_par_age.2024.FR.age-0-24", 0, 24)]
    assert cle_de(catalogue.indicateurs["victimes_par_age"], 2024, "FR", {"age": "18-25"}).endswith(".age-18-25")


def test_the_page_of_the_rules_names_tests_that_exist():
    racine = Path(__file__).parents[2]
    page = (racine / "docs" / "regles-de-verite.md").read_text("utf-8")
    code = "".join(p.read_text("utf-8") for p in Path(__file__).parent.glob("test_*.py"))
    nommes = set(re.findall(r"`(test_\w+)`", page))
    assert nommes and {nom for nom in nommes if f"def {nom}(" not in code} == set()
    assert re.findall(r"^\| (\d+)\. ", page, re.M) == [str(n) for n in range(1, 19)]
