"""Minors: what each platform counts, apart."""

from reports.tableaux.outils import publication, unite, valeur
from reports.tableaux.tableau import Colonne, Tableau
from reports.tables import Chiffres
from reports.texte import texte

FAMILLE = "ecoute"


def mineurs_reperes(ch: Chiffres) -> Tableau:
    """Published counts of the listening platforms, one line each: objects that differ and do not add up."""
    comptes = [c for c in ch.tous() if ch.catalogue.indicateurs[c.indicateur].famille == FAMILLE]
    return Tableau(
        id="mineurs_reperes",
        titre=texte("Ce que comptent les plateformes d’écoute : des objets différents"),
        colonnes=[Colonne("Plateforme et objet", largeur="1fr"), Colonne("Période"), Colonne("Valeur", "right"), Colonne("Unité"), Colonne("Publication", largeur="34mm")],
        lignes=[[texte(c.libelle), texte(_periode(ch, c.cle)), valeur(c), texte(unite(ch, c)), publication(ch, c)] for c in comptes],
        note=texte("appels, contacts, situations et dossiers ne s’additionnent pas."),
    )


def _periode(ch: Chiffres, cle: str) -> str:
    r = ch.citations(cle)[0]
    if r["date_debut"] and r["date_fin"]:
        return f"{r['date_debut']:%m/%Y} à {r['date_fin']:%m/%Y}"
    return str(r["annee"])
