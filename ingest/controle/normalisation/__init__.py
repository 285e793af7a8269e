"""From text to the contract's types. Cells already in canonical form are cast at once; each other text is read once, by hand, and told."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from catalogue.contrats import Champ
from ingest.controle.constats import Releve
from ingest.controle.normalisation.codes import lecteur_de_codes, lire_booleen
from ingest.controle.normalisation.colonnes import dates_douteuses, decimales_douteuses
from ingest.controle.normalisation.contraintes import contraindre
from ingest.controle.normalisation.dates import lire_annee, lire_date
from ingest.controle.normalisation.lu import Lu, faute_de_texte, nettoyer
from ingest.controle.normalisation.nombres import lire_nombre
from ingest.controle.normalisation.textes import lecteur_de_textes

__all__ = ["normaliser"]
CANONIQUES = {"entier": r"^(0|-?[1-9][0-9]{0,14})$", "decimal": r"^-?(0|[1-9][0-9]{0,10})(\.[0-9]{1,20})?$", "annee": r"^[12][0-9]{3}$",
              "date": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$", "booleen": "^(oui|non)$"}
SUSPECT = r"^\s|\s$|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u0300-\u036f\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufffd]|Ã|â€|Â|^[=#]|^Err:"
AMBIGUES = {"decimal": decimales_douteuses, "date": dates_douteuses}
POURCENT = "pct"


def normaliser(champ: Champ, type_: pl.DataType, brutes: pl.Series, lignes: pl.Series, hors: pl.Series, releve: Releve) -> tuple[pl.Series, pl.Series]:
    """A column of text → its values, typed, null where empty or faulty; and which cells are faulty. Every correction and fault is noted.

    `hors`: rows that end before this column; what they hold there is unknown, not empty.
    """
    canonique = _canonique(champ, brutes)
    rares = ~canonique
    lire = _lecteur(champ)
    lus = {texte: _lire(texte, champ, lire) for texte in brutes.filter(rares).unique(maintain_order=True)}
    valeurs = _typer(champ, type_, brutes.set(rares, None))
    if lus:
        lues = pl.Series([l.valeur for l in lus.values()], dtype=type_)
        rangs = brutes.replace_strict({texte: rang for rang, texte in enumerate(lus)}, default=None, return_dtype=pl.Int64)
        valeurs = pl.select(pl.when(canonique).then(valeurs).otherwise(lues.gather(rangs))).to_series()
        _noter(champ, brutes.filter(rares), lignes.filter(rares), lus, releve)
    fautes = hors | brutes.is_in([t for t, lu in lus.items() if lu.faute]).fill_null(False)
    if champ.type in AMBIGUES:
        douteuses = AMBIGUES[champ.type](brutes, lus)
        for code in douteuses:
            releve.cellules(code, champ, lignes.filter(douteuses[code]), brutes.filter(douteuses[code]))
            fautes |= douteuses[code]
    fautes |= contraindre(champ, valeurs, brutes, fautes, lignes, releve)
    return valeurs.set(fautes, None).rename(champ.nom), fautes.rename(champ.nom)


def _canonique(champ: Champ, brutes: pl.Series) -> pl.Series:
    if champ.type == "code":
        forme = brutes.is_in(champ.modalites or [])
    elif champ.type == "texte":
        forme = ~brutes.str.contains(SUSPECT)
        if champ.motif is not None:
            forme &= brutes.str.contains(f"^(?:{champ.motif})$")
    else:
        forme = brutes.str.contains(CANONIQUES[champ.type])
    if champ.type == "date":
        forme &= brutes.str.to_date("%Y-%m-%d", strict=False).is_not_null()
    return brutes.is_null() | forme


def _typer(champ: Champ, type_: pl.DataType, textes: pl.Series) -> pl.Series:
    if champ.type == "date":
        return textes.str.to_date("%Y-%m-%d", strict=False)
    return textes == "oui" if champ.type == "booleen" else textes.cast(type_)


def _lecteur(champ: Champ) -> Callable[[str], Lu]:
    if champ.type in ("entier", "decimal"):
        return lambda texte: lire_nombre(texte, champ.type == "entier", champ.unite == POURCENT or bool(champ.unite_selon))
    if champ.type in ("texte", "code"):
        return {"texte": lecteur_de_textes, "code": lecteur_de_codes}[champ.type](champ)
    return {"date": lire_date, "annee": lire_annee, "booleen": lire_booleen}[champ.type]


def _lire(texte: str, champ: Champ, lire: Callable[[str], Lu]) -> Lu:
    net, nettoyages = nettoyer(texte)
    if faute := faute_de_texte(net):
        return Lu(faute=faute)
    if not net:
        return Lu(None, nettoyages)
    lu = Lu(net) if champ.type == "code" and net in (champ.modalites or []) else lire(net)
    corrections = nettoyages + (() if _ecrire(lu.valeur) == net else lu.corrections)
    return Lu(lu.valeur, tuple(dict.fromkeys(corrections)), lu.faute, lu.champs)


def _ecrire(valeur: object) -> str:
    return {True: "oui", False: "non"}[valeur] if isinstance(valeur, bool) else str(valeur)


def _noter(champ: Champ, textes: pl.Series, lignes: pl.Series, lus: dict[str, Lu], releve: Releve) -> None:
    par_code: dict[tuple[str, tuple], list[str]] = {}
    for texte, lu in lus.items():
        for code in (lu.faute,) if lu.faute else lu.corrections:
            par_code.setdefault((code, tuple(lu.champs.items())), []).append(texte)
    for (code, champs), vus in par_code.items():
        sur = textes.is_in(vus)
        releve.cellules(code, champ, lignes.filter(sur), textes.filter(sur), lambda texte: lus[texte].valeur, **dict(champs))
