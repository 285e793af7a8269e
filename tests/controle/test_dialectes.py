"""Any valid return, written in any way that people write, comes back equal; what is not UTF-8 may be refused, never altered."""

import csv
import io
from dataclasses import replace
from datetime import date

from hypothesis import HealthCheck, given, reject, settings
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
# Nine digits that begin with 6 or 7 are taken for a telephone number that lost its zero: no return counts so far.
nombres = st.integers(0, 10**8) | st.integers(0, 9999)


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


def deposer(contrat, rows, dialecte):
    """The report on these rows so written. What the dialect's accents cannot write is no case."""
    if dialecte.fin == "\r":  # else Python's writer leaves line feeds bare inside cells
        dialecte = replace(dialecte, guillemets=csv.QUOTE_ALL)
    try:
        octets, nom = ecrire(contrat, rows, dialecte)
    except UnicodeEncodeError:
        reject()
    return controler_ici(octets, nom, contrat, Contexte(), Limites(), referentiel())


def fautes(rapport) -> set[str]:
    return {c.code for c in rapport.constats if c.niveau != "corrige"}


@LENT
@given(retours(), dialectes)
def test_a_return_comes_back_equal_whatever_its_dialect(retour, dialecte):
    contrat, rows = retour
    rapport = deposer(contrat, rows, dialecte)
    if fautes(rapport) == {"controle.accents_douteux"} and dialecte.outil == "csv" and not dialecte.encodage.startswith("utf"):
        return
    assert rapport.verdict == "accepte", [(c.code, c.lignes, c.valeur, c.message) for c in rapport.constats if c.niveau != "corrige"]
    assert rapport.table.select(contrat.colonnes).to_dicts() == rows


@LENT
@given(st.lists(nombres | st.none(), min_size=1, max_size=30), dialectes)
def test_numbers_come_back_equal_whatever_their_separators(valeurs, dialecte):
    contrat = CONTRATS["verbalisations"]
    modele = lignes(contrat, departements=("63", "01", "02"))[0] | {"recidives_delictuelles": None}
    rows = [modele | {"departement": code, "contraventions": v, "etat_valeur": "non_transmis" if v is None else "observe"}
            for code, v in zip(contrat.champ("departement").modalites, valeurs, strict=False)]
    rapport = deposer(contrat, rows, dialecte)
    assert rapport.verdict == "accepte" or fautes(rapport) == {"controle.accents_douteux"}
    assert rapport.table is None or rapport.table["contraventions"].to_list() == valeurs


@LENT
@given(st.lists(st.integers(0, 10**9).map(lambda n: n / 1000), min_size=1, max_size=20), dialectes)
def test_decimals_come_back_equal_with_a_comma_or_a_point(valeurs, dialecte):
    contrat = CONTRATS["annonces"]
    modele = lignes(contrat)[0] | {"coef_type": "personnes_par_annonce", "coef_min": None, "coef_max": None, "estimation_publiee": None}
    rows = [modele | {"departement": code, "coef": v} for code, v in zip(contrat.champ("departement").modalites, valeurs, strict=False)]
    rapport = deposer(contrat, rows, dialecte)
    assert rapport.verdict == "accepte" or fautes(rapport) == {"controle.accents_douteux"}
    assert rapport.table is None or rapport.table["coef"].to_list() == valeurs


@LENT
@given(st.dates(date(2016, 1, 1), date(2099, 12, 31)))
def test_a_date_of_a_workbook_is_the_day_that_excel_shows(jour):
    from openpyxl import Workbook

    classeur = Workbook()
    classeur.active["A1"], classeur.active["B1"] = jour, "x"
    flux = io.BytesIO()
    classeur.save(flux)
    feuille, = lecture_xlsx.lire(garder(flux.getvalue(), "x.xlsx", Limites()), Limites())
    assert feuille.cellules.row(0) == (jour.isoformat(), "x")


@LENT
@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e14, max_value=1e14))
def test_a_number_of_a_workbook_keeps_the_fifteen_digits_that_excel_keeps(x):
    assert float(nombre_en_texte(x)) == float(f"{x:.15g}")
