"""The files of a figure: drawing, texts and data for the shortcodes."""

import csv
import hashlib
import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from reports.figures import donnees
from reports.figures.alternative import LISIBLES, alternative
from reports.figures.chart import Chart
from reports.figures.definitions import FIGURES
from reports.figures.ecriture import ecrire, en_json
from tests.fabriques import chiffres as fabrique

NOMBRE = re.compile(r"\d+(?:\u202f\d+)*")


@pytest.fixture(scope="module")
def dossier(avec_retours, fontes, tmp_path_factory):
    dossier = tmp_path_factory.mktemp("composition") / "figures"
    ecrire(avec_retours, dossier, fontes)
    return dossier


def empreintes(dossier):
    return {f.name: hashlib.sha256(f.read_bytes()).hexdigest() for f in sorted(Path(dossier).iterdir())}


def test_each_figure_is_three_files_and_nothing_else_is_left(dossier):
    assert sorted(f.name for f in dossier.iterdir()) == sorted(f"{nom}.{e}" for nom in FIGURES for e in ("svg", "json", "csv"))


def test_a_figure_without_public_data_leaves_no_file(fontes, tmp_path):
    chiffres = fabrique.chiffres(tmp_path / "public", sans=("contraventions_achat",))
    ids = ecrire(chiffres, tmp_path / "figures", fontes)
    assert "contraventions" not in ids and not list((tmp_path / "figures").glob("contraventions*"))


@pytest.mark.lent
def test_another_process_writes_the_same_bytes(dossier, avec_retours, fontes, tmp_path):
    programme = ("import sys; from pathlib import Path; from reports.tables import Chiffres; from reports.figures.ecriture import ecrire\n"
                 "ecrire(Chiffres(Path(sys.argv[1]), 2024), Path(sys.argv[2]), Path(sys.argv[3]))")
    subprocess.run([sys.executable, "-c", programme, str(avec_retours.dossier), str(tmp_path), str(fontes)], check=True,
                   cwd=Path(__file__).parents[2], env={**os.environ, "PYTHONHASHSEED": "7"})
    assert empreintes(tmp_path) == empreintes(dossier)


@pytest.mark.parametrize("nom", FIGURES)
def test_the_json_holds_the_contract_of_the_shortcodes(nom, dossier):
    figure = json.loads((dossier / f"{nom}.json").read_text("utf-8"))
    assert set(figure) == {"id", "genre", "largeur", "titre", "unite", "alt", "lecture", "note", "champ", "source", "cles", "donnees",
                           "csv", "plotly"}
    assert figure["id"] == nom and figure["largeur"] in ("marge", "texte", "pleine") and figure["csv"] == f"figures/{nom}.csv"
    assert all(len(ligne) == len(figure["donnees"]["colonnes"]) for ligne in figure["donnees"]["lignes"])
    assert set(figure["plotly"]) == {"data", "layout", "config"}


@pytest.mark.parametrize("nom", FIGURES)
def test_the_alt_text_gives_the_values_of_the_table_and_no_other_number(nom, figures):
    chart = figures[nom].chart
    table = {n for ligne in donnees.lignes(chart) for cellule in ligne for n in NOMBRE.findall(cellule)}
    table |= {n for titre in chart.entetes.values() for n in NOMBRE.findall(titre)}
    texte = alternative(chart)
    assert set(NOMBRE.findall(texte)) <= table
    bouts = {chart.frame["annee"].min(), chart.frame["annee"].max()} if chart.genre == "multiples" else None
    lues = chart.publiees.sort("valeur").to_dicts()
    for r in [lues[0], lues[-1]] if chart.genre == "tuiles" and len(lues) > LISIBLES else lues:
        assert bouts and r["annee"] not in bouts or r["texte"] in texte
    assert len(texte) <= 320, "what is longer is for the data table"


@pytest.mark.parametrize("nom", FIGURES)
def test_the_csv_gives_the_values_as_plain_numbers_with_their_keys(nom, figures, dossier, avec_retours):
    octets = (dossier / f"{nom}.csv").read_bytes()
    assert octets.startswith(b"\xef\xbb\xbf") and b"\r\n" in octets
    entete, *lignes = csv.reader(io.StringIO(octets.decode("utf-8-sig"), newline=""), delimiter=";")
    chart = figures[nom].chart
    valeur, cle = entete.index(chart.entetes["valeur"]), entete.index("Clé")
    assert [ligne[valeur] for ligne in lignes] == ["" if v is None else f"{v:.10g}".replace(".", ",") for v in chart.frame["valeur"]]
    publiques = {c.cle for c in avec_retours.tous()} | set(avec_retours.table("comptages")["cle"])
    assert all(c in publiques for ligne in lignes for c in ligne[cle].split(";") if c)


def test_decimals_take_a_comma_negative_numbers_stay_numbers_and_formulas_are_disarmed():
    lignes = [{"libelle": "=SOMME(A1)", "valeur": -4.25, "texte": "−4,25", "ton": "principal", "niveau": 1,
               "evolution": -4.0, "evolution_texte": "−4\u202f%"},
              {"libelle": "@lien", "valeur": 1234.5, "texte": "+1\u202f234,5", "ton": "principal", "niveau": 1}]
    chart = Chart.de("barres", lignes, unite="u", entetes={"libelle": "Nom", "valeur": "Valeur", "evolution": "Évolution"})
    entete, premiere, deuxieme = csv.reader(io.StringIO(donnees.en_csv(chart), newline=""), delimiter=";")
    assert entete == ["Nom", "Valeur", "Évolution", "Valeur affichée", "Clé"]
    assert premiere == ["'=SOMME(A1)", "-4,25", "-4", "−4,25", ""] and deuxieme == ["'@lien", "1234,5", "", "'+1\u202f234,5", ""]


def test_texts_reach_the_web_drawing_without_becoming_markup():
    lignes = [{"libelle": "<b>Moins de 20</b> & plus", "valeur": 3.0, "texte": "3", "ton": "principal", "niveau": 1}]
    from reports.figures import dessin_plotly

    plotly = dessin_plotly.dessiner(Chart.de("barres", lignes, unite="u", entetes={"libelle": "Nom", "valeur": "Valeur"}))
    assert "<b>Moins" not in json.dumps(plotly) and "&lt;b&gt;Moins" in json.dumps(plotly)


def test_a_long_label_of_the_table_is_read_as_typed_in_the_frame(figures):
    figure = en_json(figures["victimes"])
    assert [ligne[0] for ligne in figure["donnees"]["lignes"]] == figures["victimes"].chart.frame["libelle"].to_list()
    assert figure["donnees"]["lignes"][3][2] == "non publiée"
