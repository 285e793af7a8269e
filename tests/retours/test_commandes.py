"""`miprof valider`, `modele`, `deposer` as a contributor meets them: real processes, real files, one sentence for every error."""

import json
import re
from pathlib import Path

import openpyxl
import pytest

from ingest.livraisons import Magasin
from ingest.retours import recus


@pytest.fixture
def lancer(miprof, tmp_path):
    """Run `miprof …` with its own house; what it says never looks like a traceback."""

    def _lancer(*arguments: object):
        fait = miprof(*map(str, arguments), maison=tmp_path / "var")
        assert "Traceback" not in fait.stdout + fait.stderr
        return fait

    return _lancer


@pytest.fixture
def fichier(tmp_path, afis):
    def _fichier(nom: str = "afis.csv", **nombres) -> Path:
        path = tmp_path / nom
        path.write_bytes(afis(**nombres))
        return path

    return _fichier


def test_a_good_return_is_accepted_and_nothing_is_stored(lancer, fichier, tmp_path):
    fait = lancer("valider", "afis", fichier())
    assert fait.returncode == 0 and "Le fichier est accepté." in fait.stdout
    assert not (tmp_path / "var" / "livraisons").exists()


@pytest.mark.lent
def test_a_refused_return_has_code_one_and_its_report_in_each_format(lancer, fichier, tmp_path):
    mauvais = fichier(beneficiaires=-1)
    assert lancer("valider", "afis", mauvais).returncode == 1
    rapport = json.loads(lancer("valider", "afis", mauvais, "--format", "json").stdout)
    assert rapport["verdict"] == "refuse" and rapport["constats"][0]["lignes"] == [2]
    html = tmp_path / "rapport.html"
    assert lancer("valider", "afis", mauvais, "--format", "html", "-o", html).returncode == 1 and "<html" in html.read_text("utf-8")
    copie = tmp_path / "annotee.xlsx"
    assert lancer("valider", "afis", mauvais, "--format", "xlsx", "-o", copie).returncode == 1
    assert any(cellule.comment for feuille in openpyxl.load_workbook(copie) for ligne in feuille for cellule in ligne)


@pytest.mark.parametrize(("arguments", "code", "dit"), [
    (("valider", "afis", "absent.csv"), 2, "ne peut pas être ouvert"),
    (("valider", "afiss", "absent.csv"), 2, "« afis »"),
    (("valider", "afis"), 2, "FICHIER"),
    (("valider", "afis", __file__, "--format", "xlsx"), 2, "-o"),
    (("valider", "afis", __file__, "--format", "pdf"), 2, "pdf"),
    (("modele", "afis", "-o", "modele.txt"), 2, "modele.txt"),
    (("deposer", "afis", __file__), 2, "ORGANISME"),
])
def test_every_wrong_call_is_told_in_a_sentence(lancer, arguments, code, dit):
    fait = lancer(*arguments)
    assert fait.returncode == code and dit in fait.stderr.replace("\u202f", " ").replace("\xa0", " "), fait.stderr


def test_a_file_that_is_no_table_is_unreadable(lancer, tmp_path):
    image = tmp_path / "photo.xlsx"
    image.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(200))
    assert lancer("valider", "afis", image).returncode == 2


def test_a_template_is_accepted_by_excel_and_recognised(lancer, tmp_path):
    modele = tmp_path / "afis.xlsx"
    assert lancer("modele", "afis", "-o", modele).returncode == 0
    assert {"Saisie", "Aide", "Listes"} <= set(openpyxl.load_workbook(modele).sheetnames)


@pytest.mark.lent
def test_a_deposit_has_a_receipt_and_the_second_replaces_the_first(lancer, fichier, tmp_path):
    fait = lancer("deposer", "afis", fichier(), "--organisme", "ddfe_63", "--millesime", "2024")
    assert fait.returncode == 0 and "afis-2024-ddfe_63-0001" in fait.stdout
    assert "Déjà déposé" in lancer("deposer", "afis", fichier(), "--organisme", "ddfe_63", "--millesime", "2024").stdout
    suite = lancer("deposer", "afis", fichier(beneficiaires=9), "--organisme", "ddfe_63", "--millesime", "2024")
    assert "remplace le reçu afis-2024-ddfe_63-0001" in suite.stdout and "après le gel" in suite.stdout
    assert [r.id[-4:] for r in recus(Magasin(tmp_path / "var" / "livraisons"))] == ["0001", "0002"]


@pytest.mark.lent
def test_what_must_be_confirmed_says_how_and_is_stored_once_confirmed(lancer, fichier):
    demande = lancer("deposer", "afis", fichier(accords=18), "--organisme", "ddfe_63", "--millesime", "2024")
    assert demande.returncode == 1 and "Rien n’est enregistré" in demande.stdout
    (commande,) = re.findall(r"^ +miprof (deposer .*)$", demande.stdout, re.MULTILINE)
    assert lancer(*commande.split()).returncode == 0


@pytest.mark.lent
def test_an_organisation_out_of_its_remit_or_unknown_is_refused(lancer, fichier, tmp_path):
    hors = lancer("deposer", "afis", fichier(), "--organisme", "ddfe_64", "--millesime", "2024")
    assert hors.returncode == 1 and "n’est pas dans le territoire" in hors.stdout
    assert lancer("deposer", "afis", fichier(), "--organisme", "ocrteh", "--millesime", "2024").returncode == 1
    inconnu = lancer("deposer", "afis", fichier(), "--organisme", "ddfe_99", "--millesime", "2024")
    assert inconnu.returncode == 2 and "registre des organismes" in inconnu.stderr
    assert recus(Magasin(tmp_path / "var" / "livraisons")) == []
