"""The page of the letter, read without a browser: one file, whole without scripts, every number traced, nothing from outside."""

import csv
import io
import json
import re
from pathlib import Path
from urllib.parse import unquote_to_bytes

import lxml.html
import pytest

from reports import moteur
from tests.fabriques import composition

TAILLE_MAXIMALE = 6_500_000
# Attributes by which a page makes a browser fetch something; `a` and `form` only lead somewhere when someone acts.
CHARGE = ("src", "srcset", "poster", "data", "action", "formaction", "background", "manifest", "ping", "{http://www.w3.org/1999/xlink}href")
FINE = "\u202f"


@pytest.fixture(scope="module", params=["fabrique", "lettre"])
def fichier(request, tmp_path_factory) -> Path:
    """The page of the small composition, and that of the real letter."""
    if request.param == "lettre":
        return request.getfixturevalue("maison").brouillon("2025") / "lettre.html"
    dossier = tmp_path_factory.mktemp("page")
    return rendre(composition.composer(dossier / "composition"), dossier)


def rendre(dossier: Path, sortie: Path) -> Path:
    return moteur.rendre(dossier, sortie, "embarque", ("html",))["html"]


@pytest.fixture(scope="module")
def page(fichier) -> lxml.html.HtmlElement:
    return lxml.html.document_fromstring(fichier.read_bytes().decode("utf-8"))


def mots(element) -> str:
    return " ".join(element.text_content().split())


# ------------------------------------------------------------------------------------------------------- one file


def test_the_page_is_one_file_of_the_size_allowed(fichier):
    assert fichier.stat().st_size <= TAILLE_MAXIMALE


def test_nothing_is_loaded_from_outside(page):
    charges = [(e.tag, a, v) for e in page.iter() for a, v in e.attrib.items()
               if a in CHARGE or (a == "href" and e.tag not in ("a", "area"))]
    assert [c for c in charges if not c[2].startswith(("data:", "#"))] == []
    styles = " ".join([*page.xpath("//style/text()"), *page.xpath("//@style"), *page.xpath("//svg//@fill")])
    assert [u for u in re.findall(r"url\(\s*['\"]?([^)'\"]{1,40})", styles) if not u.startswith(("data:", "#"))] == []
    assert "@import" not in styles
    assert page.xpath("//base | //iframe | //object | //embed | //link[@rel!='stylesheet']") == []


def test_the_page_forbids_itself_any_outside_source(page):
    (politique,) = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    regles = dict(regle.strip().split(" ", 1) for regle in politique.split(";"))
    assert regles["default-src"] == "'none'"
    assert {source for valeurs in regles.values() for source in valeurs.split()} <= {"'none'", "'unsafe-inline'", "data:"}


def test_links_lead_inside_the_page_to_a_telephone_a_file_of_the_page_or_a_source(page):
    assert [h for h in page.xpath("//a/@href") if not h.startswith(("#", "tel:", "data:text/csv", "https://"))] == []


def test_marianne_is_in_the_page(page):
    familles = re.findall(r"@font-face\s*{([^}]*)}", " ".join(page.xpath("//style/text()")))
    assert len(familles) == 4
    assert all("Marianne" in f and "url(data:font/woff;base64," in f.replace('"', "") for f in familles)


def test_no_script_is_written_in_an_attribute(page):
    assert [(e.tag, a) for e in page.iter() for a in e.attrib if a.lower().startswith("on")] == []
    assert [h for h in page.xpath("//@href") if h.lower().startswith("javascript:")] == []


# ------------------------------------------------------------------------------------------- structure of the page


def test_the_page_says_its_language_encoding_and_title(page, fichier):
    assert page.get("lang") == "fr"
    assert b'<meta charset="utf-8"' in fichier.read_bytes()[:1024]
    assert mots(page.find(".//title"))
    assert "width=device-width" in page.xpath("//meta[@name='viewport']/@content")[0]
    assert "user-scalable" not in page.xpath("//meta[@name='viewport']/@content")[0]


def test_the_landmarks_are_there_once_and_named(page):
    corps = page.find("body")
    assert [e.tag for e in corps if e.tag in ("header", "main", "footer")] == ["header", "main", "footer"]
    assert len(page.xpath("//main")) == 1
    for zone in page.xpath("//nav | //aside[@aria-labelledby]"):
        assert mots(page.get_element_by_id(zone.get("aria-labelledby")))
    assert len(page.xpath("//nav")) == 1


def test_the_first_link_skips_to_the_content(page):
    premier = page.xpath("//a")[0]
    assert premier.get("href") == "#" + page.find(".//main").get("id")


def test_one_h1_and_no_level_of_heading_skipped(page):
    niveaux = [int(h.tag[1]) for h in page.xpath("//h1 | //h2 | //h3 | //h4 | //h5 | //h6")]
    assert niveaux.count(1) == 1 and niveaux[0] == 1
    assert all(suivant <= niveau + 1 for niveau, suivant in zip(niveaux, niveaux[1:]))
    assert all(mots(h) for h in page.xpath("//h1 | //h2 | //h3"))


def test_identifiers_are_unique_and_every_reference_has_its_target(page):
    ids = page.xpath("//@id")
    assert sorted(ids) == sorted(set(ids))
    references = [h[1:] for h in page.xpath("//a/@href") if h.startswith("#")] + page.xpath("//@for")
    references += [i for attribut in ("aria-labelledby", "aria-describedby") for v in page.xpath(f"//@{attribut}") for i in v.split()]
    references += re.findall(r"url\(#([^)]+)\)", " ".join(page.xpath("//svg//@fill | //svg//@clip-path")))
    assert sorted(set(references) - set(ids)) == []


def test_the_summary_leads_to_every_page_that_has_a_heading_of_its_own(page):
    liens = {h[1:] for h in page.xpath("//nav//a/@href")}
    pages = {p.xpath(".//h2/@id")[0] for p in page.xpath("//section[contains(@class, 'page') and not(contains(@class, 'une'))]")}
    assert liens == pages


def test_the_banner_is_at_the_top_and_print_points_to_the_pdf(page):
    assert mots(page.find(".//header")).startswith("Reconstitution à partir de chiffres publiés.")
    assert "lettre.pdf" in mots(page.xpath("//*[@class='impression']")[0])
    assert re.search(r"\.impression\s*{\s*display:\s*none", page.xpath("//style/text()")[0])


# ----------------------------------------------------------------------------------------------- figures and tables


def test_every_drawing_is_inline_named_and_described(page):
    for svg in page.xpath("//svg"):
        assert svg.get("role") == "img"
        assert svg.get("viewbox") and not svg.get("width")
        nom, description = svg[0], svg[1]
        assert (nom.tag, description.tag) == ("title", "desc")
        assert svg.get("aria-labelledby").split() == [nom.get("id"), description.get("id")]
        assert mots(nom) and len(mots(description)) > 20
    assert page.xpath("//img") == []


def test_every_figure_says_what_it_shows_and_gives_its_data(page):
    figures = page.xpath("//figure")
    assert figures
    for figure in figures:
        assert mots(figure.xpath(".//figcaption//*[@class='titre']")[0])
        assert len(figure.xpath(".//svg")) == 1
        lignes = figure.xpath(".//details//table/tbody/tr")
        (adresse,) = figure.xpath(".//a[@class='csv']/@href")
        table = list(csv.reader(io.StringIO(telecharge(adresse)), delimiter=";"))
        assert len(table) == len(lignes) + 1
        assert set(json.loads(figure.xpath(".//script/text()")[0])) >= {"data", "layout"}


def telecharge(adresse: str) -> str:
    """The text of a `data:` address, as a browser would save it."""
    entete, donnees = adresse.split(",", 1)
    assert entete == "data:text/csv;charset=utf-8"
    return unquote_to_bytes(donnees).decode("utf-8-sig")


def test_every_table_has_a_caption_and_headers_with_their_scope(page):
    for table in page.xpath("//table"):
        assert mots(table.find("caption"))
        assert [th.get("scope") for th in table.xpath("./thead/tr/th")] == ["col"] * len(table.xpath("./thead/tr/*"))
        assert {(ligne[0].tag, ligne[0].get("scope")) for ligne in table.xpath("./tbody/tr")} == {("th", "row")}
        assert {len(ligne) for ligne in table.xpath("./tbody/tr")} == {len(table.xpath("./thead/tr/*"))}


def test_figures_and_tables_are_numbered_in_the_order_of_reading(page):
    for mot in ("Figure", "Tableau"):
        numeros = [int(mots(n).split()[-1]) for n in page.xpath("//*[@class='numero']") if mots(n).startswith(mot)]
        assert numeros == list(range(1, len(numeros) + 1))


# ------------------------------------------------------------------------------------------------- traced numbers


def test_every_number_with_a_key_leads_to_the_row_that_holds_it(page):
    nombres = page.xpath("//a[@data-cle]")
    assert nombres
    for nombre in nombres:
        assert nombre.get("href") == "#chiffre-" + nombre.get("data-cle")
        ligne = page.get_element_by_id("chiffre-" + nombre.get("data-cle"))
        assert ligne.tag == "tr"
        assert ligne.xpath(".//*[@data-cle]/@data-cle")[0] == nombre.get("data-cle")


def test_a_number_is_not_a_link_in_its_own_row_nor_loses_its_key(page):
    lignes = page.xpath("//tr[starts-with(@id, 'chiffre-')]")
    assert lignes
    assert all(not ligne.xpath(".//a[@data-cle]") and ligne.xpath(".//span[@data-cle]") for ligne in lignes)


def test_thousands_and_percents_never_break(page):
    textes = page.xpath("//body//text()[not(ancestor::script)]")
    # A year may stand before a number in an alt text.
    assert [t for t in textes if re.search(r"(?<!\d)\d{1,3}[ \u00a0]\d{3}(?!\d)|\d[ \u00a0]%", t)] == []
    assert any(re.search(rf"\d{FINE}\d{{3}}", t) for t in textes)


def test_statuses_are_spelt_out(page):
    for symbole in page.xpath("//*[contains(@class, 'symbole')]"):
        assert symbole.tag == "abbr" and symbole.get("title")


# ------------------------------------------------------------------------------------------------ without scripts


def test_nothing_of_the_page_waits_for_a_script(page):
    assert page.xpath("//noscript | //template | //*[@hidden] | //*[@aria-hidden] | //body//*[@style]") == []
    assert page.xpath("//details/@open") == [""] * len(page.xpath("//nav/details"))


def test_the_page_is_the_same_twice(tmp_path):
    dossier = composition.composer(tmp_path / "composition")
    assert rendre(dossier, tmp_path / "a").read_bytes() == rendre(dossier, tmp_path / "b").read_bytes()


# ------------------------------------------------------------------------------------------------- hostile content

PIEGE = '</script><img src=x onerror="alert(1)"> & <b>gras</b> "guillemets"'


def test_markup_in_the_data_stays_text(tmp_path):
    dossier = composition.composer(tmp_path / "composition")
    donnees = dossier / "_donnees"
    figure = json.loads((donnees / "figures/victimes.json").read_text("utf-8"))
    figure["titre"] = [{"t": PIEGE}]
    figure["alt"] = PIEGE
    figure["donnees"]["lignes"][0][0] = PIEGE
    figure["plotly"]["data"][0]["hovertext"] = [PIEGE, None]
    (donnees / "figures/victimes.json").write_text(json.dumps(figure), "utf-8")
    (donnees / "figures/victimes.csv").write_text(f"groupe;valeur\n{PIEGE};1\nb;2\nc;3\n", "utf-8")
    page = lxml.html.document_fromstring(rendre(dossier, tmp_path).read_text("utf-8"))
    (figure,) = page.xpath("//figure[@id='fig-victimes']")
    assert page.xpath("//img | //b") == []
    assert mots(figure.xpath(".//*[@class='titre']")[0]) == PIEGE
    assert PIEGE in mots(figure.xpath(".//svg/desc")[0])
    assert mots(figure.xpath(".//tbody/tr/th")[0]) == PIEGE
    assert PIEGE in telecharge(figure.xpath(".//a[@class='csv']/@href")[0])
    assert json.loads(figure.xpath("./script/text()")[0])["data"][0]["hovertext"] == [PIEGE, None]
