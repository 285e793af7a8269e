"""The small hostile files, committed; the great ones are made when tested (tests/fabriques/hostiles.py)."""

from __future__ import annotations

from collections.abc import Iterator

from tests.fabriques.corpus.piece import Piece, nouvelle
from tests.fabriques.hostiles import HOSTILES

CODES = {
    "deux_cases_au_bout_du_monde": "cellule_lointaine", "milliard_de_rires": "dtd", "lecture_de_fichier": "dtd", "nom_qui_remonte": "classeur_abime", "macros": "macros",
    "liens_externes": "liens_externes", "document_word": "autre_nature", "tronque": "classeur_abime", "octet_change": "classeur_abime", "chiffre": "chiffre",
    "ancien_excel": "ancien_classeur", "pdf_deguise": "autre_nature", "page_web_deguisee": "autre_nature", "classeur_nomme_csv": "extension", "vide": "vide",
    "ods_macros": "macros", "ods_chiffre": "chiffre", "ods_repetitions": "cellule_lointaine",
}


def hostiles() -> Iterator[Piece]:
    """Files refused before they are read."""
    for nom, code in CODES.items():
        fabriquer, fichier = HOSTILES[nom]
        piece = nouvelle(nom, "hostiles").attendre(f"controle.{code}@")
        piece.octets, piece.fichier = fabriquer(), f"{nom}.{fichier.rpartition('.')[2]}"
        yield piece
