"""The Justice ministry's list of offences: Windows-1252, capitals without accents, articles then their code."""

from __future__ import annotations

ENTETE = "Numéro NATINF;Nature de l'infraction;Qualification de l'infraction;Définie par;Réprimée par"


def liste(*lignes: tuple[object, str, str, str, str], entete: str = ENTETE, encodage: str = "cp1252") -> bytes:
    """The file, without a final newline, as the producer's."""
    return "\n".join([entete, *(";".join(map(str, ligne)) for ligne in lignes)]).encode(encodage)


def infraction(numero: object, definie_par: str, nature: str = "Délit") -> tuple[object, str, str, str, str]:
    return numero, nature, "INFRACTION D'ESSAI", definie_par, definie_par
