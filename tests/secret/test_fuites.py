"""Published files attacked together, and the commands that do it and tell what is hidden."""

import polars as pl
import pytest

from catalogue.erreurs import Impossible, Refus
from publication.fuites import attaquer_fichiers
from publication.protection import SECRETS, lire_matiere, proteger_edition
from tests.fabriques.comptages import comptages
from tests.secret.test_edition_protegee import DEPARTEMENTS, entrepot

COLONNES = ("cle", "reponse", "valeur", "symbole")


@pytest.fixture(scope="module")
def publiee(tmp_path_factory):
    """(folder, exact counts, public table) of a protected campaign; some départements have sent nothing."""
    dossier = tmp_path_factory.mktemp("fuites")
    table = comptages(departements=DEPARTEMENTS)
    proteger_edition(lire_matiere(entrepot(dossier, table)), dossier / "confidentiel", budget_s=20)
    caches = pl.read_parquet(dossier / "confidentiel" / SECRETS)["cle"].to_list()
    symbole = pl.when(pl.col("valeur").is_null()).then(pl.lit("nd")).when(pl.col("cle").is_in(caches)).then(pl.lit("c")).otherwise(pl.lit(""))
    public = table.with_columns(symbole=symbole).with_columns(valeur=pl.when(pl.col("symbole") == "").then("valeur")).select(COLONNES)
    return dossier, table, public


def ecrire(table, chemin, **options):
    table.write_csv(chemin, **options)
    return chemin


def avec(public, table, cle):
    """The public table with one hidden count shown."""
    vraie = table.filter(pl.col("cle") == cle)["valeur"][0]
    ici = pl.col("cle") == cle
    return public.with_columns(valeur=pl.when(ici).then(pl.lit(vraie)).otherwise("valeur"),
                               symbole=pl.when(ici).then(pl.lit("")).otherwise("symbole"))


def test_a_protected_table_leaks_nothing_and_counts_what_it_hides(publiee, tmp_path):
    _, _, public = publiee
    attaque = attaquer_fichiers([ecrire(public, tmp_path / "comptages.csv")])
    assert attaque.fuites == () and attaque.cachees == public.filter(symbole="c").height > 10
    assert attaque.publiees == public.filter(symbole="").height


@pytest.mark.parametrize("options", [{"separator": ";"}, {"include_bom": True}, {"separator": "\t"}, {"decimal_comma": True, "separator": ";"}])
def test_the_usual_dialects_are_read(publiee, tmp_path, options):
    decimale = publiee[2].with_columns(pl.col("valeur").cast(pl.Float64))
    assert attaquer_fichiers([ecrire(decimale, tmp_path / "comptages.csv", **options)]).cachees == publiee[2].filter(symbole="c").height


def test_small_counts_hidden_alone_are_found_again_with_their_exact_value(publiee, tmp_path):
    _, table, _ = publiee
    petit = pl.col("valeur").is_between(1, 4)
    naive = table.with_columns(symbole=pl.when(petit).then(pl.lit("c")).when(pl.col("valeur").is_null()).then(pl.lit("nd")).otherwise(pl.lit("")),
                               valeur=pl.when(~petit).then("valeur")).select(COLONNES)
    attaque = attaquer_fichiers([ecrire(naive, tmp_path / "naive.csv")])
    vraies = dict(table.select("cle", "valeur").iter_rows())
    exactes = [f for f in attaque.fuites if f.bas == f.haut]
    assert len(exactes) > attaque.cachees / 2 and all(f.bas == vraies[f.cle] for f in exactes)


def test_two_files_safe_alone_leak_together(publiee, tmp_path):
    """The second shows a complementary cell that the first hides."""
    _, table, public = publiee
    protegees = set(table.filter(pl.col("valeur").is_between(1, 4))["cle"])
    complementaires = [c for c in public.filter(symbole="c")["cle"] if c not in protegees and "victimes" in c]
    un, fuites = ecrire(public, tmp_path / "un.csv"), 0
    for cle in complementaires[:5]:
        autre = avec(public, table, cle).filter(pl.col("cle") == cle)
        deux = ecrire(autre, tmp_path / "deux.csv")
        assert attaquer_fichiers([deux]).fuites == ()
        fuites += bool(attaquer_fichiers([un, deux]).fuites)
    assert fuites == len(complementaires[:5])


def test_what_was_not_transmitted_is_no_leak(publiee, tmp_path):
    _, _, public = publiee
    assert public.filter(symbole="nd").height > 0
    assert not any(".2A" in f.cle for f in attaquer_fichiers([ecrire(public, tmp_path / "c.csv")]).fuites)


@pytest.mark.parametrize(("contenu", "phrase"), [
    ("cle;valeur\na;3\n", "colonnes absentes : reponse, symbole"),
    ("cle;reponse;valeur;symbole\nvictimes.2024;unique;3;\n", "« victimes.2024 » n’est pas la clé d’un comptage"),
    ("cle;reponse;valeur;symbole\nv.2024.63;unique;;\n", "ligne 2 : « v.2024.63 » n’a ni valeur ni symbole"),
    ("cle;reponse;valeur;symbole\nv.2024.63;unique;beaucoup;\n", "ligne 2 : « beaucoup » n’est pas un nombre"),
    ("cle;reponse;valeur;symbole\nv.2024.99;unique;3;\nv.2024.FR;unique;3;\n", "« 99 » n’est pas dans la hiérarchie"),
])
def test_a_file_that_is_not_a_table_of_counts_is_refused(tmp_path, contenu, phrase):
    (tmp_path / "t.csv").write_text(contenu, "utf-8")
    with pytest.raises(Refus) as refus:
        attaquer_fichiers([tmp_path / "t.csv"])
    assert phrase in str(refus.value)


def test_a_file_that_is_absent_or_not_text_is_told(tmp_path):
    with pytest.raises(Impossible, match="ne peut pas être lu"):
        attaquer_fichiers([tmp_path / "absent.csv"])
    (tmp_path / "t.csv").write_bytes(b"cle;\xff\xfe")
    with pytest.raises(Refus, match="UTF-8"):
        attaquer_fichiers([tmp_path / "t.csv"])


def test_two_files_that_give_two_values_are_refused(tmp_path):
    for nom, valeur in (("un", 7), ("deux", 8)):
        (tmp_path / f"{nom}.csv").write_text(f"cle,reponse,valeur,symbole\nv.2024.63,unique,{valeur},\n", "utf-8")
    with pytest.raises(Refus, match="vaut 8 dans deux.csv, et 7 dans un.csv"):
        attaquer_fichiers([tmp_path / "un.csv", tmp_path / "deux.csv"])


def test_the_command_tells_the_leaks_and_exits_with_1(publiee, miprof, tmp_path):
    _, table, public = publiee
    sain = miprof("secret", "attaquer", str(ecrire(public, tmp_path / "sain.csv")), maison=tmp_path)
    assert (sain.returncode, sain.stderr) == (0, "") and "aucun ne se retrouve de trop près" in sain.stdout
    montree = next(c for c in public.filter(symbole="c")["cle"] if table.filter(pl.col("cle") == c)["valeur"][0] > 4 and "victimes" in c)
    ouvert = miprof("secret", "attaquer", str(ecrire(avec(public, table, montree), tmp_path / "ouvert.csv")), maison=tmp_path)
    assert ouvert.returncode == 1 and "se retrouvent à moins de 5 près" in ouvert.stderr and "\n  victimes_proxenetisme.2024." in ouvert.stdout


def test_the_report_tells_how_many_cells_are_hidden_where_and_why(publiee, miprof, tmp_path):
    dossier, _, public = publiee
    (tmp_path / "confidentiel").mkdir()
    (dossier / "confidentiel").rename(tmp_path / "confidentiel" / "2025")
    rapport = miprof("secret", "rapport", "2025", "--cellules", maison=tmp_path)
    (tmp_path / "confidentiel" / "2025").rename(dossier / "confidentiel")
    assert rapport.returncode == 0, rapport.stderr
    assert f"{public.filter(symbole='c').height} cellules cachées" in rapport.stdout and "petit nombre" in rapport.stdout
    assert "de l’effectif" in rapport.stdout and "un lecteur la situe entre 0 et" in rapport.stdout


def test_the_report_of_an_edition_not_made_yet_says_what_to_do(miprof, tmp_path):
    rapport = miprof("secret", "rapport", "2025", maison=tmp_path)
    assert rapport.returncode == 2 and "Fabriquez-la d’abord : miprof lettre 2025" in rapport.stderr
