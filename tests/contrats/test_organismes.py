"""The register of organisations: who may answer for which territory, and whose return counts."""

import csv
import shutil
from datetime import date

import pytest

from catalogue.chargement import RACINE
from catalogue.contrats import charger_contrats
from catalogue.erreurs import Impossible, Refus
from catalogue.organismes import Registre, lire_registre

FIN_2024 = date(2024, 12, 31)
CONTRATS = charger_contrats()


@pytest.fixture
def registre_avec(tmp_path):
    """The committed register, with rows added to its two files."""
    for nom in ("organismes.csv", "mandats.csv"):
        shutil.copy(RACINE / nom, tmp_path / nom)

    def _avec(organismes: list[list[str]] = (), mandats: list[list[str]] = ()) -> Registre:
        for nom, lignes in (("organismes.csv", organismes), ("mandats.csv", mandats)):
            with (tmp_path / nom).open("a", encoding="utf-8", newline="") as f:
                csv.writer(f, lineterminator="\n").writerows(lignes)
        return lire_registre(tmp_path)

    return _avec


OBSERVATOIRE = ["otvf_63", "Observatoire d’essai", "observatoire_territorial", "", "Essai"]


def test_each_departement_has_its_direction_or_delegation_for_the_parcours():
    registre = lire_registre()
    departements = CONTRATS["psp_flux"].champ("departement").modalites
    assert {registre.reference(d, CONTRATS["psp_flux"], FIN_2024) for d in departements} == {f"ddfe_{d.lower()}" for d in departements}


def test_the_remit_is_that_of_the_organisation_for_that_return_only():
    registre = lire_registre()
    assert registre.departements("ddfe_2a", CONTRATS["psp_flux"], FIN_2024) == {"2A"}
    assert registre.departements("ddfe_2a", CONTRATS["verbalisations"], FIN_2024) == frozenset()
    assert len(registre.departements("ocrteh", CONTRATS["verbalisations"], FIN_2024)) == 101
    assert registre.departements("cecler", CONTRATS["diagnostic"], FIN_2024) == frozenset()


def test_a_remit_has_dates(registre_avec):
    registre = registre_avec([OBSERVATOIRE], [["otvf_63", "accompagnement", "region", "R84", "2023-01-01", "2024-06-30", "", ""]])
    assert "03" in registre.departements("otvf_63", CONTRATS["accompagnement"], date(2024, 6, 30))
    assert registre.departements("otvf_63", CONTRATS["accompagnement"], date(2024, 7, 1)) == frozenset()


def test_two_organisations_on_one_territory_need_a_retour_de_reference(registre_avec):
    with pytest.raises(Refus, match="retour de référence") as e:
        registre_avec([OBSERVATOIRE], [["otvf_63", "diagnostic", "departement", "63", "2022-01-01", "", "", ""]])
    assert {(r.champs["contrat"], r.champs["departement"]) for r in e.value.refus} == {("diagnostic", "63")}
    assert e.value.champs["organismes"] == "amicale_du_nid, otvf_63"


def test_the_retour_de_reference_is_the_one_that_counts(registre_avec):
    registre = registre_avec([OBSERVATOIRE], [["otvf_63", "diagnostic", "departement", "63", "2022-01-01", "", "oui", "Convention d’essai"]])
    assert registre.reference("63", CONTRATS["diagnostic"], FIN_2024) == "otvf_63"
    assert registre.reference("63", CONTRATS["diagnostic"], date(2021, 12, 31)) == "amicale_du_nid"
    assert registre.reference("48", CONTRATS["diagnostic"], FIN_2024) is None


def test_several_associations_may_answer_for_one_departement_their_returns_stand_side_by_side():
    registre = lire_registre()
    paris = {o for o, d in registre.deposants(CONTRATS["accompagnement"], FIN_2024).items() if "75" in d}
    assert len(paris) == 4 and not CONTRATS["accompagnement"].retour_unique


def test_a_head_of_network_answers_for_its_members():
    assert lire_registre().reseau("sdfe") >= {"sdfe", "ddfe_63"} and lire_registre().reseau("cecler") == {"cecler"}


@pytest.mark.parametrize(("organismes", "mandats", "colonne"), [
    ([["x", "X", "club", "", "Essai"]], [], "x, type"),
    ([["x", "X", "association", "federation", "Essai"]], [], "x, reseau"),
    ([], [["personne", "", "departement", "63", "2022-01-01", "", "", ""]], "ligne 117, organisme"),
    ([], [["cecler", "diagnostics", "departement", "63", "2022-01-01", "", "", ""]], "ligne 117, contrats"),
    ([], [["cecler", "", "departement", "20", "2022-01-01", "", "", ""]], "ligne 117, territoire"),
])
def test_a_faulty_register_is_refused_naming_the_line_and_the_column(registre_avec, organismes, mandats, colonne):
    with pytest.raises(Refus) as e:
        registre_avec(organismes, mandats)
    assert colonne in {r.champs["cle"] for r in e.value.refus}


def test_a_date_that_is_not_one_is_refused(registre_avec):
    with pytest.raises(Refus, match="date_debut"):
        registre_avec([], [["cecler", "", "departement", "63", "en 2022", "", "", ""]])


def test_an_unknown_organisation_is_told_with_the_nearest_one():
    with pytest.raises(Impossible, match="vouliez-vous dire « amicale_du_nid »"):
        lire_registre().organisme("amical_du_nid")
