"""The table of the figures that the letter quotes, and the whole table of public figures."""

from __future__ import annotations

from itertools import groupby

from reports.tableaux.outils import objet, publication, quand, territoire, unite, valeur
from reports.tableaux.tableau import Colonne, Tableau
from reports.tables import Chiffre, Chiffres
from reports.texte import Texte, joindre, texte

STATUTS = {"provisoire": "provisoire", "semi_definitif": "semi-définitif", "definitif": "définitif", "revise": "révisé"}


def chiffres_cites(ch: Chiffres, cites: list[str]) -> Tableau:
    """Print: one line per indicator quoted in the letter, its values by year, its producer and where it was read."""
    quotes = [c for c in ch.tous() if c.cle in cites]
    lignes = [_ligne(ch, list(groupe)) for _, groupe in groupby(quotes, key=lambda c: (c.indicateur, c.territoire, tuple(c.modalites.values())))]
    return Tableau(
        id="chiffres_cites", largeur="pleine", compact=True, medias=["pdf"],
        titre=texte("Les chiffres cités dans cette lettre"),
        colonnes=[Colonne("Indicateur", largeur="1fr"), Colonne("Valeurs", largeur="52mm"), Colonne("Publication", largeur="58mm")],
        lignes=lignes,
    )


def tous_les_chiffres(ch: Chiffres) -> Tableau:
    """Web: one line per key, the target of every traced number of the page."""
    return Tableau(
        id="tous_les_chiffres", largeur="pleine", compact=True, medias=["html"], numerote=False, ancres=True, filtrable=True,
        titre=texte("Tous les chiffres publics de cette édition"),
        colonnes=[Colonne("Indicateur"), Colonne("Territoire"), Colonne("Année"), Colonne("Valeur", "right"), Colonne("Unité"), Colonne("Statut"),
                  Colonne("Producteur"), Colonne("Publication"), Colonne("Clé")],
        lignes=[[texte(objet(ch, c)), texte(territoire(ch, c)), texte(quand(c)), valeur(c), texte(unite(ch, c)),
                 texte("calcul" if c.derive else STATUTS[c.statut]), [{"badge": c.producteur, "ssp": c.ssp}], publication(ch, c), texte(c.cle)]
                for c in ch.tous()],
    )


def _ligne(ch: Chiffres, groupe: list[Chiffre]) -> list[Texte]:
    valeurs = joindre([texte(f"{c.annee} : ", valeur(c)) for c in groupe], separateur=" ; ", dernier=" ; ")
    return [texte(objet(ch, groupe[-1])), valeurs, publication(ch, groupe[-1])]
