"""Text files: what a file really is, its encoding, its rows."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping

import polars as pl

from catalogue.erreurs import suggestion
from ingest.sources.fichier import Fichier

SIGNATURES = {b"PK\x03\x04": "xlsx", b"\xd0\xcf\x11\xe0": "xls", b"\x1f\x8b": "gzip", b"PAR1": "parquet"}
NATURES = {"xlsx": "un classeur Excel (.xlsx)", "xls": "un ancien classeur Excel (.xls)", "gzip": "un fichier compressé (.gz)",
           "parquet": "un fichier Parquet", "html": "une page web", "vide": "vide", "texte": "un fichier texte"}
ENCODAGES = {"cp1252": "Windows-1252 (latin-1)", "utf-8-sig": "UTF-8"}


def nature(debut: bytes) -> str:
    """What the first bytes of a file announce: a key of `NATURES`. The file's name is not trusted."""
    if not debut:
        return "vide"
    for signature, nom in SIGNATURES.items():
        if debut.startswith(signature):
            return nom
    return "html" if debut.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"<" else "texte"


def exiger_nature(fichier: Fichier, *admises: str) -> str:
    """The file's nature, when it is one of `admises`. Raises Refus otherwise."""
    with fichier.chemin.open("rb") as f:
        trouvee = nature(f.read(512))
    if trouvee not in admises:
        raise fichier.arreter("nature", valeur=NATURES[trouvee], attendu=" ou ".join(NATURES[n] for n in admises))
    return trouvee


def decoder(fichier: Fichier, encodage: str) -> str:
    """The whole text. `encodage` is the family's own, a key of `ENCODAGES`. Raises Refus, with the line, for bytes of another.

    Windows-1252 accepts nearly any byte: text with accents that is valid UTF-8 is refused there, since it would be read wrong.
    """
    octets, attendu = fichier.octets, ENCODAGES[encodage]
    try:
        texte = octets.decode(encodage)
    except UnicodeDecodeError as e:
        numero = octets.count(b"\n", 0, e.start) + 1
        raise fichier.arreter("encodage", ligne=numero, valeur=f"octet {octets[e.start]:#04x}", attendu=attendu) from None
    if encodage == "cp1252" and not octets.isascii() and _est_utf8(octets):
        numero = next(i for i, ligne in enumerate(octets.split(b"\n"), 1) if not ligne.isascii())
        raise fichier.arreter("encodage", ligne=numero, valeur="UTF-8", attendu=attendu)
    return texte


def _est_utf8(octets: bytes) -> bool:
    try:
        octets.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def lignes(fichier: Fichier, texte: str, separateur: str = ";") -> Iterator[tuple[int, list[str]]]:
    """Line number and cells (trimmed) of each row that is not wholly empty. Raises Refus for text that is not a CSV."""
    lecteur = csv.reader(io.StringIO(texte, newline=""), delimiter=separateur)
    try:
        for cellules in lecteur:
            if any(c.strip() for c in cellules):
                yield lecteur.line_num, [c.strip() for c in cellules]
    except csv.Error as e:
        raise fichier.arreter("csv_illisible", ligne=lecteur.line_num, detail=e) from None


def tableau(fichier: Fichier, texte: str, colonnes: Mapping[str, str], *, separateur: str = ";",
            facultatives: frozenset[str] = frozenset()) -> pl.DataFrame:
    """A CSV with one header row → text columns named by the values of `colonnes` (file's name → name here), and `ligne`.

    Empty cells are null. Raises Refus for a header that is not exactly `colonnes` (but `facultatives`), and for rows of another width.
    """
    rangees = lignes(fichier, texte, separateur)
    numero, entete = next(rangees, (1, []))
    _verifier_entete(fichier, numero, entete, colonnes, facultatives)
    fichier.conclure()
    lues = []
    for numero, cellules in rangees:
        if len(cellules) == len(entete):
            lues.append([numero, *cellules])
        else:
            fichier.refuser("cellules", ligne=numero, valeur=len(cellules), attendu=len(entete))
    fichier.conclure()
    schema = {"ligne": pl.Int64} | {colonnes[nom]: pl.String for nom in entete}
    return pl.DataFrame(lues, schema=schema, orient="row").with_columns(pl.col(pl.String).replace("", None))


def _verifier_entete(fichier: Fichier, ligne: int, entete: list[str], attendues: Mapping[str, str], facultatives: frozenset[str]) -> None:
    liste = ", ".join(attendues)
    for i, nom in enumerate(entete):
        if nom not in attendues:
            fichier.refuser("colonne_inconnue", ligne=ligne, valeur=nom, attendu=liste, suggestion=suggestion(nom, set(attendues)))
        elif nom in entete[:i]:
            fichier.refuser("colonne_double", ligne=ligne, valeur=nom, attendu="une seule colonne de ce nom")
    for nom in attendues:
        if nom not in entete and nom not in facultatives:
            fichier.refuser("colonne_absente", ligne=ligne, valeur=nom, attendu=liste)
