"""Convictions: year, unit, perimeter and status apart, never a series."""

from reports.tableaux.outils import publication, unite, valeur
from reports.tableaux.tableau import Colonne, Tableau
from reports.tables import Chiffres
from reports.texte import texte

FAMILLE = "condamnations"


def condamnations(ch: Chiffres) -> Tableau:
    """Published levels of convictions, oldest first."""
    lignes = [c for c in ch.tous() if ch.catalogue.indicateurs[c.indicateur].famille == FAMILLE and c.mesure == "flux"]
    perimetres = ch.catalogue.nomenclatures["perimetres"]
    return Tableau(
        id="condamnations",
        titre=texte("Condamnations : des périmètres et des unités qui ne se comparent pas"),
        colonnes=[Colonne("Année"), Colonne("Valeur", "right"), Colonne("Unité"), Colonne("Périmètre", largeur="1fr"), Colonne("Publication", largeur="1fr")],
        lignes=[[texte(c.annee), valeur(c), texte(unite(ch, c)), texte(perimetres[ch.catalogue.indicateurs[c.indicateur].perimetre]["libelle"]), publication(ch, c)]
                for c in sorted(lignes, key=lambda c: (c.annee, c.cle))],
        note=texte("ces lignes ne forment pas une série."),
    )
