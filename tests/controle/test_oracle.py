"""frictionless, which shares no code with this control, says the same of tables in canonical form: which cells break the schema, and which keys are double."""

import random

import pytest
from frictionless import Checklist, Resource, Schema
from frictionless.formats import CsvControl

from catalogue.contrats import Champ, Contrat, charger_contrats
from catalogue.contrats.tables import table_schema
from ingest.controle import Contexte, Limites
from ingest.controle.moteur import controler_ici
from ingest.controle.referentiel import referentiel
from tests.fabriques.retours import csv_de, lignes, texte

CONTRATS = charger_contrats()
GRAINES = range(6)
# What each of our schema findings is called there.
EQUIVALENTS = {
    "controle.obligatoire": "constraint-error", "controle.hors_liste": "constraint-error", "controle.negatif": "constraint-error", "controle.trop_petit": "constraint-error",
    "controle.trop_grand": "constraint-error", "controle.forme": "constraint-error", "controle.trop_long": "constraint-error", "controle.pas_un_entier": "type-error",
    "controle.pas_un_nombre": "type-error", "controle.pas_une_date": "type-error", "controle.pas_une_annee": "type-error", "controle.pas_oui_ou_non": "type-error",
    "controle.date_impossible": "type-error",
}


def abimer(contrat: Contrat, graine: int) -> bytes:
    """A table in canonical form, a cell in ten of which breaks the schema, and with a row copied."""
    hasard = random.Random(f"{contrat.id}-{graine}")
    rows = [{nom: texte(valeur) for nom, valeur in ligne.items()} for ligne in lignes(contrat, graine + 1)]
    for ligne in rows:
        for champ in contrat.champs:
            if hasard.random() < 0.1 and champ.nom not in contrat.cle and (fautes := _fautes(champ)):
                ligne[champ.nom] = hasard.choice(fautes)
    if hasard.random() < 0.5:
        rows.append(dict(hasard.choice(rows)))
    return csv_de(contrat, rows)


def _fautes(champ: Champ) -> list[str]:
    par_type = {"entier": ["abc", "x12"], "decimal": ["abc"], "code": ["zzz", "absolument"], "date": ["demain", "2024-02-30"], "annee": ["abc"], "booleen": ["jamais"], "texte": []}
    bornes = ([str(int(champ.minimum) - 1)] if champ.minimum is not None and champ.type in ("entier", "annee", "decimal") else [])
    bornes += [str(int(champ.maximum) + 1)] if champ.maximum is not None else []
    formes = (["!!"] if champ.motif else []) + (["a" * (champ.longueur_max + 1)] if champ.longueur_max and not champ.motif else [])
    return par_type[champ.type] + bornes + formes + ([""] if champ.obligatoire else [])


def selon_frictionless(octets: bytes, contrat: Contrat) -> tuple[set, set]:
    """Cells (line, column, kind) and lines of double keys, as frictionless finds them."""
    ressource = Resource(octets, format="csv", encoding="utf-8", schema=Schema.from_descriptor(table_schema(contrat)), control=CsvControl(delimiter=";"))
    erreurs = ressource.validate(Checklist(pick_errors=["#cell", "#row"], skip_errors=["blank-row"]), limit_errors=100_000).flatten(["rowNumber", "fieldName", "type"])
    cellules = {(ligne, nom, sorte) for ligne, nom, sorte in erreurs if sorte in ("constraint-error", "type-error")}
    return cellules, {ligne for ligne, _, sorte in erreurs if sorte == "primary-key"}


def selon_nous(octets: bytes, contrat: Contrat) -> tuple[set, set]:
    """The same, as the control finds them. frictionless tells the second of two rows that share a key; we tell both."""
    rapport = controler_ici(octets, "x.csv", contrat, Contexte(), Limites(), referentiel())
    cellules = {(ligne, c.champ, EQUIVALENTS[c.code]) for c in rapport.constats if c.code in EQUIVALENTS for ligne in c.lignes}
    doubles = {ligne for c in rapport.constats if c.code in ("controle.cle_en_double", "controle.ligne_en_double") for ligne in c.lignes[1:]}
    return cellules, doubles


@pytest.mark.parametrize("id", CONTRATS)
def test_frictionless_finds_the_same_faults(id):
    contrat = CONTRATS[id]
    trouvees = 0
    for graine in GRAINES:
        octets = abimer(contrat, graine)
        leurs, nos = selon_frictionless(octets, contrat), selon_nous(octets, contrat)
        assert leurs == nos, graine
        trouvees += len(nos[0])
    assert trouvees > 0


@pytest.mark.parametrize("id", CONTRATS)
def test_frictionless_accepts_what_we_accept(id):
    octets = csv_de(CONTRATS[id], lignes(CONTRATS[id], 9))
    assert selon_frictionless(octets, CONTRATS[id]) == selon_nous(octets, CONTRATS[id]) == (set(), set())
