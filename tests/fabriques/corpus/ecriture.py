"""All the pieces, and how they are written into tests/controle/ with what is expected of each."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterator
from pathlib import Path

from ingest.controle import Limites, Rapport
from ingest.controle.moteur import controler_ici
from ingest.controle.referentiel import referentiel
from tests.fabriques.corpus import habitudes, hostiles, lecture, personnes, regles, valeurs
from tests.fabriques.corpus.correction import corriger
from tests.fabriques.corpus.piece import Piece

DOSSIER = Path(__file__).resolve().parents[2] / "controle"
VERDICTS = ("accepte", "a_confirmer", "refuse", "corrige")
CLASSES = (
    lecture.canoniques, lecture.separateurs, lecture.encodages, lecture.titres, lecture.autour, lecture.decoupage, lecture.classeurs, valeurs.nombres, valeurs.absences,
    valeurs.codes, valeurs.dates, valeurs.formes, valeurs.plusieurs, regles.doublons, regles.totaux, regles.colonnes, regles.entre_lignes, regles.annees,
    regles.organismes, habitudes.habitudes, personnes.personnes, hostiles.hostiles,
)
COLONNES = ("fichier", "contrat", "verdict", "attendus")


def pieces() -> Iterator[Piece]:
    """Every file of the corpus."""
    for classe in CLASSES:
        yield from classe()


def controler(piece: Piece, octets: bytes | None = None) -> Rapport:
    """The report on a piece (or on other bytes in its place), in this process."""
    nom = piece.fichier or f"{piece.nom}.{piece.dialecte.outil}"
    return controler_ici(octets or piece.rendre(), nom, piece.contrat, piece.contexte, Limites(), referentiel())


def verdict_attendu(piece: Piece) -> str:
    """What the expected findings make of the file, by their level."""
    niveaux = {_niveau(piece, attendu.partition("@")[0]) for attendu in piece.attendus}
    if piece.classe == "hostiles" or niveaux & {"illisible"}:
        return "illisible"
    return "refuse" if "bloquant" in niveaux else "a_confirmer" if "a_confirmer" in niveaux else "accepte"


def ecrire(dossier: Path = DOSSIER) -> int:
    """Write the files, the twins of those refused for their content, and `attendus.csv`; gives the number of files."""
    for verdict in VERDICTS:
        shutil.rmtree(dossier / verdict, ignore_errors=True)
    lignes = []
    for piece in pieces():
        verdict = verdict_attendu(piece)
        _poser(dossier / piece.chemin(verdict), piece.rendre())
        if verdict == "refuse":
            _poser(dossier / piece.chemin("corrige"), corriger(piece, controler(piece)).rendre())
        lignes.append((piece.chemin(verdict), piece.contrat.id, verdict, " ".join(piece.attendus)))
    with (dossier / "attendus.csv").open("w", encoding="utf-8", newline="") as f:
        ecrivain = csv.writer(f, delimiter=";", lineterminator="\n")
        ecrivain.writerow(COLONNES)
        ecrivain.writerows(sorted(lignes))
    return len(lignes)


def _niveau(piece: Piece, code: str) -> str:
    from catalogue.erreurs import messages

    if code.startswith("regle."):
        return next(r.niveau for r in piece.contrat.regles if f"regle.{r.id}" == code)
    if code in ("controle.accents_douteux", "controle.sans_separateur"):
        return "illisible"
    return messages()[code]["niveau"]


def _poser(path: Path, octets: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(octets)
