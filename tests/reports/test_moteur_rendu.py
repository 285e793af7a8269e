"""The embedded engine on a whole small letter: the two files, what a reader of each gets, what a failure leaves."""

from __future__ import annotations

import re
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from catalogue.erreurs import Impossible, Refus
from reports.moteur import embarque, rendre
from tests.fabriques.composition import composer, ecrire_sections
from tests.fabriques.contenu import EDITION, FIGURES, TABLEAUX
from tests.fabriques.documents import SECTIONS
from tests.fabriques.texte import artefacts, balises, page_html, serrer, texte_html, texte_pdf

FINE = "\u202f"
BANDEAU = " ".join(EDITION["bandeau"])


@pytest.fixture(scope="module")
def composition(tmp_path_factory):
    return composer(tmp_path_factory.mktemp("rendu") / "composition")


@pytest.fixture(scope="module")
def lettre(composition, tmp_path_factory):
    faits = rendre(composition, tmp_path_factory.mktemp("sortie"), "embarque")
    return {format: faits[format].read_bytes() for format in ("typst", "html")}


@pytest.fixture()
def pdf(lettre):
    with pikepdf.open(BytesIO(lettre["typst"])) as ouvert:
        yield ouvert


def test_the_two_files_bear_the_name_of_the_document(composition, tmp_path):
    faits = rendre(composition, tmp_path / "sortie", "embarque")
    assert faits == {"moteur": "embarque", "typst": tmp_path / "sortie/lettre.pdf", "html": tmp_path / "sortie/lettre.html"}
    assert sorted(p.name for p in (tmp_path / "sortie").iterdir()) == ["lettre.html", "lettre.pdf"]


def test_a_second_rendering_gives_the_same_bytes(composition, lettre, tmp_path):
    faits = rendre(composition, tmp_path, "embarque")
    assert {f: faits[f].read_bytes() == octets for f, octets in lettre.items()} == {"typst": True, "html": True}


# Not ru_maxrss of the process itself: Linux counts in it the size of the process that started it.
MESURE = """
import re, resource, sys
from pathlib import Path
from reports.moteur import rendre
rendre(Path(sys.argv[1]), Path(sys.argv[2]), "embarque")
soi = int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1])
print(max(soi, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss) // 1024)
"""


def test_both_formats_are_made_in_little_memory(composition, tmp_path):
    mesure = subprocess.run([sys.executable, "-c", MESURE, composition, tmp_path], capture_output=True, text=True, check=True,
                            cwd=Path(__file__).parents[2])
    assert float(mesure.stdout) < 600


# ------------------------------------------------------------------------------------------------ the PDF


def test_the_pdf_says_its_standards_its_language_and_its_title(pdf):
    with pdf.open_metadata() as meta:
        assert (meta["pdfuaid:part"], meta["pdfaid:part"], meta["pdfaid:conformance"]) == ("1", "2", "A")
        assert meta["dc:title"] == EDITION["titre"]
    assert str(pdf.Root.Lang).startswith("fr")
    assert pdf.Root.ViewerPreferences.DisplayDocTitle
    assert pdf.Root.MarkInfo.Marked


def test_every_figure_of_the_pdf_speaks(pdf):
    alts = [b.alt for b in balises(pdf) if b.type == "Figure" and b.alt is not None]
    assert alts == [figure["alt"] for figure, _, _ in FIGURES]
    assert not [b for b in balises(pdf) if b.type == "Figure" and b.alt is None and not b.texte]


def test_every_table_of_the_pdf_has_its_header_cells(pdf):
    entetes = [b.texte for b in balises(pdf) if b.type == "TH" and b.texte]
    imprimes = [t for t in TABLEAUX if "pdf" in t["medias"]]
    assert entetes == [c["titre"][0]["t"] for t in sorted(imprimes, key=lambda t: t["id"]) for c in t["colonnes"]]


def test_only_marianne_is_embedded(pdf):
    familles = {str(police.BaseFont).split("+")[-1].split("-")[0]
                for page in pdf.pages for police in page.resources.get("/Font", {}).values()}
    assert familles == {"Marianne"}


def test_the_headings_of_the_pdf_start_at_one_and_skip_no_level(pdf):
    niveaux = [int(b.type[1]) for b in balises(pdf) if re.fullmatch(r"H\d", b.type) and b.texte]
    assert niveaux[0] == 1
    assert all(suivant <= precedent + 1 for precedent, suivant in zip(niveaux, niveaux[1:], strict=False))


def test_the_banner_is_read_once_and_seen_on_every_page(pdf, lettre):
    assert texte_pdf(lettre["typst"]).count(serrer(BANDEAU)) == 1
    assert [serrer(BANDEAU) in vu for vu in artefacts(pdf)] == [False] + [True] * (len(pdf.pages) - 1)


def test_every_page_has_its_folio_at_the_foot(pdf):
    assert [vu.endswith(serrer(EDITION["pied"]) + str(folio)) for folio, vu in enumerate(artefacts(pdf), 1)] == [True] * 5


def test_every_page_starts_with_its_rubrique(pdf, lettre):
    lu = texte_pdf(lettre["typst"])
    for rubrique in re.findall(r'rubrique="([^"]*)"', "".join(SECTIONS.values()).split("content-visible when-format=\"html\"")[0]):
        assert serrer(rubrique) in lu
    assert len(pdf.pages) == 5


PAGE = """
::: {{.page rubrique="Essai"}}
# Une page d’essai {{#sec-essai-{n}}}

{texte}

{objet}
:::
"""
OBJETS = {"figure": "{{< figure commissions >}}", "tableau": "{{< tableau demandes >}}", "intertitre": "## Un intertitre\n\nLa suite."}


def _essayer(composition, texte: str) -> bytes:
    ecrire_sections(composition, {"essai": texte})
    try:
        return embarque.rendre(composition, "lettre.qmd", "typst")
    finally:
        ecrire_sections(composition, SECTIONS)


@pytest.mark.parametrize(("genre", "titre", "type"), [("figure", "Figure\u00a0", "Figure"), ("tableau", "Tableau\u00a0", "TH"),
                                                      ("intertitre", "Un intertitre", "P")])
def test_wherever_the_page_ends_a_title_stays_with_what_it_announces(composition, genre, titre, type):
    essais = range(20, 52, 2)
    texte = "Une ligne du texte.\n\n"
    octets = _essayer(composition, "".join(PAGE.format(n=n, texte=texte * n, objet=OBJETS[genre]) for n in essais))
    with pikepdf.open(BytesIO(octets)) as ouvert:
        lues = [b for b in balises(ouvert) if b.page]
        bas = len(ouvert.pages)
    paires = [(b.page, next(s.page for s in lues[rang + 1:] if s.type == type)) for rang, b in enumerate(lues) if b.texte.startswith(titre)]
    assert len(paires) == len(essais)
    assert bas > len(essais), "no page of the trial ran over: it shows nothing"
    assert [p for p in paires if p[0] != p[1]] == []


def test_a_page_told_to_be_tight_takes_less_room(composition):
    pages = "".join(PAGE.format(n=n, texte="Une ligne du texte.\n\n" * n, objet=OBJETS["figure"]) for n in range(20, 36))
    longueurs = []
    for texte in (pages, pages.replace('rubrique="Essai"', 'rubrique="Essai" serre="oui"')):
        with pikepdf.open(BytesIO(_essayer(composition, texte))) as ouvert:
            longueurs.append(len(ouvert.pages))
    assert longueurs[1] < longueurs[0]


def test_a_page_that_goes_on_says_what_it_goes_on_with(composition):
    octets = _essayer(composition, PAGE.format(n=1, texte="Une ligne du texte.\n\n" * 60, objet=""))
    with pikepdf.open(BytesIO(octets)) as ouvert:
        assert ["Essai(suite)" in vu for vu in artefacts(ouvert)] == [False, True]


def test_the_summary_gives_the_real_pages(lettre):
    lu = texte_pdf(lettre["typst"])
    assert "Victimesenregistrées2Traiteetexploitation3Parcoursdesortie4Suividelastratégie,aide5" in lu


def test_simulated_data_are_marked_on_every_page(tmp_path):
    simulee = composer(tmp_path / "composition", simule=True)
    simule = rendre(simulee, tmp_path, "embarque", ("typst",))["typst"].read_bytes()
    with pikepdf.open(BytesIO(simule)) as pdf:
        assert ["DONNÉESSIMULÉES" in vu for vu in artefacts(pdf)] == [True] * len(pdf.pages)


def test_published_figures_bear_no_mark_of_simulation(pdf):
    assert not [vu for vu in artefacts(pdf) if "SIMUL" in vu]


# ------------------------------------------------------------------------------------------------ both


def _sans_renvois(pdf: str, html: bytes) -> tuple[str, str]:
    """A page is named by its number on paper and by its rubrique on the web; a list marker is a character only on paper."""
    arbre = page_html(html)
    for lien in arbre.xpath("//a[starts-with(@href, '#sec-') and @class='renvoi']"):
        lien.text = "page"
    import lxml.html

    sommaire = pdf[pdf.index("Danscettelettre"):pdf.index("Cinqchiffresclés")]
    imprime = re.sub(r"page\d+", "page", pdf.replace(sommaire, "", 1)).replace("–", "")
    return imprime.replace(serrer("Une phrase pour l’imprimé seulement."), ""), texte_html(lxml.html.tostring(arbre, encoding="utf-8"))


def test_the_pdf_and_the_page_say_the_same_words_in_the_same_order(lettre):
    imprime, web = _sans_renvois(texte_pdf(lettre["typst"]), lettre["html"])
    imprime = imprime.replace("avecunenote1.", "avecunenote.")
    commun, propre = web[:len(imprime)], web[len(imprime):]
    assert commun == imprime
    assert propre.startswith(serrer("Tous les chiffres"))


def test_figures_and_tables_have_the_same_numbers_in_both(lettre):
    nommes = r"(Figure|Tableau)(\d)"
    numeros = re.findall(nommes, texte_pdf(lettre["typst"]))
    assert numeros == [("Figure", "1"), ("Figure", "2"), ("Figure", "3"), ("Figure", "4"), ("Tableau", "1"), ("Tableau", "2")]
    assert re.findall(nommes, texte_html(lettre["html"])) == numeros


def test_a_reference_may_point_forward(lettre):
    for lu in (texte_pdf(lettre["typst"]), texte_html(lettre["html"])):
        assert serrer("La figure 3 et le tableau 2 viennent plus loin") in lu


def test_numbers_keep_their_narrow_spaces(composition, lettre):
    source = embarque.source_typst(composition, "lettre.qmd")
    for texte in (source, page_html(lettre["html"]).find(".//main").text_content()):
        assert f"1{FINE}579" in texte
        assert "1 579" not in texte
        assert f"42{FINE}%" in texte
    assert f"clair{FINE}?" in page_html(lettre["html"]).text_content()


def test_a_value_says_when_it_is_provisional_or_not_exact(lettre):
    for lu in (texte_pdf(lettre["typst"]), texte_html(lettre["html"])):
        assert serrer(f"sont 1{FINE}146 (p), après 1{FINE}160 en 2023") in lu
        assert "aprèsenviron230" in lu


def test_no_sign_of_a_markup_is_read_in_the_data(lettre):
    for lu in (texte_pdf(lettre["typst"]), texte_html(lettre["html"])):
        assert r"*a*_b_#c$d$<e>[f]@g\h" in lu


# ------------------------------------------------------------------------------------------------ the page


def test_the_page_holds_all_it_needs(lettre):
    assert len(lettre["html"]) <= 6_500_000
    arbre = page_html(lettre["html"])
    assert not arbre.xpath("//link | //script[@src] | //img[not(starts-with(@src, 'data:'))] | //iframe")
    assert arbre.get("lang") == "fr"
    assert arbre.xpath("/html/head/title/text()") == [EDITION["titre"]]
    assert len(arbre.xpath("//h1")) == 1


def test_the_engine_turns_div_by_format(lettre):
    assert "l’imprimé seulement" not in page_html(lettre["html"]).text_content()
    assert serrer("l’imprimé seulement") in texte_pdf(lettre["typst"])
    assert serrer("Tous les chiffres de la lettre") not in texte_pdf(lettre["typst"])


# ------------------------------------------------------------------------------------------------ failures


@pytest.fixture()
def sortie(tmp_path):
    for nom in ("lettre.pdf", "lettre.html"):
        (tmp_path / nom).write_text("avant")
    yield tmp_path
    assert {p.name: p.read_text() for p in tmp_path.iterdir()} == {"lettre.pdf": "avant", "lettre.html": "avant"}


def test_a_refused_document_leaves_the_files_of_before(composition, sortie):
    ecrire_sections(composition, SECTIONS | {"suivi": "{{< phrase absente >}}"})
    try:
        with pytest.raises(Refus, match="sections/suivi.qmd, ligne 1"):
            rendre(composition, sortie, "embarque")
    finally:
        ecrire_sections(composition, SECTIONS)


def test_a_character_that_marianne_lacks_stops_the_rendering(composition, sortie):
    ecrire_sections(composition, SECTIONS | {"suivi": SECTIONS["suivi"].replace("mesures de", "𝔪esures de")})
    try:
        with pytest.raises(Impossible, match="Le PDF n’a pas été produit"):
            rendre(composition, sortie, "embarque", ("html", "typst"))
    finally:
        ecrire_sections(composition, SECTIONS)


def test_a_missing_font_stops_the_page(composition, sortie):
    police = composition / "_donnees/fonts/Marianne-Medium.woff"
    octets = police.read_bytes()
    police.unlink()
    try:
        with pytest.raises(Impossible, match="Marianne-Medium"):
            rendre(composition, sortie, "embarque", ("html",))
    finally:
        police.write_bytes(octets)


def test_data_that_name_nothing_stop_with_a_sentence_and_no_stack(composition, sortie):
    phrases = composition / "_donnees/phrases.json"
    texte = phrases.read_text("utf-8")
    phrases.write_text(texte.replace("fig-victimes", "fig-absente"), "utf-8")
    try:
        with pytest.raises(Impossible) as leve:
            rendre(composition, sortie, "embarque")
    finally:
        phrases.write_text(texte, "utf-8")
    assert str(leve.value).endswith("Le renvoi « fig-absente » ne mène à rien.")
