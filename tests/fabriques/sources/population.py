"""Insee's population workbook: one sheet a year, merged group titles, overseas codes as numbers, subtotals, notes."""

from __future__ import annotations

from tests.fabriques.sources.classeur import Cellule, classeur

TRANCHES = ("0 à 19 ans", "20 à 39 ans", "40 à 59 ans", "60 à 74 ans", "75 ans et plus", "Total")
METROPOLE = (("01", "Ain"), ("2A", "Corse-du-Sud"))
OUTRE_MER = ((971, "Guadeloupe "), (974, "La Réunion"))


def classeur_de(annees: dict[str, list[list[Cellule]]]) -> bytes:
    return classeur({"À savoir": [["Quelques remarques"]]} | annees)


def annee(an: str, tranches: tuple[str, ...] = TRANCHES, note: str | None = None, outre_mer: tuple = OUTRE_MER) -> list[list[Cellule]]:
    """One sheet. In each département men are 100, 200… by age, women one more; totals and subtotals are right."""
    vide = [None] * (len(tranches) - 1)
    lignes: list[list[Cellule]] = [["Estimation de population au 1er janvier, par département, sexe et grande classe d'âge"], [f"Année {an}"], [],
              ["Départements", None, "Ensemble", *vide, "Hommes", *vide, "Femmes", *vide], [None, None, *tranches * 3]]
    metropole = [[code, nom, *_nombres(len(tranches))] for code, nom in METROPOLE]
    lignes += [*metropole, ["France métropolitaine ", None, *_somme(metropole)]]
    if outre_mer:
        dom = [[code, nom, *_nombres(len(tranches))] for code, nom in outre_mer]
        lignes += [*dom, ["DOM", None, *_somme(dom)], ["France métropolitaine et DOM", None, *_somme(metropole + dom)]]
    return lignes + [[], [note or "Source : Insee - Estimations de population"], ["NB : les âges sont ceux atteints au 1er janvier."]]


def _nombres(tranches: int) -> list[int]:
    hommes = [100 * (i + 1) for i in range(tranches - 1)]
    hommes.append(sum(hommes))
    femmes = [h + 1 for h in hommes[:-1]]
    femmes.append(sum(femmes))
    return [h + f for h, f in zip(hommes, femmes, strict=True)] + hommes + femmes


def _somme(lignes: list[list[Cellule]]) -> list[int]:
    return [sum(colonne) for colonne in zip(*(ligne[2:] for ligne in lignes), strict=True)]
