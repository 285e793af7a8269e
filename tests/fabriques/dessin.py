"""Reading of an SVG made by vl-convert: its texts, filled rectangles and lines, placed on the page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from xml.etree import ElementTree

from reports.figures.mesures import Boite, boite

SVG = "{http://www.w3.org/2000/svg}"
ANCRAGES = {"start": "left", "middle": "center", "end": "right"}


@dataclass(frozen=True)
class TexteDessine:
    """One line of text: its box on the page, its size and colours (`halo`: it is set on a white outline, or is that outline)."""

    texte: str
    boite: Boite
    corps: float
    couleur: str
    halo: bool


@dataclass(frozen=True)
class Aplat:
    """A filled rectangle."""

    boite: Boite
    couleur: str


def taille(svg: str) -> tuple[float, float]:
    racine = ElementTree.fromstring(svg)
    return float(racine.get("width")), float(racine.get("height"))


def textes(svg: str) -> list[TexteDessine]:
    """Every line of text, in drawing order; the white outlines of other texts are left out."""
    trouves = [t for noeud, x, y in _noeuds(ElementTree.fromstring(svg), 0, 0) if noeud.tag == f"{SVG}text" for t in _lignes(noeud, x, y)]
    return [t for t in trouves if not t.halo]


def aplats(svg: str) -> list[Aplat]:
    """Every filled rectangle, in drawing order."""
    trouves = []
    for noeud, x, y in _noeuds(ElementTree.fromstring(svg), 0, 0):
        m = re.fullmatch(r"M([-\d.]+),([-\d.]+)h([-\d.]+)v([-\d.]+)h-?[\d.]+Z", noeud.get("d") or "")
        if m and noeud.get("fill") not in (None, "none"):
            gauche, haut, large, long = (float(v) for v in m.groups())
            trouves.append(Aplat(Boite(x + gauche, y + haut, x + gauche + large, y + haut + long), noeud.get("fill")))
    return trouves


def traits(svg: str) -> list[tuple[tuple[float, float], tuple[float, float]]]:
    """Every segment of the broken lines (not of the straight rules), left end first."""
    trouves = []
    for noeud, x, y in _noeuds(ElementTree.fromstring(svg), 0, 0):
        if re.fullmatch(r"M[-\d.,]+(L[-\d.,]+)+", noeud.get("d") or ""):
            points = [tuple(float(v) for v in p.split(",")) for p in re.split("[ML]", noeud.get("d"))[1:]]
            places = [(x + px, y + py) for px, py in points]
            trouves += zip(places, places[1:])
    return trouves


def _noeuds(noeud, x, y):
    dx, dy = _translation(noeud)
    yield noeud, x + dx, y + dy
    for enfant in noeud:
        yield from _noeuds(enfant, x + dx, y + dy)


def _lignes(noeud, x, y):
    corps, graisse = float(noeud.get("font-size").rstrip("px")), int(noeud.get("font-weight") or 400)
    ancrage, halo = ANCRAGES[noeud.get("text-anchor") or "start"], noeud.get("stroke") is not None
    lignes = [(noeud.text or "", 0.0)] if noeud.text else []
    decalage = 0.0
    for tspan in noeud:
        decalage += float(tspan.get("dy") or 0)
        lignes.append((tspan.text or "", decalage))
    return [TexteDessine(t, boite(t, x, y + dy, corps, graisse, ancrage), corps, noeud.get("fill"), halo) for t, dy in lignes if t]


def _translation(noeud):
    m = re.match(r"translate\(([-\d.e]+),\s*([-\d.e]+)\)", noeud.get("transform") or "")
    return (float(m[1]), float(m[2])) if m else (0.0, 0.0)
