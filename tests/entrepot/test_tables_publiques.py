"""Only what is public leaves the warehouse, whole or not at all."""

import hashlib

import duckdb
import polars as pl
import pytest

from catalogue.erreurs import Refus
from publication.tables_publiques import CACHEES, TABLES, ecrire, verifier
from tests.fabriques.registre import ligne

ROWS = [ligne("victimes_enregistrees", 2024, 1579), ligne("victimes_majeures", 2024, 920), ligne("victimes_mineures", 2024, 659),
        ligne("victimes_mineures_part", 2024, 42, precision="arrondie", pas=1), ligne("victimes_exploitation_sexuelle_nfi", 2024, 12486),
        ligne("contraventions_achat", 2024, 1146, statut="provisoire")]


@pytest.fixture
def entrepot(batir):
    return batir(*ROWS).fichier


def empreintes(dossier):
    return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in dossier.iterdir()}


def cacher(entrepot, cle, secret):
    with duckdb.connect(str(entrepot)) as base:
        base.execute("update chiffres set secret = ? where cle = ?", [secret, cle])


def test_every_table_has_exactly_its_public_columns(entrepot, tmp_path):
    lignes = ecrire(entrepot, tmp_path / "public")
    assert set(lignes) == set(TABLES) == {p.stem for p in (tmp_path / "public").iterdir()}
    for nom, table in TABLES.items():
        publique = pl.read_parquet(tmp_path / "public" / f"{nom}.parquet")
        assert tuple(publique.columns) == table.colonnes and publique.height == lignes[nom]


def test_the_same_warehouse_gives_the_same_bytes_and_is_left_as_it_was(entrepot, tmp_path):
    avant = hashlib.sha256(entrepot.read_bytes()).hexdigest()
    ecrire(entrepot, tmp_path / "un")
    ecrire(entrepot, tmp_path / "deux")
    assert empreintes(tmp_path / "un") == empreintes(tmp_path / "deux")
    assert hashlib.sha256(entrepot.read_bytes()).hexdigest() == avant


def test_an_indicator_that_is_not_printable_is_not_a_public_figure(entrepot, tmp_path):
    ecrire(entrepot, tmp_path / "public")
    assert "victimes_exploitation_sexuelle_nfi" not in pl.read_parquet(tmp_path / "public/chiffres.parquet")["indicateur"].to_list()
    fiches = pl.read_parquet(tmp_path / "public/indicateurs.parquet").filter(id="victimes_exploitation_sexuelle_nfi")
    assert fiches["publiable"].to_list() == [False] and fiches["publiable_raison"][0]


@pytest.mark.parametrize(("secret", "symbole"), [("secret_primaire", "c"), ("secret_complementaire", "c"), ("non_transmis", "nd")])
def test_a_hidden_value_leaves_its_symbol_and_nothing_that_gives_it_back(entrepot, tmp_path, secret, symbole):
    cle = "victimes_majeures.2024.FR"
    cacher(entrepot, cle, secret)
    ecrire(entrepot, tmp_path / "public")
    [ligne] = pl.read_parquet(tmp_path / "public/chiffres.parquet").filter(cle=cle).rows(named=True)
    assert [ligne[c] for c in CACHEES] == [None] * 4 and (ligne["secret"], ligne["symbole"]) == (secret, symbole)
    # 1 579 − 659 would give it back in the formula of the total.
    for nom in ("verifications", "controles"):
        assert "920" not in str(pl.read_parquet(tmp_path / "public" / f"{nom}.parquet").rows())
    autres = pl.read_parquet(tmp_path / "public/chiffres.parquet").filter(pl.col("cle") != cle)
    assert autres["valeur"].null_count() == 0 and set(autres["symbole"]) == {""}


def test_a_measure_whose_figure_is_not_printable_has_no_figure(batir, tmp_path):
    fichier = batir(*ROWS).fichier
    with duckdb.connect(str(fichier)) as base:
        base.execute("update indicateurs set publiable = false where id = 'contraventions_achat'")
    ecrire(fichier, tmp_path / "public")
    [mesure] = pl.read_parquet(tmp_path / "public/mesures_strategie.parquet").filter(numero=4).rows(named=True)
    assert (mesure["cle"], mesure["absence"]) == (None, "non disponible")


def test_a_column_that_is_not_on_the_list_is_refused(entrepot, tmp_path):
    public = tmp_path / "public"
    ecrire(entrepot, public)
    pl.read_parquet(public / "chiffres.parquet").with_columns(pl.lit("x").alias("nom_du_declarant")).write_parquet(public / "chiffres.parquet")
    pl.DataFrame({"adresse": ["x"]}).write_parquet(public / "retours.parquet")
    with pytest.raises(Refus) as e:
        verifier(public)
    assert [(r.champs["table"], r.champs["colonne"]) for r in e.value.refus] == [("chiffres", "nom_du_declarant"), ("retours", "adresse")]


def test_a_refusal_leaves_the_former_tables_in_place(entrepot, tmp_path):
    public = tmp_path / "public"
    ecrire(entrepot, public)
    avant = empreintes(public)
    with duckdb.connect(str(entrepot)) as base:
        base.execute("drop table controles")
    with pytest.raises(Refus, match="controles"):
        ecrire(entrepot, public)
    assert empreintes(public) == avant


def test_a_second_writing_replaces_the_folder_whole(entrepot, tmp_path):
    public = tmp_path / "public"
    public.mkdir()
    (public / "ancienne.parquet").write_bytes(b"x")
    ecrire(entrepot, public)
    assert {p.stem for p in public.iterdir()} == set(TABLES)
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith(".")] == []
