"""The catalogue and the choices of an édition → the raw tables that the warehouse reads beside the registry."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import polars as pl

from catalogue import Catalogue, cle_de
from catalogue.controles import Controles, lire_controles
from catalogue.edition import Choix, Edition
from catalogue.erreurs import Refus, suggestion
from catalogue.modeles import DIMENSIONS, Indicateur, Source, Terme
from catalogue.regles_de_calcul import declarations, refus_de_calcul
from catalogue.strategie import Strategie, lire_strategie
from ingest.ecriture import en_place

TEXTE, ENTIER, BOOLEEN = pl.String, pl.Int32, pl.Boolean
SCHEMAS: dict[str, dict[str, type[pl.DataType]]] = {
    "definitions_indicateurs": {
        **dict.fromkeys(("id", "libelle", "libelle_court", "definition", "unite", "unite_singulier", "unite_pluriel", "mesure", "champ",
                         "perimetre", "source"), TEXTE),
        "decimales": ENTIER, "famille": TEXTE, "publiable": BOOLEEN, "publiable_raison": TEXTE,
        "sexe": TEXTE, "age": TEXTE, "age_min": ENTIER, "age_max": ENTIER,
        **dict.fromkeys(("infraction", "nationalite", "dimensions", "nomenclature", "concept_sexe", "ruptures", "calcul"),
                        TEXTE), "annee_base": ENTIER, "a_confirmer": TEXTE},
    "definitions_sources": {
        **dict.fromkeys(("id", "titre", "producteur", "sigle"), TEXTE), "ssp": BOOLEEN,
        **dict.fromkeys(("licence", "calendrier", "statut_habituel"), TEXTE), "secret_seuil": ENTIER, "secret_raison": TEXTE,
        "limites": TEXTE, "url": TEXTE},
    "definitions_termes": {
        "proprietaire": TEXTE, "nature": TEXTE, "type": TEXTE, "role": TEXTE, "ordre": ENTIER, "indicateur": TEXTE,
        "annee": ENTIER, "territoire": TEXTE, "suffixe": TEXTE, "ancre": BOOLEEN},
    "definitions_controles": {
        **dict.fromkeys(("id", "nature", "titre", "ecart", "coherent", "non_verifiable", "note"), TEXTE), "ordre": ENTIER},
    "definitions_codes": {"nomenclature": TEXTE, "code": TEXTE, "libelle": TEXTE},
    "definitions_mesures": {
        "numero": ENTIER, **dict.fromkeys(("intitule", "axe"), TEXTE), "rang": ENTIER,
        **dict.fromkeys(("indicateur", "cle", "absence", "raison"), TEXTE)},
    "choix": {"cle": TEXTE, "retenue": TEXTE, "raison": TEXTE},
    "decisions_anomalies": {"serie": TEXTE, "annee": ENTIER, **dict.fromkeys(("territoire", "decision", "raison", "auteur"), TEXTE), "date": pl.Date},
    "edition": {"edition": TEXTE},
}


def ecrire(dossier_raw: Path, catalogue: Catalogue, edition: Edition, controles: Controles | None = None,
           strategie: Strategie | None = None) -> list[Path]:
    """Write one Parquet file per entry of `SCHEMAS` (its columns and types) in `dossier_raw`; returns their paths.

    `choix` has one row per declared choice, by key. `definitions_termes` has one row per operand of each computation: `nature` is
    `calcul` (proprietaire: an indicator) or `relation` (proprietaire: a check); role `resultat` is the term computed; `annee` and
    `territoire` are null when they are those of the result; `suffixe` is what follows the territory in the operand's key; the
    operands marked `ancre` give the result its years and territories.
    Raises Refus (all of them) for a computation that the rules of truth forbid, and for a choice about an unknown indicator.
    """
    controles = controles or lire_controles()
    strategie = strategie or lire_strategie()
    refus = refus_de_calcul(catalogue, controles) + _choix_inconnus(catalogue, edition) + _mesures_inconnues(catalogue, strategie)
    if refus:
        raise Refus.groupe(refus)
    tables = {
        "definitions_indicateurs": [_indicateur(catalogue, i) for i in catalogue.indicateurs.values()],
        "definitions_sources": [_source(s) for s in catalogue.sources.values()],
        "definitions_termes": list(_termes(catalogue, controles)),
        "definitions_controles": list(_controles(controles)),
        "definitions_codes": list(_codes(catalogue)),
        "definitions_mesures": list(_mesures(catalogue, strategie)),
        "choix": [{"cle": _cle(catalogue, c, c.annee, c.territoire), "retenue": c.retenue, "raison": c.raison} for c in edition.choix],
        "decisions_anomalies": [d.model_dump() for d in edition.decisions_anomalies],
        "edition": [{"edition": edition.edition}],
    }
    return [_poser(dossier_raw / f"{nom}.parquet", pl.DataFrame(lignes, schema=SCHEMAS[nom])) for nom, lignes in tables.items()]


def _indicateur(catalogue: Catalogue, indicateur: Indicateur) -> dict:
    unite = catalogue.nomenclatures["unites"][indicateur.unite]
    age = catalogue.nomenclatures["ages"][indicateur.age]
    return {**{c: getattr(indicateur, c) for c in SCHEMAS["definitions_indicateurs"] if hasattr(indicateur, c)},
            "age_min": int(age["age_min"]) if age["age_min"] else None, "age_max": int(age["age_max"]) if age["age_max"] else None,
            "unite_singulier": unite["singulier"], "unite_pluriel": unite["pluriel"],
            "dimensions": ";".join(indicateur.dimensions), "calcul": indicateur.calcul.type if indicateur.calcul else None,
            "annee_base": indicateur.calcul.annee_base if indicateur.calcul else None,
            "ruptures": "\n".join(f"{r.date} {r.note}" for r in indicateur.ruptures) or None}


def _source(source: Source) -> dict:
    return {**source.model_dump(exclude={"secret", "limites"}), "secret_seuil": source.secret.seuil, "secret_raison": source.secret.raison,
            "limites": "\n".join(source.limites)}


def _termes(catalogue: Catalogue, controles: Controles) -> Iterator[dict]:
    for d in declarations(catalogue, controles):
        termes = d.calcul.termes()
        if d.calcul.type == "evolution" and d.calcul.base is None:
            termes.append(("base", d.calcul.de[0].model_copy(update={"annee": d.calcul.annee_base})))
        # The operands that give a result its years and territories.
        ancres = [t for _, t in termes if t.annee is None and t.territoire is None] or [t for _, t in termes if t.annee is None]
        roles = [*termes, ("resultat", d.resultat)]
        for ordre, (role, terme) in enumerate(roles, 1):
            yield {"proprietaire": d.id, "nature": d.nature, "type": d.calcul.type, "role": role, "ordre": ordre, "indicateur": terme.indicateur,
                   "annee": terme.annee, "territoire": terme.territoire, "suffixe": _suffixe(catalogue, terme),
                   "ancre": role != "resultat" and terme in ancres}


def _suffixe(catalogue: Catalogue, terme: Terme) -> str:
    return _cle(catalogue, terme, 0, "").removeprefix(f"{terme.indicateur}.0.")


def _controles(controles: Controles) -> Iterator[dict]:
    # The quality page tells what was declared about named figures before what was found in passing.
    declares = [(r.id, "rapprochement" if r.rapprochement else "relation", r) for r in controles.relations]
    declares += [(nom, "generique", c) for nom, c in controles.generiques.items()]
    for ordre, (id, nature, controle) in enumerate(declares, 1):
        yield {"id": id, "nature": nature, "titre": controle.titre, "ecart": controle.ecart, "coherent": controle.coherent,
               "non_verifiable": controle.non_verifiable, "note": controle.note, "ordre": ordre}


def _codes(catalogue: Catalogue) -> Iterator[dict]:
    for nom, codes in catalogue.nomenclatures.items():
        for code, ligne in codes.items():
            if libelle := ligne.get("libelle") or ligne.get("nom"):
                yield {"nomenclature": nom, "code": code, "libelle": libelle}


def _mesures(catalogue: Catalogue, strategie: Strategie) -> Iterator[dict]:
    for mesure in strategie.mesures:
        for rang, terme in enumerate(mesure.indicateurs or [None], 1):
            yield {"numero": mesure.numero, "intitule": mesure.intitule, "axe": strategie.axes[mesure.axe], "rang": rang,
                   "indicateur": terme and terme.indicateur, "absence": mesure.absence, "raison": mesure.raison,
                   "cle": terme and _cle(catalogue, terme, terme.annee, terme.territoire or "FR")}


def _mesures_inconnues(catalogue: Catalogue, strategie: Strategie) -> list[Refus]:
    return [Refus("catalogue.lien_inconnu", fichier="strategie.yaml", cle=f"mesures.{m.numero}", valeur=t.indicateur,
                  suggestion=suggestion(t.indicateur, set(catalogue.indicateurs)))
            for m in strategie.mesures for t in m.indicateurs if t.indicateur not in catalogue.indicateurs]


def _choix_inconnus(catalogue: Catalogue, edition: Edition) -> list[Refus]:
    return [Refus("entrepot.choix_indicateur_inconnu", edition=edition.edition, valeur=c.indicateur,
                  suggestion=suggestion(c.indicateur, set(catalogue.indicateurs)))
            for c in edition.choix if c.indicateur not in catalogue.indicateurs]


def _cle(catalogue: Catalogue, terme: Terme | Choix, annee: int, territoire: str) -> str:
    return cle_de(catalogue.indicateurs[terme.indicateur], annee, territoire, {d: getattr(terme, d) for d in DIMENSIONS})


def _poser(path: Path, table: pl.DataFrame) -> Path:
    with en_place(path) as brouillon:
        table.write_parquet(brouillon, compression="zstd")
    return path
