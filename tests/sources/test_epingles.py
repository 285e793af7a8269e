"""Pinning: one source changes in the édition's file, and not a comment of the rest."""

import pytest
import yaml

from catalogue.edition import lire_edition
from catalogue.epingles import epingler
from catalogue.erreurs import Impossible, Refus

A, B, C = ("a" * 64, "b" * 64, "c" * 64)
DEBUT = """\
# Édition d’essai.
edition: "2025"   # l’année de publication
millesime: 2024
titre: Essai
statut: brouillon
date_gel: 2025-03-31
horodatage: 2025-04-14
choix:
  - {indicateur: x, annee: 2023, retenue: y, raison: "Une raison : avec « des guillemets » et un # dièse."}
"""
FIN = "# Dernière remarque.\n"


@pytest.fixture
def edition(tmp_path):
    """Write an édition file with this text about livraisons; give back a function that pins and returns the new text."""

    def _edition(livraisons: str):
        path = tmp_path / "2025.yaml"
        path.write_text(DEBUT + livraisons + FIN, "utf-8")

        def _epingler(source, *empreintes, **notes):
            epingler("2025", source, empreintes, {e: n for e, n in zip(empreintes, notes.values(), strict=False)}, tmp_path)
            return path.read_text("utf-8")

        return _epingler

    return _edition


ECRITURES = {
    "absente": "",
    "vide": "livraisons: {}\n",
    "en ligne": f"livraisons: {{cog: ['{C}']}}\n",
    "en bloc": f'livraisons:\n  # La géographie.\n  cog:\n    - "{C}"  # 2026\n',
    "sans retrait": f"livraisons:\n    cog:\n    - {C}\n",
    "liste en ligne": f"livraisons:\n  cog: [{C}]  # 2026\n",
}


@pytest.mark.parametrize("ecriture", ECRITURES)
def test_a_pin_is_added_however_the_pins_were_written_and_everything_else_stays(edition, ecriture):
    texte = edition(ECRITURES[ecriture])("natinf", A, B)
    autres = {"cog": [C]} if "cog" in ECRITURES[ecriture] else {}
    assert yaml.safe_load(texte)["livraisons"] == autres | {"natinf": [A, B]}
    assert texte.startswith(DEBUT) and FIN in texte
    assert ("# La géographie." in texte, "# 2026" in texte) == ("# La géographie." in ECRITURES[ecriture], "# 2026" in ECRITURES[ecriture])


@pytest.mark.parametrize("ecriture", ["en ligne", "en bloc", "sans retrait", "liste en ligne"])
def test_the_pins_of_a_source_become_exactly_those_given(edition, ecriture):
    epingle = edition(ECRITURES[ecriture])
    assert yaml.safe_load(epingle("cog", A))["livraisons"] == {"cog": [A]}
    assert yaml.safe_load(epingle("cog", A, B))["livraisons"] == {"cog": [A, B]}
    texte = epingle("cog")
    assert yaml.safe_load(texte)["livraisons"] == {}
    assert texte.startswith(DEBUT) and FIN in texte


def test_a_pin_that_stays_keeps_its_comment_and_a_new_one_gets_its_note(edition):
    texte = edition(ECRITURES["en bloc"])("cog", C, A, c="ignorée", a="v_departement_2027.csv")
    assert f'    - "{C}"  # 2026\n    - "{A}"  # v_departement_2027.csv\n' in texte


def test_pinning_twice_changes_nothing(edition):
    epingle = edition("")
    assert epingle("cog", A, a="une note") == epingle("cog", A)


def test_a_file_written_in_an_unusual_way_is_left_alone_and_told(edition, tmp_path):
    unusual = f"livraisons:\n  ? cog\n  : - &x {C}\n  natinf: [*x]\n"
    epingle = edition(unusual)
    with pytest.raises(Impossible, match="Rien n’a changé"):
        epingle("cog", A)
    assert (tmp_path / "2025.yaml").read_text("utf-8") == DEBUT + unusual + FIN
    assert [p.name for p in tmp_path.iterdir()] == ["2025.yaml"]


@pytest.mark.parametrize(("livraisons", "attendu"), [
    (f"livraisons: {{natinff: ['{A}']}}\n", "vouliez-vous dire « natinf »"),
    ("livraisons: {natinf: ['abc']}\n", "« abc » n’est pas une empreinte sha256"),
    (f"livraisons: {{natinf: ['{A}', '{A}']}}\n", "épinglée deux fois"),
])
def test_a_faulty_pin_is_refused_when_the_edition_is_read(edition, tmp_path, livraisons, attendu):
    edition(livraisons)
    with pytest.raises(Refus, match=attendu):
        lire_edition("2025", tmp_path)


def test_an_undeclared_edition_cannot_be_pinned(tmp_path):
    with pytest.raises(Impossible, match="n’existe pas"):
        epingler("2031", "cog", [A], {}, tmp_path)
