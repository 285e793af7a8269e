"""Compose `var/editions/<E>/composition/`: the Quarto project and the data that its shortcodes read.

Everything is computed here once; the engines only place it. The folder is made beside and put in place whole.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime, time
from pathlib import Path

from catalogue import Catalogue
from catalogue.edition import Edition
from reports import phrases, polices, retours, sections, tableaux
from reports import typographie as typo
from reports.citees import cles_citees
from reports.figures import ecriture as figures
from reports.phrases.une import chiffres_cles
from reports.tables import Chiffre, Chiffres

SOURCES = Path(__file__).parent / "lettre"
AVERTISSEMENT = ["Reconstitution à partir de chiffres publiés.", "Document de démonstration, non publié par la Miprof."]
SIMULEES = ["DONNÉES SIMULÉES.", "Retours inventés, sans valeur statistique : ne pas diffuser. Document non publié par la Miprof."]
PREFIXES = {"environ": "environ ", "au_moins": "au moins ", "plus_de": "plus de ", "exacte": "", "arrondie": ""}


@dataclass(frozen=True)
class Composition:
    """Where the letter was composed, and what it holds."""

    dossier: Path
    figures: list[str]
    phrases: list[str]
    tableaux: list[str]


def composer(edition: Edition, public: Path, destination: Path, cache_polices: Path) -> Composition:
    """Write the whole composition of an édition from its public tables. Raises Refus when a text asks for an absent chiffre."""
    chiffres = Chiffres(public, edition.millesime)
    destination.parent.mkdir(parents=True, exist_ok=True)
    chantier = Path(tempfile.mkdtemp(dir=destination.parent, prefix=".composition-"))
    try:
        shutil.copytree(SOURCES, chantier, dirs_exist_ok=True)
        composition = _donnees(edition, chiffres, chantier / "_donnees", cache_polices)
        _remplacer(chantier, destination)
    except BaseException:
        shutil.rmtree(chantier, ignore_errors=True)
        raise
    return Composition(destination, *composition)


def _donnees(edition: Edition, chiffres: Chiffres, dossier: Path, cache_polices: Path) -> tuple[list[str], list[str], list[str]]:
    (dossier / "tableaux").mkdir(parents=True)
    fontes = polices.preparer(cache_polices)
    shutil.copytree(fontes, dossier / "fonts")
    figures_ecrites = figures.ecrire(chiffres, dossier / "figures", fontes)
    textes = phrases.toutes(chiffres)
    sections.retenir(dossier.parent, set(figures_ecrites), set(textes))
    cles = chiffres_cles(chiffres)
    tables = tableaux.tous(chiffres, cles_citees(dossier.parent, chiffres, textes, cles))
    for t in tables:
        _json(dossier / "tableaux" / f"{t.id}.json", t.en_json())
        (dossier / "tableaux" / f"{t.id}.csv").write_text(t.en_csv(), "utf-8-sig", newline="")
    _json(dossier / "edition.json", _edition(edition, chiffres))
    _json(dossier / "chiffres.json", {"defaut": {"annee": edition.millesime, "territoire": "FR"},
                                      "chiffres": {c.cle: _formes(c, chiffres.catalogue) for c in (*chiffres.tous(), *chiffres.retours)}})
    _json(dossier / "phrases.json", textes)
    _json(dossier / "chiffres_cles.json", cles)
    _plotly(dossier / "plotly.min.js")
    if retours.simules(chiffres):
        _marquer(dossier)
    return figures_ecrites, sorted(textes), [t.id for t in tables]


def _marquer(dossier: Path) -> None:
    """Files that are taken away from the page say by themselves that their numbers are invented."""
    for path in dossier.rglob("*.csv"):
        path.write_text(f"{SIMULEES[0]}\r\n" + path.read_text("utf-8-sig"), "utf-8-sig", newline="")


def _edition(edition: Edition, chiffres: Chiffres) -> dict:
    catalogue, simule = chiffres.catalogue, retours.simules(chiffres)
    producteurs = {s.sigle: {"ssp": s.ssp, "nom": s.producteur} for s in catalogue.sources.values()}
    return {
        "edition": edition.edition, "millesime": edition.millesime, "titre": edition.titre, "statut": edition.statut,
        "bandeau": SIMULEES if simule else AVERTISSEMENT,
        "pied": f"{'DONNÉES SIMULÉES · ' if simule else ''}{edition.titre} · édition {edition.edition}, données {edition.millesime}",
        "simule": simule, "horodatage": int(datetime.combine(edition.horodatage, time(), UTC).timestamp()),
        "producteurs": dict(sorted(producteurs.items())),
        "aide": [{"numero": r["code"], "nom": r["libelle"]} for r in catalogue.nomenclatures["aide"].values()],
        "sigles": {r["code"]: r["libelle"] for r in catalogue.nomenclatures["sigles"].values()},
    }


def _formes(c: Chiffre, catalogue: Catalogue) -> dict:
    feminin = catalogue.nomenclatures["unites"][c.unite]["genre"] == "f"
    return {
        "nombre": c.nombre, "pct": c.variation if c.unite == "pct" else None,
        "evolution": typo.evolution(c.valeur, c.decimales) if c.mesure == "evolution" and c.valeur is not None else None,
        "lettres": typo.lettres(c.valeur, feminin) if c.valeur is not None else None,
        "prefixe": PREFIXES[c.precision], "symbole": c.symbole, "statut": c.statut, "indicateur": c.indicateur, "annee": c.annee,
        "libelle": c.libelle, "source": c.producteur, "ssp": c.ssp,
    }


def _plotly(destination: Path) -> None:
    from importlib.resources import files

    shutil.copyfile(str(files("plotly") / "package_data" / "plotly.min.js"), destination)


def _json(path: Path, contenu: object) -> None:
    path.write_text(json.dumps(contenu, ensure_ascii=False, indent=1) + "\n", "utf-8")


def _remplacer(neuf: Path, destination: Path) -> None:
    """Put a folder in the place of another, so that a reader finds the old one or the new one, whole."""
    ancien = destination.with_name(f".{destination.name}-ancien")
    shutil.rmtree(ancien, ignore_errors=True)
    if destination.exists():
        destination.rename(ancien)
    neuf.rename(destination)
    shutil.rmtree(ancien, ignore_errors=True)
