"""A source brought up to date against a real server: found by dataset, title and format, checked, stored, never pinned."""

import gzip
import json
import subprocess
import sys

import pytest

from catalogue import charger
from catalogue.erreurs import Impossible, Refus
from ingest.recuperation import Etat, actualiser
from ingest.recuperation.datagouv import resoudre
from ingest.recuperation.memoire import Memoire
from tests.sources.conftest import CSV

FICHIER = "liste-natinf-juillet-2026.csv"
PAGE = b"\xef\xbb\xbf\n<!DOCTYPE html><html><title>Maintenance</title></html>"


@pytest.fixture
def jeu(serveur):
    """Serve the dataset of the test source with these resources (as `Serveur.ressource` describes them)."""
    return lambda *ressources: serveur.jeu("jeu-natinf", list(ressources))


@pytest.fixture
def mettre_a_jour(source, magasin, client):
    """Update the test source; gives its recoveries."""
    return lambda bornes=None, **fichiers: actualiser(source(**fichiers), magasin, client(**(bornes or {})))


@pytest.fixture
def une(mettre_a_jour):
    """Update the test source, which has one file; gives its recovery."""
    def _une(**fichiers):
        [recuperation] = mettre_a_jour(**fichiers)
        return recuperation

    return _une


def test_a_new_file_becomes_a_livraison_with_all_that_is_known_of_it(serveur, jeu, une, magasin):
    jeu(serveur.ressource(FICHIER, CSV, titre="Liste NATINF, juillet 2026"))
    recuperation = une(titre=r"liste-natinf-\w+-(?P<millesime>\d{4})")
    fiche = recuperation.livraison.fiche
    assert recuperation.etat is Etat.NOUVELLE and magasin.lire(recuperation.livraison.sha256) == CSV
    assert (fiche.source, fiche.titre, fiche.fichier, fiche.millesime) == ("natinf", "Liste NATINF, juillet 2026", FICHIER, 2026)
    assert fiche.url == serveur.adresse(f"/resources/{FICHIER}") and fiche.date_publication == "2026-07-09"
    assert fiche.licence == "Licence Ouverte 2.0" and fiche.producteur == charger().sources["natinf"].producteur


def test_an_unchanged_file_is_not_downloaded_twice(serveur, jeu, une, magasin):
    jeu(serveur.ressource(FICHIER, CSV))
    une()
    assert une().etat is Etat.INCHANGEE
    assert [d.get("If-None-Match") for d in serveur.demandes(f"/resources/{FICHIER}")] == [None, '"v1"']
    assert len(magasin.lister()) == 1


def test_a_file_already_received_by_hand_is_not_new(serveur, jeu, une, source, magasin, tmp_path):
    from ingest.recuperation import importer

    (tmp_path / FICHIER).write_bytes(CSV)
    importer(source(), tmp_path / FICHIER, magasin)
    jeu(serveur.ressource(FICHIER, CSV))
    assert une().etat is Etat.INCHANGEE


def test_a_store_that_was_emptied_is_filled_again(serveur, jeu, une, magasin):
    jeu(serveur.ressource(FICHIER, CSV))
    livraison = une().livraison
    (magasin.racine / "fiches" / "natinf" / f"{livraison.sha256}.json").unlink()
    assert une().etat is Etat.NOUVELLE


def test_a_file_changed_under_the_same_address_is_kept_beside_the_old_one_and_told(serveur, jeu, une, magasin):
    jeu(serveur.ressource(FICHIER, CSV))
    ancienne = une().livraison
    revise = CSV.replace(b"1;1\n", b"1;2\n")
    jeu(serveur.ressource(FICHIER, revise, etag='"v2"'))
    recuperation = une()
    assert recuperation.etat is Etat.CHANGEE and isinstance(recuperation.anomalie, Refus)
    assert "a changé sans changer d’adresse" in str(recuperation.anomalie)
    assert ancienne.sha256 in str(recuperation.anomalie) and recuperation.livraison.sha256 in str(recuperation.anomalie)
    assert [magasin.lire(l.sha256) for l in magasin.lister("natinf")] == [CSV, revise]
    assert une().etat is Etat.INCHANGEE


def test_bytes_that_are_not_those_announced_are_refused(serveur, jeu, une, magasin):
    description = serveur.ressource(FICHIER, CSV)
    jeu(description | {"checksum": {"type": "sha256", "value": "0" * 64}})
    recuperation = une()
    assert recuperation.etat is Etat.ECHOUEE and "ne sont pas ceux que le producteur annonce" in str(recuperation.anomalie)
    assert magasin.lister() == []


@pytest.mark.parametrize(("octets", "fautes", "attendu"), [
    (PAGE, {"type": "text/html"}, "c’est une page web et non le fichier attendu (elle commence par « <!DOCTYPE html>"),
    (PAGE, {"type": "text/csv"}, "c’est une page web"),
    (b"", {}, "ce fichier est vide"),
    (gzip.compress(CSV), {}, "n’est pas du format attendu (attendu : un fichier texte ; trouvé : un fichier compressé (.gz))"),
    (CSV, {"code": 404}, "n’existe pas ou plus"),
    (CSV, {"coupures": 9, "coupe": 50}, "arrive coupé"),
    (CSV, {"pannes": 9}, "en panne"),
])
def test_what_is_not_the_file_is_refused_and_nothing_is_stored(serveur, jeu, une, magasin, octets, fautes, attendu):
    jeu(serveur.ressource(FICHIER, octets, **fautes))
    recuperation = une()
    assert recuperation.etat is Etat.ECHOUEE and attendu in str(recuperation.anomalie)
    assert recuperation.anomalie.champs.get("url", recuperation.anomalie.champs.get("origine")) == serveur.adresse(f"/resources/{FICHIER}")
    assert magasin.lister() == []


def test_a_refused_file_is_asked_whole_again_the_next_time(serveur, jeu, une):
    jeu(serveur.ressource(FICHIER, PAGE, somme=False))
    une()
    jeu(serveur.ressource(FICHIER, CSV))
    assert une().etat is Etat.NOUVELLE
    assert "Range" not in serveur.demandes(f"/resources/{FICHIER}")[-1]


def test_a_gzip_transport_is_undone_and_a_gzip_file_is_kept_as_it_is(serveur, jeu, une, magasin):
    jeu(serveur.ressource(FICHIER, CSV, gzip=True))
    assert magasin.lire(une().livraison.sha256) == CSV
    comprime = gzip.compress(CSV)
    jeu(serveur.ressource("liste-natinf.csv.gz", comprime, format="csv.gz"))
    assert magasin.lire(une(format="csv.gz").livraison.sha256) == comprime


@pytest.mark.parametrize("abimer", [lambda o: o[:-30], lambda o: o[:5_000] + b"\x00" * 50 + o[5_050:]])
def test_a_damaged_gzip_file_is_refused(serveur, jeu, une, abimer):
    jeu(serveur.ressource("liste-natinf.csv.gz", abimer(gzip.compress(CSV)), format="csv.gz"))
    assert "incomplet ou abîmé" in str(une(format="csv.gz").anomalie)


def test_a_gzip_bomb_in_the_transport_is_refused(serveur, jeu, mettre_a_jour):
    jeu(serveur.ressource(FICHIER, b"a" * 2_000_000, gzip=True, somme=False))
    [recuperation] = mettre_a_jour(bornes={"taille_maximum": 1_000_000})
    assert "dépasse la taille admise (1 Mo)" in str(recuperation.anomalie)


def test_one_bad_file_does_not_keep_the_others_of_its_source_from_coming(serveur, jeu, mettre_a_jour, magasin):
    jeu(*[serveur.ressource(f"tableaux-4001-{s}.csv", CSV + s.encode(), code=404 if s == "pn" else 200) for s in ("ts", "pn", "gn")])
    etats = {r.ressource.fichier: r.etat for r in mettre_a_jour(titre=r"tableaux-4001-(ts|pn|gn)")}
    assert etats == {"tableaux-4001-gn.csv": Etat.NOUVELLE, "tableaux-4001-pn.csv": Etat.ECHOUEE, "tableaux-4001-ts.csv": Etat.NOUVELLE}
    assert len(magasin.lister()) == 2


def test_a_source_at_a_fixed_address_needs_no_dataset(serveur, mettre_a_jour):
    url = serveur.servir("/fichier/estim-pop-1975-2026.csv", CSV)
    [recuperation] = mettre_a_jour(jeu=None, adresse=url, titre=r"1975-(?P<millesime>\d{4})")
    assert recuperation.livraison.fiche.millesime == 2026 and recuperation.livraison.fiche.fichier == "estim-pop-1975-2026.csv"


def test_a_second_download_of_the_same_source_waits_its_turn(jeu, mettre_a_jour, magasin, serveur):
    jeu(serveur.ressource(FICHIER, CSV))
    dossier = magasin.racine / "recuperations"
    with Memoire(dossier, "autre").tenir():
        assert mettre_a_jour()[0].etat is Etat.NOUVELLE
    programme = """
import sys
from pathlib import Path
from ingest.recuperation.memoire import Memoire
with Memoire(Path(sys.argv[1]), "natinf").tenir():
    print("tenu", flush=True)
    sys.stdin.readline()
"""
    autre = subprocess.Popen([sys.executable, "-c", programme, str(dossier)], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert autre.stdout.readline() == b"tenu\n"
    with pytest.raises(Impossible, match="un autre téléchargement est en cours"):
        mettre_a_jour()
    autre.kill()
    autre.communicate()
    assert mettre_a_jour()[0].etat is Etat.INCHANGEE


def test_a_damaged_memory_only_costs_a_download(serveur, jeu, une, magasin):
    jeu(serveur.ressource(FICHIER, CSV))
    une()
    for contenu in ("{", "[]", json.dumps({serveur.adresse(f"/resources/{FICHIER}"): 3})):
        (magasin.racine / "recuperations" / "natinf.json").write_text(contenu)
        assert une().etat is Etat.INCHANGEE


# Which resources of a dataset.

def noms(serveur, client, source, ressources, **fichiers):
    serveur.jeu("jeu-natinf", ressources)
    return [r.fichier for r in resoudre(client(), "natinf", source(**fichiers).fichiers)]


def test_the_newest_resource_of_each_kind_is_taken_whatever_its_identifier(serveur, client, source):
    ressources = [serveur.ressource(f"liste-natinf-{mois}.csv", b"", date=date) for mois, date in (
        ("avril", "2026-04-02T00:00:00"), ("juillet", "2026-07-03T00:00:00"), ("janvier", "2026-01-04T00:00:00"))]
    assert noms(serveur, client, source, ressources) == ["liste-natinf-juillet.csv"]
    assert noms(serveur, client, source, ressources, titre="liste-natinf-(janvier|avril)") == ["liste-natinf-avril.csv", "liste-natinf-janvier.csv"]


def test_the_highest_millesime_wins_over_the_last_touched_file(serveur, client, source):
    ressources = [serveur.ressource(f"v_departement_{an}.csv", b"", titre=f"Millésime {an} : Liste des départements au 01/01/{an}", date=date)
                  for an, date in ((2025, "2026-09-01"), (2026, "2026-02-24"), (2024, "2026-10-01"))]
    assert noms(serveur, client, source, ressources, titre=charger().sources["cog"].fichiers.titre) == ["v_departement_2026.csv"]


def test_the_title_and_the_format_both_decide(serveur, client, source):
    ressources = [serveur.ressource("liste-natinf.csv", b""), serveur.ressource("liste-natinf.xlsx", b"", format="xlsx"),
                  serveur.ressource("glossaire.csv", b"", titre="Glossaire de la liste NATINF", date="2027-01-01")]
    titre = charger().sources["natinf"].fichiers.titre
    assert noms(serveur, client, source, ressources, titre=titre) == ["liste-natinf.csv"]
    assert noms(serveur, client, source, ressources, titre=titre, format="xlsx") == ["liste-natinf.xlsx"]


def test_a_dataset_without_the_file_says_what_it_has(serveur, client, source):
    with pytest.raises(Refus, match="aucun fichier du jeu « jeu-natinf » .* Trouvé : « Autre liste » \\(csv\\)"):
        noms(serveur, client, source, [serveur.ressource("autre.csv", b"", titre="Autre liste")])


def test_an_unknown_dataset_is_named(client, source):
    with pytest.raises(Refus, match="ne connaît pas le jeu de données « jeu-natinf »"):
        resoudre(client(), "natinf", source().fichiers)


@pytest.mark.parametrize("description", [b"[]", b'{"resources": {"href": "x"}}', b'{"resources": [{"id": 1}]}'])
def test_an_unreadable_description_is_named(serveur, client, source, description):
    serveur.servir("/api/1/datasets/jeu-natinf/", description)
    with pytest.raises(Refus, match="la réponse de data.gouv.fr ne se lit pas"):
        resoudre(client(), "natinf", source().fichiers)


BASES = {"donnee-dep-data.gouv-2025-geographie2026-produit-le2026-06-25.csv": "csv",
         "donnee-reg-data.gouv-2025-geographie2026-produit-le2026-06-25.csv": "csv",
         "donnee-data.gouv-2025-geographie2026-produit-le2026-06-25.csv.gz": "csv.gz",
         "donnee-comm-data.gouv-parquet-2025-geographie2026-produit-le2026-06-25.parquet": "parquet",
         "info-complements-data.gouv-2025-geographie2026-produit-le2026-06-25.xlsx": "xlsx"}
SERVICES = "crimes-et-delits-enregistres-par-les-services-de-gendarmerie-et-de-police-depuis-2012.xlsx"
REELS = {
    "etat4001": ({f"tableaux-4001-{s}.xlsx": "xlsx" for s in ("ts", "pn", "gn")},
                 ["tableaux-4001-gn.xlsx", "tableaux-4001-pn.xlsx", "tableaux-4001-ts.xlsx"]),
    "crimes_services": ({SERVICES: "xlsx"}, [SERVICES]),
    "ssmsi_departements": (BASES, ["donnee-dep-data.gouv-2025-geographie2026-produit-le2026-06-25.csv"]),
    "ssmsi_regions": (BASES, ["donnee-reg-data.gouv-2025-geographie2026-produit-le2026-06-25.csv"]),
    "ssmsi_communes": (BASES, ["donnee-data.gouv-2025-geographie2026-produit-le2026-06-25.csv.gz"]),
    "ssmsi_series": ({"serieschrono-datagouv.csv": "csv", "serieschrono-datagouv.parquet": "parquet"}, ["serieschrono-datagouv.csv"]),
    "natinf": ({"liste-natinf-juillet-2025.csv": "csv", "glossaire-natinf.csv": "csv"}, ["liste-natinf-juillet-2025.csv"]),
    "cog": ({"v_departement_2026.csv": "csv"}, ["v_departement_2026.csv"]),
}


@pytest.mark.parametrize("id", REELS)
def test_the_committed_sources_find_the_files_their_producers_publish(serveur, client, id):
    publies, attendus = REELS[id]
    fichiers = charger().sources[id].fichiers
    titres = {"v_departement_2026.csv": "Millésime 2026 : Liste des départements au 01/01/2026"}
    serveur.jeu(fichiers.jeu, [serveur.ressource(f, b"", format=format, titre=titres.get(f)) for f, format in publies.items()])
    assert [r.fichier for r in resoudre(client(), id, fichiers)] == attendus
