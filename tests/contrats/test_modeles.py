"""The templates made from the contracts: what they hold, what they lock, and that what is typed in them is accepted."""

import csv
import io
import re
import shutil
import subprocess

import pytest
from openpyxl import load_workbook

from catalogue.contrats import charger_contrats
from catalogue.erreurs import Impossible
from ingest.modeles import ecrire_modele
from ingest.modeles.classeur import DERNIERE, ENTETE, EXEMPLE, PREMIERE
from ingest.modeles.contenu import lignes_attendues, textes
from tests.fabriques.retours import lignes, texte

CONTRATS = charger_contrats()
PARTOUT = pytest.mark.parametrize("contrat", CONTRATS.values(), ids=list(CONTRATS))


@pytest.fixture(scope="module")
def modeles(tmp_path_factory):
    """The workbook of each contract, written once."""
    dossier = tmp_path_factory.mktemp("modeles")
    return {id: ecrire_modele(c, dossier / f"{id}.xlsx") for id, c in CONTRATS.items()}


@pytest.fixture(scope="module")
def classeurs(modeles):
    """The same, read again; nothing is typed in them."""
    return {id: load_workbook(path) for id, path in modeles.items()}


def validations(feuille) -> dict[int, object]:
    """The validation of each column of « Saisie », by number of the column."""
    trouvees = {}
    for validation in feuille.data_validations.dataValidation:
        (plage,) = validation.sqref.ranges
        assert (plage.min_row, plage.max_row, plage.min_col) == (PREMIERE, DERNIERE, plage.max_col)
        trouvees[plage.min_col] = validation
    return trouvees


def codes_sous_le_nom(classeur, nom: str) -> list[str]:
    (feuille, plage), = classeur.defined_names[nom].destinations
    return [ligne[0].value for ligne in classeur[feuille][plage.replace("$", "")]]


def remplir(path, contrat, rows) -> bytes:
    """The workbook with these rows typed in, instead of the cells known in advance."""
    classeur = load_workbook(path)
    saisie = classeur["Saisie"]
    for rang in range(PREMIERE, saisie.max_row + 1):
        for cellule in saisie[rang]:
            cellule.value = None
    for rang, ligne in enumerate(rows, PREMIERE):
        for numero, champ in enumerate(contrat.champs, 1):
            valeur = ligne[champ.nom]
            saisie.cell(rang, numero, texte(valeur) if champ.type in ("booleen", "code") else valeur)
    sortie = io.BytesIO()
    classeur.save(sortie)
    return sortie.getvalue()


@PARTOUT
def test_a_template_has_the_titles_of_its_contract_the_example_above_and_nothing_typed_but_what_is_expected(contrat, classeurs):
    saisie = classeurs[contrat.id]["Saisie"]
    assert [c.value for c in saisie[ENTETE]] == [c.titre for c in contrat.champs]
    assert EXEMPLE < ENTETE and saisie.cell(EXEMPLE, contrat.colonnes.index("annee") + 1).value == 2024
    saisies = [{c: v for c, v in zip(contrat.colonnes, ligne, strict=True) if v is not None} for ligne in saisie.iter_rows(min_row=PREMIERE, values_only=True)]
    assert [ligne for ligne in saisies if ligne] == list(lignes_attendues(contrat))


@PARTOUT
def test_the_header_is_frozen_and_locked_and_the_rest_is_free(contrat, classeurs):
    classeur = classeurs[contrat.id]
    saisie = classeur["Saisie"]
    assert classeur.sheetnames == ["Saisie", "Aide", "Listes"] and all(f.protection.sheet for f in classeur)
    assert saisie.freeze_panes in (f"A{PREMIERE}", f"C{PREMIERE}") and not saisie.protection.insertRows and not saisie.protection.deleteRows
    assert all(c.protection.locked for rang in (EXEMPLE, ENTETE) for c in saisie[rang])
    assert not any(saisie.column_dimensions[c.column_letter].protection.locked for c in saisie[ENTETE])
    assert not any(c.protection.locked for ligne in saisie.iter_rows(min_row=PREMIERE) for c in ligne if c.value)


@PARTOUT
def test_each_column_of_codes_drops_down_its_own_list(contrat, classeurs):
    classeur = classeurs[contrat.id]
    par_colonne = validations(classeur["Saisie"])
    assert len(par_colonne) == len(contrat.champs)
    for numero, champ in enumerate(contrat.champs, 1):
        validation = par_colonne[numero]
        assert validation.showErrorMessage and validation.error and len(validation.error) <= 255 and len(validation.prompt) <= 255
        if champ.selon:
            nom, colonne = re.fullmatch(r'INDIRECT\("(liste_\w+_)"&\$([A-Z]+)4\)', validation.formula1).groups()
            assert classeur["Saisie"][f"{colonne}{ENTETE}"].value == contrat.champ(champ.selon).titre
            assert {s: codes_sous_le_nom(classeur, f"{nom}{s}") for s in champ.listes} == {s: list(liste) for s, liste in champ.listes.items()}
        elif champ.type == "code":
            assert codes_sous_le_nom(classeur, validation.formula1) == champ.modalites
        else:
            assert validation.type == {"entier": "whole", "annee": "whole", "decimal": "decimal", "date": "date", "texte": "textLength",
                                       "booleen": "list"}[champ.type]


@PARTOUT
def test_codes_are_kept_as_text_so_that_01_stays_01(contrat, classeurs):
    classeur = classeurs[contrat.id]
    for champ in contrat.champs:
        lettre = classeur["Saisie"].cell(ENTETE, contrat.colonnes.index(champ.nom) + 1).column_letter
        if champ.type in ("code", "texte"):
            assert classeur["Saisie"].column_dimensions[lettre].number_format == "@"
    assert all(isinstance(c.value, str) and c.number_format == "@" for ligne in classeur["Listes"].iter_rows(min_row=2) for c in ligne if c.value)


@PARTOUT
def test_the_help_says_each_column_as_the_contract_says_it(contrat, classeurs):
    aide = [[str(c) for c in ligne if c] for ligne in classeurs[contrat.id]["Aide"].iter_rows(values_only=True)]
    for champ in contrat.champs:
        assert [ligne for ligne in aide if ligne and ligne[0] == champ.titre and champ.description in ligne], champ.titre
    textes = {ligne[0] for ligne in aide if ligne}
    assert {r.aide_fr for r in contrat.regles} <= textes and any("ne veut jamais dire zéro" in t for t in textes)


@PARTOUT
def test_every_text_of_a_template_is_known_to_be_the_house_s(contrat, classeurs):
    classeur = classeurs[contrat.id]
    assert {c.value for feuille in classeur for ligne in feuille.iter_rows() for c in ligne if isinstance(c.value, str)} <= textes(contrat)


@PARTOUT
def test_what_is_typed_in_the_template_is_accepted(contrat, modeles, controler):
    departements = contrat.champ("departement").modalites if contrat.id == "verbalisations" else ["63"]
    rapport = controler(remplir(modeles[contrat.id], contrat, lignes(contrat, 4, tuple(departements))), f"{contrat.id}.xlsx", contrat)
    assert (rapport.verdict, [c.message for c in rapport.constats if c.niveau != "corrige"]) == ("accepte", [])


@PARTOUT
def test_a_template_sent_back_empty_is_not_accepted(contrat, modeles, controler):
    assert controler(modeles[contrat.id].read_bytes(), "vide.xlsx", contrat).verdict in ("refuse", "illisible")


@PARTOUT
def test_the_csv_template_has_the_names_of_the_columns_and_nothing_else(contrat, tmp_path):
    octets = ecrire_modele(contrat, tmp_path / "modele.csv").read_bytes()
    assert octets.startswith(b"\xef\xbb\xbf") and list(csv.reader(io.StringIO(octets.decode("utf-8-sig")), delimiter=";")) == [contrat.colonnes]


def test_a_template_of_another_kind_is_not_made(tmp_path):
    with pytest.raises(Impossible, match=".xlsx ou .csv"):
        ecrire_modele(CONTRATS["afis"], tmp_path / "modele.ods")


def test_a_template_that_cannot_be_written_leaves_what_was_there(tmp_path):
    present = tmp_path / "modele.xlsx"
    present.write_text("déjà là", "utf-8")
    with pytest.raises(Impossible, match="fermez le fichier"):
        ecrire_modele(CONTRATS["afis"], tmp_path / "absent" / "modele.xlsx")
    assert present.read_text("utf-8") == "déjà là" and [p.name for p in tmp_path.iterdir()] == ["modele.xlsx"]


@pytest.mark.lent
@pytest.mark.parametrize("format", ["xlsx", "ods"])
@pytest.mark.parametrize("id", ["psp_flux", "accompagnement"])
def test_a_template_saved_again_by_libreoffice_is_accepted_and_keeps_its_lists(id, format, modeles, controler, tmp_path):
    bureau = shutil.which("soffice")
    if bureau is None:
        pytest.skip("LibreOffice n’est pas installé")
    contrat = CONTRATS[id]
    (tmp_path / "rempli.xlsx").write_bytes(remplir(modeles[id], contrat, lignes(contrat, 5, ("63",))))
    subprocess.run([bureau, "--headless", f"-env:UserInstallation=file://{tmp_path}/profil", "--convert-to", format, "--outdir", tmp_path / "sauve",
                    tmp_path / "rempli.xlsx"], check=True, capture_output=True, timeout=120)
    sauve = tmp_path / "sauve" / f"rempli.{format}"
    rapport = controler(sauve.read_bytes(), sauve.name, contrat)
    assert (rapport.verdict, [c.message for c in rapport.constats if c.niveau != "corrige"]) == ("accepte", [])
    if format == "xlsx":
        assert len(load_workbook(sauve)["Saisie"].data_validations.dataValidation) >= len(contrat.champs) - 1
