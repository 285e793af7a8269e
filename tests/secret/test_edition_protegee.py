"""The counts of an édition: protected from the warehouse, certified for exact bytes, refused otherwise."""

import stat

import duckdb
import polars as pl
import pytest

from catalogue.erreurs import Refus
from publication.protection import CERTIFICAT, SECRETS, exiger_certificat, lire_certificat, lire_matiere, proteger_edition, sceller
from tests.fabriques.comptages import comptages
from tests.secret.audit import failles

DEPARTEMENTS = ("03", "15", "43", "63", "01", "07", "2A", "2B", "75", "77", "971")


def entrepot(dossier, table, apports=()):
    """A warehouse file with the two tables that the protection reads."""
    fichier = dossier / "entrepot.duckdb"
    table.write_parquet(dossier / "comptages.parquet")
    with duckdb.connect(str(fichier)) as base:
        base.execute(f"create or replace table comptages as select * from read_parquet('{dossier}/comptages.parquet')")
        base.execute("create or replace table int_apports (organisme varchar, cle varchar, apport bigint, exclusif boolean)")
        for apport in apports:
            base.execute("insert into int_apports values (?, ?, ?, ?)", apport)
    return fichier


def publier(dossier, table, confidentiel, **changements):
    """The public table as publication writes it."""
    caches = pl.read_parquet(confidentiel / SECRETS)["cle"].to_list()
    cachee, absente = pl.col("cle").is_in(caches), pl.col("valeur").is_null()
    symbole = pl.when(absente).then(pl.lit("nd")).when(cachee).then(pl.lit("c")).otherwise(pl.lit(""))
    dossier.mkdir(exist_ok=True)
    table.with_columns(symbole=symbole, valeur=pl.when(~cachee).then("valeur")).with_columns(**changements).write_parquet(dossier / "comptages.parquet")
    return dossier


@pytest.fixture(scope="module")
def protegee(tmp_path_factory):
    dossier = tmp_path_factory.mktemp("edition")
    table = comptages(departements=DEPARTEMENTS)
    matiere = lire_matiere(entrepot(dossier, table))
    proteger_edition(matiere, dossier / "confidentiel", budget_s=20)
    return dossier, table, matiere


@pytest.fixture
def public(protegee):
    return publier(protegee[0] / "public", protegee[1], protegee[0] / "confidentiel")


def sommes(table):
    """Sums that a reader knows, written from the rows themselves: sexes, majorities, départements of a région, régions of France."""
    lignes = table.filter(pl.col("indicateur") == "victimes_proxenetisme", pl.col("valeur").is_not_null()).rows(named=True)
    regions = {ligne["code"]: ligne["region"] for ligne in pl.read_csv("catalogue/nomenclatures/departements.csv").rows(named=True)}
    connus = {ligne["territoire"] for ligne in lignes}
    sur = lambda t: "FR" if t in set(regions.values()) or regions[t] not in connus else regions[t]
    groupes = {}
    for x in lignes:
        if x["modalite"] != "ensemble":
            groupes.setdefault(("sexe", x["territoire"], x["majorite"]), []).append(x)
        if x["majorite"] != "ensemble":
            groupes.setdefault(("majorite", x["territoire"], x["modalite"]), []).append(x)
        if x["territoire"] != "FR":
            groupes.setdefault(("territoire", sur(x["territoire"]), x["majorite"], x["modalite"]), []).append(x)
    par_place = {(x["territoire"], x["majorite"], x["modalite"]): x["cle"] for x in lignes}
    totaux = {"sexe": lambda t, m: (t, m, "ensemble"), "majorite": lambda t, s: (t, "ensemble", s), "territoire": lambda t, m, s: (t, m, s)}
    return [(par_place[totaux[nature](*reste)], tuple(x["cle"] for x in parts)) for (nature, *reste), parts in groupes.items()]


def test_no_small_count_of_the_public_table_can_be_located_by_the_audit_written_apart(protegee, public):
    table = protegee[1].filter(pl.col("indicateur") == "victimes_proxenetisme", pl.col("valeur").is_not_null())
    caches = set(pl.read_parquet(public / "comptages.parquet").filter(symbole="c")["cle"])
    valeurs = dict(table.select("cle", "valeur").iter_rows())
    assert 5 < len(caches & valeurs.keys()) < len(valeurs)
    assert list(failles(valeurs, sommes(protegee[1]), caches & valeurs.keys())) == []


def test_the_certificate_is_bound_to_the_bytes(protegee, public):
    dossier, _, matiere = protegee
    sceller(matiere, dossier / "confidentiel", public)
    exiger_certificat(dossier / "confidentiel", public)
    (public / "comptages.parquet").write_bytes((public / "comptages.parquet").read_bytes() + b" ")
    with pytest.raises(Refus, match="ne sont pas celles de son certificat"):
        exiger_certificat(dossier / "confidentiel", public)


def test_a_file_added_beside_the_certified_ones_is_refused(protegee, public):
    dossier, _, matiere = protegee
    sceller(matiere, dossier / "confidentiel", public)
    (public / "autre.csv").write_text("63;3")
    with pytest.raises(Refus, match="ne sont pas celles de son certificat"):
        exiger_certificat(dossier / "confidentiel", public)
    (public / "autre.csv").unlink()


def test_without_a_certificate_nothing_can_be_made(protegee, public, tmp_path):
    with pytest.raises(Refus, match="n’a pas de certificat"):
        exiger_certificat(tmp_path, public)
    (tmp_path / CERTIFICAT).write_text("{}")
    with pytest.raises(Refus, match="n’a pas de certificat"):
        exiger_certificat(tmp_path, public)


@pytest.mark.parametrize("changement", [
    {"symbole": pl.lit(""), "valeur": pl.lit(7)},
    {"valeur": pl.when(pl.col("valeur").is_not_null()).then(pl.col("valeur") + 1)},
    {"valeur": pl.when(pl.col("symbole") != "c").then("valeur").otherwise(0)},
])
def test_bytes_that_show_anything_else_than_what_was_certified_are_refused(protegee, tmp_path, changement):
    dossier, table, matiere = protegee
    faux = publier(tmp_path / "public", table, dossier / "confidentiel", **changement)
    with pytest.raises(Refus, match="ne montrent pas exactement"):
        sceller(matiere, dossier / "confidentiel", faux)


def test_the_confidential_folder_is_closed_to_others_and_names_no_number(protegee):
    confidentiel = protegee[0] / "confidentiel"
    assert stat.S_IMODE(confidentiel.stat().st_mode) == 0o700
    assert pl.read_parquet(confidentiel / SECRETS).columns == ["cle", "statut", "motifs"]


def test_each_hidden_cell_of_the_certificate_has_its_exact_interval(protegee):
    certificat = lire_certificat(protegee[0] / "confidentiel")
    assert certificat.sur and certificat.lignes and all(ligne.exact for ligne in certificat.lignes)


def test_what_a_past_edition_showed_stays_shown_and_what_it_hid_stays_hidden(protegee, public, tmp_path):
    """The same year again, as a reminder: the same numbers are hidden, even one that no longer needs to be."""
    _, table, _ = protegee
    montre = table.filter(pl.col("valeur") > 30)["cle"][0]
    passee = tmp_path / "passee"
    passee.mkdir()
    ancienne = pl.read_parquet(public / "comptages.parquet").with_columns(
        valeur=pl.when(pl.col("cle") != montre).then("valeur"), symbole=pl.when(pl.col("cle") == montre).then(pl.lit("c")).otherwise("symbole"))
    ancienne.write_parquet(passee / "comptages.parquet")
    etats = {c.cle: c.etat for c in lire_matiere(entrepot(tmp_path, table), {"2024": passee}).systeme.cellules}
    assert etats[montre] == "masquee"
    publiees = ancienne.filter(symbole="")["cle"].to_list()
    assert {etats[c] for c in publiees} == {"publiee"}


def test_a_count_that_its_producer_has_published_is_told_and_left(tmp_path):
    table = comptages(departements=DEPARTEMENTS[:4], sans_retour=())
    petit = table.filter(pl.col("valeur").is_between(1, 4), pl.col("indicateur") == "victimes_proxenetisme")["cle"][0]
    matiere = lire_matiere(entrepot(tmp_path, table.with_columns(deja_publiee=pl.col("cle") == petit)))
    assert matiere.deja_publiees == [petit] and petit not in {e.cle for e in matiere.exigences}


def test_a_declarant_is_let_attack_with_its_own_part(tmp_path):
    table = comptages(departements=DEPARTEMENTS[:4], sans_retour=())
    siennes = table.filter(pl.col("territoire") == "63", pl.col("valeur") > 0).select("cle", "valeur").rows()
    matiere = lire_matiere(entrepot(tmp_path, table, [("ddfe_63", cle, valeur, True) for cle, valeur in siennes]))
    [declarant] = matiere.declarants
    assert declarant.nom == "ddfe_63" and declarant.exclusives == set(declarant.apports) == {cle for cle, _ in siennes}
    assert proteger_edition(matiere, tmp_path / "confidentiel", budget_s=10).declarants == 1


def test_an_edition_without_counts_has_an_empty_certificate(tmp_path):
    matiere = lire_matiere(entrepot(tmp_path, comptages(departements=())))
    certificat = proteger_edition(matiere, tmp_path / "confidentiel")
    assert certificat.sur and certificat.lignes == () and pl.read_parquet(tmp_path / "confidentiel" / SECRETS).is_empty()


def test_counts_of_a_contract_without_rules_stop_the_edition(tmp_path):
    table = comptages(departements=DEPARTEMENTS[:2], sans_retour=()).with_columns(contrat=pl.lit("nouveau_retour"))
    with pytest.raises(Refus, match="« nouveau_retour » n’ont pas de règles"):
        lire_matiere(entrepot(tmp_path, table))
