"""Any valid return, written in any way that people write, comes back equal; what is not UTF-8 may be refused, never altered."""

import csv
import io
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalogue.contrats import charger_contrats
from ingest.controle import Contexte, Limites
from ingest.controle.feuille import nombre_en_texte
from ingest.controle.gardes import garder
from ingest.controle.lecture import xlsx as lecture_xlsx
from ingest.controle.moteur import controler_ici
from ingest.controle.referentiel import referentiel
from tests.fabriques.dialectes import Dialecte, ecrire
from tests.fabriques.retours import lignes

CONTRATS = charger_contrats()
LENT = settings(deadline=None, suppress_health_check=list(HealthCheck), max_examples=60)
dialectes = st.builds(
    Dialecte, outil=st.sampled_from(["csv", "csv", "xlsx", "ods"]), separateur=st.sampled_from(";,\t|"),
    guillemets=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]), fin=st.sampled_from(["\n", "\r\n", "\r"]),
    encodage=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252", "mac_roman"]), titres=st.sampled_from(["noms", "titres", "majuscules", "sans_accents"]),
    ordre=st.none() | st.integers(0, 99), milliers=st.sampled_from(["", " ", "\u00a0", "\u202f"]), decimale=st.sampled_from(",."),
    dates=st.sampled_from(["iso", "francaises", "lettres", "cellules"]), codes=st.sampled_from(["codes", "libelles", "majuscules", "sans_zero"]),
    preambule=st.sampled_from([(), (("Retour 2024",),), (("Observatoire", ""), ("", "Campagne 2024"))]), vides=st.booleans(), consigne=st.booleans())
# What a sender may write in a column of text, and that is nobody's.
textes = st.text(st.sampled_from("abcdé èàç«»'’\";,|\t\n-=+@12°"), min_size=1, max_size=30).map(lambda t: f"x{t}x")
nombres = st.integers(0, 10**9) | st.integers(1000, 9_999_999)


@st.composite
def retours(tirer):
    """A contract and rows that it accepts, with free texts and great numbers where its rules let them be."""
    contrat = CONTRATS[tirer(st.sampled_from(sorted(CONTRATS)))]
    rows = lignes(contrat, tirer(st.integers(1, 5)))
    for champ in contrat.champs:
        if champ.type == "texte" and champ.motif is None and champ.depiste:
            for ligne in rows:
                ligne[champ.nom] = tirer(textes) if ligne[champ.nom] is not None else None
    return contrat, rows


def controler(octets: bytes, nom: str, contrat):
    return controler_ici(octets, nom, contrat, Contexte(), Limites(), referentiel())


@LENT
@given(retours(), dialectes)
def test_a_return_comes_back_equal_whatever_its_dialect(retour, dialecte):
    contrat, rows = retour
    if dialecte.outil == "csv" and not any(c.isascii() for c in contrat.colonnes):
        return
    try:
        octets, nom = ecrire(contrat, rows, dialecte)
    except UnicodeEncodeError:
        return
    rapport = controler(octets, nom, contrat)
    if rapport.verdict == "illisible" and not dialecte.encodage.startswith("utf") and dialecte.outil == "csv":
        assert [c.code for c in rapport.constats] == ["controle.accents_douteux"]
        return
    assert rapport.verdict == "accepte", [(c.code, c.lignes, c.valeur, c.message) for c in rapport.constats if c.niveau != "corrige"]
    assert rapport.table.select(contrat.colonnes).to_dicts() == rows


@LENT
@given(st.lists(nombres | st.none(), min_size=1, max_size=30), dialectes)
def test_numbers_come_back_equal_whatever_their_separators(valeurs, dialecte):
    contrat = CONTRATS["verbalisations"]
    modele = lignes(contrat, departements=("63", "01", "02"))[0]
    rows = [modele | {"departement": code, "contraventions": v, "etat_valeur": "non_transmis" if v is None else "observe", "recides_delictuelles": None,
                      "recidives_delictuelles": None} for code, v in zip(contrat.champ("departement").modalites, valeurs, strict=False)]
    for ligne in rows:
        ligne.pop("recides_delictuelles")
    octets, nom = ecrire(contrat, rows, dialecte)
    rapport = controler(octets, nom, contrat)
    assert rapport.verdict == "accepte" or rapport.constats[0].code == "controle.accents_douteux"
    assert rapport.table is None or rapport.table["contraventions"].to_list() == [ligne["contraventions"] for ligne in rows]


@LENT
@given(st.lists(st.floats(0, 1e9, allow_nan=False, width=32).map(lambda x: float(f"{x:.6g}")), min_size=1, max_size=20), dialectes)
def test_decimals_come_back_equal_with_a_comma_or_a_point(valeurs, dialecte):
    contrat = CONTRATS["annonces"]
    modele = lignes(contrat)[0] | {"coef": None, "coef_type": None, "coef_min": None, "coef_max": None, "coef_origine": None, "estimation_publiee": None}
    rows = [modele | {"departement": code, "coef": v, "coef_type": "personnes_par_annonce", "coef_origine": modele["coef_origine"] or "mesure_locale"}
            for code, v in zip(contrat.champ("departement").modalites, valeurs, strict=False)]
    octets, nom = ecrire(contrat, rows, dialecte)
    rapport = controler(octets, nom, contrat)
    fautes = {c.code for c in rapport.constats if c.niveau == "bloquant"}
    assert fautes <= {"controle.accents_douteux", "controle.trop_grand"}
    assert rapport.table is None or rapport.table["coef"].to_list() == pytest.approx(valeurs[:rapport.table.height], abs=0, rel=1e-14)


@given(st.dates(date(2016, 1, 1), date(2099, 12, 31)))
def test_a_date_of_a_workbook_is_the_day_that_excel_shows(jour):
    from openpyxl import Workbook

    classeur = Workbook()
    classeur.active["A1"], classeur.active["B1"] = jour, "x"
    flux = io.BytesIO()
    classeur.save(flux)
    feuille, = lecture_xlsx.lire(garder(flux.getvalue(), "x.xlsx", Limites()), Limites())
    assert feuille.cellules.row(0) == (jour.isoformat(), "x")


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e14, max_value=1e14))
def test_a_number_of_a_workbook_keeps_the_fifteen_digits_that_excel_keeps(x):
    assert float(nombre_en_texte(x)) == float(f"{x:.15g}")
