"""The report for a terminal or an e-mail: by level, by kind, each kind with what to do once, never cut."""

from __future__ import annotations

from collections.abc import Iterator

from ingest.controle.constats import NIVEAUX, Constat
from ingest.controle.rapport.modele import Rapport, compter
from ingest.controle.rapport.mots import mots, resumes, titre, verdict
from ingest.controle.rapport.places import lieu


def en_texte(rapport: Rapport) -> str:
    """Plain text."""
    return "\n".join(_lignes(rapport)) + "\n"


def _lignes(rapport: Rapport) -> Iterator[str]:
    dits = mots()
    yield titre(rapport)
    yield f"{dits['fichier']} : {rapport.fichier}" + (f" ; {dits['feuille'].lower()} : {rapport.feuille}" if rapport.feuille else "")
    yield verdict(rapport)
    for _, resume in resumes(rapport):
        yield f"  {resume}"
    for niveau in NIVEAUX:
        sortes = rapport.par_sorte(niveau)
        if sortes:
            yield f"\n{dits['niveaux'][niveau].upper()}"
        for sorte, constats in sortes.items():
            yield f"\n  {sorte} ({compter(constats)})"
            yield from _sorte(constats)


def _sorte(constats: list[Constat]) -> Iterator[str]:
    dits, aides = mots(), {c.aide for c in constats}
    for constat in constats:
        place = lieu(constat)
        yield f"  - {f'{place} : ' if place else ''}{constat.message}"
        if len(aides) > 1:
            yield f"    {dits['a_faire']} : {constat.aide}"
    if len(aides) == 1 and constats[0].niveau != "corrige":
        yield f"    {dits['a_faire']} : {constats[0].aide}"
