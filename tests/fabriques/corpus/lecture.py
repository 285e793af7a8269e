"""Classes of files that differ by how they are written: tools, separators, accents, titles, rows around the table, lines badly cut."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date

from catalogue.contrats import charger_contrats
from tests.fabriques.classeurs import Erreur, Formule, Pourcent
from tests.fabriques.corpus.piece import Piece, nouvelle
from tests.fabriques.retours import lignes


def canoniques() -> Iterator[Piece]:
    """Right returns, as a careful sender writes them."""
    for id in charger_contrats():
        yield nouvelle(f"{id}_noms", "canoniques", id)
    for id in ("psp_flux", "commission", "accompagnement", "agrements"):
        yield nouvelle(f"{id}_titres", "canoniques", id, 2, outil="xlsx", titres="titres", dates="cellules")
        yield nouvelle(f"{id}_titres_libres", "canoniques", id, 3, outil="ods", titres="titres", dates="cellules")


def separateurs() -> Iterator[Piece]:
    """Separators, quotes, ends of line."""
    for nom, separateur in {"virgule": ",", "tabulation": "\t", "barre": "|", "point_virgule": ";"}.items():
        yield nouvelle(nom, "separateurs", separateur=separateur)
        yield nouvelle(f"{nom}_tout_entre_guillemets", "separateurs", "agrements", separateur=separateur, guillemets=csv.QUOTE_ALL)
    yield nouvelle("consigne_sep", "separateurs", separateur="|", consigne=True)
    yield nouvelle("fins_de_ligne_mac", "separateurs", fin="\r")
    rows = [ligne | {"organisme": "Association\nd’exemple ; Ain"} for ligne in lignes(charger_contrats()["agrements"])]
    yield nouvelle("retours_entre_guillemets", "separateurs", "agrements", rows=rows)
    yield nouvelle("retours_puis_faute", "separateurs", "agrements", rows=rows).abimer(2, "siren", "12", "controle.forme")
    piece = nouvelle("separateur_final_partout", "separateurs")
    for rang in piece.rangs[1:]:
        rang.brut = ";".join(str(v or "") for v in rang.cases) + ";\r\n"
    yield piece.attendre(*(f"controle.cellules_en_trop@{n}" for n in range(2, 6)))
    piece = nouvelle("sans_separateur", "separateurs").attendre("controle.sans_separateur@")
    piece.octets = piece.rendre().replace(b";", b" ")
    yield piece


def encodages() -> Iterator[Piece]:
    """Accents."""
    for encodage in ("utf-8", "utf-8-sig", "utf-16", "cp1252", "mac_roman"):
        piece = nouvelle(f"accents_{encodage}", "encodages", "psp_flux", encodage=encodage, titres="titres", codes="libelles")
        yield piece
    doute = nouvelle("accents_douteux", "encodages").attendre("controle.accents_douteux@6")
    doute.octets = doute.rendre() + b"\xe9;;;;;;;;;\r\n"
    yield doute
    dos = nouvelle("accents_dos", "encodages", encodage="cp850", titres="titres").attendre("controle.accents_douteux@1")
    yield dos
    melange = nouvelle("accents_meles", "encodages", titres="titres").attendre("controle.accents_douteux@1")
    melange.octets = melange.rendre() + "été;;;;;;;;;\r\n".encode("cp1252")
    yield melange
    for nom, valeur in {"deux_fois_encode": "Association dâ€™aide", "caractere_perdu": "Association d\ufffdaide", "accent_casse": "FÃ©dÃ©ration"}.items():
        yield nouvelle(nom, "encodages", "agrements").abimer(1, "organisme", valeur, "controle.accents_abimes")


def titres() -> Iterator[Piece]:
    """The header."""
    for forme in ("majuscules", "sans_accents", "titres"):
        yield nouvelle(forme, "titres", "psp_flux", titres=forme)
    yield nouvelle("autre_ordre", "titres", "psp_sejour", ordre=7, titres="titres")
    yield nouvelle("noms_et_titres", "titres").titrer("departement", "Département de constatation")
    yield nouvelle("faute_de_frappe", "titres").titrer("contraventions", "contravantions", "controle.colonne_mal_nommee")
    yield nouvelle("faute_et_valeur", "titres").titrer("contraventions", "contravantions", "controle.colonne_mal_nommee").abimer(
        0, "contraventions", "douze", "controle.pas_un_entier")
    yield nouvelle("colonne_inconnue", "titres").colonne("Remarque du service", ["voir courrier", "", "rien"], "controle.colonne_inconnue")
    yield nouvelle("colonne_vide", "titres").colonne("Observations", [], "controle.colonne_vide")
    yield nouvelle("colonne_sans_titre", "titres").colonne("", ["a", "b"], "controle.colonne_sans_titre")
    yield nouvelle("colonne_en_double", "titres").colonne("Contraventions", ["1", "2", "3", "4"], "controle.colonne_en_double")
    yield nouvelle("colonne_absente", "titres").sans("departement", "controle.colonne_absente@")
    yield nouvelle("mesure_absente", "titres").sans("contraventions", "controle.colonne_absente@")
    yield nouvelle("facultative_absente", "titres").sans("date_fin", "controle.colonne_facultative_absente@")
    piece = nouvelle("sans_titres", "titres").attendre("controle.entete_absente@1")
    del piece.rangs[0]
    yield piece
    yield nouvelle("absente_inconnue_et_valeurs", "titres", "psp_flux").sans("entrees", "controle.colonne_absente@").colonne(
        "commentaires", ["x"], "controle.colonne_inconnue").abimer(0, "departement", "999", "controle.hors_liste")


def autour() -> Iterator[Piece]:
    """Rows around the table."""
    yield nouvelle("titre_et_blanc", "autour", preambule=(("Retour 2024", ""), ("", "")), titres="titres").attendre("controle.lignes_de_titre@1")
    yield nouvelle("comme_le_modele", "autour", outil="xlsx", titres="titres", preambule=(("Contraventions", "Campagne 2024"), ("2024", "63", "PN"))).attendre(
        "controle.lignes_de_titre@1", "controle.lignes_de_titre@2")
    yield nouvelle("modele_et_faute", "autour", outil="xlsx", titres="titres", preambule=(("Contraventions",), ("2024", "01", "GN", "observe", "23"))).abimer(
        1, "contraventions", "x", "controle.pas_un_entier")
    yield nouvelle("exemple_remplace", "autour", outil="xlsx", titres="titres", preambule=(("Contraventions",), ("2024", "13", "PN", "observe", "77", "0", "p"))).attendre(
        "controle.lignes_au_dessus@2")
    yield nouvelle("lignes_blanches", "autour", vides=True)
    yield nouvelle("lignes_blanches_et_faute", "autour", vides=True).abimer(2, "contraventions", "x", "controle.pas_un_entier")
    piece = nouvelle("titres_repetes", "autour")
    yield piece.ligne(list(piece.rangs[0].cases), "controle.entete_repetee", place=3)
    for nom, phrase in {"source_en_bas": "Source : bureau des statistiques du ministère", "note_en_bas": "NB : les chiffres sont provisoires"}.items():
        yield nouvelle(nom, "autour").ligne([phrase] + [""] * 9, "controle.ligne_de_texte")
    piece = nouvelle("modele_vide", "autour").attendre("controle.sans_ligne@")
    piece.oubliees = [rang.vraies for rang in piece.rangs[1:]]
    del piece.rangs[1:]
    yield piece


def decoupage() -> Iterator[Piece]:
    """Lines of a CSV file badly cut."""
    for nom, rang in {"ligne_courte": 2, "premiere_courte": 0}.items():
        piece = nouvelle(nom, "decoupage")
        cible = piece.rangs[rang + 1]
        cible.brut = ";".join(str(v or "") for v in cible.cases[:-3]) + "\r\n"
        yield piece.attendre(f"controle.cellules_manquantes@{rang + 2}")
    piece = nouvelle("ligne_longue", "decoupage")
    piece.rangs[2].brut = ";".join(str(v or "") for v in [*piece.rangs[2].cases, "trop"]) + "\r\n"
    yield piece.attendre("controle.cellules_en_trop@3")
    piece = nouvelle("decimale_et_virgule", "decoupage", separateur=",")
    piece.rangs[1].brut = ",".join(str(v or "") for v in piece.rangs[1].cases[:4]) + ",1,204,0,p,2025-03-31,,\r\n"
    yield piece.attendre("controle.cellules_en_trop@2", "controle.hors_liste@G2", "controle.pas_une_date@H2")
    piece = nouvelle("guillemet_seul", "decoupage", "agrements")
    piece.rangs[1].brut = ";".join(f'"{v}' if c == "organisme" else str(v or "") for c, v in zip(piece.champs, piece.rangs[1].cases, strict=True)) + "\r\n"
    yield piece.attendre("controle.guillemets@2")
    piece = nouvelle("guillemet_suivi", "decoupage", "agrements")
    piece.rangs[2].brut = ";".join(f'"{v}"x' if c == "organisme" else str(v or "") for c, v in zip(piece.champs, piece.rangs[2].cases, strict=True)) + "\r\n"
    yield piece.attendre("controle.guillemets@3")


def classeurs() -> Iterator[Piece]:
    """What only a workbook can hold."""
    for outil in ("xlsx", "ods"):
        yield _classeur("pourcentage", outil).abimer(0, "contraventions", Pourcent(0.42), "controle.pourcentage")
        yield _classeur("erreur_de_formule", outil).abimer(1, "contraventions", Erreur("#REF!"), "controle.erreur_tableur")
        yield _classeur("nombre_en_texte", outil).abimer(0, "contraventions", "1\u202f204", "controle.separateur_milliers", vaut=1204)
        yield _classeur("nombre_decimal", outil).abimer(0, "contraventions", 12.5, "controle.pas_un_entier")
        piece = _classeur("ligne_masquee", outil).attendre("controle.ligne_masquee@3")
        piece.masquees = (3,)
        yield piece
        piece = _classeur("feuille_d_aide", outil)
        piece.autres = {"Aide": [["Colonne", "Ce qu’elle contient"], ["Contraventions", "Le nombre de contraventions"]]}
        yield piece
        piece = _classeur("deux_feuilles", outil).attendre("controle.feuilles_rivales@")
        piece.autres = {"Suite": [list(rang.cases) for rang in piece.rangs]}
        yield piece
    piece = _classeur("cases_fusionnees", "xlsx").attendre("controle.cellules_fusionnees@A2", "controle.cellules_fusionnees@A3")
    piece.fusions = ("A2:A3",)
    yield piece.abimer(1, "annee", None, "controle.obligatoire")
    piece = nouvelle("titre_fusionne", "classeurs", outil="xlsx", preambule=(("Retour 2024",),)).attendre("controle.lignes_de_titre@1")
    piece.fusions = ("A1:F1",)
    yield piece
    yield nouvelle("annee_au_format_date", "classeurs", outil="xlsx").abimer(0, "annee", date(1905, 7, 16), "controle.pas_une_annee")
    yield nouvelle("formule_calculee", "classeurs", outil="xlsx").abimer(0, "contraventions", Formule("SUM(1,2)", 3), vaut=3)
    yield nouvelle("formule_sans_resultat", "classeurs", outil="xlsx").abimer(0, "contraventions", Formule("SUM(1,2)"), "controle.formule")
    yield nouvelle("formule_en_texte", "classeurs", outil="xlsx").abimer(0, "contraventions", "=A1+A2", "controle.formule")


def _classeur(nom: str, outil: str) -> Piece:
    return nouvelle(f"{nom}_{outil}", "classeurs", outil=outil, titres="titres")
