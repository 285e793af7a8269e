"""Classes of files with wrong or unusual cells: numbers, absences, codes, dates, years, and several faults at once."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date

from catalogue.contrats import Champ, lire_contrat
from tests.fabriques.corpus.piece import Piece, nouvelle
from tests.fabriques.retours import lignes

ESPACES = {"espace": " ", "insecable": "\u00a0", "fine": "\u202f"}


def nombres() -> Iterator[Piece]:
    """Integers and decimals."""
    lus = {f"milliers_{nom}": (f"1{e}204", "separateur_milliers", 1204) for nom, e in ESPACES.items()} | {
        "decimale_nulle": ("12,0", "ecriture_nombre", 12), "signe_plus": ("+12", "ecriture_nombre", 12), "zero_devant": ("012", "ecriture_nombre", 12),
        "espaces_autour": (" 12 ", "espaces_autour", 12), "apostrophe": ("1’204", "separateur_milliers", 1204), "invisible": ("12\u200b", "invisibles", 12)}
    refuses = {
        "en_lettres": ("douze", "pas_un_entier"), "avec_unite": ("12 personnes", "pas_un_entier"), "fourchette": ("5 à 10", "pas_un_entier"),
        "point_des_milliers": ("1.204", "nombre_ambigu"), "virgule_des_milliers": ("1,204", "nombre_ambigu"), "mille_ambigu": ("1.000", "nombre_ambigu"),
        "mal_groupe": ("1 20", "pas_un_entier"), "negatif": ("-3", "negatif"), "exposant": ("1E+05", "pas_un_entier"), "decimale": ("12,5", "pas_un_entier"),
        "demesure": ("99999999999999999", "nombre_demesure"), "environ": ("~20", "pas_un_entier"), "deux_separateurs": ("1.204,5", "nombre_ambigu"),
        "plusieurs_points": ("1.204.300", "nombre_ambigu"), "pourcent": ("42 %", "pourcentage"), "date_tapee": ("12-oct", "date_au_lieu_de_nombre"),
        "date_entiere": ("2024-10-12", "date_au_lieu_de_nombre"), "erreur": ("#DIV/0!", "erreur_tableur"), "formule": ("=12+1", "formule"),
        "aucun": ("aucun", "pas_un_entier"), "note": ("12 (dont 3)", "pas_un_entier")}
    for nom, (valeur, code, vaut) in lus.items():
        yield nouvelle(nom, "nombres").abimer(0, "contraventions", valeur, f"controle.{code}", vaut=vaut)
    for nom, (valeur, code) in refuses.items():
        yield nouvelle(nom, "nombres").abimer(0, "contraventions", valeur, f"controle.{code}")
    yield nouvelle("decimale_a_virgule", "nombres", "annonces").abimer(0, "coef", "40,0", "controle.virgule_decimale")
    yield nouvelle("coefficient_en_pourcent", "nombres", "annonces").abimer(0, "coef", "40 %", "controle.pourcentage")
    piece = nouvelle("virgules_et_points", "nombres", "annonces").abimer(1, "coef", "40,0", "controle.virgule_decimale")
    yield piece.abimer(0, "coef", "1.204", "controle.nombre_ambigu")
    for unite, codes in (("pct", ["signe_pourcent"]), ("nombre", ["signe_pourcent", "pourcentage"])):
        rows = [ligne | {"unite": unite, "valeur": 58.5, "base": 64, "base_libelle": "repondants" if unite == "pct" else None, "reponse": "unique"}
                for ligne in lignes(lire_contrat("diagnostic"))[:1]]
        if unite == "pct":
            yield nouvelle("part_sous_un", "nombres", "diagnostic", rows=rows).abimer(0, "valeur", 0.42, "controle.part_sous_un")
        yield nouvelle(f"pourcent_d_un_{unite}", "nombres", "diagnostic", rows=rows).abimer(0, "valeur", "58.5 %", *(f"controle.{c}" for c in codes))


def absences() -> Iterator[Piece]:
    """What is not there is never zero."""
    for nom, valeur in {"nc": "NC", "nd": "nd", "tiret": "-", "non_communique": "Non communiqué", "n_c": "n.c."}.items():
        yield nouvelle(nom, "absences").abimer(0, "recidives_delictuelles", valeur, "controle.absent", vaut=None)
    for nom, valeur in {"moins_de_cinq": "<5", "inferieur": "< 5", "moins_de": "moins de 5"}.items():
        yield nouvelle(nom, "absences").abimer(0, "recidives_delictuelles", valeur, "controle.cache_par_producteur", vaut=None)
    for nom, valeur, code in (("nc_observe", "NC", "absent"), ("cache_observe", "<5", "cache_par_producteur")):
        yield nouvelle(nom, "absences").abimer(0, "contraventions", valeur, f"controle.{code}", "regle.etat_et_nombres")
    yield nouvelle("vide_observe", "absences").abimer(0, "contraventions", None, "regle.etat_et_nombres")
    yield nouvelle("zero_contredit", "absences").abimer(2, "contraventions", 4, "regle.etat_et_nombres")
    yield nouvelle("non_transmis_rempli", "absences").abimer(3, "contraventions", 4, "regle.etat_et_nombres")
    yield nouvelle("obligatoire_vide", "absences").abimer(1, "date_arrete", None, "controle.obligatoire")
    yield nouvelle("obligatoire_nc", "absences").abimer(1, "date_arrete", "NC", "controle.absent", "controle.obligatoire")
    yield nouvelle("colonne_toute_vide", "absences").abimer(0, "statut", "", "controle.obligatoire").abimer(1, "statut", "", "controle.obligatoire").abimer(
        2, "statut", "", "controle.obligatoire").abimer(3, "statut", "", "controle.obligatoire")


def codes() -> Iterator[Piece]:
    """Codes of the lists."""
    yield nouvelle("zero_perdu", "codes", departements=("01", "02", "63", "971")).abimer(0, "departement", "1", "controle.zero_perdu").abimer(
        1, "departement", "2", "controle.zero_perdu")
    yield nouvelle("zero_perdu_classeur", "codes", outil="xlsx", departements=("01", "02", "63", "971")).abimer(0, "departement", 1, "controle.zero_perdu", vaut="01")
    yield nouvelle("libelles", "codes").abimer(0, "departement", "Puy-de-Dôme", "controle.ecriture_code").abimer(
        0, "etat_valeur", "Compté", "controle.ecriture_code")
    yield nouvelle("code_et_libelle", "codes").abimer(0, "departement", "63 - Puy-de-Dôme", "controle.ecriture_code")
    yield nouvelle("majuscules", "codes").abimer(1, "departement", "2a", "controle.ecriture_code").abimer(0, "service", "gn", "controle.ecriture_code", vaut="GN")
    refuses = {"inconnu": "99", "corse_ancienne": "20", "faute": "Puy-de-Dome-et-Loire", "region": "R84", "plusieurs": "63, 03"}
    for nom, valeur in refuses.items():
        yield nouvelle(nom, "codes").abimer(0, "departement", valeur, "controle.hors_liste")
    yield nouvelle("presque", "codes").abimer(0, "etat_valeur", "observee", "controle.hors_liste")
    yield nouvelle("age_devenu_date", "codes", "victimes", outil="xlsx").abimer(0, "age", date(2024, 10, 14), "controle.date_au_lieu_de_code")
    yield nouvelle("age_devenu_mois", "codes", "victimes").abimer(0, "age", "14-oct", "controle.date_au_lieu_de_code")
    for nom, valeur in {"vrai": "VRAI", "un": "1", "majuscule": "Oui"}.items():
        yield nouvelle(f"oui_{nom}", "codes", "commission").abimer(0, "installee", valeur, "controle.ecriture_code")
    yield nouvelle("peut_etre", "codes", "commission").abimer(0, "installee", "peut-être", "controle.pas_oui_ou_non")


def dates() -> Iterator[Piece]:
    """Dates and years."""
    for nom, valeur in {"francaise": "31/03/2025", "points": "31.03.2025", "lettres": "31 mars 2025", "premier": "1er mars 2025", "minuit": "2025-03-31 00:00:00"}.items():
        jour = date(2025, 3, 1 if nom == "premier" else 31)
        yield nouvelle(nom, "dates").abimer(0, "date_arrete", valeur, "controle.ecriture_date", vaut=jour)
    refusees = {"impossible": ("31/02/2025", "date_impossible"), "americaine": ("12/31/2024", "date_impossible"), "date_courte": ("31/12/24", "date_annee_courte"),
                "nombre": ("45657", "date_nombre"), "mois_seul": ("mars 2025", "pas_une_date"), "texte": ("fin mars", "pas_une_date"), "annee_seule": ("2025", "pas_une_date")}
    for nom, (valeur, code) in refusees.items():
        yield nouvelle(nom, "dates").abimer(0, "date_arrete", valeur, f"controle.{code}")
    piece = nouvelle("mois_devant", "dates").abimer(0, "date_arrete", "12/31/2024", "controle.date_impossible")
    yield piece.abimer(1, "date_arrete", "02/03/2025", "controle.ecriture_date", "controle.date_ambigue")
    for nom, (valeur, code) in {"courte": ("24", "pas_une_annee"), "ancienne": ("1999", "trop_petit"), "periode": ("2023-2024", "pas_une_annee")}.items():
        yield nouvelle(f"annee_{nom}", "dates").abimer(0, "annee", valeur, f"controle.{code}")
    yield nouvelle("annee_espacee", "dates").abimer(0, "annee", "2 024", "controle.ecriture_nombre")


def formes() -> Iterator[Piece]:
    """Texts that have a form."""
    yield nouvelle("siren_court", "formes", "agrements").abimer(0, "siren", "12345", "controle.forme")
    yield nouvelle("trop_long", "formes", "agrements").abimer(0, "organisme", "Association " + "a" * 400, "controle.trop_long")


def plusieurs() -> Iterator[Piece]:
    """Several faults at once, drawn at random: all must be told."""
    for graine in range(40):
        hasard = random.Random(graine)
        contrat = hasard.choice(("verbalisations", "psp_flux", "psp_sejour", "afis", "commission"))
        piece = nouvelle(f"hasard_{graine:02}", "plusieurs", contrat, graine, departements=("63", "2A", "75", "13", "971", "69"), outil=hasard.choice(("csv", "csv", "xlsx", "ods")),
                         ordre=hasard.choice((None, graine)), titres=hasard.choice(("noms", "titres")))
        for rang in hasard.sample(range(4), hasard.randint(2, 4)):
            champ = hasard.choice([c for c in piece.contrat.champs if c.nom not in ("annee", "etat_valeur")])
            valeur, code = hasard.choice(_fautes(champ))
            piece.abimer(rang, champ.nom, valeur, f"controle.{code}")
        if hasard.random() < 0.5:
            piece.colonne("commentaire interne", ["x"], "controle.colonne_inconnue")
        yield piece


def _fautes(champ: Champ) -> list[tuple[str, str]]:
    par_type = {
        "entier": [("douze", "pas_un_entier"), ("1.204", "nombre_ambigu"), ("#REF!", "erreur_tableur"), ("12,5", "pas_un_entier")],
        "decimal": [("douze", "pas_un_nombre"), ("#REF!", "erreur_tableur")],
        "code": [("zzz", "hors_liste"), ("14-oct", "date_au_lieu_de_code")],
        "date": [("31/02/2025", "date_impossible"), ("31/12/24", "date_annee_courte"), ("bientôt", "pas_une_date")],
        "booleen": [("peut-être", "pas_oui_ou_non")],
        "texte": [("FÃ©dÃ©ration", "accents_abimes")],
    }
    return par_type[champ.type] + ([("", "obligatoire")] if champ.obligatoire else [])
