"""The table of the figures that the letter quotes, and the whole table of public figures."""

from __future__ import annotations

from itertools import groupby

from reports.tableaux.outils import objet, publication, territoire, unite, valeur
from reports.tableaux.tableau import Colonne, Tableau
from reports.tables import Chiffre, Chiffres
from reports.texte import Texte, badge, brut, joindre, texte

STATUTS = {"provisoire": "provisoire", "semi_definitif": "semi-définitif", "definitif": "définitif", "revise": "révisé"}


def chiffres_cites(ch: Chiffres, cites: list[str]) -> Tableau:
    """Print: the figures quoted in the texts, gathered by the publication where each was read."""
    lus = sorted(((brut(publication(ch, c)), c) for c in ch.tous() if c.cle in cites), key=lambda lu: (lu[1].derive, lu[0], lu[1].cle))
    return Tableau(
        id="chiffres_cites", largeur="pleine", compact=True, medias=["pdf"],
        titre=texte("Les chiffres cités dans les textes de cette lettre, par publication"),
        unite=texte(f"Année {ch.millesime}, sauf mention"),
        colonnes=[Colonne("Publication", largeur="76mm"), Colonne("Chiffres", largeur="1fr")],
        lignes=[[texte(lu), joindre(_par_indicateur([c for _, c in groupe], ch.millesime), " ; ", " ; ")] for lu, groupe in groupby(lus, key=lambda lu: lu[0])],
        note=texte("l’adresse de chaque publication est dans la table des chiffres de la page web."),
    )


def tous_les_chiffres(ch: Chiffres) -> Tableau:
    """Web: one line per key, the target of every traced number of the page."""
    return Tableau(
        id="tous_les_chiffres", largeur="pleine", compact=True, medias=["html"], numerote=False, ancres=True, filtrable=True,
        titre=texte("Tous les chiffres publics de cette édition"),
        colonnes=[Colonne("Indicateur"), Colonne("Territoire"), Colonne("Date"), Colonne("Valeur", "right"), Colonne("Unité"), Colonne("Statut"),
                  Colonne("Producteur"), Colonne("Publication"), Colonne("Clé")],
        lignes=[[texte(objet(ch, c)), texte(territoire(ch, c)), texte(c.quand), valeur(c), texte(unite(ch, c)),
                 texte("calcul" if c.derive else STATUTS[c.statut]), [badge(c)], publication(ch, c), texte(c.cle)]
                for c in ch.tous()],
    )


def _par_indicateur(chiffres: list[Chiffre], millesime: int) -> list[Texte]:
    """« victimes mineures 659 », « contraventions 1 155 (2022) et 1 160 (2023) »: the years of one indicator together."""
    return [texte(f"{groupe[0].libelle_court} ", joindre([[*valeur(c), *texte("" if c.annee == millesime or c.mesure == "date" else f" ({c.annee})")] for c in groupe]))
            for groupe in (list(g) for _, g in groupby(chiffres, key=lambda c: (c.indicateur, c.territoire, tuple(c.modalites.values()))))]
