"""The page of a contract (`docs/contrats/<retour>.md`), and what its authors must still settle."""

from __future__ import annotations

import re
from collections.abc import Iterator

from catalogue import Catalogue
from catalogue.contrats.lecture import charger_contrats, exemple
from catalogue.contrats.modeles import Champ, Contrat

NIVEAUX = {"bloquant": "Le retour est refusé", "a_confirmer": "Une confirmation est demandée"}
FORMES = {"texte": "texte", "code": "code", "entier": "nombre entier", "decimal": "nombre", "date": "date", "annee": "année", "booleen": "oui ou non"}
LONGUE = 30
MOT = re.compile(r"{\w+}")


def page_contrat(id: str, catalogue: Catalogue) -> str:
    """Everything a contributor or a statistician wants to know of a return: its columns, lists, key, rules, limits, example."""
    contrat = charger_contrats()[id]
    types = catalogue.nomenclatures["types_organismes"]
    contributeurs = ", ".join(types[t]["libelle"].lower() for t in contrat.contributeurs)
    compte = "Un seul retour compte par territoire." if contrat.retour_unique else "Les retours de plusieurs organismes se côtoient."
    return "\n\n".join([
        f"# {contrat.titre}", contrat.description,
        f"Contrat `{contrat.id}`, version {contrat.version}. Une ligne : {contrat.ligne}. Rempli par : {contributeurs}. {compte}",
        f"Une ligne est identifiée par : {', '.join(f'`{c}`' for c in contrat.cle)}.",
        "## Les colonnes", _colonnes(contrat, catalogue), "## Les listes", *_listes(contrat), "## Ce qui est vérifié", _regles(contrat),
        "## Ce que ces nombres ne disent pas", "\n".join(f"- {limite}" for limite in contrat.limites),
        "## Exemple", f"```\n{exemple(id).read_text('utf-8').strip()}\n```",
        f"Un fichier à remplir : `miprof modele {contrat.id} -o {contrat.id}.xlsx` (ou `.csv`)."]) + "\n"


def page_contrats(catalogue: Catalogue) -> str:
    """The list of the contracts."""
    lignes = [f"| [`{c.id}`]({c.id}.md) | {c.titre} | {len(c.champs)} | {c.version} |" for c in charger_contrats().values()]
    return "# Les retours\n\n| contrat | retour | colonnes | version |\n|---|---|---|---|\n" + "\n".join(lignes) + "\n"


def points_a_confirmer() -> Iterator[tuple[str, str, str]]:
    """What contracts leave to confirm: identifier, title, point."""
    for contrat in charger_contrats().values():
        yield from ((contrat.id, contrat.titre, point) for point in contrat.a_confirmer)
        yield from ((f"{contrat.id}.{champ.nom}", champ.titre, champ.a_confirmer) for champ in contrat.champs if champ.a_confirmer)
        yield from ((f"{contrat.id}.{regle.id}", "Règle", regle.a_confirmer) for regle in contrat.regles if regle.a_confirmer)


def _colonnes(contrat: Contrat, catalogue: Catalogue) -> str:
    lignes = [f"| `{c.nom}` | {c.titre} | {_forme(c, catalogue)} | {'oui' if c.obligatoire else 'non'} | {c.description} | {c.exemple} |"
              for c in contrat.champs]
    return "| nom | titre | forme | obligatoire | description | exemple |\n|---|---|---|---|---|---|\n" + "\n".join(lignes)


def _forme(champ: Champ, catalogue: Catalogue) -> str:
    bornes = [f"au moins {champ.minimum:g}" if champ.minimum is not None else None, f"au plus {champ.maximum:g}" if champ.maximum is not None else None,
              f"{champ.longueur_max} caractères au plus" if champ.longueur_max else None]
    unites = catalogue.nomenclatures["unites"]
    unite = f"en {unites[champ.unite]['pluriel']}" if champ.unite else f"unité : voir `{champ.unite_selon}`" if champ.unite_selon else None
    return ", ".join(filter(None, [FORMES[champ.type], unite, *bornes]))


def _listes(contrat: Contrat) -> Iterator[str]:
    for champ in (c for c in contrat.champs if c.type == "code"):
        if champ.selon:
            yield "\n".join([f"### `{champ.nom}`, selon `{champ.selon}`\n", *(f"- `{code}` : {_codes(liste)}" for code, liste in champ.listes.items())])
        elif len(champ.libelles) > LONGUE:
            bouts = f"de `{champ.modalites[0]}` à `{champ.modalites[-1]}`"
            yield f"### `{champ.nom}`\n\n{len(champ.libelles)} codes, {bouts} : nomenclature `{champ.nomenclature}`."
        else:
            yield f"### `{champ.nom}`\n\n{_codes(champ.libelles)}"


def _codes(libelles: dict[str, str]) -> str:
    return " ; ".join(f"`{code}` {libelle}" for code, libelle in libelles.items())


def _regles(contrat: Contrat) -> str:
    lignes = [f"| `{r.id}` | {MOT.sub('…', r.message_fr)} | {r.aide_fr} | {NIVEAUX[r.niveau]} |" for r in contrat.regles]
    return "| règle | ce que dit le rapport | ce qu’il faut faire | suite |\n|---|---|---|---|\n" + "\n".join(lignes)
