"""What tables share: the words for a unit, a date and a citation."""

from __future__ import annotations

from reports import retours
from reports import typographie as typo
from reports.tables import Chiffre, Chiffres
from reports.texte import Texte, texte

PAYS = {"FR": "France", "FM": "France métropolitaine"}
PREFIXES = {"environ": "environ ", "au_moins": "au moins ", "plus_de": "plus de "}


def valeur(c: Chiffre) -> Texte:
    """« environ 230 », « 1 146 (p) »."""
    return texte(*filter(None, [PREFIXES.get(c.precision)]), c)


def unite(ch: Chiffres, c: Chiffre) -> str:
    """The unit of count in words, singular or plural: « 1 commission », « 62 commissions »."""
    formes = ch.catalogue.nomenclatures["unites"][c.unite]
    return formes["singulier" if c.valeur is not None and abs(c.valeur) < 2 else "pluriel"]


def publication(ch: Chiffres, c: Chiffre) -> Texte:
    """Where the retained value was read: « SSMSI, cité par Droit d’enfance, avril 2025 »; « (calcul) » when derived."""
    if c.source == retours.SOURCE:
        return texte(f"{retours.mention(ch)}{c.producteur}, retours de la campagne")
    citations = ch.citations(c.cle)
    if not citations:
        return texte("(calcul)")
    r = citations[0]
    lu = "" if r["publication"] == c.producteur else f", {r['publication']}"
    return texte(f"{c.producteur}{lu}, {typo.date_publiee(r['date_publication'])}")


def objet(ch: Chiffres, c: Chiffre) -> str:
    """The label of an indicator with its modalities and territory."""
    return " · ".join([c.libelle, *_modalites(ch, c)] + ([territoire(ch, c)] if c.territoire != "FR" else []))


def objet_court(ch: Chiffres, c: Chiffre) -> str:
    """The short label with its modalities: « victimes, traite et exploitation, proxénétisme »."""
    return ", ".join([c.libelle_court, *_modalites(ch, c)])


def territoire(ch: Chiffres, c: Chiffre) -> str:
    """« France », « France métropolitaine », « Puy-de-Dôme (63) »."""
    if c.territoire in PAYS:
        return PAYS[c.territoire]
    departement = ch.catalogue.nomenclatures["departements"].get(c.territoire)
    return f"{departement['nom']} ({c.territoire})" if departement else ch.catalogue.nomenclatures["regions"][c.territoire]["nom"]


def _modalites(ch: Chiffres, c: Chiffre) -> list[str]:
    if c.source == retours.SOURCE:
        return []
    indicateur = ch.catalogue.indicateurs[c.indicateur]
    return [ch.catalogue.nomenclature(indicateur, d)[m]["libelle"] for d, m in c.modalites.items() if d in indicateur.dimensions and m != "ensemble"]
