"""Exit pathways and commissions."""

from reports.phrases.outils import annee, phrase
from reports.tables import Chiffres
from reports.texte import Texte, texte

DEPARTEMENTS = ("13", "31", "38", "69", "75")


@phrase
def titre_parcours(ch: Chiffres) -> Texte:
    c = ch.un("psp_en_cours")
    return texte("Fin ", annee(c), ", ", c, " personnes sont engagées\ndans un parcours de sortie")


@phrase
def cumul_parcours(ch: Chiffres) -> Texte:
    return texte("Depuis 2017, ", ch.un("psp_cumul"), " personnes y sont entrées.")


@phrase
def stock_flux_cumul(ch: Chiffres) -> Texte:
    return texte(ch.un("psp_en_cours"), " est un stock : les parcours en cours à une date. ", ch.un("psp_cumul"),
                 " est un cumul depuis 2017. Aucun des deux n’est un nombre d’entrées dans l’année.")


@phrase
def vu_des_associations(ch: Chiffres) -> Texte:
    c = ch.un("psp_entrees_declarees_associations")
    return texte(ch.un("fas_associations_repondantes"), " associations agréées déclarent ", c, " entrées en ", annee(c), ".")


@phrase
def agrements(ch: Chiffres) -> Texte:
    c = ch.un("associations_agreees", 2024)
    return texte(c, " associations agréées selon la stratégie de mai 2024. Un agrément vaut par département : ", c, " peut compter des agréments. À confirmer.")


@phrase
def titre_carte(ch: Chiffres) -> Texte:
    somme, total = ch.un("psp_en_cours_cinq_departements"), ch.un("psp_en_cours_senat")
    return texte("Cinq départements réunissent \n", somme, " parcours de sortie sur ", total)


@phrase
def departements_avec(ch: Chiffres) -> Texte:
    return texte("Au 31 décembre ", ch.millesime, ", ", ch.un("psp_departements_avec"),
                 " départements comptent au moins un parcours de sortie en cours. Cinq valeurs départementales seulement sont publiées.")


@phrase
def ecart_classes(ch: Chiffres) -> Texte:
    somme, annonces = ch.un("psp_departements_classes_non_nulles"), ch.un("psp_departements_avec")
    if somme.valeur == annonces.valeur:
        return texte("Les classes publiées totalisent bien ", annonces, " départements.")
    return texte("Les quatre classes non nulles totalisent ", somme, " départements ; le texte en annonce ", annonces,
                 ". L’écart est à confirmer auprès du producteur.")
