"""The table of the figures that the letter quotes, and the whole table of public figures."""

from __future__ import annotations

import re
from itertools import groupby

from reports import retours
from reports import typographie as typo
from reports.tableaux.outils import objet, objet_court, publication, territoire, unite, valeur
from reports.tableaux.tableau import Colonne, Tableau
from reports.tables import Chiffre, Chiffres
from reports.texte import Texte, badge, joindre, texte

CALCUL = "(calcul)"
STATUTS = {"provisoire": "provisoire", "semi_definitif": "semi-définitif", "definitif": "définitif", "revise": "révisé"}


def chiffres_cites(ch: Chiffres, cites: list[str]) -> Tableau:
    """Print: the figures quoted in the texts, gathered by the study they come from, with the pages where it was read."""
    etudes: dict[str, list[tuple[str, Chiffre]]] = {}
    for c in sorted((c for c in (*ch.tous(), *ch.retours) if c.cle in cites), key=lambda c: c.derive):
        etude, relais = _etude(ch, c)
        etudes.setdefault(etude, []).append((relais, c))
    return Tableau(
        id="chiffres_cites", largeur="pleine", compact=True, medias=["pdf"],
        titre=texte("Les chiffres cités dans les textes de cette lettre, par publication"),
        unite=texte(f"Année {ch.millesime}, sauf mention. L’adresse de chaque publication est sur la page web de la lettre"),
        colonnes=[Colonne("Publication", largeur="80mm"), Colonne("Chiffres", largeur="1fr")],
        lignes=[[_publications(etude, [r for r, _ in lus]), joindre(_par_indicateur(ch, [c for _, c in lus]), " ; ", " ; ")]
                for etude, lus in sorted(etudes.items(), key=lambda e: (e[0] == CALCUL, e[0].lower()))],
    )


def tous_les_chiffres(ch: Chiffres) -> Tableau:
    """Web: one line per key, the target of every traced number of the page."""
    return Tableau(
        id="tous_les_chiffres", largeur="pleine", compact=True, medias=["html"], numerote=False, ancres=True, filtrable=True,
        titre=texte("Valeur, date, statut et publication de chaque chiffre"),
        colonnes=[Colonne("Indicateur"), Colonne("Territoire"), Colonne("Date"), Colonne("Valeur", "right"), Colonne("Unité"), Colonne("Statut"),
                  Colonne("Producteur"), Colonne("Publication"), Colonne("Clé")],
        lignes=[[texte(objet(ch, c)), texte(territoire(ch, c)), texte(c.quand), valeur(c), texte(unite(ch, c)),
                 texte("calcul" if c.derive else STATUTS[c.statut]), [badge(c)], publication(ch, c), texte(c.cle)]
                for c in (*ch.tous(), *ch.retours)],
    )


def _etude(ch: Chiffres, c: Chiffre) -> tuple[str, str]:
    """The study a chiffre comes from, and the page that quotes it: « lettre de l’Observatoire », « Droit d’enfance »."""
    if c.source == retours.SOURCE:
        return f"{c.producteur}, retours de la campagne", ""
    citations = ch.citations(c.cle)
    if not citations:
        return CALCUL, ""
    etude, _, relais = citations[0]["publication"].partition(" par ")
    etude = re.sub(r",? cité\w*$", "", etude)
    return f"{c.producteur}, {etude}, {typo.date_publiee(citations[0]['date_publication'])}", relais


def _publications(etude: str, relais: list[str]) -> Texte:
    lus = sorted({r for r in relais if r}, key=str.lower)
    return texte(etude, f" (par {', '.join(lus)})" if lus else "")


def _par_indicateur(ch: Chiffres, chiffres: list[Chiffre]) -> list[Texte]:
    """« victimes mineures 659 », « contraventions 1 155 (2022) et 1 160 (2023) »: the years of one indicator together."""
    groupes = [list(g) for _, g in groupby(chiffres, key=lambda c: (c.indicateur, c.territoire, tuple(c.modalites.values())))]
    return [[*texte(objet_court(ch, g[0]), " : "), *joindre([_datee(c, ch.millesime) for c in g])] for g in groupes]


def _datee(c: Chiffre, millesime: int) -> Texte:
    return valeur(c) if c.annee == millesime or c.mesure == "date" else [*valeur(c), *texte(f" ({c.annee})")]
