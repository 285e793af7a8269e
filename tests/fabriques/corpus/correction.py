"""What a careful sender does of a report: each line it names is put right, and nothing else is touched."""

from __future__ import annotations

from copy import deepcopy

from ingest.controle import Constat, Rapport
from tests.fabriques.classeurs import lettre
from tests.fabriques.corpus.piece import Piece, Rang


def corriger(piece: Piece, rapport: Rapport) -> Piece:
    """The file after its sender has followed the report once."""
    jumelle = deepcopy(piece)
    a_faire = [c for c in rapport.constats if c.niveau != "corrige"]
    lignes, colonnes, ajouts = set(), set(), []
    for constat in a_faire:
        _suivre(constat, jumelle, lignes, colonnes, ajouts)
    titres = jumelle.rangs[piece.entete].cases
    gardees = [i for i in range(max(len(titres), max(len(r.cases) for r in jumelle.rangs))) if lettre(i + 1) not in colonnes]
    for rang in jumelle.rangs:
        rang.cases = [rang.cases[i] for i in gardees if i < len(rang.cases)] + [rang.vraies[i] for i in ajouts if rang.vraies]
    jumelle.rangs = [rang for numero, rang in enumerate(jumelle.rangs, 1) if numero not in lignes]
    return jumelle


def _suivre(constat: Constat, piece: Piece, a_retirer: set[int], colonnes: set[str], ajouts: list[int]) -> None:
    if constat.champ and not constat.lignes and constat.code in ("controle.colonne_absente", "controle.colonne_facultative_absente"):
        ajouts.append(piece.champs.index(constat.champ))
    elif constat.code == "controle.entete_absente":
        piece.rangs.insert(0, Rang([c.titre for c in piece.contrat.champs], [c.titre for c in piece.contrat.champs]))
    elif constat.code in ("controle.feuilles_rivales", "controle.personnel_autre_feuille"):
        piece.autres.clear()
    elif constat.code in ("controle.sans_ligne",) or constat.code.startswith("regle.") and not constat.lignes:
        piece.rangs += [Rang(cases, cases) for cases in piece.oubliees]
    elif constat.code == "controle.personnel_note":
        piece.membres.clear()
    if constat.code == "controle.cellules_fusionnees":
        piece.fusions = ()
    for numero in constat.lignes if constat.code != "controle.entete_absente" else ():
        rang = piece.rangs[numero - 1]
        if numero == piece.entete + 1:
            _retitrer(constat, piece, rang, colonnes)
        elif rang.vraies is None:
            a_retirer.add(numero)
        elif constat.colonne is None:
            rang.cases, rang.brut = list(rang.vraies), None
        else:
            _remettre(constat, piece, rang)


def _retitrer(constat: Constat, piece: Piece, rang: Rang, colonnes: set[str]) -> None:
    place = next(i for i in range(100) if lettre(i + 1) == constat.colonne)
    if rang.vraies is None or place >= len(rang.vraies) or constat.code in ("controle.colonne_en_double", "controle.colonne_inconnue"):
        colonnes.add(constat.colonne)
    else:
        rang.cases[place] = rang.vraies[place]


def _remettre(constat: Constat, piece: Piece, rang: Rang) -> None:
    """A cell, or the cells that a rule's sentence names, in one line."""
    regle = next((r for r in piece.contrat.regles if constat.code == f"regle.{r.id}"), None)
    champs = regle.colonnes() if regle else set(piece.contrat.cle) if constat.code == "controle.cle_en_double" else set()
    visees = {piece.champs.index(nom) for nom in champs} | {next(i for i in range(100) if lettre(i + 1) == constat.colonne)}
    for place in visees:
        if place < len(rang.vraies):
            rang.cases[place] = rang.vraies[place]
        else:
            rang.cases[place] = None
