"""Pages of docs/ that say again what the catalogue defines: written by `python -m catalogue.documentation`, held fresh by a test."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from pathlib import Path

from catalogue.chargement import Catalogue, charger
from catalogue.contrats import charger_contrats
from catalogue.contrats.documentation import page_contrat, page_contrats, points_a_confirmer
from catalogue.erreurs import messages
from catalogue.modeles import Indicateur
from catalogue.secret import regles_a_confirmer

DOCS = Path(__file__).resolve().parent.parent / "docs"
CONTROLE, CHAMP = "controle", re.compile(r"\{[^}]*\}")
NIVEAUX = {"bloquant": "À corriger : le fichier est refusé", "a_confirmer": "À confirmer : le fichier est accepté une fois la question répondue",
           "corrige": "Lu autrement : le fichier est accepté, et le rapport le dit"}
ENTETE = "<!-- Page écrite à partir du catalogue par « make reference » : corriger le catalogue, pas cette page. -->\n\n"


def page_erreurs(catalogue: Catalogue) -> str:
    """Every message with its cause and its cure, by domain; those of returns have a page of their own."""
    lignes = [("# Les messages d’erreur\n\nCode de sortie : 1 quand un contenu est refusé, 2 quand la commande n’a pas pu travailler. "
               "Le contrôle des retours a [sa page](erreurs-des-retours.md).\n")]
    domaine = ""
    for code, message in sorted(messages().items()):
        if code.startswith(f"{CONTROLE}."):
            continue
        if code.split(".")[0] != domaine:
            domaine = code.split(".")[0]
            lignes.append(f"\n## {domaine}\n")
        lignes.append(f"### `{code}`\n\n> {message['phrase'].strip()}\n\n**Cause.** {message['cause'].strip()}\n\n**Remède.** {message['remede'].strip()}\n")
    return "\n".join(lignes)


def page_erreurs_des_retours(catalogue: Catalogue) -> str:
    """What the control of a return may say, for those who fill it: by level, then by kind."""
    controle = [m | {"code": code} for code, m in messages().items() if code.startswith(f"{CONTROLE}.")]
    parties = [("# Ce que le contrôle d’un retour peut dire\n\nChaque entrée porte le titre sous lequel le rapport range ses constats. « … » tient la place de "
                "ce que le contrôle a vu. Comment remplir et déposer un retour : [le guide](../guides/deposer-un-retour.md).\n")]
    for niveau, titre in NIVEAUX.items():
        parties.append(f"\n## {titre}\n")
        sortes: dict[str, list[str]] = {}
        for message in (m for m in controle if m["niveau"] == niveau):
            sortes.setdefault(message["sorte"], []).append(_constat(message))
        parties += [f"### {sorte}\n\n" + "\n".join(dits) for sorte, dits in sorted(sortes.items())]
    return "\n".join(parties)


def page_indicateurs(catalogue: Catalogue) -> str:
    """Every indicator by family: definition, unit, measure, perimeter, source, and whether it may be printed."""
    lignes = [f"# Les indicateurs\n\n{len(catalogue.indicateurs)} indicateurs, rangés par famille.\n"]
    for famille in sorted({i.famille for i in catalogue.indicateurs.values()}):
        lignes.append(f"\n## {famille}\n")
        lignes += [_indicateur(catalogue, i) for i in catalogue.indicateurs.values() if i.famille == famille]
    return "\n".join(lignes)


def page_a_confirmer(catalogue: Catalogue) -> str:
    """What remains to be confirmed with the Observatory or a producer."""
    indicateurs = [(i.id, i.libelle, i.a_confirmer) for i in catalogue.indicateurs.values() if i.a_confirmer]
    parties = [f"## {titre}\n\n| objet | libellé | à confirmer |\n|---|---|---|\n" + "\n".join(f"| `{id}` | {libelle} | {point} |" for id, libelle, point in points)
               for titre, points in (("Indicateurs", indicateurs), ("Retours", points_a_confirmer()), ("Règles de confidentialité", regles_a_confirmer()))]
    return "# À confirmer avec la Miprof ou le producteur\n\n" + "\n\n".join(parties) + "\n"


PAGES: dict[str, Callable[[Catalogue], str]] = {
    "reference/erreurs.md": page_erreurs,
    "reference/erreurs-des-retours.md": page_erreurs_des_retours,
    "reference/indicateurs.md": page_indicateurs,
    "a-confirmer.md": page_a_confirmer,
    "contrats/README.md": page_contrats,
    **{f"contrats/{id}.md": partial(page_contrat, id) for id in charger_contrats()},
}


def ecrire(docs: Path = DOCS) -> list[Path]:
    """Write every page of `PAGES` under `docs`; returns their paths."""
    catalogue = charger()
    for nom, page in PAGES.items():
        (docs / nom).parent.mkdir(parents=True, exist_ok=True)
        (docs / nom).write_text(ENTETE + page(catalogue), "utf-8")
    return [docs / nom for nom in PAGES]


def _constat(message: dict[str, str]) -> str:
    phrase = "" if message["phrase"] == "{message}" else f"> {CHAMP.sub('…', message['phrase'])}\n\n"
    return f"{phrase}**Cause.** {message['cause']}\n\n**À faire.** {CHAMP.sub('…', message['remede']).replace('….', '…')} (`{message['code']}`)\n"


def _indicateur(catalogue: Catalogue, i: Indicateur) -> str:
    faits = [f"unité : {catalogue.nomenclatures['unites'][i.unite]['pluriel']}", f"mesure : {i.mesure}",
             f"périmètre : {catalogue.nomenclatures['perimetres'][i.perimetre]['libelle']}", f"source : {catalogue.sources[i.source].titre}"]
    ruptures = "".join(f"\n\nRupture du {r.date:%d/%m/%Y} : {r.note}" for r in i.ruptures)
    imprime = "Imprimable" if i.publiable else "Non imprimable"
    return f"### `{i.id}` : {i.libelle}\n\n{i.definition}\n\n{' · '.join(faits)}{ruptures}\n\n{imprime} : {i.publiable_raison}\n"


if __name__ == "__main__":
    for path in ecrire():
        print(path.relative_to(DOCS.parent))
