"""Classes of files whose cells are right one by one, and wrong together: rules, duplicates, totals, years, organisations."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from catalogue.contrats import lire_contrat
from catalogue.contrats.tables import schema_polars
from ingest.controle import Contexte
from tests.fabriques.corpus.piece import Piece, nouvelle
from tests.fabriques.retours import Ligne, lignes


def doublons() -> Iterator[Piece]:
    """Rows that share a key."""
    piece = nouvelle("ligne_copiee", "doublons")
    yield piece.ligne(list(piece.rangs[1].cases)).attendre("controle.ligne_en_double@A2", "controle.ligne_en_double@A6")
    piece = nouvelle("lignes_contraires", "doublons")
    autre = [77 if nom == "contraventions" else v for nom, v in zip(piece.champs, piece.rangs[1].cases, strict=True)]
    yield piece.ligne(autre).attendre("controle.cle_en_double@A2", "controle.cle_en_double@A6")
    piece = nouvelle("mauvais_departement", "doublons")
    yield piece.abimer(1, "departement", "63").abimer(1, "service", piece.rangs[1].cases[piece.champs.index("service")]).attendre(
        "controle.cle_en_double@A2", "controle.cle_en_double@A3")
    piece = nouvelle("trois_fois", "doublons", "psp_flux")
    yield piece.ligne(list(piece.rangs[1].cases)).ligne(list(piece.rangs[1].cases)).attendre(
        *(f"controle.ligne_en_double@A{n}" for n in (2, 6, 7)))
    piece = nouvelle("apres_correction", "doublons", departements=("01", "02", "63", "971"))
    double = ["1" if nom == "departement" else v for nom, v in zip(piece.champs, piece.rangs[1].cases, strict=True)]
    yield piece.ligne(double).attendre("controle.zero_perdu@B6", "controle.ligne_en_double@A2", "controle.ligne_en_double@A6")


def totaux() -> Iterator[Piece]:
    """Total rows among the data."""
    for mot in ("TOTAL", "Total général", "Ensemble"):
        yield _avec_total(f"juste_{mot.split()[-1].lower()}", mot, 0).attendre("controle.ligne_de_total@5")
    yield _avec_total("faux", "Total", 5).attendre("controle.ligne_de_total@5", "controle.total_different@E5")
    piece = _avec_total("au_milieu", "Sous-total", 0, place=4)
    yield piece.attendre("controle.ligne_de_total@4")
    yield _avec_total("et_faute", "Total", 0).abimer(0, "contraventions", "douze", "controle.pas_un_entier").attendre("controle.ligne_de_total@5")


def _avec_total(nom: str, mot: str, ecart: int, place: int = 5) -> Piece:
    rows = [ligne for ligne in lignes(lire_contrat("verbalisations"), departements=("63", "2A", "75", "971")) if ligne["etat_valeur"] != "non_transmis"]
    piece = nouvelle(f"total_{nom}", "totaux", rows=rows)
    comptes = [ligne["contraventions"] for ligne in rows[:place - 2]]
    recidives = [ligne["recidives_delictuelles"] or 0 for ligne in rows[:place - 2]]
    dites = {"annee": mot, "contraventions": sum(comptes) + ecart, "recidives_delictuelles": sum(recidives)}
    return piece.ligne([dites.get(nom, "") for nom in piece.champs], place=place)


def colonnes() -> Iterator[Piece]:
    """Rules within a row."""
    yield nouvelle("avis_trop_nombreux", "colonnes", "psp_flux").abimer(0, "avis_favorables", 900).attendre("regle.avis_parmi_examinees@F2")
    yield nouvelle("stock_faux", "colonnes", "psp_flux").abimer(0, "stock_31_12", 900, "regle.equation_du_stock")
    piece = nouvelle("periode_a_l_envers", "colonnes")
    yield piece.abimer(0, "date_debut", "2024-06-30").abimer(0, "date_fin", "2024-01-15", "regle.periode")
    yield nouvelle("france_pour_region", "colonnes", "victimes").abimer(0, "territoire_type", "region").attendre("regle.code_territoire@C2")
    yield nouvelle("installation_sans_date", "colonnes", "commission").abimer(0, "date_installation", None, "regle.installation_datee")
    yield nouvelle("strategie_tue", "colonnes", "commission").abimer(0, "strategie_adoptee", None, "regle.strategie_dite")
    yield nouvelle("estimation_autre", "colonnes", "annonces").abimer(0, "estimation_publiee", 7, "regle.estimation_refaite")
    yield nouvelle("coefficient_seul", "colonnes", "annonces").abimer(0, "coef_origine", None, "regle.coefficient_nomme")
    yield nouvelle("agrement_sans_numero", "colonnes", "agrements").abimer(0, "siren", None, "regle.organisme_identifie")
    yield nouvelle("afis_decisions", "colonnes", "afis").abimer(0, "accords", 9000).attendre("regle.decisions_parmi_demandes@D2")
    yield nouvelle("deux_fautes_de_regle", "colonnes", "psp_flux").abimer(0, "avis_favorables", 900).abimer(1, "renouv_acceptes", 900).attendre(
        "regle.avis_parmi_examinees@F2", "regle.renouvellements_decides@O3")


def entre_lignes() -> Iterator[Piece]:
    """Rules between rows."""
    yield nouvelle("ensemble_trop_petit", "entre_lignes", "victimes").abimer(0, "nombre", 1, "regle.total_sexe", "regle.total_age", "regle.total_nationalite")
    yield nouvelle("orientes_faux", "entre_lignes", "poursuites").abimer(0, "nombre", 99_999, "regle.orientes_repartis", "regle.total_sexe", "regle.total_age")
    yield nouvelle("profil_inegal", "entre_lignes", "psp_profil").abimer(0, "nombre", 5_000).attendre(*_lignes("regle.meme_total@F", 2, 29))
    piece = nouvelle("modalite_sans_ligne", "entre_lignes", "psp_profil")
    piece.oubliees = [piece.rangs.pop(3).vraies]
    del piece.rows[2]
    yield piece.attendre("regle.modalites_attendues@D2", *_lignes("regle.meme_total@F", 2, 28))
    yield nouvelle("etablissement_ici_et_la", "entre_lignes", "accompagnement").abimer(0, "etablissement", None, "regle.tete_ou_etablissements").attendre(
        *["regle.modalites_attendues@F2"] * 4, "regle.modalites_attendues@F3")
    yield nouvelle("reponses_au_dela", "entre_lignes", "accompagnement").abimer(5, "nombre", 40_000).attendre(*_lignes("regle.somme_des_reponses_uniques@I", 6, 11))


def _lignes(debut: str, premiere: int, derniere: int) -> list[str]:
    return [f"{debut}{numero}" for numero in range(premiere, derniere + 1)]


def annees() -> Iterator[Piece]:
    """Against last year's return."""
    contrat = lire_contrat("verbalisations")
    rows = lignes(contrat, departements=("63", "2A", "75", "971"))
    avant = [ligne | {"annee": 2023} for ligne in rows]
    for nom, ancien, nouveau, saute in (("double", 40, 90, True), ("chute", 200, 20, True), ("petit_nombre", 2, 9, False), ("faible", 100, 130, False)):
        piece = nouvelle(nom, "annees", rows=[rows[0] | {"contraventions": nouveau}, *rows[1:]],
                         contexte=Contexte(millesime=2024, precedent=_table([avant[0] | {"contraventions": ancien}, *avant[1:]])))
        yield piece.attendre("regle.saut_annuel@E2") if saute else piece
    yield nouvelle("autre_campagne", "annees").abimer(0, "annee", 2023, "regle.annee_campagne")
    piece = nouvelle("fichier_de_l_an_dernier", "annees")
    for rang in range(4):
        piece.abimer(rang, "annee", 2023, "regle.annee_campagne")
    yield piece


def _table(rows: list[Ligne]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=schema_polars(lire_contrat("verbalisations")))


def organismes() -> Iterator[Piece]:
    """What the organisation may say."""
    ici = Contexte(millesime=2024, territoires=frozenset({"63", "2A", "75", "971"}))
    yield nouvelle("territoire_juste", "organismes", contexte=ici)
    yield nouvelle("hors_territoire", "organismes", contexte=ici).abimer(0, "departement", "13", "regle.territoire_competence").attendre("regle.tous_les_departements@B")
    piece = nouvelle("departement_sans_ligne", "organismes", contexte=Contexte(millesime=2024, territoires=frozenset({"63", "2A", "75", "971", "03"})))
    yield piece.attendre("regle.tous_les_departements@B")
    reseau = Contexte(millesime=2024, organismes=frozenset({"amicale_du_nid"}))
    rows = [ligne | {"organisme": "amicale_du_nid"} for ligne in lignes(lire_contrat("accompagnement"), departements=("63",))]
    yield nouvelle("reseau_juste", "organismes", "accompagnement", rows=rows, contexte=reseau)
    piece = nouvelle("autre_organisme", "organismes", "accompagnement", rows=rows, contexte=reseau)
    for rang in range(len(rows)):
        piece.abimer(rang, "organisme", "cecler", "regle.organisme_du_deposant")
    yield piece
