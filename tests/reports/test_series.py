"""The page of the long series: there when its livraisons are, told with its limits, never a blank chart."""

import re
import shutil

import pytest

from catalogue.edition import lire_edition
from catalogue.erreurs import Refus
from reports import phrases, sections, tableaux
from reports.composition import SOURCES, composer
from reports.figures.definitions import FIGURES
from reports.figures.dessin_plotly import dessiner as dessiner_web
from reports.figures.dessin_svg import dessiner
from reports.tables import Chiffres
from reports.texte import brut, texte
from tests.fabriques import chiffres as fabrique
from tests.fabriques.dessin import traits
from tests.fabriques.series import COMPTES, FIN, RESERVEE


@pytest.fixture(scope="module")
def longue(figures):
    return figures["proxenetisme_long"]


@pytest.fixture
def sans(tmp_path):
    return fabrique.chiffres(tmp_path / "public", series=False)


# The line.


def test_a_year_held_back_breaks_the_line_and_is_told(longue):
    annee = RESERVEE[0]
    lignes = {r["annee"]: r for r in longue.chart.lignes}
    assert lignes[annee]["valeur"] is None and lignes[annee]["texte"] is None
    assert f"sans point\u00a0: {annee}, où une valeur de département manque, attend une décision ou est écartée." in brut(longue.note)
    segments = traits(dessiner(longue.chart))
    assert len(segments) == annee - 1 - 1996, "1996 to the year before; nothing crosses the gap, nothing joins the incomplete year"


def test_an_incomplete_year_is_a_hollow_point_apart_that_says_its_months(longue):
    derniere = longue.chart.lignes[-1]
    assert (derniere["annee"], derniere["precision"]) == (FIN, "janvier à août")
    assert f"année {FIN} incomplète (janvier à août)" in brut(longue.note)
    assert f"en {FIN - 1}" in brut(longue.titre) and str(FIN) not in brut(longue.titre)
    creuse = [t for t in dessiner_web(longue.chart)["data"] if t["x"] == [FIN]]
    assert [t["marker"]["color"] for t in creuse] == ["#ffffff"]


def test_the_breaks_in_series_of_the_catalogue_are_a_band(longue):
    assert [r["annee"] for r in longue.chart.lignes if r["rupture"]] == [2012, 2013, 2014, 2015]
    (bande,) = dessiner_web(longue.chart)["layout"]["shapes"]
    assert (bande["x0"], bande["x1"]) == (2011.5, 2015.5)


def test_a_sum_of_departements_says_that_it_is_computed(longue):
    assert all(r["derive"] and r["texte"].endswith("(calcul)") for r in longue.chart.lignes if r["valeur"] is not None)
    assert "(calcul)" in brut(longue.unite)


# The map.


def test_a_departement_under_twenty_has_a_white_tile_without_a_rate(figures):
    tuiles = {r["code"]: r for r in figures["proxenetisme_taux"].chart.lignes}
    assert len(tuiles) == 101
    assert {c for c, r in tuiles.items() if r["valeur"] is not None} == set(COMPTES)
    assert (tuiles["48"]["ton"], tuiles["48"]["texte"]) == ("classe_0", "moins de vingt procédures")


def test_a_value_held_back_and_a_departement_not_counted_are_grey(figures):
    tuiles = {r["code"]: r for r in figures["proxenetisme_taux"].chart.lignes}
    assert tuiles[RESERVEE[1]]["ton"] is tuiles["971"]["ton"] is None
    assert "Aube" in brut(figures["proxenetisme_taux"].note)


@pytest.mark.parametrize(("code", "ton"), [("25", "classe_1"), ("57", "classe_2"), ("84", "classe_2"), ("69", "classe_4"), ("75", "classe_4")])
def test_a_rate_is_in_the_class_of_the_number_that_is_printed(figures, code, ton):
    # 23 procedures are 0,46 for 100 000: « 0,5 » is printed, and is not « moins de 0,5 ».
    tuiles = {r["code"]: r for r in figures["proxenetisme_taux"].chart.lignes}
    assert tuiles[code]["ton"] == ton, tuiles[code]["texte"]


# The sentences.


def test_the_producer_s_file_is_set_against_the_figures_of_the_registry(chiffres, tmp_path):
    dite = brut(phrases.series.series_traite(chiffres))
    assert "70 valeurs, de 2016 à 2022" in dite and "les mêmes" in dite
    revise = fabrique.chiffres(tmp_path / "public")
    table = revise.table("series_nationales")
    table.with_columns(valeur=table["valeur"] + (table["cle"] == "teh_victimes.2022.FR")).write_parquet(revise.dossier / "series_nationales.parquet")
    assert "1 diffèrent" in brut(phrases.series.series_traite(revise))


def test_the_quality_page_names_the_livraisons_that_are_missing(sans):
    assert "Les séries longues manquent, faute de fichiers retenus et lisibles." in brut(phrases.series.absence(sans))
    dite = brut(phrases.suivi.retours_absents(sans))
    for titre in ("état 4001", "traite et exploitation des êtres humains", "Estimations de population"):
        assert titre in dite
    assert "inhabituelle" not in dite


def test_the_quality_page_says_so_when_the_livraisons_are_there_and_do_not_make_the_page(tmp_path):
    partielles = fabrique.chiffres(tmp_path / "public")
    table = partielles.table("taux_departementaux")
    table.with_columns(taux_pour_100k=None).write_parquet(partielles.dossier / "taux_departementaux.parquet")
    assert "car les fichiers retenus ne suffisent pas à les tracer" in brut(phrases.series.absence(Chiffres(partielles.dossier, 2024)))


def test_the_quality_page_names_the_values_that_wait_and_never_gives_them(chiffres):
    dite = brut(phrases.suivi.retours_absents(chiffres))
    assert "Aube, 2020 (proxénétisme, état 4001)\u00a0: décision attendue, valeur non publiée." in dite
    assert "Manque" not in dite and phrases.series.absence(chiffres) == []
    (table,) = tableaux.series.anomalies(chiffres)
    assert [brut(c) for c in table.lignes[0]] == ["Aube, 2020", "proxénétisme, état 4001", "non publiée", "0\u00a0en\u00a02019\u202f; 2\u00a0en\u00a02021", "1", "décision attendue"]


def test_without_a_livraison_there_is_no_table_of_unusual_values(sans):
    assert tableaux.series.anomalies(sans) == []


def test_the_table_of_sources_names_those_that_the_edition_uses_and_no_other(chiffres, sans):
    def titres(ch):
        return {brut(ligne[0]) for ligne in tableaux.suivi.sources(ch).lignes}

    sources = chiffres.catalogue.sources
    ajoutees = {brut(texte(sources[s].titre)) for s in ("etat4001", "ssmsi_series", "population_departements")}
    assert titres(chiffres) - titres(sans) == ajoutees
    assert not titres(chiffres) & {brut(texte(sources[s].titre)) for s in ("natinf", "cog", "ssmsi_communes")}


# The section.


@pytest.fixture
def lettre(tmp_path):
    """A copy of the documents: `lettre(section)` puts an optional section in the place of the page of the long series."""
    def _lettre(section: str | None = None):
        dossier = tmp_path / "lettre"
        shutil.copytree(SOURCES, dossier)
        if section is not None:
            (dossier / "sections" / "series.qmd").write_text(section, "utf-8")
        return dossier

    return _lettre


TOUTES = set(FIGURES), set(phrases.PHRASES)


def test_the_page_is_there_when_all_it_calls_is_made(lettre):
    dossier = lettre()
    assert sections.retenir(dossier, *TOUTES) == []
    assert "facultative" not in (dossier / "sections" / "series.qmd").read_text("utf-8")
    assert "sections/series.qmd" in (dossier / "lettre.qmd").read_text("utf-8")


@pytest.mark.parametrize("manquante", ["proxenetisme_long", "proxenetisme_taux", "series_traite", "titre_series"])
def test_the_page_is_left_out_whole_when_one_of_them_is_not(lettre, manquante):
    dossier = lettre()
    assert sections.retenir(dossier, TOUTES[0] - {manquante}, TOUTES[1] - {manquante}) == ["series"]
    assert not (dossier / "sections" / "series.qmd").exists()
    assert "series.qmd" not in (dossier / "lettre.qmd").read_text("utf-8")
    assert (dossier / "lettre.qmd").read_text("utf-8").count("{{< include") == len(list((dossier / "sections").glob("*.qmd")))


def test_a_section_that_does_not_say_that_it_is_optional_is_never_left_out(lettre):
    dossier = lettre()
    facultatives = {p.stem for p in (dossier / "sections").glob("*.qmd") if p.read_text("utf-8").startswith("---\nfacultative: oui\n")}
    assert "series" in facultatives and set(sections.retenir(dossier, set(), set())) == facultatives


def test_a_misspelt_name_does_not_leave_a_page_out(lettre):
    dossier = lettre("---\nfacultative: oui\n---\n{{< figure proxenetisme_lon >}}\n")
    assert sections.retenir(dossier, *TOUTES) == []
    assert (dossier / "sections" / "series.qmd").read_text("utf-8").splitlines()[3] == "{{< figure proxenetisme_lon >}}", "at the line where it was"


@pytest.mark.parametrize("entete", ["facultatif: oui", "facultative: peut-être", "facultative: oui\ntitre: x", "- : ["])
def test_any_other_front_matter_of_a_section_is_refused(lettre, entete):
    with pytest.raises(Refus, match=r"sections/series\.qmd, ligne 2 : l’en-tête d’une section"):
        sections.retenir(lettre(f"---\n{entete}\n---\n"), *TOUTES)


@pytest.mark.lent
def test_the_whole_letter_is_composed_with_and_without_the_page(maison, fontes, tmp_path):
    """On the real public tables: what the livraisons bring is added, nothing else changes."""
    public = tmp_path / "public"
    shutil.copytree(maison.public("2025"), public)
    edition = lire_edition("2025")
    avant = composer(edition, public, tmp_path / "sans", tmp_path / "polices")
    for nom in ("series_nationales", "series_departementales", "taux_departementaux", "anomalies_series"):
        shutil.copy(fabrique.publier(tmp_path / "fabrique") / f"{nom}.parquet", public)
    apres = composer(edition, public, tmp_path / "avec", tmp_path / "polices")
    assert set(apres.figures) - set(avant.figures) == {"proxenetisme_long", "proxenetisme_taux"}
    assert not (avant.dossier / "sections" / "series.qmd").exists() and (apres.dossier / "sections" / "series.qmd").exists()
    assert set(apres.tableaux) - set(avant.tableaux) == {"anomalies_series"}
    assert re.search("series_traite", (apres.dossier / "sections" / "series.qmd").read_text("utf-8"))
