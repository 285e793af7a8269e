"""What each figure of the letter shows, and when there is no figure."""

import re
from datetime import date

import pytest

from catalogue.erreurs import Refus
from reports.figures.definitions import FIGURES, retours
from reports.figures.definitions.outils import si_publie
from reports.texte import brut
from tests.fabriques import chiffres as fabrique

# Without this indicator, or the producers' files (None), the figure has nothing to say.
NECESSAIRES = {
    "victimes": "victimes_mineures_proxenetisme", "parts": "victimes_femmes_part", "proxenetisme_long": None, "proxenetisme_taux": None,
    "teh_victimes": "teh_victimes", "teh_mis_en_cause": "teh_mis_en_cause",
    "contraventions": "contraventions_achat", "justice": "parquet_poursuivis_proxenetisme_aggrave", "psp": "psp_en_cours",
    "commissions": "commissions_sans_reunion", "psp_carte": "psp_en_cours", "psp_classes": "psp_departements_par_classe",
    "diagnostic": "diag_part_jamais_formes",
}

DES_RETOURS = [definition.__name__ for definition in retours.DEFINITIONS]


def lignes(figure):
    return figure.chart.lignes


@pytest.fixture
def refaire(tmp_path):
    """Figures from public tables that differ from the registry: `refaire(nom, sans=…, change=…)`."""
    return lambda nom, **modifications: FIGURES[nom](fabrique.chiffres(tmp_path / "public", **modifications))


def test_every_figure_of_the_letter_is_drawn_from_the_registry(figures):
    assert all(figures.values()) and [nom for nom in figures if nom not in DES_RETOURS] == list(NECESSAIRES)


@pytest.mark.parametrize("nom", DES_RETOURS)
def test_a_figure_of_the_returns_does_not_exist_without_them(nom, chiffres):
    assert FIGURES[nom](chiffres) is None


def test_a_hidden_number_is_no_value_and_no_nought(figures):
    tuiles = {r["code"]: r for r in figures["retours_psp"].chart.lignes}
    cachees = [r for r in tuiles.values() if r["texte"] == "valeur confidentielle"]
    assert cachees and all(r["valeur"] is None and r["ton"] is None for r in cachees)
    assert tuiles["75"]["valeur"] == 148 and "au moins 34" in brut(figures["retours_psp"].titre)


@pytest.mark.parametrize("nom", NECESSAIRES)
def test_a_figure_without_its_public_data_does_not_exist(nom, refaire):
    assert refaire(nom, **({"sans": (NECESSAIRES[nom],)} if NECESSAIRES[nom] else {"series": False})) is None


def test_an_unknown_indicator_is_an_error_and_not_a_missing_figure(chiffres):
    with pytest.raises(Refus) as refus:
        si_publie(lambda ch: ch.un("victimes_enregistres"))(chiffres)
    assert refus.value.code == "document.indicateur_inconnu"


@pytest.mark.parametrize("nom", NECESSAIRES)
def test_every_figure_has_a_sentence_a_unit_a_reading_a_field_and_a_source(nom, figures):
    figure = figures[nom]
    for texte in (figure.titre, figure.unite, figure.lecture, figure.champ, figure.source):
        assert brut(texte).strip(". ")
    assert not brut(figure.titre).endswith(".") and brut(figure.lecture).endswith(".")


@pytest.mark.parametrize("nom", NECESSAIRES)
def test_every_number_of_a_title_or_a_reading_is_traced_or_a_year_a_code_or_a_date(nom, figures, chiffres):
    figure = figures[nom]
    for segment in [*figure.titre, *(figure.lecture or []), *(figure.note or [])]:
        if "cle" in segment:
            assert segment["cle"] in chiffres
            continue
        # Years, days, codes of départements, the unit of a rate, and the age and law that a break in series states in the catalogue.
        restes = re.sub(r"\b((?:19|20)\d\d|\d{1,2}(?:er)?\u00a0\w+|département \d+|\d+ (?:ans|avril)|pour 100\u202f000 habitants)", "", segment["t"])
        assert not re.search(r"\d", restes), segment


@pytest.mark.parametrize("nom", NECESSAIRES)
def test_every_key_of_a_figure_is_public(nom, figures, chiffres):
    cles = figures[nom].cles
    assert cles and len(cles) == len(set(cles)) and all(cle in chiffres for cle in cles)


def test_victims_make_a_tree_whose_parts_add_up(figures):
    par_niveau = {n: [r["valeur"] for r in lignes(figures["victimes"]) if r["niveau"] == n] for n in (0, 1, 2)}
    assert sum(par_niveau[1]) == par_niveau[0][0] and sum(par_niveau[2]) == par_niveau[1][1]
    assert [r["ton"] for r in lignes(figures["victimes"])][0] == "total"


def test_an_evolution_that_was_not_published_is_left_empty_and_never_computed(figures):
    assert [r["evolution"] for r in lignes(figures["victimes"])] == [9, -4, 34, None, 107]


def test_an_evolution_over_the_law_of_2021_carries_the_break(figures, refaire):
    assert "loi du 21 avril 2021" in brut(figures["victimes"].note)
    sans = ("victimes_evolution", "victimes_majeures_evolution", "victimes_mineures_evolution", "victimes_mineures_recours_delictuel_evolution")
    figure = refaire("victimes", sans=sans)
    assert figure.note is None and figure.chart.frame["evolution"].is_null().all()


def test_two_shares_stand_on_the_same_base(figures):
    assert {r["base"] for r in lignes(figures["parts"])} == {1579}
    assert [(r["effectif"], r["texte"]) for r in lignes(figures["parts"])] == [(1489, "94\u202f%"), (659, "42\u202f%")]


@pytest.mark.parametrize("nom", ["teh_victimes", "teh_mis_en_cause"])
def test_small_multiples_keep_the_years_that_one_publication_gives_for_every_form(nom, figures):
    par_forme = {}
    for r in lignes(figures[nom]):
        par_forme.setdefault(r["libelle"], []).append(r["annee"])
    assert len(par_forme) == 5 and next(iter(par_forme)) == "Ensemble"
    assert {tuple(annees) for annees in par_forme.values()} == {tuple(range(2016, 2023))}


def test_a_provisional_year_is_a_hollow_point_that_says_so(figures, refaire):
    points = lignes(figures["contraventions"])
    assert [(r["plein"], r["statut"]) for r in points] == [(True, "définitif")] * 2 + [(False, "provisoire")]
    assert "provisoire" in points[-1]["precision"] and "Point creux" in brut(figures["contraventions"].unite)
    definitive = refaire("contraventions", change={"contraventions_achat.2024.FR": {"statut": "definitif"}})
    assert all(r["plein"] for r in lignes(definitive)) and "Point creux" not in brut(definitive.unite)


def test_older_contraventions_in_another_count_stay_out_of_the_run_of_years(figures):
    assert [r["date"].year for r in lignes(figures["contraventions"])] == [2022, 2023, 2024]


def test_the_steps_of_justice_leave_unpublished_cells_empty(figures):
    cellules = {(r["etape"], r["libelle"]): r["valeur"] for r in lignes(figures["justice"])}
    assert len(cellules) == 9 and sum(v is None for v in cellules.values()) == 4
    assert cellules["Personnes poursuivies", "Proxénétisme"] == 232
    assert "aucun taux" in brut(figures["justice"].note)


def test_a_stock_with_an_approximate_value_an_unknown_day_or_an_unchecked_source_is_hollow(figures):
    points = {r["date"]: r for r in lignes(figures["psp"])}
    assert [r["valeur"] for r in points.values()] == [5, 230, 643, 845, 898]
    assert [d for d, r in points.items() if r["plein"]] == [date(2017, 11, 1), date(2024, 12, 31)]
    assert points[date(2019, 6, 30)]["texte"] == "≈\u202f230"
    assert points[date(2022, 1, 1)]["precision"].endswith("?")
    assert points[date(2023, 12, 31)]["precision"] == "2023, jour non précisé"


def test_the_computed_commissions_say_so_and_name_no_producer(figures):
    calculs = [r for r in lignes(figures["commissions"]) if r["derive"]]
    assert [(r["groupe"], r["texte"], r["statut"], r["source"]) for r in calculs] == [
        ("2023", "61 (calcul)", "calcul", ""), ("2024", "16 (calcul)", "calcul", "")]


def test_the_map_has_one_tile_per_departement_and_a_colour_only_where_a_value_is_published(figures):
    tuiles = lignes(figures["psp_carte"])
    assert len(tuiles) == 101 and len({(r["colonne"], r["ligne"]) for r in tuiles}) == 101
    assert {r["code"]: r["valeur"] for r in tuiles if r["ton"]} == {"13": 49, "31": 39, "38": 39, "69": 89, "75": 148}
    assert sorted(r["code"] for r in tuiles if r["cerne"]) == ["75", "77", "78", "91", "92", "93", "94", "95"]


@pytest.mark.parametrize("valeur, classe", [(0, 0), (1, 1), (5, 1), (6, 2), (20, 3), (21, 4)])
def test_a_tile_has_the_colour_of_its_class_in_the_legend(valeur, classe, refaire):
    tuiles = {r["code"]: r for r in lignes(refaire("psp_carte", change={"psp_en_cours.2024.69": {"valeur": float(valeur)}}))}
    assert tuiles["69"]["ton"] == f"classe_{classe}"


def test_a_hidden_value_is_drawn_as_unpublished(refaire):
    tuiles = {r["code"]: r for r in lignes(refaire("psp_carte", change={
        "psp_en_cours.2024.69": {"valeur": None, "secret": "secret_primaire", "symbole": "c"}}))}
    assert tuiles["69"]["valeur"] is None and tuiles["69"]["texte"] is None


def test_the_source_of_a_figure_is_the_fewest_publications_that_give_its_values(figures):
    assert brut(figures["parts"].source).count("Observatoire") == 1
    assert brut(figures["teh_victimes"].source).startswith("SSMSI, séries chronologiques")
