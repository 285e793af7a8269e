"""Exit pathways: requests and refusals, published departmental values."""

from reports.tableaux.outils import publication, valeur
from reports.tableaux.tableau import Colonne, Tableau
from reports.tables import Chiffres
from reports.texte import discret, joindre, texte

BASES = {"psp_demandes": "demandes", "psp_premieres_demandes": "premières demandes"}


def demandes_refus(ch: Chiffres) -> Tableau:
    """Requests and refusals as published: three publications, three bases (domain rule 7)."""
    lignes, lues = [], []
    for annee in range(ch.millesime - 2, ch.millesime + 1):
        bases = [texte(c, f" {mot}") for i, mot in BASES.items() for c in ch.tous(i, annee=annee, territoire="FR")]
        refus = ch.tous("psp_refus", annee=annee) or ch.tous("psp_part_refus", annee=annee)
        if refus:
            lues.append(refus[0])
            lignes.append([texte(annee), bases[0] if bases else texte("non précisée"), valeur(refus[0])])
    return Tableau(
        id="demandes_refus",
        titre=texte("Demandes et refus : d’une publication à l’autre, la base change"),
        colonnes=[Colonne("Année"), Colonne("Base publiée", largeur="1fr"), Colonne("Refus publiés", "right")],
        lignes=lignes,
        note=texte("ces lignes ne forment pas une série : les bases diffèrent."),
        source=joindre([publication(ch, c) for c in lues], " ; ", " ; "),
    )


def psp_departements(ch: Chiffres) -> Tableau:
    """Published departmental stocks, by code and never by value (no rank)."""
    valeurs = [c for c in ch.tous("psp_en_cours", annee=ch.millesime) if c.territoire != "FR"]
    noms = ch.catalogue.nomenclatures["departements"]
    return Tableau(
        id="psp_departements", numerote=False,
        titre=texte("Valeurs publiées"),
        colonnes=[Colonne("Code"), Colonne("Département", largeur="1fr"), Colonne("Personnes", "right")],
        lignes=[[texte(c.territoire), texte(noms[c.territoire]["nom"]), texte(c)] for c in valeurs] or [[[discret("non publié")]] * 3],
    )
