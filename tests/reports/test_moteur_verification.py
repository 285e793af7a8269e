"""The static check of the documents: every fault with its file and line, all at once, before anything is rendered."""

from __future__ import annotations

import pytest

from catalogue.erreurs import Impossible, Refus
from reports.moteur import verifier
from tests.fabriques.composition import composer, ecrire_sections
from tests.fabriques.documents import SECTIONS


@pytest.fixture(scope="module")
def composition(tmp_path_factory):
    return composer(tmp_path_factory.mktemp("verification") / "composition")


def _refus(composition, texte: str) -> list[str]:
    ecrire_sections(composition, SECTIONS | {"suivi": SECTIONS["suivi"] + texte})
    with pytest.raises(Refus) as leve:
        verifier(composition)
    return str(leve.value).splitlines()


LIGNE = SECTIONS["suivi"].count("\n") + 1  # line of the first character added after the section


def test_the_documents_of_the_fixture_are_accepted(composition):
    ecrire_sections(composition, SECTIONS)
    verifier(composition)


@pytest.mark.parametrize(
    ("texte", "attendu"),
    [
        ("{{< chifre victimes_mineures >}}", "« chifre » n’existe pas (vouliez-vous dire « chiffre » ?)"),
        ("{{< chiffre victimes_minures >}}",
         "le chiffre « victimes_minures.2024.FR » n’existe pas (vouliez-vous dire « victimes_mineures.2024.FR » ?)"),
        ("{{< chiffre victimes_mineures annee=2023 >}}", "« victimes_mineures.2023.FR » n’existe pas"),
        ("{{< chiffre victimes_mineures infraction=traite >}}", "« victimes_mineures.2024.FR.infraction-traite » n’existe pas"),
        ("{{< chiffre victimes_majeures forme=pct >}}", "n’a pas la forme « pct ». Attendu : nombre, evolution"),
        ("{{< chiffre victimes_majeures form=pct >}}", "le raccourci « chiffre » s’écrit"),
        ("{{< phrase >}}", "le raccourci « phrase » s’écrit"),
        ("{{< phrase part_mineure >}}", "la phrase « part_mineure » n’existe pas (vouliez-vous dire « part_mineures » ?)"),
        ("{{< figure victime >}}", "la figure « victime » n’existe pas (vouliez-vous dire « victimes » ?)"),
        ("{{< tableau suivis >}}", "le tableau « suivis » n’existe pas"),
        ("{{< badge INSEE >}}", "le producteur « INSEE » n’existe pas"),
        ("{{< millesime demain >}}", "le raccourci « millesime » s’écrit"),
        ("{{< renvoi fig-absente >}}", "le renvoi « fig-absente » ne mène à rien"),
        ("{{< renvoi tab-chiffres >}}", "le renvoi « tab-chiffres » ne mène à rien"),
        ("{{< renvoi sec-chiffres >}}", "le renvoi « sec-chiffres » ne mène à rien"),
        ("{{< renvoi sec-intertitre >}}", "le renvoi « sec-intertitre » ne mène à rien"),
        ("{{< figure victimes >}}", "la figure « victimes » est déjà ligne 14 de sections/victimes.qmd"),
        ("Du texte {{< sommaire >}}", "« sommaire » se place seul"),
        ("{{< sommaire >}}\nDu texte", "« sommaire » se place seul"),
        ("{{< chiffre victimes_mineures", "n’est pas fermé sur la même ligne"),
        ("{{< include sections/une.qmd >}}", "un fichier inclus n’en inclut pas un autre"),
        ("```{python}\n1 + 1\n", "bloc de code"),
        ("Texte `<b>`{=html}", "texte brut pour un seul format"),
        ("<div>texte</div>", "une balise HTML"),
        ("| a | {{< edition >}} |", "un tableau en Markdown ne peut pas contenir de raccourci"),
        ("::: {layout-ncol=3}\nx\n:::", "plus de deux colonnes"),
        ("![carte](carte.png)", "texte de remplacement"),
        ("(p) provisoire", "ouvre une liste numérotée. Écrivez « \\(p) »"),
        ("Voir @fig-victimes", "un renvoi avec « @ »"),
        ("{{{< edition >}}}", "un raccourci échappé"),
        ("::: {.nte}\nx\n:::", "la classe « nte » n’est pas une partie de la lettre (vouliez-vous dire « note » ?)"),
        ("::: {.note}\nx", "n’est pas fermé dans ce fichier"),
        (":::", "ne ferme aucun bloc"),
        ("::: {.bande}\n::: {.texte}\nx\n:::\n:::", "cette bande n’a pas ses deux parties"),
        ("::: {.notes}\nx\n:::", "ne vont que dans une bande"),
        ('::: {.page rubrique="Sans titre"}\nx\n:::', "cette page n’a pas de titre qui porte un identifiant"),
        ("::: {.page}\n# T {#sec-t}\n:::", "cette page n’a pas de rubrique"),
        ("::: {.cadre}\nx\n:::", "ce bloc n’a pas de titre"),
        ('::: {.content-visible when-format="pdf"}\nx\n:::', "pour quel support"),
        ('::: {.note titre-phrase="absente"}\nx\n:::', "la phrase « absente » n’existe pas"),
        ('::: {.note titre="{{< edition >}}"}\nx\n:::', "dans les attributs d’un bloc"),
    ],
)
def test_a_fault_is_refused_with_its_file_and_line(composition, texte, attendu):
    fautes = _refus(composition, texte)
    assert [f for f in fautes if f.startswith(f"sections/suivi.qmd, ligne {LIGNE} :") and attendu in f], fautes


def test_what_only_the_web_shows_may_point_to_what_only_the_web_shows(composition):
    texte = '::: {.content-visible when-format="html"}\nVoir {{< renvoi sec-chiffres >}}.\n:::\n'
    ecrire_sections(composition, SECTIONS | {"suivi": SECTIONS["suivi"] + texte})
    verifier(composition)


def test_all_faults_are_told_in_one_pass_in_the_order_of_the_text(composition):
    fautives = {"une": SECTIONS["une"] + "{{< phrase a >}}", "suivi": SECTIONS["suivi"] + "{{< phrase b >}}\n\n<b>"}
    ecrire_sections(composition, SECTIONS | fautives)
    with pytest.raises(Refus) as leve:
        verifier(composition)
    assert [(r.champs["fichier"], r.code) for r in leve.value.refus] == [
        ("sections/une.qmd", "document.cle_inconnue"),
        ("sections/suivi.qmd", "document.cle_inconnue"),
        ("sections/suivi.qmd", "document.hors_sous_ensemble"),
    ]


def test_a_missing_include_is_named_with_its_neighbour(composition):
    ecrire_sections(composition, SECTIONS)
    (composition / "sections/suivi.qmd").rename(composition / "sections/suivie.qmd")
    with pytest.raises(Refus, match=r"lettre\.qmd, ligne \d+ : le fichier inclus « sections/suivi\.qmd » n’existe pas .*suivie\.qmd"):
        verifier(composition)


def test_a_date_in_the_front_matter_is_refused(composition):
    ecrire_sections(composition, SECTIONS)
    document = composition / "lettre.qmd"
    document.write_text(document.read_text("utf-8").replace("---\n", "---\ndate: today\n", 1), "utf-8")
    with pytest.raises(Refus, match="lettre.qmd, ligne 1 : « date »"):
        verifier(composition)


def test_what_is_commented_out_is_not_checked_and_keeps_the_count_of_lines(composition):
    fautes = _refus(composition, "<!-- {{< phrase absente >}}\n\n<b> -->\n{{< phrase absente >}}")
    assert [f.split(" :")[0] for f in fautes] == [f"sections/suivi.qmd, ligne {LIGNE + 3}"]


def test_the_sources_are_checked_against_the_data_of_a_composition(composition, tmp_path):
    ecrire_sections(tmp_path, {"une": SECTIONS["une"], "autre": "{{< phrase absente >}}"})
    with pytest.raises(Refus, match="sections/autre.qmd, ligne 1 : la phrase « absente »"):
        verifier(tmp_path, donnees=composition / "_donnees")


def test_a_composition_without_data_cannot_be_checked(tmp_path):
    ecrire_sections(tmp_path, SECTIONS)
    with pytest.raises(Impossible, match="chiffres.json"):
        verifier(tmp_path)
