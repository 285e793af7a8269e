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
        colonnes=[Colonne("Série"), Colonne("Territoire"), Colonne("Année"), Colonne("Valeur", "right"), Colonne("Année avant", "right"),
                  Colonne("Année après", "right"), Colonne("Médiane des autres années", "right"), Colonne("Décision"), Colonne("Raison")],
        lignes=[[texte(ch.catalogue.indicateurs[r["serie"]].libelle_court), texte(noms[r["territoire"]]["nom"]), texte(r["annee"]),
                 *(_nombre(r[c]) for c in ("valeur", "precedente", "suivante", "mediane")), texte(DECISIONS[r["publication"]]), texte(r["raison"] or "")]
                for r in ch.table("anomalies_series").iter_rows(named=True)] or [[texte("Aucune"), *[texte("")] * 8]],
        note=texte("inhabituelle : loin de l’histoire du département et des années voisines, d’après un écart robuste décrit dans la documentation."))]


def _nombre(valeur: float | None) -> Texte:
    return [discret("non publiée")] if valeur is None else texte(typo.nombre(valeur, 1))
