"""Class of files as people who use a spreadsheet every day make them: hidden columns, titles merged, totals in their own words, codes with their label."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from tests.fabriques.classeurs import Formule, Page, ods, xlsx
from tests.fabriques.corpus.piece import Piece, nouvelle
from tests.fabriques.dialectes import grille

TOTAUX = {"ensemble": "Ensemble", "general": "TOTAL général 2024", "region": "S/Total Auvergne", "deux_points": "Total :", "somme": "Totaux"}


def habitudes() -> Iterator[Piece]:
    """What must be read as it was meant, told, or confirmed."""
    for outil in ("xlsx", "ods"):
        piece = nouvelle(f"colonne_masquee_{outil}", "habitudes", outil=outil, titres="titres").attendre("controle.colonne_masquee@F")
        piece.cachees = (6,)
        yield piece
        piece = nouvelle(f"colonne_masquee_et_faute_{outil}", "habitudes", outil=outil, titres="titres")
        piece.cachees = (12,)
        yield piece.abimer(0, "contraventions", "x", "controle.pas_un_entier")
        piece = nouvelle(f"feuille_masquee_{outil}", "habitudes", outil=outil, titres="titres").attendre("controle.feuille_masquee@")
        pages = {"Feuil1": [["Voir le courrier joint"]], "Saisie": Page([rang.cases for rang in piece.rangs], masquee=True)}
        piece.octets = {"xlsx": xlsx, "ods": ods}[outil](pages)
        yield piece
    for nom, mot in TOTAUX.items():
        piece = nouvelle(f"total_{nom}", "habitudes", outil="xlsx", titres="titres")
        yield piece.ligne([{"departement": mot, "contraventions": 9999}.get(c) for c in piece.champs], "controle.ligne_de_total")
    yield from _cellules()
    yield from _tableaux()


def _cellules() -> Iterator[Piece]:
    yield nouvelle("libelle_et_code", "habitudes").abimer(0, "departement", "Puy-de-Dôme (63)", "controle.ecriture_code")
    yield nouvelle("apostrophe_devant", "habitudes").abimer(0, "departement", "'63", "controle.ecriture_code")
    yield nouvelle("tiret_de_word", "habitudes").abimer(2, "etat_valeur", "zero\u2011confirme", "controle.ecriture_code")
    yield nouvelle("siren_par_groupes", "habitudes", "agrements").abimer(0, "siren", "123 456 789", "controle.espaces_dedans")
    yield nouvelle("mois_devenu_jour", "habitudes", "victimes", outil="xlsx").abimer(0, "vintage", date(2025, 3, 1), "controle.ecriture_code", vaut="2025-03")
    yield nouvelle("mois_montre_en_jour", "habitudes", "victimes").abimer(0, "vintage", "01/03/2025", "controle.ecriture_code", vaut="2025-03")
    yield nouvelle("jour_au_lieu_du_mois", "habitudes", "victimes").abimer(0, "vintage", "15/03/2025", "controle.forme")
    yield nouvelle("date_et_heure", "habitudes").abimer(0, "date_arrete", "31/03/2025 14:30", "controle.ecriture_date", vaut=date(2025, 3, 31))
    yield nouvelle("jour_de_la_semaine", "habitudes").abimer(0, "date_arrete", "lundi 31 mars 2025", "controle.pas_une_date")
    yield nouvelle("appel_de_note", "habitudes").abimer(0, "contraventions", "12*", "controle.pas_un_entier")
    yield nouvelle("formule_vide", "habitudes", outil="xlsx").abimer(0, "date_debut", Formule('IF(A2="","","")', ""), vaut=None)
    yield nouvelle("neant", "habitudes").abimer(2, "contraventions", "néant", "controle.pas_un_entier")
    yield nouvelle("lettre_o", "habitudes").abimer(0, "contraventions", "1O", "controle.pas_un_entier")


def _tableaux() -> Iterator[Piece]:
    blancs = nouvelle("lignes_d_espaces", "habitudes")
    for place in (3, 6):
        blancs.ligne([" "] * len(blancs.champs), place=place)
    yield blancs
    larges = nouvelle("colonnes_vides_a_droite", "habitudes")
    for rang in larges.rangs:
        rang.brut = ";".join(str(v or "") for v in rang.cases) + ";;;\r\n"
    yield larges
    yield nouvelle("titre_et_renvoi", "habitudes", titres="titres").titrer("contraventions", "Contraventions (1)", "controle.colonne_mal_nommee")
    yield nouvelle("titre_sur_deux_lignes", "habitudes", outil="xlsx", titres="titres").titrer("contraventions", "Contra-\nventions", "controle.titre_reconnu")
    fusion = nouvelle("titres_sur_deux_rangs", "habitudes", outil="xlsx", titres="titres")
    fusion.octets = xlsx({"Saisie": Page([fusion.rangs[0].cases, [], *(r.cases for r in fusion.rangs[1:])], [f"{lettre}1:{lettre}2" for lettre in "ABCDEFGHIJ"])})
    yield fusion
    decale = nouvelle("tableau_decale", "habitudes", outil="xlsx", titres="titres").attendre("controle.lignes_de_titre@1")
    decale.octets = xlsx({"Feuil1": [["", "Contraventions de l’année"], [], *([None, *cases] for cases in grille(decale.contrat, decale.rows, decale.dialecte))]})
    yield decale
    numbers = nouvelle("numbers", "habitudes", outil="xlsx", titres="titres").attendre("controle.lignes_de_titre@1")
    numbers.octets = xlsx({"Feuille 1": Page([["Tableau 1"], *(r.cases for r in numbers.rangs)], ["A1:J1"])})
    yield numbers
    trop_bas = nouvelle("recapitulatif_dessous", "habitudes", outil="xlsx", titres="titres")
    trop_bas.ligne(["Récapitulatif par service"], "controle.ligne_de_texte")
    yield trop_bas.ligne(["PN", "9999"], place=7).attendre(
        "controle.pas_une_annee@A7", "controle.hors_liste@B7", *(f"controle.obligatoire@{c}7" for c in "CDGH"))
