"""One SSMSI base by département, and what a producer or a spreadsheet may do to it: one fault a file."""

from __future__ import annotations

from tests.fabriques.sources.ssmsi_bases import EDITIONS, base

EDITION = EDITIONS["2026-06-25"]
NOM = EDITION.nom("dep")
BONNE = base(EDITION.produit, "dep", indicateurs=("Usage de stupéfiants", "Homicides"))


def _changee(avant: str, apres: str) -> bytes:
    octets = BONNE.replace(avant.encode(), apres.encode(), 1)
    assert octets != BONNE, f"« {avant} » n’est pas dans la base"
    return octets


# By fault: the bytes, and where and what its refusal says: line, column (None: the whole line), value seen, beginning of what was expected.
FAUTES: dict[str, tuple[bytes, int, str | None, str, str]] = {
    "colonne": (_changee('"insee_log"', '"logements"'), 1, None, "logements", "code_departement, code_region, annee, indicateur"),
    "libelle": (_changee('"Homicides"', '"Racolage"'), 8, "indicateur", "Racolage", "Coups et blessures volontaires"),
    "unite": (_changee('"Mis en cause"', '"Procédure"'), 2, "unite_de_compte", "Procédure", "Mis en cause"),
    "departement": (_changee('"2A";', '"20";'), 3, "Code_departement", "20", "un code du code officiel géographique"),
    "annee": (_changee('"2016";"Homicides"', '"2016-2017";"Homicides"'), 8, "annee", "2016-2017", "une année"),
    "encodage": (BONNE.decode("utf-8-sig").encode("cp1252"), 2, None, "octet 0xe9", "UTF-8"),
}
