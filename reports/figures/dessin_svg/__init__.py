"""Print drawing of a chart: Altair → vl-convert → SVG, no browser. One module per kind of chart.

Each kind gives its layers and its height; the width is that of the column. One point of the drawing is one point of the page.
"""

from __future__ import annotations

import re
from importlib import import_module

import altair as alt
import vl_convert

from reports.figures import palette
from reports.figures.chart import Chart
from reports.polices import FAMILLE


def dessiner(chart: Chart) -> str:
    """The SVG of a chart: width, height, view box and marks only. The page that shows it adds its accessible name.

    Raises ValueError when a text is not set in Marianne.
    """
    svg = vl_convert.vegalite_to_svg(specification(chart))
    familles = set(re.findall(r'font-family="([^"]*)"', svg))
    if familles != {FAMILLE}:
        raise ValueError(f"font families {sorted(familles)}, expected {FAMILLE} alone")
    # Vega's classes and roles mean nothing outside its own viewer, and its class names could meet the page's style sheet.
    return re.sub(r' (?:class|role|aria-[a-z]+|xmlns:xlink)="[^"]*"', "", svg)


def specification(chart: Chart) -> dict:
    """The Vega-Lite specification of a chart, as a dict."""
    calques, hauteur = import_module(f"{__name__}.{chart.genre}").calques(chart)
    config = {"font": FAMILLE, "aria": False, "view": {"stroke": None}, "text": {"fontSize": 8, "color": palette.ENCRE}}
    # Given at once: each chained method would copy every layer again.
    return alt.layer(*calques, width=palette.LARGEURS[chart.largeur], height=round(hauteur), padding=0, background="transparent",
                     autosize=alt.AutoSizeParams(type="none"), config=config).to_dict()
