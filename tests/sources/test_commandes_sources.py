"""`miprof sources` as a user meets it: real commands, a real server on loopback, real files where they are."""

import shutil
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml

from catalogue import charger
from orchestration.chemins import RACINE
from tests.fabriques.sources import cog, etat4001, natinf
from tests.fabriques.sources.fautes import FAUTES, NOM

JEU = charger().sources["natinf"].fichiers.jeu
FICHIER = "liste-natinf-juillet-2026.csv"


def octets(*numeros: object) -> bytes:
    return natinf.liste(*(natinf.infraction(n, "ART.225-5 C.PENAL.") for n in numeros))


@pytest.fixture
def sources(tmp_path, monkeypatch, capsys, serveur):
    """Run `miprof sources …` in this process: exit code, what it says, what it complains of."""
    monkeypatch.setenv("MIPROF_HOME", str(tmp_path / "var"))
    monkeypatch.setenv("MIPROF_DATAGOUV", serveur.base)
    monkeypatch.setattr("ingest.recuperation.client.random.uniform", lambda *_: 0.0)
    from orchestration import cli

    def _sources(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr("sys.argv", ["miprof", "sources", *map(str, arguments)])
        with pytest.raises(SystemExit) as fin:
            cli.main()
        dit = capsys.readouterr()
        return int(fin.value.code or 0), dit.out.replace("\u00a0", " ").replace("\u202f", " "), dit.err.replace("\u00a0", " ")

    return _sources


@pytest.fixture
def clone(tmp_path) -> Path:
    """A copy of the tree whose édition a test may pin."""
    return shutil.copytree(RACINE, tmp_path / "clone", symlinks=True, ignore=shutil.ignore_patterns(
        ".git", ".venv", "var", "__pycache__", ".*_cache", "tests", "docs", "target", "logs"))


def test_a_new_file_is_downloaded_told_and_listed_then_found_unchanged(sources, serveur):
    serveur.jeu(JEU, [serveur.ressource(FICHIER, octets(1), date=datetime.now(UTC).isoformat())])
    code, dit, _ = sources("actualiser", "natinf")
    assert code == 0 and f"natinf : {FICHIER}, livraison " in dit and dit.endswith(" nouvelle.\n")
    assert sources("actualiser", "natinf")[1].endswith(" inchangée.\n")
    _, dit, _ = sources("lister")
    ligne = next(l for l in dit.splitlines() if l.startswith("natinf "))
    assert FICHIER in ligne and " 0 jour " in ligne and "aucune édition" in ligne
    assert next(l for l in dit.splitlines() if l.startswith("cog ")).split() == ["cog", "aucune"]


def test_a_file_changed_under_its_address_is_kept_and_told_with_code_1(sources, serveur):
    serveur.jeu(JEU, [serveur.ressource(FICHIER, octets(1))])
    sources("actualiser", "natinf")
    serveur.jeu(JEU, [serveur.ressource(FICHIER, octets(1, 2), etag='"v2"')])
    code, dit, plainte = sources("actualiser", "natinf")
    assert code == 1 and "changée sans changer d’adresse" in dit and "le fichier a changé sans changer d’adresse" in plainte


def test_one_bad_source_does_not_keep_the_others_from_coming(sources, serveur):
    serveur.jeu(JEU, [serveur.ressource(FICHIER, b"<html>maintenance</html>", somme=False)])
    cog = charger().sources["cog"].fichiers.jeu
    serveur.jeu(cog, [serveur.ressource("v_departement_2026.csv", b"DEP,REG\n01,84\n",
                                        titre="Millésime 2026 : Liste des départements au 01/01/2026")])
    code, dit, plainte = sources("actualiser", "natinf", "cog", "etat4001")
    assert code == 1 and "v_departement_2026.csv" in dit
    assert "c’est une page web" in plainte and "ne connaît pas le jeu de données" in plainte
    assert len(plainte.splitlines()) == 4, "two files received, two complaints"


def test_a_download_killed_half_way_leaves_nothing_half_stored_and_goes_on_where_it_stopped(sources, serveur, tmp_path):
    contenu = octets(*range(1, 2_000))
    serveur.jeu(JEU, [serveur.ressource(FICHIER, contenu, gout=0.005)])
    programme = subprocess.Popen([sys.executable, "-m", "orchestration.cli", "sources", "actualiser", "natinf"], cwd=RACINE,
                                 stderr=subprocess.DEVNULL)
    recus = []
    while not recus or recus[0].stat().st_size < 1_000:
        assert programme.poll() is None, "the download ended before it could be killed"
        time.sleep(0.02)
        recus = list((tmp_path / "var").rglob("*.partiel"))
    programme.kill()
    programme.wait()
    assert "aucune" in next(l for l in sources("lister")[1].splitlines() if l.startswith("natinf "))
    deja = recus[0].stat().st_size
    serveur.servis[f"/resources/{FICHIER}"].gout = 0.0
    assert sources("actualiser", "natinf")[1].endswith(" nouvelle.\n")
    assert serveur.demandes(f"/resources/{FICHIER}")[-1]["Range"] == f"bytes={deja}-"
    [stocke] = (tmp_path / "var" / "livraisons" / "octets").rglob("*/*")
    assert stocke.read_bytes() == contenu


def test_a_network_that_fails_is_told_with_code_2(sources, monkeypatch):
    monkeypatch.setenv("MIPROF_DATAGOUV", "http://127.0.0.1:9")
    code, dit, plainte = sources("actualiser", "natinf")
    assert code == 2 and dit == "" and "n’a pas pu être joint (connexion refusée)" in plainte


def test_a_received_file_is_kept_and_read(sources, tmp_path):
    (tmp_path / FICHIER).write_bytes(octets(1, 2, 3))
    code, dit, _ = sources("importer", "natinf", tmp_path / FICHIER, "--publie-le", "2026-07")
    assert code == 0 and f"({FICHIER}) conservée." in dit and "Lue : 3 lignes." in dit
    assert "déjà reçue le" in sources("importer", "natinf", tmp_path / FICHIER)[1]


def test_what_is_told_of_a_livraison_already_there_is_never_forgotten_in_silence(sources, tmp_path):
    (tmp_path / "departements.csv").write_bytes(cog.departements())
    code, dit, plainte = sources("importer", "cog", tmp_path / "departements.csv")
    assert (code, dit) == (2, "") and "rien ne dit l’année de ce fichier. Attendu : l’option --millesime. Rien n’a été enregistré." in plainte
    code, dit, _ = sources("importer", "cog", tmp_path / "departements.csv", "--millesime", "2025")
    assert code == 0 and "conservée" in dit
    code, _, plainte = sources("importer", "cog", tmp_path / "departements.csv", "--millesime", "2026")
    assert code == 1 and "avec millésime 2025. Une fiche ne se réécrit pas" in plainte
    assert sources("importer", "cog", tmp_path / "departements.csv", "--millesime", "2025")[0] == 0


def test_a_received_file_that_its_reader_refuses_is_kept_and_the_place_is_told(sources, tmp_path):
    (tmp_path / FICHIER).write_bytes(octets(1, "beaucoup"))
    code, dit, plainte = sources("importer", "natinf", tmp_path / FICHIER)
    assert code == 1 and "conservée" in dit
    assert "il n’est pas lisible en l’état" in plainte and f"{FICHIER}, ligne 3" in plainte and "« beaucoup »" in plainte


@pytest.mark.parametrize("faute", FAUTES)
def test_each_thing_a_reader_does_not_know_is_told_with_its_place_what_was_seen_and_what_was_expected(sources, tmp_path, faute):
    octets, ligne, colonne, vu, attendu = FAUTES[faute]
    (tmp_path / NOM).write_bytes(octets)
    code, dit, plainte = sources("importer", "ssmsi_departements", tmp_path / NOM)
    assert code == 1 and "conservée" in dit, "refused by its reader, kept all the same"
    phrase = plainte.replace("\u202f", " ").splitlines()[1]
    assert phrase.startswith(f"{NOM}, ligne {ligne}" + (f", colonne « {colonne} » :" if colonne else " :"))
    assert vu in phrase and f"Attendu : {attendu}" in phrase


def test_a_fault_in_a_workbook_is_told_with_its_sheet(sources, tmp_path):
    classeur = tmp_path / "tableaux-4001-ts.xlsx"
    classeur.write_bytes(etat4001.mensuel(d01=etat4001.feuille(proxenetisme=(1, "x", 3))))
    code, _, plainte = sources("importer", "etat4001", classeur)
    assert code == 1
    assert "tableaux-4001-ts.xlsx, feuille « 01 », ligne 46, colonne « _2022_01 » : « x » n’est pas un nombre. Attendu : un nombre entier" in plainte.replace("\u202f", " ")


@pytest.mark.parametrize(("arguments", "code", "attendu"), [
    (["actualiser", "natinff"], 2, "vouliez-vous dire « natinf » ?"),
    (["importer", "natinf", "absent.csv"], 2, "n’a pas pu être ouvert"),
    (["importer", "natinf", "absent.docx"], 1, "l’extension de ce fichier"),
    (["importer", "natinf", "absent.csv", "--publie-le", "juillet"], 2, "n’est pas une date"),
    (["epingler", "2025", "natinf"], 2, "une ou plusieurs empreintes, ou --aucune"),
    (["epingler", "2025", "natinf", "abc", "--aucune"], 2, "une ou plusieurs empreintes, ou --aucune"),
    (["epingler", "2025", "natinf", "abc"], 1, "n’est pas dans le magasin"),
    (["epingler", "2052", "natinf", "abc"], 2, "L’édition « 2052 » n’existe pas"),
    (["comparer", "abc", "abd"], 1, "n’est pas dans le magasin"),
    (["comparer", "abc"], 2, "Il manque SHA"),
])
def test_a_command_that_cannot_work_says_why_in_one_sentence(sources, arguments, code, attendu):
    obtenu, _, plainte = sources(*arguments)
    assert obtenu == code and attendu in plainte and len(plainte.splitlines()) == 1


@pytest.mark.parametrize("commande", ["", "lister", "actualiser", "importer", "epingler", "comparer"])
def test_help_is_french_to_the_last_word(sources, commande):
    code, aide, _ = sources(*filter(None, [commande]), "--aide")
    assert code == 0 and "Afficher cette aide." in aide
    assert not {"show", "this", "message", "exit", "default", "commands", "usage:"} & set(aide.lower().replace("]", " ").split())


def test_two_livraisons_are_compared_both_ways(sources, tmp_path):
    for nom, contenu in (("a", octets(1, 2)), ("b", octets(2, 3).replace(b"2;D\xe9lit", b"2;Crime"))):
        (tmp_path / f"liste-natinf-{nom}.csv").write_bytes(contenu)
    empreintes = [sources("importer", "natinf", tmp_path / f"liste-natinf-{n}.csv")[1].split("livraison ")[1][:12] for n in "ab"]
    _, aller, _ = sources("comparer", *empreintes)
    assert "Lignes : 2 avant, 2 après. Ajoutées : 1. Disparues : 1. Changées : 1." in aller
    assert "nature : 1 autres\n  2 : Délit → Crime" in aller
    assert "Crime → Délit" in sources("comparer", *reversed(empreintes))[1]
    assert "C’est la même livraison" in sources("comparer", empreintes[0], empreintes[0])[1]


def test_livraisons_that_differ_by_their_bytes_alone_are_told_so(sources, tmp_path):
    (tmp_path / "liste-natinf-a.csv").write_bytes(octets(1))
    (tmp_path / "liste-natinf-b.csv").write_bytes(octets(1) + b"\n")
    empreintes = [sources("importer", "natinf", tmp_path / f"liste-natinf-{n}.csv")[1].split("livraison ")[1][:12] for n in "ab"]
    assert "Les octets diffèrent, le contenu lu est le même." in sources("comparer", *empreintes)[1]


def test_a_source_without_a_reader_is_compared_by_its_bytes(sources, tmp_path):
    from ingest.livraisons import Fiche, Magasin

    magasin = Magasin(tmp_path / "var" / "livraisons")
    fiche = Fiche("registre", "o", "t", "f.csv", "l", "definitif")
    empreintes = [magasin.deposer(o, fiche).sha256 for o in (b"abcd", b"abXde")]
    assert "Aucun lecteur pour cette source : 4 octets contre 5, différents à partir de l’octet 3." in sources("comparer", *empreintes)[1]


def test_an_edition_uses_what_it_pins_and_announces_what_is_newer(miprof, clone, tmp_path):
    def lance(*arguments):
        execution = miprof("sources", *map(str, arguments), maison=tmp_path / "var", racine=clone)
        assert execution.returncode == 0, execution.stderr
        return execution.stdout.replace("\u00a0", " ")

    def recevoir(nom, contenu, date):
        (tmp_path / nom).write_bytes(contenu)
        return lance("importer", "natinf", tmp_path / nom, "--publie-le", date).split("livraison ")[1][:64]

    fichier = clone / "data" / "editions" / "2025.yaml"
    avant = fichier.read_text("utf-8")
    ancienne = recevoir("liste-natinf-avril-2026.csv", octets(1), "2026-04")
    assert f"{ancienne} épinglée" in lance("epingler", "2025", "natinf", ancienne[:12])
    assert yaml.safe_load(fichier.read_text("utf-8"))["livraisons"]["natinf"] == [ancienne]
    assert fichier.read_text("utf-8").startswith(avant.split("livraisons:")[0]), "comments and choices stay as they were"
    assert "attendent" not in lance("lister")

    nouvelle = recevoir("liste-natinf-juillet-2026.csv", octets(1, 2), "2026-07")
    liste = lance("lister")
    assert "2025 (une plus ancienne)" in liste
    assert liste.count("attendent, l’édition 2025 ne les utilise pas") == 1
    assert f"natinf  {nouvelle[:16]}" in liste.partition("attendent")[2] and ancienne[:16] not in liste.partition("attendent")[2]
    assert yaml.safe_load(fichier.read_text("utf-8"))["livraisons"]["natinf"] == [ancienne]

    assert f"{ancienne} n’est plus épinglée" in lance("epingler", "2025", "natinf", nouvelle)
    assert "attendent" not in lance("lister")
    lance("epingler", "2025", "natinf", "--aucune")
    assert "natinf" not in yaml.safe_load(fichier.read_text("utf-8")).get("livraisons", {})
