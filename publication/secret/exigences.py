"""What must stay uncertain, and who attacks: the outsider, and each declarant who knows what it declared."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Exigence:
    """What nobody may be able to exclude about one sensitive cell.

    The interval that an attacker proves must reach `haut` above the true value, `bas` below it, and be at least
    `largeur` wide (the protection levels UPL, LPL, SPL of Fischetti and Salazar-González). `motifs` are the codes of the
    rules that ask for it. `seuil` is the threshold when the reason is a small count: what a declarant does not know
    himself is then a count under the same threshold.
    """

    cle: str
    haut: float
    bas: float
    largeur: float
    motifs: tuple[str, ...] = ()
    seuil: float | None = None

    def fusion(self, autre: Exigence) -> Exigence:
        """The requirement that satisfies both, for the same cell."""
        seuils = [s for s in (self.seuil, autre.seuil) if s is not None]
        return Exigence(self.cle, max(self.haut, autre.haut), max(self.bas, autre.bas),
                        max(self.largeur, autre.largeur), tuple(dict.fromkeys(self.motifs + autre.motifs)),
                        max(seuils, default=None))


@dataclass(frozen=True)
class Declarant:
    """A contributor who attacks with its own files: by cell, what it put in (totals included).

    In `exclusives`, cells where nobody else can have contributed: it knows their value, not only a lower bound.
    """

    nom: str
    apports: Mapping[str, float] = field(default_factory=dict)
    exclusives: frozenset[str] = frozenset()


def exigence_face_a(exigence: Exigence, valeur: float, declarant: Declarant) -> Exigence | None:
    """What `declarant` must not be able to exclude about a sensitive cell worth `valeur`; None when nothing is left to learn.

    The rest, value minus own part, is protected as the count it is: under a threshold t, a rest r needs an upper end of at
    least own part + t. Where the declarant put nothing, it is an outsider with other knowledge: same requirement.
    """
    apport = declarant.apports.get(exigence.cle, 0.0)
    reste = valeur - apport
    if exigence.cle in declarant.exclusives or (apport > 0 and reste <= 0):
        return None
    if apport <= 0:
        return exigence
    bas = min(exigence.bas, reste)
    if exigence.seuil is None:
        return Exigence(exigence.cle, exigence.haut, bas, exigence.haut + bas, exigence.motifs)
    return Exigence(exigence.cle, max(exigence.haut, exigence.seuil - reste), bas,
                    max(exigence.largeur, exigence.seuil), exigence.motifs, exigence.seuil)


def fusionner(exigences: Iterable[Exigence]) -> list[Exigence]:
    """One requirement per cell, in the order of first appearance."""
    par_cle: dict[str, Exigence] = {}
    for e in exigences:
        par_cle[e.cle] = par_cle[e.cle].fusion(e) if e.cle in par_cle else e
    return list(par_cle.values())
