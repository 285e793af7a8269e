"""Empty returns to fill in, made from their contract: `miprof modele CONTRAT -o FICHIER`."""

from __future__ import annotations

import os
from pathlib import Path

from catalogue.contrats import Contrat
from catalogue.erreurs import Impossible

FORMATS = (".xlsx", ".csv")


def ecrire_modele(contrat: Contrat, path: Path) -> Path:
    """Write the template of a contract, an Excel workbook or a CSV file after the extension of `path`.

    The CSV file has the names of the columns, « ; » between them, and the mark that spreadsheets need to read accents. Raises Impossible
    for any other extension, or when the file cannot be written; an existing file is replaced whole or not at all.
    """
    if path.suffix.lower() not in FORMATS:
        raise Impossible("modeles.format", fichier=path.name, attendu=" ou ".join(FORMATS))
    brouillon = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        if path.suffix.lower() == ".csv":
            brouillon.write_text(";".join(contrat.colonnes) + "\r\n", "utf-8-sig", newline="")
        else:
            from ingest.modeles.classeur import classeur

            classeur(contrat).save(brouillon)
        os.replace(brouillon, path)
    except OSError as e:
        raise Impossible("modeles.ecriture", fichier=path, detail=e.strerror) from None
    finally:
        brouillon.unlink(missing_ok=True)
    return path
