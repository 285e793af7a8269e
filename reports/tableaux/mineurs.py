"""Minors: what each platform counts, apart."""

from reports.tableaux.outils import publication, unite, valeur
from reports.tableaux.tableau import Colonne, Tableau
from reports.tables import Chiffre, Chiffres
from reports.texte import Texte, brut, joindre, texte

FAMILLE = "ecoute"


def mineurs_reperes(ch: Chiffres) -> Tableau:
    """Published counts of the listening platforms, one line each: objects that differ and do not add up."""
    comptes = [c for c in ch.tous() if ch.catalogue.indicateurs[c.indicateur].famille == FAMILLE]
    return Tableau(
        id="mineurs_reperes", compact=True,
        titre=texte("Ce que comptent les plateformes d’écoute : des objets différents"),
        colonnes=[Colonne("Objet", largeur="1fr"), Colonne("Période", largeur="34mm"), Colonne("Valeur", "right", "34mm")],
        lignes=[[texte(c.libelle), texte(c.quand), _compte(ch, c)] for c in comptes],
        note=texte("appels, contacts, situations et dossiers ne s’additionnent pas."),
        source=joindre(_publications(ch, comptes), " ; ", " ; "),
    )


def _compte(ch: Chiffres, c: Chiffre) -> Texte:
    return valeur(c) if c.unite == "pct" else [*valeur(c), *texte(f" {unite(ch, c)}")]


def _publications(ch: Chiffres, comptes: list[Chiffre]) -> list[Texte]:
    return list({brut(t): t for t in (publication(ch, c) for c in comptes)}.values())
