"""Where a finding is, as a reader of the spreadsheet would say it."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.controle.constats import Constat


def plages(lignes: Sequence[int]) -> list[tuple[int, int]]:
    """Consecutive lines put together: 4, 5, 6, 9 → (4, 6), (9, 9)."""
    resultat: list[tuple[int, int]] = []
    for ligne in sorted(set(lignes)):
        if resultat and ligne == resultat[-1][1] + 1:
            resultat[-1] = (resultat[-1][0], ligne)
        else:
            resultat.append((ligne, ligne))
    return resultat


def lieu(constat: Constat) -> str:
    """« Lignes 4 à 6 et 9, colonne C (Département) »; empty when the finding is about the whole file."""
    morceaux = []
    if constat.lignes:
        dites = [str(a) if a == b else f"{a} à {b}" for a, b in plages(constat.lignes)]
        morceaux.append(("ligne " if len(set(constat.lignes)) == 1 else "lignes ") + _et(dites))
    if constat.colonne:
        morceaux.append(f"colonne {constat.colonne}" + (f" ({constat.titre})" if constat.titre else ""))
    return ", ".join(morceaux)[:1].upper() + ", ".join(morceaux)[1:]


def _et(dites: list[str]) -> str:
    return dites[0] if len(dites) == 1 else f"{', '.join(dites[:-1])} et {dites[-1]}"
