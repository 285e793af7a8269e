"""The long series of the producers' files: recorded procedures since 1996, and rates by département over the last years."""

from __future__ import annotations

from math import floor

from reports import typographie as typo
from reports.figures.chart import Chart, Figure
from reports.figures.definitions.outils import champ, ligne
from reports.series import SEUILS, Annee, TauxDepartemental, annees, reserves, taux
from reports.tables import Chiffres
from reports.texte import Texte, joindre, texte

SERIE = "proxenetisme_4001"
PANNEAU = "France métropolitaine"
# One page holds the curve and the map.
REDUCTION = 0.75
POPULATION = " ; Insee, estimations de population"
SANS_TAUX = "Moins de vingt procédures"


def proxenetisme_long(ch: Chiffres) -> Figure | None:
    """Procedures of metropolitan France, year by year; a line that stops where a year is not published."""
    lues = annees(ch, SERIE)
    entieres = [a.chiffre for a in lues if a.complete and a.chiffre.valeur is not None]
    if len(entieres) < 2:
        return None
    debut, fin = entieres[0], entieres[-1]
    bas, haut = min(entieres, key=lambda c: c.valeur), max(entieres, key=lambda c: c.valeur)
    chart = Chart.de("multiples", [_annee(ch, a) for a in lues], unite="procédures", largeur="pleine",
                     entetes={"libelle": "Territoire", "annee": "Année", "precision": "Mois comptés", "valeur": "Procédures"})
    return Figure(
        id="proxenetisme_long", chart=chart,
        titre=texte("Les procédures de proxénétisme étaient ", debut, f" en {debut.annee}, elles sont ", fin, f" en {fin.annee}"),
        unite=texte("Procédures enregistrées par année, somme des départements métropolitains (calcul). Bande : rupture de série"),
        lecture=texte("le nombre annuel le plus bas est ", bas, f", en {bas.annee} ; le plus haut ", haut, f", en {haut.annee}."),
        note=_note(lues), champ=champ(fin), source=_source(ch))


def _annee(ch: Chiffres, a: Annee) -> dict[str, object]:
    c = a.chiffre
    coupees = [r for r in ch.catalogue.indicateurs[SERIE].ruptures if r.date.year <= c.annee <= (r.fin or r.date).year]
    return ligne(c, PANNEAU, annee=c.annee, precision=None if a.complete else a.mois_comptes, rupture="rupture de série" if coupees else None)


def _note(lues: list[Annee]) -> Texte | None:
    incompletes, retenues = [a for a in lues if not a.complete], [a for a in lues if a.chiffre.valeur is None]
    creux = [f"point creux : année {a.chiffre.annee} incomplète ({a.mois_comptes})" for a in incompletes]
    vides = [f"sans point : {', '.join(str(a.chiffre.annee) for a in retenues)}, où une valeur de département manque, attend une décision ou est écartée"] \
        if retenues else []
    return texte(" ; ".join(creux + vides), ".") if creux or vides else None


def proxenetisme_taux(ch: Chiffres) -> Figure | None:
    """One tile a département: the rate of the last five complete years, in classes, where there are enough procedures."""
    lus = taux(ch, SERIE)
    calcules = sorted((t for t in lus.values() if t.chiffre), key=lambda t: t.chiffre.valeur)
    if not calcules:
        return None
    codes = ch.catalogue.nomenclatures["tuiles_departements"]
    noms = {code: typo.composer(ch.catalogue.nomenclatures["departements"][code]["nom"]) for code in codes}
    bas, haut = calcules[0].chiffre, calcules[-1].chiffre
    retenus = [noms[t] for t in reserves(ch, SERIE, bas.date_debut.year, bas.annee)]
    return Figure(
        id="proxenetisme_taux",
        chart=Chart.de("tuiles", [_tuile(ch, code, noms[code], lus.get(code)) for code in codes], unite=_unite(ch),
                       entetes={"libelle": "Département", "valeur": _unite(ch).capitalize()}, reduction=REDUCTION),
        titre=texte("Les taux vont de ", bas, " à ", haut, f" {_unite(ch)}"),
        unite=texte(f"Proxénétisme, {_unite(ch)}, {bas.quand} (calcul)"),
        lecture=texte(f"de {bas.quand}, le département {haut.territoire} ({noms[haut.territoire]}) compte ", haut,
                      f" {_unite(ch)}. Tuile blanche : moins de vingt procédures, aucun taux."),
        note=texte("tuile grise : département absent ou incomplet dans les fichiers", *([", ou valeur inhabituelle, en attente ou écartée : ", joindre([texte(n) for n in retenus])] if retenus else []), "."),
        champ=champ(haut), source=_source(ch, POPULATION))


def _tuile(ch: Chiffres, code: str, nom: str, t: TauxDepartemental | None) -> dict[str, object]:
    place = ch.catalogue.nomenclatures["tuiles_departements"][code]
    grille = {"code": code, "colonne": int(place["colonne"]), "ligne": int(place["ligne"])}
    if t and t.chiffre:
        return {**ligne(t.chiffre, nom, f"classe_{_classe(t.chiffre.valeur)}", **grille), "texte": typo.nombre(t.chiffre.valeur, t.chiffre.decimales, aligne=True)}
    return {"libelle": nom, **grille, **({"ton": "classe_0", "texte": SANS_TAUX.lower()} if t and t.trop_peu else {})}


def _unite(ch: Chiffres) -> str:
    return typo.composer(f"procédures {ch.catalogue.nomenclatures['unites']['pour_100k_hab']['pluriel']} et par an")


def _classe(valeur: float) -> int:
    # On the value as printed: « 0,5 » is never in the class « moins de 0,5 ».
    return sum(floor(10 * valeur + 0.5) / 10 >= seuil for seuil in SEUILS)


def _source(ch: Chiffres, *autres: str) -> Texte:
    return texte(f"{ch.catalogue.sources[ch.catalogue.indicateurs[SERIE].source].sigle}, état 4001", *autres, ".")
