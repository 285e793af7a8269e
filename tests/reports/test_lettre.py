"""The letter itself, built from the committed registry: what its readers were promised."""

import json
import re

import polars as pl
import pytest

from reports.relecture import MOTS_MAXIMUM, _mots
from reports.texte import brut
from tests.fabriques.texte import page_html, serrer, texte_html, texte_pdf


@pytest.fixture(scope="module")
def brouillon(maison):
    return maison.var / "editions" / "2025" / "brouillon"


@pytest.fixture(scope="module")
def donnees(maison):
    return maison.var / "editions" / "2025" / "composition" / "_donnees"


@pytest.fixture(scope="module")
def pdf(brouillon):
    return texte_pdf((brouillon / "lettre.pdf").read_bytes())


@pytest.fixture(scope="module")
def page(brouillon):
    return texte_html((brouillon / "lettre.html").read_bytes())


@pytest.fixture(scope="module")
def phrases(donnees):
    return {nom: brut(t) for nom, t in json.loads((donnees / "phrases.json").read_text("utf-8")).items()}


def test_the_letter_has_four_to_ten_pages(brouillon):
    import pikepdf

    with pikepdf.open(brouillon / "lettre.pdf") as lu:
        assert 4 <= len(lu.pages) <= 10


def test_at_least_eight_charts_and_every_one_says_what_it_shows(donnees):
    figures = [json.loads(p.read_text("utf-8")) for p in (donnees / "figures").glob("*.json")]
    assert len(figures) >= 8
    assert all(f["titre"] and f["unite"] and f["lecture"] and f["champ"] and f["source"] and f["alt"] for f in figures)


@pytest.mark.parametrize("nombre", ["1 579", "659", "1 146", "898", "62", "2 097", "121", "1 188", "40 000", "58 %", "1 489"])
def test_the_figures_of_the_letter_are_in_both_media(pdf, page, nombre):
    assert all(re.search(rf"(?<!\d){serrer(nombre)}(?!\d)", texte) for texte in (pdf, page))


@pytest.mark.parametrize("indicateur", ["victimes_exploitation_sexuelle_nfi", "condamnations_evolution", "victimes_mineures_part_des_femmes"])
def test_what_may_not_be_printed_is_in_no_public_table(maison, indicateur):
    public = maison.var / "editions" / "2025" / "public"
    assert pl.read_parquet(public / "chiffres.parquet").filter(pl.col("indicateur") == indicateur).is_empty()


def test_the_letter_says_that_it_is_a_reconstruction_and_bears_no_number_of_the_series(pdf, page):
    for texte in (pdf, page):
        assert serrer("Reconstitution à partir de chiffres publiés") in texte
        assert not re.search(r"[Ll]ettren°", texte)


def test_no_sentence_is_longer_than_a_reader_holds(phrases):
    longues = {nom: phrase for nom, t in phrases.items() if nom != "sigles" for phrase in re.split(r"(?<=[.!?])\s+", t)
               if len([m for m in re.split(r"[ \n\u00a0\u202f]+", re.sub(r"(?<=\d)[\u202f\u00a0](?=\d)", "", phrase)) if re.search(r"\w", m)]) > MOTS_MAXIMUM}
    assert longues == {}


def test_no_refused_word_reaches_the_page(phrases):
    trouves = [(nom, m[0]) for nom, t in phrases.items() for regle in _mots()
               for m in re.finditer(rf"\b(?:{regle['mot']})(?!\w)", re.sub(r"«[^»]*»", "", t), re.IGNORECASE)]
    assert trouves == []


@pytest.mark.parametrize("contradiction", [
    r"67 .*63", r"534 .*532", r"2 097 .*2 102", r"898 .*903", r"362.*297", r"643 .*", r"385 .*449", r"42 % .*44,3 %"])
def test_the_known_contradictions_are_told_in_the_quality_section(brouillon, contradiction):
    (table,) = [t for t in page_html((brouillon / "lettre.html").read_bytes()).iter("table") if "Contrôles de cohérence" in "".join(t.itertext())]
    lignes = [re.sub(r"[\s\u00a0\u202f]+", " ", " ".join(tr.itertext())) for tr in table.iter("tr")]
    assert [l for l in lignes if "écart" in l and re.search(contradiction, l)]


def test_every_phrase_figure_and_table_of_the_house_is_used_by_the_letter(maison):
    composition = maison.var / "editions" / "2025" / "composition"
    sections = "".join(p.read_text("utf-8") for p in (composition / "sections").glob("*.qmd"))
    donnees = composition / "_donnees"
    for genre, noms in {"phrase": json.loads((donnees / "phrases.json").read_text("utf-8")), "figure": [p.stem for p in (donnees / "figures").glob("*.json")],
                        "tableau": [p.stem for p in (donnees / "tableaux").glob("*.json")]}.items():
        assert sorted(n for n in noms if f"{{{{< {genre} {n} >}}}}" not in sections) == []
