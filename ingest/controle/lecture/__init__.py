"""Reading: bytes that the guards let through → the sheet that holds the return, as text."""

from __future__ import annotations

from dataclasses import dataclass

from catalogue.contrats import Contrat
from catalogue.erreurs import Refus
from ingest.controle.entetes import CHERCHEES, compter, plier
from ingest.controle.feuille import Feuille
from ingest.controle.gardes import Archive
from ingest.controle.lecture import ods, texte, xlsx
from ingest.controle.limites import Limites
from ingest.controle.referentiel import Referentiel

__all__ = ["Lecture", "lire"]
SAISIE = "saisie"


@dataclass(frozen=True)
class Lecture:
    """What was read. `feuille` holds the return; `feuilles` are all the sheets; `rivales`: names of others that also look like a return."""

    feuille: Feuille
    feuilles: tuple[Feuille, ...]
    rivales: tuple[str, ...] = ()


def lire(octets: bytes, archive: Archive | None, contrat: Contrat, limites: Limites, referentiel: Referentiel) -> Lecture:
    """Read a CSV file (`archive` None) or a workbook. Raises Refus when nothing can be read."""
    if archive is None:
        feuille = texte.lire(octets, contrat, limites, referentiel.accentues)
        return Lecture(feuille, _exiger_courtes([feuille], limites))
    feuilles = _exiger_courtes({"xlsx": xlsx, "ods": ods}[archive.nature].lire(archive, limites), limites)
    notes = [_note(f, contrat) for f in feuilles]
    choisie = notes.index(max(notes))
    rivales = [f.nom or "" for i, f in enumerate(feuilles) if i != choisie and notes[i][0] > len(contrat.champs) / 2 and f.cellules.height > 1]
    return Lecture(feuilles[choisie], feuilles, tuple(rivales))


def _exiger_courtes(feuilles: list[Feuille], limites: Limites) -> tuple[Feuille, ...]:
    if sum(colonne.str.len_chars().sum() for f in feuilles for colonne in f.cellules) > limites.caracteres:
        raise Refus("controle.trop_de_texte", attendu=limites.caracteres)
    return tuple(feuilles)


def _note(feuille: Feuille, contrat: Contrat) -> tuple[int, bool]:
    titres = max((compter(ligne, contrat) for ligne in feuille.cellules.head(CHERCHEES).rows()), default=0)
    return titres, plier(feuille.nom or "") == SAISIE
