"""SSMSI territorial bases: every edition's own way of writing gives the same table; anything else stops the source."""

import gzip
from datetime import date

import duckdb
import polars as pl
import pytest

from catalogue.erreurs import Refus
from ingest.sources import SCHEMAS
from tests.fabriques.sources.livraison import lire, lire_reelle
from tests.fabriques.sources.ssmsi_bases import EDITIONS, base
from tests.fabriques.sources.ssmsi_communes import grand_fichier

ANCIENNE, EXPOSANT, NOUVELLE = "2023-02-09", "2024-07-05", "2026-06-25"
FAMILLES = {"dep": "ssmsi_departementale", "reg": "ssmsi_regionale", "com": "ssmsi_communale"}


def lue(tmp_path, octets: bytes, produit: str = NOUVELLE, echelle: str = "dep", nom: str | None = None) -> pl.DataFrame:
    return lire(FAMILLES[echelle], tmp_path, nom or EDITIONS[produit].nom(echelle), octets)


def refus(tmp_path, octets: bytes, produit: str = NOUVELLE, echelle: str = "dep", nom: str | None = None) -> str:
    with pytest.raises(Refus) as e:
        lue(tmp_path, octets, produit, echelle, nom)
    return str(e.value)


def changee(octets: bytes, avant: str, apres: str, fois: int = 1) -> bytes:
    assert avant.encode() in octets
    return octets.replace(avant.encode(), apres.encode(), fois)


@pytest.mark.parametrize("produit", EDITIONS)
@pytest.mark.parametrize("echelle", FAMILLES)
def test_every_edition_gives_the_same_columns_and_years(tmp_path, produit, echelle):
    table = lue(tmp_path, base(produit, echelle), produit, echelle)
    assert dict(table.schema) == SCHEMAS[FAMILLES[echelle]]
    assert table["edition"].unique().to_list() == [date.fromisoformat(produit)]
    assert table["annee"].unique().sort().to_list() == [2016, 2022] and table["population_millesime"].unique().sort().to_list() == [2016, 2021]
    assert table["indicateur"].unique(maintain_order=True).to_list() == ["homicides", "cambriolages_logement"]
    assert table["unite_de_compte"].unique(maintain_order=True).to_list() == ["victimes", "infractions"]


def test_codes_of_territories_stay_text_and_regions_are_not_departements(tmp_path):
    departements = lue(tmp_path, base(ANCIENNE, "dep"), ANCIENNE)
    assert departements.select("territoire", "departement", "region").unique(maintain_order=True).rows() == [
        ("01", "01", "R84"), ("2A", "2A", "R94"), ("971", "971", "R01")]
    regions = lue(tmp_path, base(EXPOSANT, "reg"), EXPOSANT, "reg")
    assert regions.select("territoire", "departement", "region").unique(maintain_order=True).rows() == [("R01", None, "R01"), ("R84", None, "R84"), ("R11", None, "R11")]


def test_decimal_commas_and_exponents_are_read_alike(tmp_path):
    taux = [lue(tmp_path, base(p, "dep"), p).filter(territoire="01", annee=2016, indicateur="homicides")["taux_pour_mille"].item() for p in (ANCIENNE, EXPOSANT, NOUVELLE)]
    nombre = lue(tmp_path, base(NOUVELLE, "dep")).filter(territoire="01", annee=2016, indicateur="homicides")["nombre"].item()
    assert taux == pytest.approx([nombre * 1000 / 671937] * 3, abs=1e-7)
    assert b"e-02" in base(EXPOSANT, "dep")


def test_labels_renamed_between_editions_are_one_indicator(tmp_path):
    octets = base("2025-01-26", "dep")
    ancien = changee(octets, "Homicides", "Vols de véhicules", -1).replace(b"Victime", "Véhicule".encode())
    nouveau = changee(octets, "Homicides", "Vols de véhicule", -1).replace(b"Victime", "Véhicule".encode())
    assert [lue(tmp_path, o, "2025-01-26")["indicateur"][0] for o in (ancien, nouveau)] == ["vols_de_vehicule"] * 2


def test_a_masked_value_is_null_and_the_mean_of_masked_communes_stays_apart(tmp_path):
    table = lue(tmp_path, base(NOUVELLE, "com"), echelle="com")
    assert table["geographie"].unique().to_list() == [2026]
    assert table.filter(~pl.col("est_diffuse")).select("territoire", "departement", "nombre", "taux_pour_mille", "complement_nombre", "complement_taux").unique().rows() == [
        ("01001", "01", None, None, 1.2, 2.4043)]
    assert table.filter("est_diffuse")["complement_nombre"].null_count() == table.filter("est_diffuse").height
    assert table["departement"].unique(maintain_order=True).to_list() == ["01", "2A", "971", "75"]


def test_missing_is_na_quoted_or_not(tmp_path):
    nues, citees = base(NOUVELLE, "com"), base(NOUVELLE, "com").replace(b";NA", b';"NA"')
    assert nues != citees and lue(tmp_path, nues, echelle="com").drop("livraison_sha256").equals(lue(tmp_path, citees, echelle="com").drop("livraison_sha256"))


def test_a_compressed_file_is_the_same_table(tmp_path):
    octets = base(NOUVELLE, "com")
    assert lue(tmp_path, gzip.compress(octets), echelle="com").drop("livraison_sha256").equals(lue(tmp_path, octets, echelle="com").drop("livraison_sha256"))


def parquet(tmp_path, octets: bytes, types: str = "") -> bytes:
    source, cible = tmp_path / "source.csv", tmp_path / "source.parquet"
    source.write_bytes(octets)
    duckdb.connect(":memory:").execute(f"COPY (SELECT * FROM read_csv('{source}', delim = ';', decimal_separator = ',', nullstr = 'NA'{types})) TO '{cible}' (FORMAT parquet)")
    return cible.read_bytes()


def test_the_parquet_edition_is_the_same_table(tmp_path):
    octets = base(NOUVELLE, "com")
    assert lue(tmp_path, parquet(tmp_path, octets), echelle="com").drop("livraison_sha256").equals(lue(tmp_path, octets, echelle="com").drop("livraison_sha256"))


def test_a_parquet_with_an_unknown_label_or_text_for_numbers_is_refused(tmp_path):
    octets = changee(base(NOUVELLE, "com"), "Homicides", "Racolage")
    assert "ligne 1, colonne « indicateur » : le libellé « Racolage » n’est pas connu" in refus(tmp_path, parquet(tmp_path, octets), echelle="com")
    textes = parquet(tmp_path, base(NOUVELLE, "com"), ", types = {'nombre': 'VARCHAR'}")
    assert "colonne « nombre » : la colonne contient « VARCHAR ». Attendu : des nombres" in refus(tmp_path, textes, echelle="com")


@pytest.mark.parametrize(("avant", "apres", "message"), [
    ('"Homicides"', '"Racolage"', "ligne 2, colonne « indicateur » : le libellé « Racolage » n’est pas connu. Attendu : Coups et blessures volontaires, "),
    ('"Homicides"', '"Homicide"', "le libellé « Homicide » n’est pas connu (vouliez-vous dire « Homicides » ?)"),
    ('"Victime"', '"Personne"', "ligne 2, colonne « unite_de_compte » : l’unité de compte « Personne » n’est pas connue"),
    ('"Victime"', '"Infraction"', "ligne 2, colonne « unite_de_compte » : l’unité de compte est devenue « Infraction »"),
    ('"01";"84"', '"1";"84"', "ligne 2, colonne « Code_departement » : « 1 » n’est pas un département"),
    ('"2A";"94"', '"20";"94"', "ligne 3, colonne « Code_departement » : « 20 » n’est pas un département"),
    ('"01";"84"', '"01";"8"', "ligne 2, colonne « Code_region » : « 8 » n’est pas une région"),
    ('"2016";"Homicides"', '"16-17";"Homicides"', "ligne 2, colonne « annee » : « 16-17 » n’est pas une année"),
    ('"2016";"Homicides"', '"2027";"Homicides"', "ligne 2, colonne « annee » : « 2027 » n’est pas une année de ce fichier"),
    ('"2016";"Homicides"', '"201,6";"Homicides"', "« 201,6 » n’est pas une année"),
    ('"671937"', '"671 937"', "ligne 2, colonne « insee_pop » : « 671 937 » n’est pas un nombre"),
    ('"671937"', '"671937,5"', "ligne 2, colonne « insee_pop » : « 671937,5 » n’est pas un nombre"),
    ('"671937"', '"67193"', "ligne 2, colonne « taux_pour_mille » : le taux « 0,"),
    ('"671937"', 'NA', "ligne 2, colonne « insee_pop » : « NA » n’est pas un nombre"),
    ('"insee_log"', '"insee_logements"', "ligne 1 : la colonne « insee_logements » n’est pas prévue (vouliez-vous dire « insee_log »")])
def test_what_an_edition_never_wrote_is_refused(tmp_path, avant, apres, message):
    assert message in refus(tmp_path, changee(base(NOUVELLE, "dep"), avant, apres))


def test_a_whole_number_written_with_a_point_is_refused_not_rounded(tmp_path):
    octets = base(NOUVELLE, "dep")
    nombre = octets.decode().splitlines()[1].split(";")[5].strip('"')
    assert f"colonne « nombre » : « {nombre}.5 » n’est pas un nombre" in refus(tmp_path, changee(octets, f'"Victime";"{nombre}"', f'"Victime";"{nombre}.5"'))


def test_a_copy_saved_again_by_a_spreadsheet_is_refused(tmp_path):
    texte = base(NOUVELLE, "dep").decode().replace('"', "").replace("\n01;", "\n1;")
    points = "\n".join(";".join(c.replace(",", ".") for c in ligne.split(";")) for ligne in texte.splitlines()) + "\n"
    message = refus(tmp_path, points.encode())
    assert "colonne « Code_departement » : « 1 » n’est pas un département" in message
    assert "colonne « taux_pour_mille » : « 0." in message and "Attendu : un nombre à virgule décimale" in message


def test_masked_and_published_values_must_agree_with_their_state(tmp_path):
    octets = base(NOUVELLE, "com")
    assert "ligne 2, colonne « nombre » : « 12 » contredit l’état de diffusion" in refus(tmp_path, changee(octets, ";NA;NA;", ';"12";"3,5";'), echelle="com")
    assert "ligne 2, colonne « nombre » : « NA » contredit l’état de diffusion" in refus(tmp_path, changee(octets, '"ndiff"', '"diff"'), echelle="com")
    assert "ligne 2, colonne « est_diffuse » : « secret » n’est pas un état de diffusion. Attendu : diff ou ndiff" in refus(tmp_path, changee(octets, '"ndiff"', '"secret"'), echelle="com")


@pytest.mark.parametrize("code", ["1001", "20001", "99001", "01AB1", "010011"])
def test_a_code_that_is_no_commune_is_refused(tmp_path, code):
    assert f"ligne 2, colonne « CODGEO_2026 » : « {code} » n’est pas une commune" in refus(tmp_path, changee(base(NOUVELLE, "com"), '"01001"', f'"{code}"', -1), echelle="com")


def test_a_commune_without_inhabitants_has_no_rate(tmp_path):
    octets = base(NOUVELLE, "com", indicateurs=("Homicides",), annees=(2022,))
    vide = octets.decode().splitlines()
    champs = vide[3].split(";")
    champs[4:6], champs[7] = ['"0"', '"NaN"'], '"0"'
    vide[3] = ";".join(champs)
    table = lue(tmp_path, ("\n".join(vide) + "\n").encode(), echelle="com")
    assert table[2].select("nombre", "population", "taux_pour_mille").row(0) == (0, 0, None)


def test_rows_missing_or_double_are_refused(tmp_path):
    lignes = base(NOUVELLE, "dep").splitlines(keepends=True)
    assert "11 lignes. Attendu : 12, une par territoire, année et indicateur" in refus(tmp_path, b"".join(lignes[:-1]))
    assert "13 lignes. Attendu : 12" in refus(tmp_path, b"".join([*lignes, lignes[-1]]))


def test_a_row_of_another_width_is_refused_with_its_line(tmp_path):
    lignes = base(NOUVELLE, "dep").splitlines(keepends=True)
    assert "ligne 3 : 10 cellules trouvées, 11 attendues" in refus(tmp_path, b"".join([*lignes[:2], lignes[2].rsplit(b";", 1)[0] + b"\n", *lignes[3:]]))
    assert "ligne 3 : 12 cellules trouvées, 11 attendues" in refus(tmp_path, b"".join([*lignes[:2], lignes[2].strip() + b";x\n", *lignes[3:]]))


def test_a_byte_of_another_encoding_is_refused_with_its_line(tmp_path):
    octets = base(NOUVELLE, "dep", indicateurs=("Usage de stupéfiants",))
    assert "ligne 2 : le texte n’est pas écrit comme les autres éditions de cette source (octet 0xe9). Attendu : UTF-8" in refus(tmp_path, octets.decode("utf-8-sig").encode("cp1252"))
    ancienne = base(ANCIENNE, "dep").decode("utf-8-sig").encode("cp1252")
    assert "ligne 1 : le texte n’est pas écrit comme les autres éditions" in refus(tmp_path, ancienne, ANCIENNE)


def test_a_cut_archive_is_refused(tmp_path):
    octets = gzip.compress(base(NOUVELLE, "com", annees=tuple(range(2016, 2026))))
    assert "le fichier compressé s’arrête avant la fin" in refus(tmp_path, octets[:len(octets) - 20], echelle="com")
    assert "le fichier compressé s’arrête avant la fin" in refus(tmp_path, octets[:25], echelle="com")


@pytest.mark.parametrize(("octets", "message"), [(b"", "le contenu est vide"), (b"<html></html>", "le contenu est une page web")])
def test_what_is_not_a_table_is_refused(tmp_path, octets, message):
    assert message in refus(tmp_path, octets)


def test_an_open_quote_is_refused(tmp_path):
    assert "ne se lit pas" in refus(tmp_path, changee(base(NOUVELLE, "dep"), '"Homicides"', '"Homicides'))


def test_a_renamed_file_is_refused_since_nothing_else_dates_the_edition(tmp_path):
    assert "ne dit ni la date de production ni la géographie" in refus(tmp_path, base(NOUVELLE, "dep"), nom="base.csv")


def test_a_base_of_another_scale_is_refused(tmp_path):
    message = refus(tmp_path, base(NOUVELLE, "reg"))
    assert "la colonne « code_departement » manque" in message


def test_refusals_of_one_column_are_told_once_a_value(tmp_path):
    lignes = refus(tmp_path, changee(base(NOUVELLE, "dep"), "Homicides", "Racolage", -1).replace(b"Cambriolages de logement", b"Recel")).splitlines()
    assert [ligne.split("libellé « ")[1].split(" »")[0] for ligne in lignes] == ["Racolage", "Recel"]


def test_a_row_refused_deep_in_a_long_file_is_named_by_its_line(tmp_path):
    chemin = tmp_path / "communes.csv.gz"
    grand_fichier(chemin, 60_000)
    lignes = gzip.decompress(chemin.read_bytes()).split(b"\n")
    cible = next(i for i in range(50_000, 60_000) if b'"diff"' in lignes[i])
    lignes[cible] = b";".join([*lignes[cible].split(b";")[:5], b'"999,9"', *lignes[cible].split(b";")[6:]])
    assert f"ligne {cible + 1}, colonne « taux_pour_mille » : le taux « 999,9 »" in refus(tmp_path, gzip.compress(b"\n".join(lignes), 1), echelle="com")


@pytest.mark.parametrize(("motif", "lignes", "indicateurs", "annees", "violences_2022"), [
    ("*2023-02-09.csv", 8_484, 12, 7, 84_461), ("*2023-07-17.csv.gz", 9_898, 14, 7, 84_461), ("*2024-07-05.csv", 12_928, 16, 8, 106_113)])
def test_the_real_departmental_bases_have_their_known_counts(tmp_path, motif, lignes, indicateurs, annees, violences_2022):
    table = lire_reelle("ssmsi_departementale", tmp_path, f"ssmsi-dep/{motif}")
    assert (table.height, table["indicateur"].n_unique(), table["annee"].n_unique(), table["territoire"].n_unique()) == (lignes, indicateurs, annees, 101)
    assert table.filter(indicateur="violences_sexuelles", annee=2022)["nombre"].sum() == violences_2022
    assert table.filter(territoire="976")["population"].unique().to_list() == [256_518]
    assert table.filter(territoire="01", annee=2016, indicateur="cambriolages_logement").select("population", pl.col("logements").round(2)).row(0) == (638_425, 308_491.16)


def test_the_real_regional_base_has_its_known_counts(tmp_path):
    table = lire_reelle("ssmsi_regionale", tmp_path, "ssmsi-reg/*2024-07-05.csv")
    assert table.height == 2_304 == 18 * 8 * 16
    assert table.filter(annee=2016, indicateur="homicides", territoire="R01").select("nombre", "population").row(0) == (32, 394_110)


def test_the_real_departments_add_up_to_their_real_regions(tmp_path):
    regions = lire_reelle("ssmsi_regionale", tmp_path, "ssmsi-reg/*2024-07-05.csv")
    departements = lire_reelle("ssmsi_departementale", tmp_path, "ssmsi-dep/*2024-07-05.csv")
    additives = ~pl.col("indicateur").str.contains("stupefiants")  # a person counts once in each territory
    sommes = departements.filter(additives).group_by("region", "annee", "indicateur").agg(pl.col("nombre").sum().alias("somme"))
    ensemble = regions.filter(additives).join(sommes, on=["region", "annee", "indicateur"], how="left")
    assert ensemble.filter(pl.col("nombre") != pl.col("somme")).height == 0
