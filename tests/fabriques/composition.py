"""A small but complete composition folder: what the rendering engines read."""

from __future__ import annotations

import json
import shutil
import tempfile
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from reports.polices import preparer
from tests.fabriques.contenu import CHIFFRES, CHIFFRES_CLES, EDITION, FIGURES, PHRASES, TABLEAUX
from tests.fabriques.documents import SECTIONS

LETTRE = Path(__file__).parents[2] / "reports" / "lettre"


@cache
def _cache() -> tempfile.TemporaryDirectory:
    return tempfile.TemporaryDirectory(prefix="polices-")


def polices() -> Path:
    """Marianne made fit for French numbers, once a session."""
    return preparer(Path(_cache().name))


def composer(dossier: Path, sections: dict[str, str] = SECTIONS, **edition: object) -> Path:
    """Writes a composition folder in `dossier` (emptied first) and returns it.

    `sections`: name of the file (without `.qmd`) → text, included in that order. `edition`: fields of
    `_donnees/edition.json` that differ from EDITION.
    """
    shutil.rmtree(dossier, ignore_errors=True)
    donnees = dossier / "_donnees"
    for sous in ("figures", "tableaux"):
        (donnees / sous).mkdir(parents=True)
    _json(donnees / "edition.json", {**EDITION, **edition})
    _json(donnees / "chiffres.json", CHIFFRES)
    _json(donnees / "phrases.json", PHRASES)
    _json(donnees / "chiffres_cles.json", CHIFFRES_CLES)
    for figure, svg, csv in FIGURES:
        base = donnees / "figures" / figure["id"]
        _json(base.with_suffix(".json"), figure)
        base.with_suffix(".svg").write_text(svg, "utf-8")
        base.with_suffix(".csv").write_text(csv, "utf-8")
    for tableau in TABLEAUX:
        _json(donnees / "tableaux" / f"{tableau['id']}.json", tableau)
    shutil.copytree(polices(), donnees / "fonts")
    plotly = Path(find_spec("plotly").origin).parent / "package_data" / "plotly.min.js"
    shutil.copyfile(plotly, donnees / "plotly.min.js")
    shutil.copytree(LETTRE / "_extensions", dossier / "_extensions")
    shutil.copyfile(LETTRE / "_quarto.yml", dossier / "_quarto.yml")
    ecrire_sections(dossier, sections)
    return dossier


def ecrire_sections(dossier: Path, sections: dict[str, str]) -> None:
    """Replaces `sections/*.qmd` and the list of includes of `lettre.qmd`; the front matter is the real one."""
    shutil.rmtree(dossier / "sections", ignore_errors=True)
    (dossier / "sections").mkdir()
    for nom, texte in sections.items():
        (dossier / "sections" / f"{nom}.qmd").write_text(texte, "utf-8")
    entete = (LETTRE / "lettre.qmd").read_text("utf-8").split("---\n")[1]
    includes = "\n\n".join("{{< include sections/%s.qmd >}}" % nom for nom in sections)
    (dossier / "lettre.qmd").write_text(f"---\n{entete}---\n\n{includes}\n", "utf-8")


def _json(chemin: Path, valeur: object) -> None:
    chemin.write_text(json.dumps(valeur, ensure_ascii=False, indent=1), "utf-8")
