"""A report written out: for people (texte, html), for programs (json), for a spreadsheet (csv). The annotated workbook is made in a child."""

from __future__ import annotations

import json
from collections.abc import Callable

from ingest.controle.rapport.csv_ import en_csv
from ingest.controle.rapport.html_ import en_html
from ingest.controle.rapport.modele import Rapport
from ingest.controle.rapport.texte import en_texte

__all__ = ["FORMATS", "Rapport", "ecrire"]


def en_json(rapport: Rapport) -> str:
    """Every field of the report and of its findings."""
    return json.dumps(rapport.en_dict(), ensure_ascii=False, indent=1) + "\n"


FORMATS: dict[str, Callable[[Rapport], str]] = {"texte": en_texte, "json": en_json, "csv": en_csv, "html": en_html}


def ecrire(rapport: Rapport, format: str) -> str:
    """The report in one of `FORMATS`. The CSV begins with a byte-order mark, for Excel. Raises KeyError for another format."""
    return FORMATS[format](rapport)
