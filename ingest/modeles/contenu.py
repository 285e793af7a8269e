"""What a template says and holds before anybody types, as plain texts: `classeur`, `aide` and `listes` only lay it out."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date

from catalogue.contrats import Champ, Contrat, exemple
from catalogue.contrats.regles import Etat, ListeLiee, ModalitesCompletes

JAMAIS = ("Ne mettez jamais de nom, d’adresse, de téléphone, de courriel, de pseudonyme ni de lien : ce retour ne contient que des nombres. "
          "Un fichier qui en contient est mis de côté et n’est pas lu.")
VIDE = "Une case vide ne veut jamais dire zéro : écrivez 0, et dites dans « État de la valeur » pourquoi un nombre manque."
FORMES = {"texte": "Un texte court", "entier": "Un nombre entier, sans unité", "decimal": "Un nombre, avec une virgule pour les décimales",
          "date": "Une date : jour/mois/année", "annee": "Une année sur quatre chiffres", "booleen": "oui ou non"}
TITRES_AIDE = ("Colonne", "Obligatoire", "Ce qu’elle dit", "Ce qu’on y écrit", "Exemple")
TITRE_VERIFIE = "Ce qui est vérifié"
TITRES_LISTES = ("Liste", "Valeur à écrire", "Ce qu’elle veut dire")
CONVERTIR = {"entier": int, "annee": int, "decimal": float, "date": date.fromisoformat}


def bandeau(contrat: Contrat) -> str:
    """The first line of « Saisie »."""
    return (f"{contrat.titre} (version {contrat.version}). Une ligne : {contrat.ligne}. "
            "Ligne 2 : un exemple. Ligne 3 : les titres. Remplissez à partir de la ligne 4.")


def attendu(champ: Champ) -> str:
    """What may be written in a column, in one sentence."""
    if champ.selon:
        return "Choisissez une valeur de la liste ; elle dépend d’une autre colonne, à remplir d’abord."
    if champ.type == "code":
        return "Choisissez une valeur de la liste (feuille « Listes »)."
    bornes = {(False, False): "", (True, False): f" ; au moins {champ.minimum or 0:g}", (False, True): f" ; au plus {champ.maximum or 0:g}",
              (True, True): f" ; de {champ.minimum or 0:g} à {champ.maximum or 0:g}"}[champ.minimum is not None, champ.maximum is not None]
    longueur = f" ; {champ.longueur_max} caractères au plus" if champ.longueur_max else ""
    return f"{FORMES[champ.type]}{bornes}{longueur}."


def titre_aide(contrat: Contrat) -> str:
    """The title of « Aide »."""
    return f"{contrat.titre}, version {contrat.version}"


def paragraphes(contrat: Contrat) -> list[str]:
    """What « Aide » says before the columns."""
    return [contrat.description, f"Une ligne : {contrat.ligne}.", VIDE, JAMAIS, *contrat.limites]


def colonnes_expliquees(contrat: Contrat) -> list[tuple[str, ...]]:
    """The rows of « Aide », one per column of the return: see `TITRES_AIDE`."""
    exiges = {c for regle in contrat.regles if isinstance(regle, Etat) for c in regle.obligatoires}
    return [(c.titre, "oui" if c.obligatoire else "si compté" if c.nom in exiges else "non", c.description, attendu(c), exemple_ecrit(c)) for c in contrat.champs]


def verifications(contrat: Contrat) -> list[str]:
    """What the control looks at, each said once."""
    return list(dict.fromkeys(r.aide_fr for r in contrat.regles))


def listes(contrat: Contrat) -> Iterator[tuple[str, str, dict[str, str]]]:
    """Each list of codes: its name in the workbook, its title, labels by code."""
    for champ in contrat.champs:
        if champ.selon:
            libelles = contrat.champ(champ.selon).libelles
            for code, liste in champ.listes.items():
                yield f"liste_{champ.nom}_{code}", f"{champ.titre} : {libelles[code]}", liste
        elif champ.type == "code":
            yield f"liste_{champ.nom}", champ.titre, champ.libelles


def ligne_exemple(contrat: Contrat) -> dict[str, object]:
    """The first row of the contract's example, by name of column, as Excel types it; None for an empty cell."""
    with exemple(contrat.id).open(encoding="utf-8", newline="") as f:
        ligne = next(csv.DictReader(f, delimiter=";"))
    return {c.nom: CONVERTIR.get(c.type, str)(ligne[c.nom]) if ligne[c.nom] else None for c in contrat.champs}


def lignes_attendues(contrat: Contrat) -> Iterator[dict[str, str]]:
    """The cells known in advance of each row that the contract wants (rule `modalites_completes`), by name of column."""
    for regle in contrat.regles:
        if isinstance(regle, ModalitesCompletes):
            for selon in regle.pour:
                for modalite in contrat.champ(regle.champ).listes[selon]:
                    conditions = {colonne: codes[0] for colonne, codes in regle.si.items()}
                    yield _deduites(contrat, {regle.selon: selon, regle.champ: modalite, **conditions})


def textes(contrat: Contrat) -> frozenset[str]:
    """Every text that the house itself writes in a template: nobody's data, wherever it comes back."""
    des_listes = {texte for _, titre, liste in listes(contrat) for texte in (titre, *liste, *liste.values())}
    de_l_aide = {texte for ligne in colonnes_expliquees(contrat) for texte in ligne}
    exemples = {v for v in ligne_exemple(contrat).values() if isinstance(v, str)}
    return frozenset({bandeau(contrat), titre_aide(contrat), TITRE_VERIFIE, *TITRES_AIDE, *TITRES_LISTES, *paragraphes(contrat), *verifications(contrat)}
                     | des_listes | de_l_aide | exemples)


def exemple_ecrit(champ: Champ) -> str:
    """The example of a column, as French writes it."""
    if champ.type == "date":
        return f"{date.fromisoformat(champ.exemple):%d/%m/%Y}"
    return champ.exemple.replace(".", ",") if champ.type == "decimal" else champ.exemple


def _deduites(contrat: Contrat, ligne: dict[str, str]) -> dict[str, str]:
    """The row, and the columns that have one code only for what it holds."""
    for regle in contrat.regles:
        if isinstance(regle, ListeLiee) and regle.selon in ligne:
            liste = contrat.champ(regle.champ).listes[ligne[regle.selon]]
            if len(liste) == 1:
                ligne[regle.champ] = next(iter(liste))
    return ligne
