"""The same return as different people write it: tool, separator, accents, titles, order, numbers, dates, labels."""

from __future__ import annotations

import csv
import io
import random
from collections import Counter
from dataclasses import dataclass
from datetime import date

from catalogue.contrats import Champ, Contrat
from ingest.controle.entetes import plier
from tests.fabriques.classeurs import Page, ods, xlsx
from tests.fabriques.retours import Ligne, texte

MOIS = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()


@dataclass(frozen=True)
class Dialecte:
    """`outil`: csv, xlsx or ods. `titres`: noms, titres, majuscules or sans_accents. `ordre`: seed of the columns' order, None for the contract's.
    `milliers`: what separates thousands. `dates`: iso, francaises, lettres or cellules. `codes`: codes, libelles, majuscules or sans_zero.
    `preambule`: rows above the header; `vides`: blank rows among the data; `consigne`: the « sep= » line."""

    outil: str = "csv"
    separateur: str = ";"
    guillemets: int = csv.QUOTE_MINIMAL
    fin: str = "\r\n"
    encodage: str = "utf-8"
    titres: str = "noms"
    ordre: int | None = None
    milliers: str = ""
    decimale: str = "."
    dates: str = "iso"
    codes: str = "codes"
    preambule: tuple[tuple[str, ...], ...] = ()
    vides: bool = False
    consigne: bool = False


def ecrire(contrat: Contrat, rows: list[Ligne], d: Dialecte) -> tuple[bytes, str]:
    """The file and its name."""
    return rendre(grille(contrat, rows, d), d), f"retour.{d.outil}"


def colonnes(contrat: Contrat, d: Dialecte) -> list[Champ]:
    """The columns, in the dialect's order."""
    champs = [*contrat.champs]
    if d.ordre is not None:
        random.Random(d.ordre).shuffle(champs)
    return champs


def grille(contrat: Contrat, rows: list[Ligne], d: Dialecte) -> list[list[object]]:
    """The cells, from the rows above the header to the last of the data."""
    champs = colonnes(contrat, d)
    cases: list[list[object]] = [*map(list, d.preambule), [_titre(c, d) for c in champs]]
    for ligne in rows:
        cases.append([_cellule(c, ligne.get(c.nom), d) for c in champs])
        cases += [[None] * len(champs)] if d.vides else []
    return cases


def rendre(cases: list[list[object]], d: Dialecte, bruts: dict[int, str] | None = None, fusions: tuple[str, ...] = (), masquees: tuple[int, ...] = (),
           cachees: tuple[int, ...] = (), autres: dict[str, list[list[object]]] | None = None, membres: dict[str, str] | None = None) -> bytes:
    """The file of these cells. `bruts`: lines of a CSV file written as they are, by rank. Of a workbook: merged ranges, hidden lines and columns,
    further sheets, further parts of its archive."""
    if d.outil != "csv":
        return {"xlsx": xlsx, "ods": ods}[d.outil]({"Saisie": Page(cases, fusions, masquees, cachees), **(autres or {})}, **(membres or {}))
    lignes = [(bruts or {}).get(rang) or _ligne(ligne, d) for rang, ligne in enumerate(cases)]
    return ((f"sep={d.separateur}\r\n" if d.consigne else "") + "".join(lignes)).encode(d.encodage)


def _ligne(cases: list[object], d: Dialecte) -> str:
    flux = io.StringIO(newline="")
    csv.writer(flux, delimiter=d.separateur, quoting=d.guillemets, lineterminator=d.fin).writerow([texte(v) for v in cases])
    return flux.getvalue()


def _titre(champ: Champ, d: Dialecte) -> str:
    return {"noms": champ.nom, "titres": champ.titre, "majuscules": champ.titre.upper(), "sans_accents": f" {plier(champ.titre)} "}[d.titres]


def _cellule(champ: Champ, valeur: object, d: Dialecte) -> object:
    classeur = d.outil != "csv"
    if valeur is None or isinstance(valeur, bool) and classeur:
        return valeur
    if isinstance(valeur, bool):
        return texte(valeur)
    if isinstance(valeur, date):
        if d.dates == "cellules" and classeur:
            return valeur
        return {"francaises": f"{valeur:%d/%m/%Y}", "lettres": f"{valeur.day} {MOIS[valeur.month - 1]} {valeur.year}"}.get(d.dates, valeur.isoformat())
    if champ.type == "code":
        return _code(champ, str(valeur), d)
    if isinstance(valeur, int | float) and champ.type != "annee":
        return valeur if classeur and not d.milliers else _nombre(valeur, d)
    return valeur if classeur else texte(valeur)


def _nombre(valeur: float, d: Dialecte) -> str:
    entier, _, decimales = (repr(valeur) if isinstance(valeur, float) else str(valeur)).partition(".")
    groupe = f"{int(entier):,}".replace(",", d.milliers) if d.milliers else entier
    return groupe + (f"{d.decimale}{decimales}" if decimales else "")


def _code(champ: Champ, code: str, d: Dialecte) -> str:
    if d.codes == "libelles":
        libelle = champ.libelles[code]
        formes = Counter(forme for c, l in champ.libelles.items() for forme in {plier(c), plier(l), plier(f"{c} {l}")})
        return libelle if formes[plier(libelle)] == 1 or plier(libelle) == plier(code) and formes[plier(code)] == 1 else code
    if d.codes == "sans_zero" and code.isdecimal():
        return code.lstrip("0") or code
    return code.upper() if d.codes == "majuscules" and sum(plier(c) == plier(code) for c in champ.modalites or []) == 1 else code
