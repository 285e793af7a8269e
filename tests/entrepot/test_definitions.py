"""The catalogue and the choices of an édition become raw tables, or are refused with the key to correct."""

import hashlib
from datetime import date

import polars as pl
import pytest

from catalogue import charger
from catalogue.edition import Choix, Edition, lire_edition
from catalogue.erreurs import Refus
from catalogue.strategie import Strategie, lire_strategie
from ingest.definitions import SCHEMAS, ecrire


def edition(*choix: Choix) -> Edition:
    return Edition(edition="2025", millesime=2024, titre="Essai", statut="brouillon", date_gel=date(2025, 3, 31), horodatage=date(2025, 4, 14),
                   choix=choix)


def test_every_table_has_the_announced_columns_and_the_same_bytes_twice(tmp_path):
    un, deux = (ecrire(tmp_path / nom, charger(), lire_edition("2025")) for nom in ("un", "deux"))
    assert [p.stem for p in un] == list(SCHEMAS)
    for path in un:
        assert dict(pl.read_parquet_schema(path)) == SCHEMAS[path.stem]
    assert [hashlib.sha256(p.read_bytes()).digest() for p in un] == [hashlib.sha256(p.read_bytes()).digest() for p in deux]


def test_a_choice_is_keyed_like_the_chiffre_it_is_about(tmp_path):
    choix = Choix(indicateur="teh_victimes", annee=2022, infraction="proxenetisme", retenue="x", raison="y")
    ecrire(tmp_path, charger(), edition(choix))
    assert pl.read_parquet(tmp_path / "choix.parquet").rows() == [("teh_victimes.2022.FR.infraction-proxenetisme", "x", "y")]


def test_a_choice_about_an_unknown_indicator_is_refused_and_writes_nothing(tmp_path):
    with pytest.raises(Refus, match="psp_en_cour.*vouliez-vous dire « psp_en_cours »"):
        ecrire(tmp_path, charger(), edition(Choix(indicateur="psp_en_cour", annee=2024, retenue="x", raison="y")))
    assert list(tmp_path.iterdir()) == []


def test_the_operands_of_an_evolution_are_the_year_and_its_base(tmp_path):
    ecrire(tmp_path, charger(), edition())
    termes = pl.read_parquet(tmp_path / "definitions_termes.parquet").filter(proprietaire="teh_victimes_evolution", nature="calcul")
    base = charger().indicateurs["teh_victimes_evolution"].calcul.annee_base
    assert termes.select("role", "indicateur", "annee", "ancre").rows() == [
        ("de", "teh_victimes", None, True), ("base", "teh_victimes", base, False), ("resultat", "teh_victimes_evolution", None, False)]


def test_the_operand_of_a_modality_carries_the_end_of_its_key(tmp_path):
    ecrire(tmp_path, charger(), edition())
    termes = pl.read_parquet(tmp_path / "definitions_termes.parquet").filter(proprietaire="tranches_de_departements_psp")
    assert termes.filter(role="de")["suffixe"].to_list() == [f".modalite-{c}" for c in ("1-5", "6-10", "11-20", "21+")]


@pytest.mark.parametrize(("changement", "detail"), [
    ({"absence": None, "indicateurs": []}, "l’un des deux"),
    ({"absence": "non disponible", "indicateurs": [{"indicateur": "psp_en_cours", "annee": 2024}]}, "l’un des deux"),
    ({"absence": None, "indicateurs": ["psp_en_cours"]}, "annee"),
    ({"numero": 26}, "numérotées")])
def test_a_measure_has_a_dated_figure_or_the_reason_why_not(changement, detail):
    strategie = lire_strategie().model_dump()
    strategie["mesures"][1] |= changement
    with pytest.raises(ValueError, match=detail):
        Strategie.model_validate(strategie)


def test_a_measure_followed_by_an_unknown_indicator_is_refused(tmp_path):
    strategie = lire_strategie().model_dump()
    strategie["mesures"][1] |= {"absence": None, "indicateurs": [{"indicateur": "fermetures", "annee": 2024}]}
    with pytest.raises(Refus, match="mesures.2.*fermetures"):
        ecrire(tmp_path, charger(), edition(), strategie=Strategie.model_validate(strategie))
