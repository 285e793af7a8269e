"""Web drawing of a chart: a plotly.js figure as a plain dict, put over the static drawing when scripts run.

Same rows, labels and colours as the print drawing. Hover adds name, code, status and source; it never holds the only copy of a value.
One module per kind of chart gives its traces and its layout; plotly itself is not imported.
"""

from __future__ import annotations

from importlib import import_module

from reports.figures import palette
from reports.figures.chart import Chart
from reports.polices import FAMILLE
from reports.typographie import FINE


def dessiner(chart: Chart) -> dict:
    """`{"data", "layout", "config"}` of a chart, in a fixed order: the same frame gives the same bytes."""
    traces, layout = import_module(f"{__name__}.{chart.genre}").tracer(chart)
    commun = {
        "font": {"family": FAMILLE, "size": 13, "color": palette.ENCRE},
        "separators": f",{FINE}",
        "showlegend": False,
        "dragmode": False,
        "hovermode": "closest",
        "hoverlabel": {"bgcolor": palette.BLANC, "bordercolor": palette.BLEU, "align": "left",
                       "font": {"family": FAMILLE, "size": 13, "color": palette.ENCRE}},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "margin": {"l": 0, "r": 0, "t": 0, "b": 0},
    }
    config = {"displayModeBar": False, "responsive": True, "scrollZoom": False, "doubleClick": False}
    return {"data": traces, "layout": commun | layout, "config": config}
