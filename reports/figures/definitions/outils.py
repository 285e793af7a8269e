"""What the definitions of figures share: rows from chiffres, and captions from the catalogue and the registry."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps

from catalogue.erreurs import Refus
from reports import typographie as typo
from reports.figures.chart import Figure
from reports.tables import Chiffre, Chiffres
from reports.texte import Texte, joindre, texte

STATUTS = {"provisoire": "provisoire", "semi_definitif": "semi-définitif", "definitif": "définitif", "revise": "révisé"}
# Said before the number in a drawing, where there is little room.
PREFIXES = {"environ": f"≈{typo.FINE}", "au_moins": "au moins ", "plus_de": "plus de "}


def si_publie(definir: Callable[[Chiffres], Figure | None]) -> Callable[[Chiffres], Figure | None]:
    """The same definition, which gives None when a chiffre that it needs is not in the public tables."""

    @wraps(definir)
    def definie(chiffres: Chiffres) -> Figure | None:
        try:
            return definir(chiffres)
        except Refus as refus:
            if refus.code != "document.chiffre_absent":
                raise
            return None

    return definie


def ligne(c: Chiffre, libelle: str, ton: str = "principal", **autres: object) -> dict[str, object]:
    """A row of a chart from a chiffre: value, typeset text, status, producer, key; `autres` are the columns of the kind."""
    return {"cle": c.cle, "libelle": libelle, "valeur": c.valeur, "texte": dite(c) if c.valeur is not None else None, "ton": ton,
            "statut": "calcul" if c.derive else STATUTS[c.statut], "source": "" if c.derive else c.producteur, "derive": c.derive, **autres}


def dite(c: Chiffre) -> str:
    """The value as drawn: « 1 579 », « ≈ 230 », « au moins 56 % », « 61 (calcul) »."""
    return PREFIXES.get(c.precision, "") + c.nombre + (" (calcul)" if c.derive else "")


def eventuel(chiffres: Chiffres, indicateur: str, annee: int | None = None, **modalites: str) -> Chiffre | None:
    """A chiffre that a figure shows when it is public and does without otherwise."""
    cle = chiffres.cle(indicateur, annee, **modalites)
    return chiffres.un(indicateur, annee, **modalites) if cle in chiffres else None


def champ(c: Chiffre) -> Texte:
    """The field that the definition of an indicator states."""
    return texte(c.champ, ".")


def source(chiffres: Chiffres, cites: Iterable[Chiffre]) -> Texte:
    """Where the values drawn can be read: « SSMSI, lettre de l’Observatoire, citée par Droit d’enfance, 14 avril 2025. »

    The fewest publications that give all of them, one producer after the other. A computed value has none.
    """
    lieux: dict[tuple[str, str], set[str]] = {}
    for c in cites:
        for r in chiffres.citations(c.cle, retenue=False):
            if (r["valeur"], r["valeur_max"]) == (c.valeur, c.valeur_max):
                lieu = r["producteur"], f"{r['publication']}, {typo.date_publiee(r['date_publication'])}"
                lieux.setdefault(lieu, set()).add(c.cle)
    par_producteur: dict[str, list[str]] = {}
    for producteur, publication in _couverture(lieux):
        par_producteur.setdefault(producteur, []).append(publication)
    return [*joindre([_producteur(nom, publications) for nom, publications in par_producteur.items()], " ; ", " ; "), *texte(".")]


def _couverture(lieux: dict[tuple[str, str], set[str]]) -> list[tuple[str, str]]:
    """A few places that hold every key: the one that holds the most of those left, again and again, in their first order."""
    reste, choisis = set().union(*lieux.values()), []
    while reste:
        choisis.append(max(lieux, key=lambda lieu: len(lieux[lieu] & reste)))
        reste -= lieux[choisis[-1]]
    return [lieu for lieu in lieux if lieu in choisis]


def _producteur(nom: str, publications: list[str]) -> Texte:
    return texte(f"{nom}, {publications[0]}") if len(publications) == 1 else texte(f"{nom} : ", " ; ".join(publications))


def rupture(chiffres: Chiffres, evolutions: Iterable[Chiffre]) -> Texte | None:
    """The breaks in series that a published evolution spans, as the catalogue words them."""
    notes = [r.note for c in evolutions for r in chiffres.catalogue.indicateurs[c.indicateur].ruptures
             if c.annee_base is not None and c.annee_base <= r.date.year <= c.annee]
    phrases = " ".join(dict.fromkeys(notes))
    return texte(phrases[0].lower() + phrases[1:]) if phrases else None
