"""État 4001 as its producer writes it: the monthly workbook, and the wide CSV of 2012."""

from __future__ import annotations

from catalogue import charger
from tests.fabriques.sources.classeur import Cellule, classeur

INUTILISES = (96, 97, 99, 100)
MOIS = ("_2022_02", "_2022_01", "_2021_12")
PROXENETISME = 45


def libelles() -> list[str]:
    """The 107 labels, as a workbook of 2022 writes them: not quite the official ones."""
    return [(ligne["ecritures"].split("|")[-1] or ligne["libelle"]).replace("’", "'") for ligne in charger().nomenclatures["index_4001"].values()]


def feuille(mois: tuple[str, ...] = MOIS, proxenetisme: tuple[Cellule, ...] = (1, 2, 3)) -> list[list[Cellule]]:
    """One sheet: 107 rows of zeros but index 45; index no longer used are blank."""
    entete = ["Index", "libellé index", *mois]
    lignes = [[i, libelle, *([None] * len(mois) if i in INUTILISES else proxenetisme[:len(mois)] if i == PROXENETISME else [0] * len(mois))]
              for i, libelle in enumerate(libelles(), 1)]
    return [entete, *lignes]


def mensuel(**feuilles: list[list[Cellule]]) -> bytes:
    """A workbook of these sheets; national totals first, as in the real one, with fewer months."""
    totaux = feuille(MOIS[:1], (1000,))
    return classeur({"France_Entière": totaux, "France_Métro": totaux} | {nom.removeprefix("d"): lignes for nom, lignes in feuilles.items()})


def large(periode: str = "juin 2012", departements: tuple[str, ...] = ("Ain", "Corse-du-Sud", "Val-d'Oise"), encodage: str = "cp1252") -> bytes:
    """The CSV of 2012: title, blank row, départements by name, thousands with a space, source under the table."""
    vides = ";" * (len(departements) + 1)
    lignes = [f";Tableau 6. Faits constatés par la police et la gendarmerie, par département de France métropolitaine, en {periode}.{vides}", f";;{vides}",
              ";".join(["N°Index", "Index de l'Etat 4001", "Métropole", *departements])]
    for i, libelle in enumerate(libelles(), 1):
        nombres = [f"{1000 * i:,}".replace(",", " "), *map(str, range(1, len(departements)))]
        total = 1000 * i + sum(range(1, len(departements)))
        lignes.append(";".join([f"{i:02}", f'"{libelle}"' if ";" in libelle else libelle, f"{total:,}".replace(",", " "), *nombres]))
    lignes += [f";{vides};", f";Source : DCPJ, état 4001{vides}", f";Champ : France métropolitaine{vides}"]
    return ("\r\n".join(lignes) + "\r\n").encode(encodage)


def longue(lignes: list[tuple[str, int, int, object]]) -> bytes:
    """A long annual series: département, index, year, count."""
    return ("departement;index;annee;faits\r\n" + "".join(f"{d};{i};{a};{n}\r\n" for d, i, a, n in lignes)).encode("ascii")
