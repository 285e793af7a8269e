"""The text that stands for a chart when it cannot be seen: every value drawn, from the same frame, with nothing else to read."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from reports.figures.chart import NON_PUBLIE, NON_PUBLIEE, Chart


# Beyond, the text gives the ends and the data table the values.
LISIBLES = 12


def alternative(chart: Chart) -> str:
    """One or a few French sentences. Small multiples give the ends of each line, a map of many values its extremes; the data table holds
    the rest."""
    return _PHRASES[chart.genre](chart)


def _barres(chart: Chart) -> str:
    base = chart.frame["base_texte"].unique(maintain_order=True).to_list()
    debut = f"Barres, {_minuscule(chart.entetes['valeur'])}" + (f", sur une même base de {base[0]}" if base != [None] else "")
    evolutions = chart.frame["evolution_texte"].is_not_null().any()
    return ". ".join([debut, *(_barre(r, evolutions) for r in chart.lignes)]) + "."


def _barre(r: dict, evolutions: bool) -> str:
    effectif = f"{r['effectif_texte']}, soit " if r["effectif_texte"] else ""
    evolution = f", évolution {r['evolution_texte'] or NON_PUBLIEE}" if evolutions else ""
    return f"{_majuscule(r['libelle'])}\u00a0: {effectif}{r['texte']}{evolution}"


def _empilees(chart: Chart) -> str:
    barres = [f"{groupe}\u00a0: " + ", ".join(f"{_minuscule(r['libelle'])} {r['texte']}" for r in frame.to_dicts())
              for (groupe,), frame in chart.frame.group_by("groupe", maintain_order=True)]
    return ". ".join([f"Barres empilées, {chart.unite}", *barres]) + "."


def _points(chart: Chart) -> str:
    points = [f"{r['texte']} ({r['precision']})" if r["precision"] else r["texte"] for r in chart.publiees.to_dicts()]
    return f"Points datés et non reliés, {chart.unite}\u00a0: {', '.join(points)}."


def _multiples(chart: Chart) -> str:
    entieres = chart.publiees.filter(pl.col("precision").is_null())
    series = [(nom, serie.sort("annee")) for (nom,), serie in entieres.group_by("libelle", maintain_order=True)]
    debut, fin = entieres["annee"].min(), entieres["annee"].max()
    bouts = [f"{nom}\u00a0: de {serie['texte'][0]} à {serie['texte'][-1]}" for nom, serie in series]
    apart = [f"{r['annee']}, {r['precision']}\u00a0: {r['texte']}" for r in chart.publiees.filter(pl.col("precision").is_not_null()).to_dicts()]
    absentes = [f"Années sans valeur\u00a0: {', '.join(map(str, annees))}"] if (annees := _sans_valeur(chart)) else []
    genre = "Petits graphiques" if len(series) > 1 else "Courbe"
    return ". ".join([f"{genre}, {chart.unite}, de {debut} à {fin}", *bouts, *apart, *absentes]) + "."


def _sans_valeur(chart: Chart) -> list[int]:
    return sorted(chart.frame.filter(pl.col("valeur").is_null())["annee"].unique())


def _tuiles(chart: Chart) -> str:
    publiees = chart.publiees.sort("code").to_dicts()
    valeurs = ", ".join(f"{r['libelle']} {r['texte']}" for r in publiees)
    if len(publiees) > LISIBLES:
        bas, *_, haut = sorted(publiees, key=lambda r: r["valeur"])
        valeurs = f"de {bas['texte']} ({bas['libelle']}) à {haut['texte']} ({haut['libelle']})"
    sans = chart.frame.filter(pl.col("valeur").is_null())["texte"].fill_null(NON_PUBLIE).unique(maintain_order=True)
    autres = f" Autres départements\u00a0: {', '.join(sans)}." if len(sans) else ""
    return f"Carte en tuiles des départements, {chart.unite}. Valeurs publiées\u00a0: {valeurs}.{autres}"


def _etapes(chart: Chart) -> str:
    colonnes = [f"{nom}\u00a0: " + ", ".join(f"{_minuscule(r['libelle'])} {r['texte']}" for r in frame.to_dicts())
                for (nom,), frame in chart.publiees.group_by("etape", maintain_order=True)]
    precisions = chart.frame["precision"].drop_nulls().unique(maintain_order=True).to_list()
    autres = f" Autres cases\u00a0: {NON_PUBLIE}." if chart.frame["valeur"].is_null().any() else ""
    return ". ".join([", ".join(["Colonnes côte à côte, sans lien entre elles", *precisions]), *colonnes]) + f".{autres}"


def _minuscule(t: str) -> str:
    return t[:1].lower() + t[1:]


def _majuscule(t: str) -> str:
    return t[:1].upper() + t[1:]


_PHRASES: dict[str, Callable[[Chart], str]] = {
    "barres": _barres, "empilees": _empilees, "points": _points, "multiples": _multiples, "tuiles": _tuiles, "etapes": _etapes}
