"""The long series of the producers' files: what they count, where they stop, what waits for a decision."""

from __future__ import annotations

import polars as pl

from reports import typographie as typo
from reports.phrases.outils import phrase
from reports.series import SEUILS, Annee, annees, taux
from reports.tables import Chiffre, Chiffres
from reports.texte import Texte, renvoi, texte

SERIE = "proxenetisme_4001"
# What the section needs, each with the series that its livraisons feed.
ATTENDUES = {"etat4001": SERIE, "ssmsi_series": "teh_victimes"}
POPULATION = "population_departements"
RESERVES = {"en_attente": "décision attendue, valeur non publiée", "ecartee": "valeur écartée"}


@phrase
def titre_series(ch: Chiffres) -> Texte | None:
    bouts = _bouts(ch)
    return bouts and texte(bouts[1], " procédures de proxénétisme en ", bouts[1].annee, " (calcul)")


@phrase
def series_incomplete(ch: Chiffres) -> Texte | None:
    incompletes = [a for a in annees(ch, SERIE) if not a.complete and a.chiffre.valeur is not None]
    if not incompletes:
        return texte("La dernière année du fichier est complète.") if _bouts(ch) else None
    a = incompletes[-1]
    return texte("Le producteur a cessé d’alimenter ce fichier : l’année ", a.chiffre.annee, " est incomplète (", a.mois_comptes,
                 "). Son nombre n’est pas une baisse.")


@phrase
def series_ruptures(ch: Chiffres) -> Texte | None:
    """The breaks in series, as the catalogue words them."""
    return texte(" ".join(r.note for r in ch.catalogue.indicateurs[SERIE].ruptures)) if _bouts(ch) else None


@phrase
def series_taux(ch: Chiffres) -> Texte | None:
    lus = taux(ch, SERIE)
    calcules = [t.chiffre for t in lus.values() if t.chiffre]
    if not calcules:
        return None
    return texte(f"De {calcules[0].quand}, {len(calcules)} départements comptent au moins vingt procédures : le taux n’est calculé que pour eux. "
                 "Les années sont réunies, parce que les nombres d’une seule année sont trop petits.")


@phrase
def series_classes(ch: Chiffres) -> Texte | None:
    """How the tones of the map read, from the palest to the darkest."""
    bornes = [typo.nombre(s, 1) for s in SEUILS[1:]]
    classes = [f"moins de {bornes[0]}", *(f"de {a} à moins de {b}" for a, b in zip(bornes, bornes[1:])), f"{bornes[-1]} et plus"]
    return texte(f"Du plus clair au plus foncé : {' ; '.join(classes)}.") \
        if any(t.chiffre for t in taux(ch, SERIE).values()) else None


@phrase
def series_traite(ch: Chiffres) -> Texte | None:
    """The producer's file against the figures that the registry holds for the same objects."""
    fichier = ch.table("series_nationales").filter(~pl.col("derive"))
    communes = fichier.filter(pl.col("valeur_registre").is_not_null())
    if communes.is_empty():
        return None
    differentes = communes.filter(pl.col("valeur") != pl.col("valeur_registre")).height
    constat = ["les mêmes que celles de la ", renvoi("fig-teh_victimes"), " et de la ", renvoi("fig-teh_mis_en_cause"), "."] if not differentes else \
        [f"{differentes} diffèrent de celles de la ", renvoi("fig-teh_victimes"), " ou de la ", renvoi("fig-teh_mis_en_cause"), ", publiées avant."]
    return texte(f"Sur la traite et l’exploitation, le fichier du producteur donne {fichier.height} valeurs, de {fichier['annee'].min()} à {fichier['annee'].max()} : ",
                 *constat)


def absence(ch: Chiffres) -> Texte:
    """In print: why there is no page of long series, when there is none."""
    if _tracees(ch):
        return []
    raison = "faute de fichiers retenus et lisibles" if _manquantes(ch) else "car les fichiers retenus ne suffisent pas à les tracer"
    return texte(f" Les séries longues manquent, {raison}.")


def absences_et_anomalies(ch: Chiffres) -> Texte:
    """On the page: the livraisons that are missing, and the unusual values that no written decision publishes."""
    return texte(*(f" Manque : « {ch.catalogue.sources[s].titre} »." for s in _manquantes(ch)), *_anomalies(ch))


def _manquantes(ch: Chiffres) -> list[str]:
    """The sources of the page that have no row."""
    presentes = set(ch.table("series_nationales")["serie"])
    sources = [s for s, serie in ATTENDUES.items() if serie not in presentes]
    return sources if ch.table("series_departementales")["population"].is_not_null().any() else [*sources, POPULATION]


def _tracees(ch: Chiffres) -> bool:
    return _bouts(ch) is not None and any(t.chiffre for t in taux(ch, SERIE).values()) and not _manquantes(ch)


def _anomalies(ch: Chiffres) -> list[str]:
    reservees = ch.table("anomalies_series").filter(pl.col("publication") != "publiee")
    dites = [f" {_objet(ch, r)} : {RESERVES[r['publication']]}." for r in reservees.iter_rows(named=True)]
    return [" Une valeur inhabituelle d’une série longue n’est publiée que par une décision écrite.", *dites] if dites else []


def _objet(ch: Chiffres, r: dict) -> str:
    noms = ch.catalogue.nomenclatures["departements"] | ch.catalogue.nomenclatures["collectivites_outremer"]
    return f"{noms[r['territoire']]['nom']}, {r['annee']} ({ch.catalogue.indicateurs[r['serie']].libelle_court})"


def _entieres(ch: Chiffres) -> list[Annee]:
    return [a for a in annees(ch, SERIE) if a.complete and a.chiffre.valeur is not None]


def _bouts(ch: Chiffres) -> tuple[Chiffre, Chiffre] | None:
    lues = _entieres(ch)
    return (lues[0].chiffre, lues[-1].chiffre) if len(lues) > 1 else None
