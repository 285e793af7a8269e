"""From the long form of the counts to tables and links: what each key says, and what ties keys together."""

import polars as pl
import pytest

from catalogue.chargement import lire_nomenclatures
from catalogue.contrats import charger_contrats
from catalogue.erreurs import Refus
from catalogue.secret import regles_de_secret
from publication.comptages import liens, lire, tableaux, territoires
from publication.secret import assembler
from tests.fabriques.comptages import comptages


def longue(*lignes):
    """Counts given as (key, answers, value)."""
    return pl.DataFrame(lignes, schema={"cle": pl.String, "reponse": pl.String, "valeur": pl.Float64}, orient="row")


def noms(relations):
    return {getattr(r, "nom", None) or f"{' + '.join(r.parts)} ≤ {' + '.join(r.totaux)}" for r in relations}


def test_a_key_says_the_quantity_the_territory_and_each_crossing():
    [c] = lire(longue(("victimes_traite.2024.2A.age-0-17.majorite-mineurs", "unique", 3)))
    assert (c.grandeur, c.territoire, c.croisement) == ("victimes_traite.2024", "2A", (("age", "0-17"), ("majorite", "mineurs")))


def test_every_key_that_cannot_be_read_is_told():
    with pytest.raises(Refus) as refus:
        lire(longue(("victimes", "unique", 3), ("victimes.2024", "unique", 3), ("v.2024.63", "unique", 3)))
    assert len(refus.value.refus) == 2


def test_the_tables_of_a_campaign_are_one_system_whose_keys_are_those_of_the_counts():
    table = comptages().filter(pl.col("valeur").is_not_null())
    lus = lire(table)
    systeme = assembler(tableaux(lus), liens(lus))
    assert set(table["cle"]) <= set(systeme.cles)
    assert dict(zip(systeme.cles, systeme.valeurs)) | dict(table.select("cle", "valeur").iter_rows()) == dict(zip(systeme.cles, systeme.valeurs))


def test_answers_that_do_not_add_up_are_each_within_their_base():
    lus = lire(longue(("lieu.2024.63", "multiple", 9), ("lieu.2024.63.lieu-hotel", "multiple", 8), ("lieu.2024.63.lieu-rue", "multiple", 7)))
    assert all(len(t.equations()) == 0 for t in tableaux(lus))
    assert noms(liens(lus)) == {"lieu.2024.63.lieu-hotel ≤ lieu.2024.63", "lieu.2024.63.lieu-rue ≤ lieu.2024.63"}


def test_what_a_contract_checks_inside_a_row_ties_its_counts_where_the_numbers_respect_it():
    regle = next(r for r in charger_contrats()["psp_flux"].regles if r.type == "identite")
    plus, moins = list(regle.plus), list(regle.moins)

    def ligne(territoire, ecart):
        valeurs = dict.fromkeys(plus, 10) | dict.fromkeys(moins, 1) | {regle.resultat: 10 * len(plus) - len(moins) + ecart}
        return [(f"psp_flux_{c}.2024.{territoire}", "unique", v) for c, v in valeurs.items()]

    identites = [r for r in liens(lire(longue(*ligne("63", 0), *ligne("03", 1)))) if hasattr(r, "termes")]
    assert [r.termes[0][0] for r in identites] == [f"psp_flux_{regle.resultat}.2024.63"]


def test_the_same_people_under_two_names_are_one_number_where_both_are_equal():
    lus = lire(longue(("psp_profil.2024.63", "unique", 8), ("psp_flux_stock_31_12.2024.63", "unique", 8),
                      ("psp_profil.2024.03", "unique", 8), ("psp_flux_stock_31_12.2024.03", "unique", 9)))
    assert noms(liens(lus)) == {"psp_profil.2024.63 = psp_flux_stock_31_12.2024.63"}
    assert noms(liens(lus, niveaux=("bloquant",))) == set()


def test_territories_are_those_of_the_nomenclature_and_a_region_of_one_departement_is_that_departement():
    geo = territoires()
    assert set(lire_nomenclatures()["departements"]) < set(geo.hauteurs)
    assert geo.parents["63"] == "R84" and geo.parents["R84"] == geo.parents["971"] == "FR"


def test_every_contract_that_counts_persons_has_its_rules():
    personnes = {c.id for c in charger_contrats().values() if any(champ.personnes for champ in c.champs)}
    assert personnes <= set(regles_de_secret())
