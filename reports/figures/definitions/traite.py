"""Trafficking and exploitation, another perimeter: one figure per unit of count, on one series of the same publication."""

from __future__ import annotations

from reports.figures.chart import Chart, Figure
from reports.figures.definitions.outils import champ, ligne, source
from reports.tables import Chiffre, Chiffres
from reports.texte import Texte, texte

# Modality → name of the panel, and the words of a sentence. The whole comes first: it is the context of the others.
FORMES = {"ensemble": ("Ensemble", ""), "proxenetisme": ("Proxénétisme", "le proxénétisme"),
          "traite": ("Traite des êtres humains", "la traite"),
          "exploitation_travail": ("Exploitation par le travail", "l’exploitation par le travail"),
          "mendicite": ("Exploitation de la mendicité", "l’exploitation de la mendicité")}


def teh_victimes(ch: Chiffres) -> Figure | None:
    """Victims by form of exploitation."""
    series = _series(ch, "teh_victimes")
    if not series:
        return None
    debut, fin = (series["proxenetisme"][i] for i in (0, -1))
    premiere, deuxieme = sorted((f for f in series if f != "ensemble"), key=lambda f: -(series[f][-1].valeur or 0))[:2]
    return _figure(
        ch, "teh_victimes", series, "principal", "victimes",
        titre=texte(_phrase(premiere), " est la forme la plus enregistrée, devant ", FORMES[deuxieme][1]),
        unite=texte(f"Victimes enregistrées, par année, de {debut.annee} à {fin.annee}. Même échelle pour toutes les formes"),
        lecture=texte(fin, f" victimes de proxénétisme ont été enregistrées en {fin.annee} ; elles étaient ", debut,
                      f" en {debut.annee}."),
        note=texte("une victime peut relever de plusieurs formes ; la somme des formes dépasse l’ensemble."))


def teh_mis_en_cause(ch: Chiffres) -> Figure | None:
    """Persons implicated, by form of exploitation."""
    series = _series(ch, "teh_mis_en_cause")
    if not series:
        return None
    (debut, fin), ensemble = (series["proxenetisme"][i] for i in (0, -1)), series["ensemble"][-1]
    return _figure(
        ch, "teh_mis_en_cause", series, "autre_unite", "mis en cause",
        titre=texte("Les mis en cause pour proxénétisme sont ", fin, f" en {fin.annee} ; ils étaient ", debut, f" en {debut.annee}"),
        unite=texte("Personnes mises en cause dans des infractions élucidées, par année, ",
                    f"de {debut.annee} à {fin.annee}. Même échelle"),
        lecture=texte(ensemble, f" personnes ont été mises en cause en {ensemble.annee} pour traite ou exploitation."),
        note=texte("une personne mise en cause est présumée innocente."))


def _series(ch: Chiffres, indicateur: str) -> dict[str, list[Chiffre]]:
    """By form, the years that every form has (another publication may add years to the whole alone); empty when there is none."""
    lues = {forme: {c.annee: c for c in ch.tous(indicateur, infraction=forme, territoire="FR")} for forme in FORMES}
    annees = sorted(set.intersection(*(set(serie) for serie in lues.values())))
    return {} if not annees else {forme: [serie[a] for a in annees] for forme, serie in lues.items()}


def _figure(ch: Chiffres, nom: str, series: dict[str, list[Chiffre]], ton: str, compte: str, **textes: Texte) -> Figure:
    lignes = [ligne(c, FORMES[forme][0], ton, annee=c.annee) for forme, serie in series.items() for c in serie]
    cites = [c for serie in series.values() for c in serie]
    chart = Chart.de("multiples", lignes, unite=compte, largeur="pleine",
                     entetes={"libelle": "Forme", "annee": "Année", "valeur": compte[:1].upper() + compte[1:]})
    return Figure(id=nom, chart=chart, champ=champ(cites[0]), source=source(ch, cites), **textes)


def _phrase(forme: str) -> str:
    mots = FORMES[forme][1]
    return mots[:1].upper() + mots[1:]
