"""Purchase of sexual acts: the older figures, in other units."""

from reports.tableaux.outils import publication, unite, valeur
from reports.tableaux.tableau import Colonne, Tableau
from reports.tables import Chiffres
from reports.texte import texte

AUTRES_UNITES = ("achat_clients_verbalises", "achat_personnes_interpellees", "achat_mis_en_cause", "achat_clients_verbalises_annuel")


def achat_unites(ch: Chiffres) -> Tableau:
    """Levels published before 2022: units and counting differ, so no line and no evolution."""
    anciennes = [c for i in AUTRES_UNITES for c in ch.tous(i)] + [c for c in ch.tous("contraventions_achat") if c.annee < ch.millesime - 2]
    return Tableau(
        id="achat_unites", largeur="pleine",
        titre=texte(f"Avant {ch.millesime - 2}, des nombres publiés dans d’autres unités"),
        unite=texte("Ces lignes ne forment pas une série : chaque unité compte un objet différent"),
        colonnes=[Colonne("Période", largeur="30mm"), Colonne("Valeur", "right"), Colonne("Unité de la source"), Colonne("Publication", largeur="1fr")],
        lignes=[[texte(c.quand), valeur(c), texte(unite(ch, c)), publication(ch, c)]
                for c in sorted(anciennes, key=lambda c: (c.annee, c.indicateur))],
    )
