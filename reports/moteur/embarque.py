"""The engine that needs no Quarto: pandoc and Typst as Python packages, on the same documents, extension and shortcodes."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import yaml

from catalogue.erreurs import Impossible
from reports.moteur import documents

ICI = Path(__file__).parent
EXTENSION = Path("_extensions/miprof")


def rendre(composition: Path, document: str, format: str) -> bytes:
    """The letter in one format, `typst` (a PDF/UA-1 and A-2a) or `html` (one self-contained page).

    `composition`: a composition folder, already checked. Raises Impossible when pandoc or Typst refuses.
    """
    return _pdf(composition, document) if format == "typst" else _html(composition, document)


def source_typst(composition: Path, document: str) -> str:
    """The whole .typ: what pandoc presupposes, the extension's two partials, the body."""
    partiels = [ICI / "prelude.typ", *(composition / EXTENSION / nom for nom in ("typst-template.typ", "typst-show.typ"))]
    return "".join(p.read_text("utf-8") for p in partiels) + _pandoc(composition, document, "--to=typst")


def _pandoc(composition: Path, document: str, *options: str) -> str:
    import pypandoc

    commande = [pypandoc.get_pandoc_path(), "--from=markdown", "--wrap=none", "--fail-if-warnings",
                f"--lua-filter={ICI / 'embarque.lua'}", f"--metadata=document={document}", *options]
    texte = source(composition, document).encode()
    resultat = subprocess.run(commande, cwd=composition, input=texte, capture_output=True)
    if resultat.returncode:
        raise Impossible("document.pandoc_refuse", detail=_sans_trace(resultat.stderr.decode(errors="replace")))
    return resultat.stdout.decode()


def source(composition: Path, document: str) -> str:
    """The document whole, with the metadata that `_quarto.yml` shares and its own over them. JSON is YAML."""
    entete, lignes = documents.lire(composition, document)
    projet = yaml.safe_load((composition / "_quarto.yml").read_text("utf-8"))
    partagees = {nom: valeur for nom, valeur in projet.items() if nom not in ("project", "format")}
    return f"---\n{json.dumps(partagees | entete, ensure_ascii=False)}\n---\n\n{documents.markdown(lignes)}"


def _sans_trace(erreur: str) -> str:
    """The sentence of an error raised in Lua, without the stack that follows it."""
    return re.sub(r"^Error running filter .*:\n", "", erreur.partition("\nstack traceback:")[0]).strip()


def _pdf(composition: Path, document: str) -> bytes:
    import typst

    edition = json.loads((composition / "_donnees/edition.json").read_text("utf-8"))
    try:
        return typst.compile(
            source_typst(composition, document).encode(), root=str(composition), format="pdf",
            font_paths=[str(composition / "_donnees/fonts")], ignore_system_fonts=True,
            pdf_standards=["ua-1", "a-2a"], timestamp=edition["horodatage"])
    except typst.TypstError as erreur:
        raise Impossible("document.typst_refuse", detail=str(erreur)) from erreur


def _html(composition: Path, document: str) -> bytes:
    return _pandoc(composition, document, "--to=html5", "--embed-resources", "--standalone",
                   f"--template={EXTENSION / 'template.html'}").encode()
