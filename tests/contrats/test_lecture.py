"""A contract that says something wrong is refused, naming file, key and what is expected."""

import json
import shutil

import pytest

from catalogue.contrats import charger_contrats, lire_contrat
from catalogue.contrats.lecture import RACINE
from catalogue.erreurs import Impossible, Refus


@pytest.fixture
def copie(tmp_path):
    shutil.copytree(RACINE, tmp_path / "contrats", ignore=shutil.ignore_patterns("__pycache__", "*.py"))
    return tmp_path / "contrats"


def refus_de(copie, fichier: str, ancien: str, nouveau: str) -> list[Refus]:
    path = copie / fichier
    texte = path.read_text("utf-8")
    assert ancien in texte
    path.write_text(texte.replace(ancien, nouveau, 1), "utf-8")
    with pytest.raises(Refus) as e:
        charger_contrats(copie)
    return list(e.value.refus)


@pytest.mark.parametrize(("fichier", "ancien", "nouveau", "code", "cle"), [
    ("psp_flux/schema.json", '"title": "Entrées dans l’année"', '"tilte": "Entrées"', "catalogue.cle_inconnue", "tilte"),
    ("psp_flux/schema.json", '"type": "integer"', '"type": "entier"', "catalogue.valeur_hors_liste", "stock_debut.type"),
    ("psp_flux/schema.json", '"unite": "personnes"', '"unite": "personne"', "catalogue.lien_inconnu", "stock_debut.unite"),
    ("psp_flux/schema.json", '"primaryKey": ["annee", "departement"]', '"primaryKey": ["annee", "dept"]', "catalogue.lien_inconnu", "primaryKey"),
    ("psp_flux/schema.json", '{"name": "etat_valeur", ', '{"name": "etat_valeurs", ', "catalogue.lien_inconnu", "commun"),
    ("psp_flux/regles.yaml", "type: identite", "type: egalite", "catalogue.valeur_hors_liste", "equation_du_stock.type"),
    ("psp_flux/regles.yaml", "resultat: stock_31_12", "resultat: stock", "catalogue.lien_inconnu", "equation_du_stock"),
    ("psp_flux/regles.yaml", "plus:", "plsu:", "catalogue.cle_inconnue", "plsu"),
    ("psp_flux/regles.yaml", "niveau: bloquant", "niveau: grave", "catalogue.valeur_hors_liste", "niveau"),
    ("psp_flux/regles.yaml", "({somme})", "({sommes})", "catalogue.lien_inconnu", "avis_parmi_examinees.message_fr"),
    ("psp_flux/regles.yaml", "commun: periode", "commun: periodes", "catalogue.lien_inconnu", "commun"),
    ("psp_profil/regles.yaml", "pour: [sexe,", "pour: [genre,", "catalogue.lien_inconnu", "modalites_attendues.variable"),
    ("poursuites/regles.yaml", "resultat: orientes", "resultat: oriente", "catalogue.lien_inconnu", "orientes_repartis.etape"),
    ("commission/regles.yaml", "installee: [oui]", "installee: [vrai]", "catalogue.lien_inconnu", "installation_datee.installee"),
    ("accompagnement/schema.json", '"effectif": {"multiple"', '"effectifs": {"multiple"', "catalogue.lien_inconnu", "reponse.listes"),
    ("verbalisations/schema.json", '"GN": "Gendarmerie nationale", ', "", "catalogue.valeur_refusee", "service.libelles"),
    ("communs/schema.json", '"nomenclature": "departements"', '"nomenclature": "departement"', "catalogue.lien_inconnu", "departement.nomenclature"),
])
def test_a_faulty_contract_is_refused_naming_file_key_and_what_is_expected(copie, fichier, ancien, nouveau, code, cle):
    refus = [r for r in refus_de(copie, fichier, ancien, nouveau) if r.code == code]
    assert refus and cle in {r.champs["cle"] for r in refus}
    assert all(r.champs["fichier"].startswith("contrats/") for r in refus)


def test_a_list_that_hangs_on_a_column_demands_its_rule(copie):
    refus = refus_de(copie, "accompagnement/regles.yaml", "- commun: modalite_de_la_liste\n", "")
    assert [r.champs["cle"] for r in refus] == ["modalite"]


def test_every_faulty_contract_is_told_at_once(copie):
    (copie / "afis" / "schema.json").write_text("{", "utf-8")
    refus = refus_de(copie, "psp_flux/regles.yaml", "type: identite", "type: egalite")
    assert {r.code for r in refus} == {"contrats.illisible", "catalogue.valeur_hors_liste"}


def test_a_contract_may_change_one_constraint_of_a_shared_column_and_keeps_the_rest():
    arrete = charger_contrats()["commission"].champ("date_arrete")
    assert not arrete.obligatoire and arrete.titre == charger_contrats()["psp_flux"].champ("date_arrete").titre
    debut = charger_contrats()["diagnostic"].champ("date_debut")
    assert debut.obligatoire and debut.titre == "Début de la période"


def test_a_shared_column_is_described_once():
    communs = {f["name"]: f for f in json.loads((RACINE / "communs" / "schema.json").read_text("utf-8"))["fields"]}
    for path in RACINE.glob("*/schema.json"):
        if path.parent.name != "communs":
            for field in json.loads(path.read_text("utf-8"))["fields"]:
                assert field["name"] not in communs or field.get("x-miprof", {}).get("commun") or field["constraints"]["enum"], field["name"]
                assert field.get("description") is None or field["description"] != communs.get(field["name"], {}).get("description")


def test_an_unknown_contract_is_told_with_the_nearest_one():
    with pytest.raises(Impossible, match="vouliez-vous dire « psp_flux »"):
        lire_contrat("psp_fluxs")
