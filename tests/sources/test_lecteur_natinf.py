"""NATINF: offences are chosen by the articles that define them, never by their number."""

import pytest

from catalogue import charger
from catalogue.erreurs import Refus
from ingest.sources import SCHEMAS
from ingest.sources.natinf import infraction as infraction_de
from tests.fabriques.sources.livraison import lire, lire_reelle
from tests.fabriques.sources.natinf import infraction, liste

NOM = "liste-natinf.csv"


def refus(tmp_path, octets: bytes) -> str:
    with pytest.raises(Refus) as e:
        lire("natinf", tmp_path, NOM, octets)
    return str(e.value)


@pytest.mark.parametrize(("definie_par", "attendue"), [
    ("ART.225-5 AL.1 C.PENAL.", "proxenetisme"), ("ART.225-6 1°, ART.225-5 C.PENAL.", "proxenetisme"),
    ("ART.225-7 AL.1 1°, ART.225-5 C.PENAL.", "proxenetisme_aggrave"), ("ART.225-7-1, ART.225-5 C.PENAL.", "proxenetisme_aggrave"),
    ("ART.225-8, ART.132-71 C.PENAL.", "proxenetisme_aggrave"), ("ART.225-9 C.PENAL.", "proxenetisme_aggrave"), ("ART.225-10 1° C.PENAL.", "tenue_lieu"),
    ("ART.225-12-1 AL.2 C.PENAL.", "recours_delictuel"), ("ART.225-12-2 2°, ART.225-12-1 C.PENAL.", "recours_delictuel"),
    ("ART.611-1 C.PENAL.", "achat_actes_sexuels"),
    ("ART.611-1 C.PENAL", "achat_actes_sexuels"),
    # Not these: the neighbours' numbers begin alike, or belong to another code.
    ("ART.225-10-1 C.PENAL.", None), ("ART.225-50 C.PENAL.", None), ("ART.1225-5 C.PENAL.", None), ("ART.225-11 C.PENAL.", None), ("ART.225-12-5 C.PENAL.", None),
    ("ART.R.611-1 C.PENAL.", None), ("ART.611-10 C.PENAL.", None), ("ART.L.611-1 C.E.S.E.D.A.", None), ("ART.611-1 C.E.S.E.D.A.", None),
    ("ART.L.163-2 AL.1 C.M.F. ART.225-5 C.PENAL.", "proxenetisme"), ("ART.225-5 C.M.F. ART.131-30 AL.1 C.PENAL.", None), ("", None)])
def test_an_offence_is_kept_for_the_articles_that_define_it(definie_par, attendue):
    assert infraction_de(definie_par, charger()) == attendue


def test_the_whole_list_is_kept_and_what_concerns_the_letter_is_marked(tmp_path):
    lues = lire("natinf", tmp_path, NOM, liste(infraction(7, "ART.L.163-2 AL.1 C.M.F."), infraction(31580, "ART.611-1 C.PENAL.", "Contravention de 5ème classe")))
    assert dict(lues.schema) == SCHEMAS["natinf"]
    assert lues.select("natinf", "nature", "retenue", "infraction").rows() == [(7, "Délit", False, None), (31580, "Contravention de 5ème classe", True, "achat_actes_sexuels")]


def test_infractions_of_articles_are_those_of_the_catalogue():
    catalogue = charger()
    assert {ligne["infraction"] for ligne in catalogue.nomenclatures["articles_natinf"].values()} <= set(catalogue.nomenclatures["infractions"])


@pytest.mark.parametrize(("octets", "message"), [
    (liste(infraction("7 bis", "")), "ligne 2, colonne « Numéro NATINF » : « 7 bis » n’est pas un nombre"),
    (liste(infraction(7, ""), infraction(7, "")), "ligne 3, colonne « Numéro NATINF » : « 7 » est déjà plus haut"),
    (liste((7, "", "X", "", "")), "colonne « Nature de l'infraction » : la cellule est vide (ligne « 7 »)"),
    (liste(), "aucune donnée de cette source"), (liste((7, "Délit")), "ligne 2 : 2 cellules trouvées, 5 attendues"),
    (liste(entete="Numéro;Nature"), "la colonne « Numéro » n’est pas prévue"), (liste(infraction(7, ""), encodage="utf-8"), "ligne 1 : le texte n’est pas écrit comme les autres")])
def test_what_is_unknown_is_refused(tmp_path, octets, message):
    assert message in refus(tmp_path, octets)


def test_a_byte_that_the_encoding_does_not_have_is_refused_with_its_line(tmp_path):
    assert "ligne 2 : le texte n’est pas écrit comme les autres éditions de cette source (octet 0x81)" in refus(tmp_path, liste(infraction(7, "")) + b"\x81")


def test_the_real_excerpt_is_read(tmp_path):
    lues = lire_reelle("natinf", tmp_path, "natinf/ref_natinfs.csv")
    assert lues["natinf"].to_list() == [7, 8, 11, 13, 16, 19] and not lues["retenue"].any()
    assert lues["nature"].unique(maintain_order=True).to_list() == ["Délit", "Contravention de 5ème classe"]
