"""The report as a page that stands alone: a heading and a table a kind, with its caption and headers; every text escaped."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from ingest.controle.constats import NIVEAUX, Constat
from ingest.controle.rapport.modele import Rapport, compter
from ingest.controle.rapport.mots import mots, resumes, titre, verdict
from ingest.controle.rapport.places import lieu

STYLE = """body{font:1rem/1.5 Marianne,arial,sans-serif;color:#161616;background:#fff;max-width:60rem;margin:2rem auto;padding:0 1rem}
table{border-collapse:collapse;width:100%;margin:1rem 0 2rem}caption{text-align:left}caption h3{font-size:1.1rem;margin:.5rem 0}
th,td{text-align:left;vertical-align:top;padding:.4rem .6rem;border-bottom:1px solid #929292}th{background:#eee}
table{table-layout:fixed}th:first-child{width:26%}td{overflow-wrap:anywhere}
.verdict{border-left:4px solid #000091;padding:.5rem 1rem;background:#f5f5fe}"""


def en_html(rapport: Rapport) -> str:
    """A whole page, without any address or script."""
    corps = "\n".join(_corps(rapport))
    return (f'<!doctype html>\n<html lang="fr"><head><meta charset="utf-8"><title>{escape(titre(rapport))}</title>'
            f'<meta name="viewport" content="width=device-width, initial-scale=1"><style>{STYLE}</style></head>\n<body><main>\n{corps}\n</main></body></html>\n')


def _corps(rapport: Rapport) -> Iterator[str]:
    dits = mots()
    yield f"<h1>{escape(titre(rapport))}</h1>"
    yield f"<p>{escape(dits['fichier'])} : {escape(rapport.fichier)}</p>"
    yield f'<div class="verdict"><p><strong>{escape(verdict(rapport))}</strong></p>'
    yield "<ul>" + "".join(f"<li>{escape(resume)}</li>" for _, resume in resumes(rapport)) + "</ul></div>"
    for niveau in NIVEAUX:
        sortes = rapport.par_sorte(niveau)
        if sortes:
            yield f"<h2>{escape(dits['niveaux'][niveau])}</h2>"
        for sorte, constats in sortes.items():
            yield _tableau(f"{sorte} ({compter(constats)})", constats)


def _tableau(legende: str, constats: list[Constat]) -> str:
    dits = mots()
    colonnes = ("ou", "constat") if constats[0].niveau == "corrige" else ("ou", "constat", "a_faire")
    tetes = "".join(f'<th scope="col">{escape(dits[nom])}</th>' for nom in colonnes)
    lignes = "".join(
        f'<tr><th scope="row">{escape(lieu(c)) or escape(dits["fichier"])}</th>'
        + "".join(f"<td>{escape(texte)}</td>" for texte in (c.message, c.aide)[:len(colonnes) - 1]) + "</tr>" for c in constats)
    return f"<table><caption><h3>{escape(legende)}</h3></caption><thead><tr>{tetes}</tr></thead><tbody>{lignes}</tbody></table>"
