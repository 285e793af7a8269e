"""A damaged file is refused in sentences or, when the damage keeps its form, read: never a traceback, never a table left behind."""

import random

import pytest

from catalogue.erreurs import Refus
from tests.fabriques.sources import cog, crimes_services, etat4001, natinf, population, ssmsi_bases, ssmsi_series
from tests.fabriques.sources.classeur import ERREUR, classeur
from tests.fabriques.sources.livraison import lire

FOIS = 60
BASE = "donnee-geographie2026-produit-le2026-06-25.csv"
TEXTES = {
    "etat4001 large": ("etat4001", "etat.csv", etat4001.large()), "etat4001 longue": ("etat4001", "etat.csv", etat4001.longue([("01", 45, 2021, 6), ("2A", 45, 2020, 3)])),
    "services": ("crimes_services", "services.csv", crimes_services.csv(crimes_services.police())), "series": ("ssmsi_series", "series.csv", ssmsi_series.serie(ssmsi_series.ligne())),
    "natinf": ("natinf", "natinf.csv", natinf.liste(natinf.infraction(7, "ART.225-5 C.PENAL."))), "cog": ("cog", "cog.csv", cog.departements()),
    "départements": ("ssmsi_departementale", BASE, ssmsi_bases.base("2026-06-25", "dep")), "communes": ("ssmsi_communale", BASE, ssmsi_bases.base("2026-06-25", "com"))}
CLASSEURS = {
    "etat4001": ("etat4001", "tableaux-4001-ts.xlsx", "01", etat4001.feuille()), "police": ("crimes_services", "services.xlsx", "Services PN 2020", crimes_services.police()),
    "gendarmerie": ("crimes_services", "services.xlsx", "Services GN 2020", crimes_services.gendarmerie()), "population": ("population", "pop.xlsx", "2023", population.annee("2023"))}
MORCEAUX = [b";", b"\n", b'"', b"\r", b"\xe9", b"\xc3\xa9", b"\x00", b",", b"9" * 24]
CELLULES = [None, "", " ", "x", -1, 1.5, 1e30, ERREUR, "01", "20", "Total", "2022", "_2022_01", "Index", 971.0, 10**25]


def essayer(tmp_path, famille: str, nom: str, octets: bytes) -> None:
    (tmp_path / "lu.parquet").unlink(missing_ok=True)
    try:
        lire(famille, tmp_path, nom, octets, 2026)
    except Refus as e:
        assert all(ligne.startswith(nom) and ligne.endswith(".") for ligne in str(e).split("\n"))


def abime(octets: bytes, sort: random.Random) -> bytes:
    i, j = sorted(sort.randrange(len(octets) + 1) for _ in range(2))
    lignes = octets.split(b"\n")
    return sort.choice([octets[:i], octets[:i] + sort.choice(MORCEAUX) + octets[i:], octets[:i] + octets[i + 1:], octets[:i] + octets[min(j, i + 80):],
                        octets[:i] + octets[max(0, i - 40):], b"\n".join(sort.sample(lignes, len(lignes))), octets + lignes[-2] + b"\n"])


@pytest.mark.lent
@pytest.mark.parametrize("nom", TEXTES)
def test_a_damaged_text_is_refused_in_sentences(tmp_path, nom):
    famille, fichier, octets = TEXTES[nom]
    sort = random.Random(nom)
    for _ in range(FOIS):
        essayer(tmp_path, famille, fichier, abime(octets, sort))


@pytest.mark.lent
@pytest.mark.parametrize("nom", CLASSEURS)
def test_a_damaged_sheet_is_refused_in_sentences(tmp_path, nom):
    famille, fichier, feuille, lignes = CLASSEURS[nom]
    sort = random.Random(nom)
    for _ in range(FOIS):
        changees = [list(ligne) for ligne in lignes]
        rang = sort.randrange(len(changees))
        match sort.choice(["cellule", "cellule", "retirer", "doubler", "couper", "étroite"]):
            case "cellule" if changees[rang]:
                changees[rang][sort.randrange(len(changees[rang]))] = sort.choice(CELLULES)
            case "retirer":
                del changees[rang]
            case "doubler":
                changees.insert(rang, changees[sort.randrange(len(changees))])
            case "couper":
                changees = changees[:sort.randrange(6)]
            case "étroite":
                changees = [ligne[:sort.randrange(5)] for ligne in changees]
        essayer(tmp_path, famille, fichier, classeur({feuille: changees}))
