"""The unusual values of the long series, and what the édition decides about each."""

from __future__ import annotations

from reports import typographie as typo
from reports.tableaux.tableau import Colonne, Tableau
from reports.tables import Chiffres
from reports.texte import Texte, discret, texte

DECISIONS = {"publiee": "publiée", "ecartee": "écartée", "en_attente": "décision attendue"}


def anomalies(ch: Chiffres) -> list[Tableau]:
    """Web: one line per unusual value; no table when the édition has no long series."""
    if ch.table("series_departementales").is_empty():
        return []
    noms = ch.catalogue.nomenclatures["departements"] | ch.catalogue.nomenclatures["collectivites_outremer"]
    return [Tableau(
        id="anomalies_series", largeur="pleine", compact=True, medias=["html"],
        titre=texte("Les valeurs inhabituelles des séries longues, et ce qui en est décidé"),
        unite=texte("Procédures. Une valeur inhabituelle n’est publiée que par une décision écrite"),
        colonnes=[Colonne("Territoire, année"), Colonne("Série"), Colonne("Valeur", "right"), Colonne("Années voisines"), Colonne("Médiane", "right"),
                  Colonne("Décision")],
        lignes=[[texte(f"{noms[r['territoire']]['nom']}, {r['annee']}"), texte(ch.catalogue.indicateurs[r["serie"]].libelle_court), _nombre(r["valeur"]),
                 _voisines(r), _nombre(r["mediane"]), texte(DECISIONS[r["publication"]] + (f" : {r['raison']}" if r["raison"] else ""))]
                for r in ch.table("anomalies_series").iter_rows(named=True)] or [[texte("Aucune"), *[texte("")] * 5]],
        note=texte("inhabituelle : loin de l’histoire du département et des années voisines, d’après un écart robuste décrit dans la documentation. Médiane "
                   "des autres années ; seules les années complètes sont comparées."))]


def _voisines(r: dict) -> Texte:
    dites = [f"{typo.nombre(r[c])}{typo.INSECABLE}en{typo.INSECABLE}{annee}" for c, annee in (("precedente", r["annee"] - 1), ("suivante", r["annee"] + 1)) if r[c] is not None]
    return texte(" ; ".join(dites))


def _nombre(valeur: float | None) -> Texte:
    return [discret("non publiée")] if valeur is None else texte(typo.nombre(valeur, 1))
