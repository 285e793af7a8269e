"""What the sender gets: every finding, grouped, with its place as Excel shows it; nothing cut, nothing that a browser or a spreadsheet could run."""

import csv
import io
import json
import re

import pytest
from openpyxl import load_workbook

from catalogue.contrats import lire_contrat
from catalogue.erreurs import Refus, messages
from ingest.controle import Contexte, Limites, Rapport, annoter, controler, ecrire
from ingest.controle.moteur import controler_ici
from ingest.controle.rapport.classeur import annoter as annoter_ici
from ingest.controle.rapport.places import plages
from ingest.controle.referentiel import referentiel
from tests.fabriques.classeurs import Formule, archive, parties_xlsx
from tests.fabriques.dialectes import Dialecte, grille, rendre
from tests.fabriques.retours import lignes

CONTRAT = lire_contrat("verbalisations")
DANGEREUX = ("=cmd|'/c calc'!A1", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "＝1+1")


def controle(cases: list[list], nom: str = "retour.csv", outil: str = "csv") -> tuple[bytes, Rapport]:
    octets = rendre(cases, Dialecte(outil=outil))
    return octets, controler_ici(octets, nom, CONTRAT, Contexte(millesime=2024), Limites(), referentiel())


def cases(**fautes) -> list[list]:
    """The cells of a right return of ten rows, some of them replaced: `contraventions={2: "douze"}`, lines as Excel shows them."""
    grille_ = grille(CONTRAT, lignes(CONTRAT, departements=tuple(CONTRAT.champ("departement").modalites[:10])), Dialecte())
    for champ, valeurs in fautes.items():
        for ligne, valeur in valeurs.items():
            grille_[ligne - 1][CONTRAT.colonnes.index(champ)] = valeur
    return grille_


@pytest.fixture
def refuse() -> tuple[bytes, Rapport]:
    return controle(cases(contraventions={2: "douze", 4: "douze", 5: "1.204", 6: "1 204"}, departement={3: "99", 7: "1"}, statut=dict.fromkeys((3, 4, 5, 8), "")))


def test_the_text_groups_by_kind_and_counts_them(refuse):
    texte = ecrire(refuse[1], "texte").replace("\u00a0", " ")
    assert "erreurs de 5 sortes sur 10 lignes" in texte
    assert "Lignes 3 à 5 et 8, colonne G (Statut de la donnée) : " in texte
    assert "Lignes 2 et 4, colonne E (Contraventions) : « douze » n’est pas un nombre entier." in texte
    assert texte.index("À CORRIGER") < texte.index("LU AUTREMENT")


def test_nothing_is_ever_cut():
    faux = {n: f"faux{n}" for n in range(2, 300)}
    grille_ = grille(CONTRAT, [lignes(CONTRAT)[0] | {"departement": d, "service": s} for d in CONTRAT.champ("departement").modalites for s in ("PN", "GN", "PP")], Dialecte())
    for n, valeur in faux.items():
        grille_[n - 1][4] = valeur
    rapport = controle(grille_)[1]
    for format in ("texte", "json", "csv", "html"):
        ecrit = ecrire(rapport, format)
        assert [v for v in faux.values() if f"«\u00a0{v}\u00a0»" not in ecrit] == []


def test_the_json_gives_back_the_report(refuse):
    contenu = json.loads(ecrire(refuse[1], "json"))
    assert Rapport.depuis(contenu, None).en_dict() == refuse[1].en_dict()
    assert {"niveau", "code", "sorte", "message", "aide", "exemple", "lignes", "colonne", "titre", "valeur", "lu"} <= set(contenu["constats"][0])


def test_the_csv_has_a_row_for_each_line(refuse):
    ecrit = ecrire(refuse[1], "csv")
    assert ecrit.startswith("\ufeff")
    rangs = list(csv.DictReader(io.StringIO(ecrit[1:]), delimiter=";"))
    assert [(r["Ligne"], r["Colonne"], r["Valeur vue"]) for r in rangs if r["Code"] == "controle.pas_un_entier"] == [("2", "E", "douze"), ("4", "E", "douze")]
    assert len(rangs) == sum(max(1, len(c.lignes)) for c in refuse[1].constats)


@pytest.mark.parametrize("dangereux", DANGEREUX)
def test_what_a_spreadsheet_could_run_is_disarmed_everywhere(dangereux, enfants):
    grille_ = cases(contraventions={2: dangereux}, departement={3: dangereux}, service={4: dangereux})
    grille_[0].append(dangereux)
    octets, rapport = controle(grille_, nom=f"{dangereux}.csv")
    for rang in csv.reader(io.StringIO(ecrire(rapport, "csv")[1:]), delimiter=";"):
        assert [c for c in rang if re.match(r"[=+\-@\t\r\n\0＝＋－＠]", c) and not re.fullmatch(r"[+-]?\d+([.,]\d+)?", c)] == []
    html = ecrire(rapport, "html")
    assert "<script" not in html and "<img" not in html
    classeur = load_workbook(io.BytesIO(annoter(octets, "retour.csv", CONTRAT, rapport, enfants=enfants)))
    for page in classeur.worksheets:
        for ligne in page.iter_rows():
            assert [c.value for c in ligne if c.data_type == "f" or isinstance(c.value, str) and re.match(r"[=+\-@\t\r＝＋－＠]", c.value)] == []


def test_negative_numbers_stay_numbers_in_the_csv():
    rapport = controle(cases(contraventions={2: "-3"}))[1]
    assert ";-3;" in ecrire(rapport, "csv")


def test_the_page_is_whole_and_asks_nothing_of_anyone(refuse):
    html = ecrire(refuse[1], "html")
    assert html.startswith("<!doctype html>") and '<html lang="fr">' in html and html.count("<h1>") == 1
    assert "http" not in html and "<script" not in html
    assert html.count("<caption>") == html.count("<table>") > 0 and html.count("<th scope=\"col\">") >= 2 * html.count("<table>")


@pytest.mark.parametrize("outil", ["csv", "xlsx", "ods"])
def test_the_annotated_copy_says_each_fault_on_its_cell(outil, enfants):
    octets, rapport = controle(cases(contraventions={2: "douze"}, departement={7: "zzz"}), f"retour.{outil}", outil)
    classeur = load_workbook(io.BytesIO(annoter(octets, f"retour.{outil}", CONTRAT, rapport, enfants=enfants)))
    page = classeur.worksheets[1]
    assert page["E2"].value == "douze" and "n’est pas un nombre entier" in page["E2"].comment.text and page["E2"].fill.fgColor.rgb == "FFE3B1A8"
    assert "n’est pas prévu" in page["B7"].comment.text and page["E3"].comment is None
    rapporte = [[c.value for c in ligne] for ligne in classeur.worksheets[0].iter_rows()]
    assert ["À corriger", "Nombres entiers attendus", 2, "E"] in [ligne[:4] for ligne in rapporte]


def test_the_annotated_copy_keeps_the_senders_sheets_and_none_of_their_formulas(enfants):
    grille_ = cases(contraventions={2: "douze", 3: Formule("WEBSERVICE(\"x\")", 12)})
    octets = archive(parties_xlsx({"Saisie": grille_, "Aide": [["consigne"]]}))
    rapport = controler(octets, "retour.xlsx", CONTRAT, Contexte(millesime=2024), enfants=enfants)
    copie = load_workbook(io.BytesIO(annoter(octets, "retour.xlsx", CONTRAT, rapport, enfants=enfants)))
    assert copie.sheetnames == ["Rapport", "Saisie", "Aide"]
    assert copie["Saisie"]["E3"].value == 12 and all(c.data_type != "f" for p in copie.worksheets for ligne in p.iter_rows() for c in ligne)


@pytest.mark.parametrize("classe", ["absences", "codes", "dates", "plusieurs", "habitudes"])
def test_the_annotated_copy_sent_back_as_it_is_says_the_same_again(rapports, classe):
    for piece, verdict, rapport in rapports:
        if piece.classe == classe and piece.dialecte.outil != "ods":  # hidden columns are not kept from an ODS
            nom = f"retour.{piece.dialecte.outil}"
            copie = annoter_ici(piece.rendre(), nom, piece.contrat, rapport, Limites(), referentiel())
            suite = controler_ici(copie, "retour.xlsx", piece.contrat, piece.contexte, Limites(), referentiel())
            assert (suite.verdict, a_dire(suite)) == (verdict, a_dire(rapport)), piece.nom
            assert rapport.table is None or suite.table.equals(rapport.table), piece.nom


def a_dire(rapport: Rapport) -> list[tuple]:
    return sorted((c.code, c.lignes, c.colonne or "") for c in rapport.constats if c.niveau != "corrige")


def test_a_workbook_that_openpyxl_cannot_open_has_a_copy_all_the_same(enfants):
    parties = parties_xlsx({"Saisie": cases(contraventions={2: "douze"})})
    octets = archive(parties | {"xl/styles.xml": parties["xl/styles.xml"].replace('numFmtId="164" formatCode', 'numFmtId="x" formatCode')})
    rapport = controler(octets, "retour.xlsx", CONTRAT, Contexte(millesime=2024), enfants=enfants)
    copie = load_workbook(io.BytesIO(annoter(octets, "retour.xlsx", CONTRAT, rapport, enfants=enfants)))
    assert copie.sheetnames == ["Rapport", "Saisie"] and copie["Saisie"]["E2"].comment


def test_a_file_that_cannot_be_read_has_no_copy():
    rapport = controler(b"%PDF-1.7", "x.pdf", CONTRAT)
    with pytest.raises(Refus, match="n’a pas pu être lu"):
        annoter(b"%PDF-1.7", "x.pdf", CONTRAT, rapport)


def test_every_message_of_the_control_has_its_level_its_kind_and_a_use():
    code = "".join(p.read_text("utf-8") for p in __import__("pathlib").Path("ingest/controle").rglob("*.py"))
    for nom, message in messages().items():
        if nom.startswith("controle."):
            assert message["niveau"] in ("bloquant", "a_confirmer", "corrige") and message["sorte"], nom
            court = nom.partition(".")[2]
            assert court in code or court.startswith(("regle_", "personnel_")), nom


def test_the_exit_code_follows_the_verdict(refuse):
    assert refuse[1].code_sortie == 1
    assert controle(cases())[1].code_sortie == 0
    assert controler(b"", "x.csv", CONTRAT).code_sortie == 2


def test_consecutive_lines_are_put_together():
    assert plages([9, 4, 5, 6, 6]) == [(4, 6), (9, 9)]
