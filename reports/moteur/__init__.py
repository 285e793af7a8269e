"""The letter rendered: Quarto where it is found, the embedded engine where it is not, on the same composition folder.

The only module that imports `quarto`, the wrapper that knows where the command is.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from catalogue.erreurs import Impossible
from reports.moteur import embarque
from reports.moteur.verification import verifier

__all__ = ["rendre", "verifier"]

EXTENSIONS = {"typst": ".pdf", "html": ".html"}
MOTEURS = ("auto", "quarto", "embarque")


def rendre(composition: Path, sortie: Path, moteur: str = "auto", formats: tuple[str, ...] = ("typst", "html"),
           document: str = "lettre.qmd") -> dict:
    """Render a document of a composition folder into `sortie` (made if absent), as <stem>.pdf and <stem>.html.

    `moteur`: `auto` takes Quarto when it is found. Returns {"moteur": "quarto"|"embarque", "typst": Path, "html": Path}.
    The files are put in place once all are made; a failure leaves those of before. Raises Refus for faults of the
    documents (file and line), Impossible when the engine is absent or stops.
    """
    if moteur not in MOTEURS:
        raise Impossible("document.moteur_inconnu", valeur=moteur)
    verifier(composition, document=document)
    quarto = _quarto() if moteur != "embarque" else None
    if moteur == "quarto" and quarto is None:
        raise Impossible("document.quarto_absent")
    sortie.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=sortie, prefix=".rendu-") as temporaire:
        chantier = Path(temporaire)
        faits = {f: chantier / Path(document).with_suffix(EXTENSIONS[f]).name for f in formats}
        for format, fichier in faits.items():
            fichier.write_bytes(_avec_quarto(quarto, composition, document, format) if quarto
                                else embarque.rendre(composition, document, format))
        return {"moteur": "quarto" if quarto else "embarque"} | {f: fichier.replace(sortie / fichier.name) for f, fichier in faits.items()}


def _quarto() -> str | None:
    import quarto

    return quarto.path()


def _avec_quarto(quarto: str, composition: Path, document: str, format: str) -> bytes:
    """One format by `quarto render`, in a copy: Quarto writes beside its input, and the composition stays as it is.

    The wrapper's own `render` does not look at the exit status; its way to find the command is what is used.
    """
    edition = json.loads((composition / "_donnees/edition.json").read_text("utf-8"))
    environnement = os.environ | {"SOURCE_DATE_EPOCH": str(edition["horodatage"])}
    with tempfile.TemporaryDirectory(prefix="quarto-") as temporaire:
        copie = Path(temporaire) / composition.name
        shutil.copytree(composition, copie)
        resultat = subprocess.run([quarto, "render", document, "--to", f"miprof-{format}"], cwd=copie, env=environnement,
                                  stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        fait = (copie / document).with_suffix(EXTENSIONS[format])
        if resultat.returncode or not fait.is_file():
            dernieres = " ".join(resultat.stdout.split("\n")[-12:]).strip()
            raise Impossible("document.quarto_refuse", format=format, detail=dernieres)
        return fait.read_bytes()
