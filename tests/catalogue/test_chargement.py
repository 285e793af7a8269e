"""The catalogue says what every number means, and refuses what it does not understand."""

import shutil

import pytest

from catalogue import charger
from catalogue.chargement import RACINE
from catalogue.edition import editions, lire_edition
from catalogue.erreurs import Impossible, Refus, messages


@pytest.fixture
def copie(tmp_path):
    shutil.copytree(RACINE, tmp_path / "catalogue")
    return tmp_path / "catalogue"


def refus_de(copie, ancien: str, nouveau: str) -> Refus:
    fiche = copie / "indicateurs" / "victimes_mineures.yaml"
    texte = fiche.read_text("utf-8")
    assert ancien in texte
    fiche.write_text(texte.replace(ancien, nouveau, 1), "utf-8")
    with pytest.raises(Refus) as e:
        charger(copie)
    return e.value


def test_the_committed_catalogue_loads():
    assert len(charger().indicateurs) > 60 and len(charger().sources) > 5


@pytest.mark.parametrize(("ancien", "nouveau", "code", "cle"), [
    ("champ:", "chmap:", "catalogue.cle_inconnue", "chmap"),
    ("decimales: 0", "", "catalogue.cle_absente", "decimales"),
    ("mesure: flux", "mesure: debit", "catalogue.valeur_hors_liste", "mesure"),
    ("decimales: 0", "decimales: beaucoup", "catalogue.valeur_refusee", "decimales"),
    ("unite: victimes", "unite: victime", "catalogue.lien_inconnu", "unite"),
    ("perimetre: proxenetisme_ou_recours_delictuel", "perimetre: proxenetisme_recours", "catalogue.lien_inconnu", "perimetre"),
])
def test_a_faulty_definition_is_refused_naming_file_key_and_what_is_expected(copie, ancien, nouveau, code, cle):
    refus = [r for r in refus_de(copie, ancien, nouveau).refus if r.code == code]
    assert refus and refus[0].champs["cle"] == cle
    assert refus[0].champs["fichier"] == "catalogue/indicateurs/victimes_mineures.yaml"


def test_a_misspelt_key_comes_with_the_nearest_one(copie):
    assert "vouliez-vous dire « champ »" in str(refus_de(copie, "champ:", "chanp:"))


def test_a_file_that_is_not_yaml_is_refused(copie):
    (copie / "sources" / "ssmsi_victimes.yaml").write_text("a: [", "utf-8")
    with pytest.raises(Refus, match="ne se lit pas"):
        charger(copie)


def test_every_indicator_says_why_it_may_or_may_not_be_printed():
    assert all(len(i.publiable_raison) > 15 for i in charger().indicateurs.values())


def test_what_the_domain_forbids_to_print_is_not_printable():
    interdits = {"victimes_exploitation_sexuelle_nfi", "victimes_mineures_part_des_femmes"}
    assert not [i for i in interdits if charger().indicateurs[i].publiable]


def test_police_and_associations_never_share_a_concept_of_sex():
    concepts = {}
    for i in charger().indicateurs.values():
        if i.concept_sexe:
            concepts.setdefault(i.famille, set()).add(i.concept_sexe)
    assert all(len(c) == 1 for c in concepts.values())


def test_an_unknown_edition_is_not_runnable_and_the_known_ones_are_told():
    with pytest.raises(Impossible, match="2025"):
        lire_edition("1999")
    assert "2025" in editions()


def test_every_message_has_a_sentence_a_cause_and_a_cure():
    for code, message in messages().items():
        assert {"phrase", "cause", "remede"} <= set(message), code
        assert message["phrase"].rstrip().endswith((".", "}", "…")), code
