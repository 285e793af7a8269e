"""The extension as Quarto uses it: its files, the way its shortcodes are called, the order of its filter, its partials."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pypandoc
import pytest
import typst
import yaml

from reports.moteur import embarque
from tests.fabriques.composition import LETTRE, composer
from tests.fabriques.texte import serrer

EXTENSION = LETTRE / "_extensions/miprof"
EMBARQUE = Path(embarque.__file__).with_name("embarque.lua")


@pytest.fixture(scope="module")
def composition(tmp_path_factory):
    return composer(tmp_path_factory.mktemp("extension") / "composition")


def _pandoc(composition: Path, format: str, filtre: str, source: str) -> subprocess.CompletedProcess:
    lua = composition.parent / "essai.lua"
    lua.write_text(filtre, "utf-8")
    return subprocess.run([pypandoc.get_pandoc_path(), "-f", "markdown", "-t", format, "--wrap=none", "--lua-filter", str(lua),
                           "-M", "document=lettre.qmd"], input=source.encode(), cwd=composition, capture_output=True)


def _rendu(composition: Path, format: str, filtre: str) -> str:
    fait = _pandoc(composition, format, filtre, embarque.source(composition, "lettre.qmd"))
    assert fait.returncode == 0, fait.stderr.decode()
    return fait.stdout.decode()


@pytest.mark.parametrize("format", ["typst", "html5"])
def test_the_filter_gives_the_same_before_and_after_the_shortcodes(composition, format):
    etapes = f'local e = dofile("{EMBARQUE}")\n'
    apres = _rendu(composition, format, etapes + "return { e[1], e[2], e[3] }")
    avant = _rendu(composition, format, etapes + "return { e[3], e[1], e[2] }")
    assert serrer(avant) == serrer(apres)


# Quarto's convention: texts may be pandoc Inlines, and an absent keyword is an empty Inlines.
A_LA_QUARTO = f"""
dofile("{EMBARQUE}")
quarto.doc.input_file = "lettre.qmd"
local appels = dofile(quarto.utils.resolve_path("shortcodes.lua"))
local function en_inlines(texte) return pandoc.Inlines {{ pandoc.Str(texte) }} end
local function options(ecrites)
  for nom, valeur in pairs(ecrites) do ecrites[nom] = en_inlines(valeur) end
  return setmetatable(ecrites, {{ __index = function() return pandoc.Inlines {{}} end }})
end
function Pandoc(doc)
  local args, kwargs = ARGS
  local brut = pandoc.List(args)
  for rang, valeur in ipairs(args) do args[rang] = en_inlines(valeur) end
  local element = appels[NOM](args, options(kwargs), {{}}, brut, "inline")
  return pandoc.Pandoc {{ pandoc.Para {{ element }} }}
end
"""


@pytest.mark.parametrize(
    ("nom", "arguments", "attendu"),
    [
        ("chiffre", '{ "victimes_mineures" }, {}', '#"659";'),
        ("chiffre", '{ "victimes_mineures" }, { forme = "pct" }', '#"42\u202f%";'),
        ("chiffre", '{ "verbalisations" }, { annee = "2023" }', '#"1\u202f160";'),
        ("chiffre", '{ "victimes_mineures" }, { infraction = "proxenetisme" }', '#"435";'),
        ("millesime", '{ "-1" }, {}', '#"2023";'),
        ("millesime", '{ "+1" }, {}', '#"2025";'),
        ("badge", '{ "OCRTEH" }, {}', '#badge("OCRTEH · hors SSP", ssp: false);'),
        ("renvoi", '{ "fig-psp" }, {}', '#link(<fig-psp>, "figure\u00a03");'),
        ("renvoi", '{ "sec-parcours" }, {}', "#renvoi-page(<sec-parcours>);"),
    ],
)
def test_a_shortcode_takes_arguments_as_quarto_gives_them(composition, nom, arguments, attendu):
    fait = _pandoc(composition, "typst", A_LA_QUARTO.replace("ARGS", arguments).replace("NOM", f'"{nom}"'), "")
    assert fait.returncode == 0, fait.stderr.decode()
    assert fait.stdout.decode().strip() == attendu


@pytest.mark.parametrize(
    ("appel", "attendu"),
    [
        ('[]{.raccourci nom="chiffre" arg1="absent"}', "Le chiffre « absent.2024.FR » n’existe pas."),
        ('[]{.raccourci nom="chiffre" arg1="victimes_majeures" forme="pct"}', "n’a pas la forme « pct »"),
        ('[]{.raccourci nom="phrase" arg1="absente"}', "La phrase « absente » n’existe pas."),
        ('[]{.raccourci nom="figure" arg1="absente"}', "La figure « absente » n’existe pas."),
        ('[]{.raccourci nom="tableau" arg1="absent"}', "Le tableau « absent » n’existe pas."),
        ('[]{.raccourci nom="badge" arg1="INSEE"}', "Le producteur « INSEE » n’existe pas."),
        ('[]{.raccourci nom="renvoi" arg1="fig-absente"}', "Le renvoi « fig-absente » ne mène à rien."),
    ],
)
@pytest.mark.parametrize("format", ["typst", "html5"])
def test_an_unknown_key_is_an_error_never_an_empty_text(composition, format, appel, attendu):
    fait = _pandoc(composition, format, EMBARQUE.read_text("utf-8"), appel)
    assert fait.returncode != 0
    assert attendu in fait.stderr.decode()


def test_both_emitters_have_the_same_functions():
    fonctions = [set(re.findall(rf"^function {nom}\.(\w+)", (EXTENSION / fichier).read_text("utf-8"), re.MULTILINE))
                 for nom, fichier in (("M", "typst.lua"), ("html", "html.lua"))]
    assert fonctions[0] == fonctions[1]


def test_the_extension_names_files_that_exist_and_the_standards_of_the_pdf():
    formats = yaml.safe_load((EXTENSION / "_extension.yml").read_text("utf-8"))["contributes"]["formats"]
    nommes = [*formats["common"]["shortcodes"], *formats["common"]["filters"], *formats["typst"]["template-partials"],
              formats["html"]["template"]]
    assert [n for n in nommes if not (EXTENSION / n).is_file()] == []
    assert formats["typst"]["pdf-standard"] == ["ua-1", "a-2a"]


def test_the_partials_hold_no_dollar_and_end_with_an_empty_line():
    for nom in ("typst-template.typ", "typst-show.typ"):
        texte = (EXTENSION / nom).read_text("utf-8")
        assert "$" not in texte
        assert texte.endswith("\n\n")


# ------------------------------------------------------------------------------------------------ beside Quarto's own Typst

PAGE_DE_QUARTO = '#set page(paper: "us-letter", margin: (x: 1.25in, y: 1.25in), numbering: "i", columns: 1)\n\n'
CALLOUT_DE_QUARTO = """#callout(body: [Le corps.], title: [Un titre], background_color: rgb("#dae6fb"), icon_color: rgb("#0758E5"),
  icon: none, body_background_color: white)"""


def _compiler(composition: Path, source: str) -> bytes:
    return typst.compile(source.encode(), root=str(composition), format="pdf", font_paths=[str(composition / "_donnees/fonts")],
                         ignore_system_fonts=True, pdf_standards=["ua-1", "a-2a"], timestamp=0)


def test_the_letter_wins_over_the_page_that_quarto_sets_before_it(composition):
    seule = embarque.source_typst(composition, "lettre.qmd")
    apres_quarto = seule.replace("#show: lettre\n", PAGE_DE_QUARTO + "#show: lettre\n", 1)
    assert apres_quarto != seule
    assert _compiler(composition, apres_quarto) == _compiler(composition, seule)


def test_the_callouts_of_quarto_take_the_look_of_a_note(composition):
    seule = embarque.source_typst(composition, "lettre.qmd")
    note = _compiler(composition, seule + "\n#note(titre: [Un titre])[Le corps.]\n")
    assert _compiler(composition, seule + "\n" + CALLOUT_DE_QUARTO + "\n") == note


@pytest.mark.parametrize(("classe", "alerte"), [("callout-note", "false"), ("callout-tip", "false"), ("callout-warning", "true"),
                                               ("callout-important", "true"), ("callout-caution", "true")])
def test_the_embedded_engine_draws_callouts_as_notes(composition, classe, alerte):
    fait = _pandoc(composition, "typst", EMBARQUE.read_text("utf-8"), f'::: {{.{classe} title="Un titre"}}\nLe corps.\n:::\n')
    assert f'#note(titre: [#"Un titre";], alerte: {alerte})[' in fait.stdout.decode()


@pytest.mark.parametrize(("format", "attendu"), [("typst", "= Le système#linebreak();en France"),
                                                 ("html5", "Le système<br>\nen France</h1>")])
def test_a_break_typed_in_a_title_breaks_its_line(composition, format, attendu):
    fait = _pandoc(composition, format, EMBARQUE.read_text("utf-8"), "# Le système\\ en France {#sec-x}\n")
    assert attendu in fait.stdout.decode()
