"""From a value of a long series back to what it is made of and to the bytes received."""

import pytest

from catalogue.erreurs import Impossible
from publication.tables_publiques import ecrire
from publication.tracage import Tracage
from tests.fabriques import producteurs as raw
from tests.fabriques.registre import ligne

ANNEES = range(2010, 2022)


@pytest.fixture(scope="module")
def registre():
    return [ligne("teh_victimes", 2022, 993, infraction="proxenetisme")]


@pytest.fixture
def tracage(batir, tmp_path, registre):
    comptes = {d: dict.fromkeys(ANNEES, 10) for d in raw.metropole()}
    comptes["10"] = dict.fromkeys(ANNEES, 1) | {2020: 143}
    fichiers = {"etat4001": raw.etat4001(comptes), "population_departements": raw.population({d: dict.fromkeys(ANNEES, 200_000) for d in comptes}),
                "ssmsi_series": raw.traite([("proxenetisme", "victimes", 2022, 993)])}
    ecrire(batir(*registre, producteurs=fichiers).fichier, tmp_path / "public")
    return Tracage(tmp_path / "public", "2025")


def dit(tracage, objet):
    return "\n".join(tracage.objet(objet)).replace("\u202f", " ").replace("\u00a0", " ")


def test_a_national_sum_says_that_it_is_one_with_its_model_and_its_livraison(tracage):
    texte = dit(tracage, "proxenetisme_4001.2021.FM")
    assert "Série : 951, calculé (jamais une preuve), somme des 96 départements métropolitains" in texte
    assert "models/marts/series/series_nationales.sql" in texte and f"sha256 {raw.LIVRAISON}" in texte
    assert "non publié dans la lettre" not in texte


def test_a_rate_says_both_its_terms_and_where_each_was_read(tracage):
    texte = dit(tracage, "proxenetisme_4001_taux.2021.01")
    assert "Série : 5,0, calculé (jamais une preuve) : 50 procédures ÷ 1 000 000, somme des populations de 2017 à 2021, × 100 000" in texte
    assert texte.count("sha256") == 2 and "Estimations de population" in texte


def test_a_value_held_back_says_why_and_is_not_given(tracage):
    texte = dit(tracage, "proxenetisme_4001.2020.10")
    assert "Série : nv, lu dans le fichier du producteur" in texte and "Réserve : Valeur inhabituelle" in texte
    assert "143" not in texte


def test_what_the_registry_and_the_producer_s_file_both_give_shows_both(tracage):
    texte = dit(tracage, "teh_victimes.2022.FR.infraction-proxenetisme")
    assert "Registre : " in texte and "Série : 993, lu dans le fichier du producteur" in texte


def test_a_value_is_found_among_the_national_ones(tracage):
    assert "proxenetisme_4001.2021.FM" in "\n".join(tracage.valeur("951"))


def test_a_key_that_no_series_has_is_unknown(tracage):
    with pytest.raises(Impossible, match="ni la clé d’un chiffre"):
        tracage.objet("proxenetisme_4001.2021.999")
