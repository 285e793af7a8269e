"""From the producers' files received by hand to the page of the long series, by the commands that a statistician types."""

import json
import re
import shutil
from pathlib import Path

import pikepdf
import pytest

from orchestration.chemins import RACINE, Chemins
from tests.fabriques.sources import etat4001
from tests.fabriques.texte import serrer, texte_pdf

pytestmark = pytest.mark.lent
PARTAGE = RACINE.parent / "shared" / "data"
FICHIERS = {"etat4001": "etat4001/DERIVED_index45_departement_annuel_1996_2022.csv", "ssmsi_series": "ssmsi-serieschrono/teh_DERIVED_from_rdata.csv",
            "population_departements": "insee-pop/estim-pop-dep-sexe-gca-1975-2023.xls"}
INHABITUELLES = {"proxenetisme_4001.2009.74", "proxenetisme_4001.2012.21", "proxenetisme_4001.2020.10"}


@pytest.fixture(scope="module")
def clone(tmp_path_factory) -> Path:
    """A copy of the tree, whose édition may be changed."""
    copie = tmp_path_factory.mktemp("depot") / "clone"
    for piece in ("catalogue", "data", "dbt_project", "ingest", "orchestration", "publication", "reports"):
        shutil.copytree(RACINE / piece, copie / piece)
    for fichier in ("dagster.yaml", "workspace.yaml"):
        shutil.copy(RACINE / fichier, copie)
    return copie


@pytest.fixture(scope="module")
def lance(miprof, clone, tmp_path_factory):
    """Run the command from the clone, in one `var/`; gives what it says."""
    chemins = Chemins(tmp_path_factory.mktemp("var"))

    def lance(*arguments: str, code: int = 0) -> str:
        execution = miprof(*arguments, maison=chemins.var, racine=clone)
        assert execution.returncode == code, execution.stderr
        return execution.stdout + execution.stderr

    lance.chemins = chemins
    return lance


@pytest.fixture(scope="module")
def epinglees(lance):
    for source, nom in FICHIERS.items():
        if not (PARTAGE / nom).exists():
            pytest.skip(f"données réelles absentes : ../shared/data/{nom}")
        (empreinte,) = re.findall(r"livraison ([0-9a-f]{64})", lance("sources", "importer", source, str(PARTAGE / nom)))
        lance("sources", "epingler", "2025", source, empreinte)


@pytest.fixture(scope="module")
def premiere(lance, epinglees):
    """What the first letter says, before any decision; its page numbers and its figure are read at once."""
    dit = lance("lettre", "2025")
    with pikepdf.open(lance.chemins.brouillon("2025") / "lettre.pdf") as pdf:
        pages = len(pdf.pages)
    return dit, pages, courbe(lance.chemins), texte_pdf((lance.chemins.brouillon("2025") / "lettre.pdf").read_bytes())


def courbe(chemins: Chemins) -> dict[str, str]:
    """Year → value as printed under the curve."""
    figure = json.loads((chemins.composition("2025") / "_donnees" / "figures" / "proxenetisme_long.json").read_text("utf-8"))
    annee, valeur = ([c["id"] for c in figure["donnees"]["colonnes"]].index(c) for c in ("annee", "valeur"))
    return {ligne[annee]: ligne[valeur] for ligne in figure["donnees"]["lignes"]}


def test_the_page_is_added_to_the_letter_and_only_one(premiere):
    _, pages, _, pdf = premiere
    assert pages <= 11
    assert serrer("633 procédures de proxénétisme en 2021 (calcul)") in pdf and serrer("70 valeurs, de 2016 à 2022") in pdf


def test_the_values_that_wait_are_announced_and_leave_gaps(premiere, lance):
    dit, _, annees, _ = premiere
    attention = next(ligne for ligne in dit.splitlines() if ligne.startswith("Attention"))
    assert all(cle in attention for cle in INHABITUELLES)
    assert {a for a, v in annees.items() if v == "non publié"} == {"2009", "2012", "2020"}
    assert annees["1996"] == "463 (calcul)" and annees["2022"] == "au moins 374 (calcul)"
    assert "Aube, 2020\u00a0: 143 (0 en 2019, 2 en 2021, médiane 1)" in lance("anomalies", "2025")


@pytest.fixture(scope="module")
def seconde(premiere, lance, clone, tmp_path_factory) -> tuple[str, dict[str, str]]:
    """What the second letter says, and its figure: the decisions are written, and a file that its reader refuses is pinned."""
    edition = clone / "data" / "editions" / "2025.yaml"
    lignes = [f'  - {{serie: proxenetisme_4001, annee: {a}, territoire: "{t}", decision: {d}, raison: "Vu avec le producteur, essai.", auteur: "Essai", date: 2025-04-10}}\n'
              for a, t, d in ((2009, "74", "publier"), (2012, "21", "publier"), (2020, "10", "ecarter"))]
    edition.write_text(edition.read_text("utf-8").rstrip() + "\ndecisions_anomalies:\n" + "".join(lignes), "utf-8")
    mauvais = tmp_path_factory.mktemp("recu") / "serie_2023.csv"
    mauvais.write_bytes(etat4001.longue([("01", 45, 2021, 3), ("20", 45, 2021, 7)]))
    (empreinte,) = re.findall(r"livraison ([0-9a-f]{64})", lance("sources", "importer", "etat4001", str(mauvais), code=1))
    lance("sources", "epingler", "2025", "etat4001", empreinte)
    return lance("lettre", "2025"), courbe(lance.chemins)


def test_written_decisions_close_the_gaps(premiere, seconde, lance):
    dit, annees = seconde
    assert "sans décision écrite" not in dit
    assert (annees["2009"], annees["2012"], annees["2020"]) == ("441 (calcul)", "521 (calcul)", "non publié")
    page = (lance.chemins.brouillon("2025") / "lettre.html").read_text("utf-8")
    assert "Aube, 2020 (proxénétisme, état 4001)\u00a0: valeur écartée" in page.replace("\u202f", " ")


def test_a_pinned_file_that_its_reader_refuses_is_told_and_the_last_good_table_goes_on_serving(premiere, seconde):
    dit, annees = seconde
    attendu = "Attention : serie_2023.csv, ligne 3, colonne « departement » : « 20 » n’est pas un département. Attendu : un code du code officiel"
    assert serrer(attendu) in serrer(dit)
    assert serrer("Source « etat4001 » : la livraison épinglée n’est pas lue, la dernière table bien lue sert encore.") in serrer(dit)
    assert {a: v for a, v in annees.items() if a not in ("2009", "2012")} == {a: v for a, v in premiere[2].items() if a not in ("2009", "2012")}
