"""The registry is read whole, or refused with every error in plain French."""

import csv
import io

import pytest

from catalogue import charger
from catalogue.erreurs import Refus
from ingest.livraisons import Fiche, Magasin
from ingest.registre import COLONNES, SCHEMA, SOURCE, deposer, lire

LIGNE = dict.fromkeys(COLONNES, "") | {
    "id": "essai-victimes-2024", "indicateur": "victimes_enregistrees", "annee": "2024", "territoire_type": "france", "territoire": "FR",
    "sexe": "ensemble", "age": "ensemble", "infraction": "ensemble", "nationalite": "ensemble", "modalite": "ensemble",
    "perimetre": "proxenetisme_ou_recours_delictuel", "valeur": "1579", "precision": "exacte", "unite": "victimes", "mesure": "flux",
    "statut": "definitif", "producteur": "SSMSI", "publication": "Essai", "date_publication": "2025-04-14", "url": "https://exemple.fr",
    "preuve": "A", "libelle_source": "victimes"}


@pytest.fixture
def lire_lignes(tmp_path):
    def lire_lignes(*lignes, fichier="publie/essai.csv", encodage="utf-8", entete=COLONNES):
        sortie = io.StringIO()
        ecrivain = csv.DictWriter(sortie, entete, delimiter=";", lineterminator="\n", extrasaction="ignore")
        ecrivain.writeheader()
        ecrivain.writerows(lignes)
        magasin = Magasin(tmp_path / "m")
        livraison = magasin.deposer(sortie.getvalue().encode(encodage), Fiche(SOURCE, "o", "t", fichier, "l", "definitif"))
        return lire([livraison], magasin, charger(), "2025")

    return lire_lignes


def refus_de(lire_lignes, *lignes, **options) -> list[Refus]:
    with pytest.raises(Refus) as e:
        lire_lignes(*lignes, **options)
    return list(e.value.refus)


def test_a_good_row_is_typed_and_traced_to_its_livraison(lire_lignes):
    table = lire_lignes(LIGNE)
    assert dict(table.schema) == SCHEMA
    ligne = table.row(0, named=True)
    assert (ligne["valeur"], ligne["annee"], ligne["cle"], ligne["ligne"]) == (1579.0, 2024, "victimes_enregistrees.2024.FR", 2)
    assert len(ligne["livraison_sha256"]) == 64 and ligne["fichier"] == "publie/essai.csv"


@pytest.mark.parametrize(("changement", "code", "colonne"), [
    ({"indicateur": "victimes_enregistres"}, "registre.indicateur_inconnu", None),
    ({"valeur": "mille"}, "registre.pas_un_nombre", "valeur"),
    ({"valeur": "1 579"}, "registre.pas_un_nombre", "valeur"),
    ({"valeur": "nan"}, "registre.pas_un_nombre", "valeur"),
    ({"valeur": "1.2.3"}, "registre.pas_un_nombre", "valeur"),
    ({"valeur": ""}, "registre.obligatoire", "valeur"),
    ({"publication": ""}, "registre.citation_absente", "publication"),
    ({"url": ""}, "registre.citation_absente", "url"),
    ({"producteur": ""}, "registre.citation_absente", "producteur"),
    ({"date_arrete": "31/12/2024"}, "registre.pas_une_date", "date_arrete"),
    ({"date_reference": "2024-02-30"}, "registre.pas_une_date", "date_reference"),
    ({"date_publication": "avril 2025"}, "registre.pas_une_date", "date_publication"),
    ({"precision": "arrondie"}, "registre.obligatoire", "pas"),
    ({"statut": "sûr"}, "registre.hors_liste", "statut"),
    ({"preuve": "Z"}, "registre.hors_liste", "preuve"),
    ({"territoire_type": "departement", "territoire": "20"}, "registre.hors_liste", "territoire"),
    ({"perimetre": "teh"}, "registre.contredit_indicateur", "perimetre"),
    ({"unite": "personnes"}, "registre.contredit_indicateur", "unite"),
    ({"mesure": "stock_fin"}, "registre.contredit_indicateur", "mesure"),
    ({"age": "0-17"}, "registre.contredit_indicateur", "age"),
])
def test_a_bad_cell_is_refused_with_file_line_and_column(lire_lignes, changement, code, colonne):
    refus = [r for r in refus_de(lire_lignes, LIGNE | changement) if r.code == code]
    assert refus, code
    assert refus[0].champs["fichier"] == "publie/essai.csv" and refus[0].champs["ligne"] == 2
    assert colonne is None or refus[0].champs["colonne"] == colonne


def test_an_unknown_indicator_comes_with_the_nearest_one(lire_lignes):
    assert "vouliez-vous dire « victimes_enregistrees »" in str(refus_de(lire_lignes, LIGNE | {"indicateur": "victimes_enregistres"})[0])


def test_every_error_of_every_row_is_told_in_one_pass(lire_lignes):
    refus = refus_de(lire_lignes, LIGNE | {"valeur": "x"}, LIGNE | {"id": "b", "url": ""}, LIGNE | {"id": "c", "indicateur": "zzz"})
    assert [r.champs["ligne"] for r in refus] == [2, 3, 4]


def test_the_same_identifier_twice_is_refused_naming_both_places(lire_lignes):
    (refus,) = refus_de(lire_lignes, LIGNE, LIGNE)
    assert refus.code == "registre.identifiant_double" and "publie/essai.csv, ligne 2" in str(refus) and refus.champs["ligne"] == 3


def test_a_territory_document_may_have_no_address(lire_lignes):
    assert lire_lignes(LIGNE | {"url": ""}, fichier="territoires/essai.csv").height == 1


def test_a_renamed_column_is_refused(lire_lignes):
    (refus,) = refus_de(lire_lignes, LIGNE, entete=[c for c in COLONNES if c != "url"])
    assert refus.code == "registre.entete" and "url" in str(refus)


def test_a_file_in_another_encoding_is_refused(lire_lignes):
    (refus,) = refus_de(lire_lignes, LIGNE | {"note": "été"}, encodage="cp1252")
    assert refus.code == "registre.encodage"


def test_the_committed_registry_is_accepted_whole(tmp_path):
    from pathlib import Path

    magasin = Magasin(tmp_path)
    livraisons = deposer(magasin, Path(__file__).parents[2] / "data")
    table = lire(livraisons, magasin, charger(), "2025")
    assert table.height == sum(len(magasin.lire(l.sha256).decode().strip().splitlines()) - 1 for l in livraisons)
    assert table["livraison_sha256"].n_unique() == len(livraisons)
