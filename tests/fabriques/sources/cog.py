"""The code officiel géographique: départements, regions, overseas collectivities."""

from __future__ import annotations

DEPARTEMENTS = (("01", "84", "Ain"), ("2A", "94", "Corse-du-Sud"), ("69", "84", "Rhône"), ("971", "01", "Guadeloupe"))
REGIONS = (("01", "Guadeloupe"), ("84", "Auvergne-Rhône-Alpes"), ("94", "Corse"))


def departements(*lignes: tuple[str, str, str]) -> bytes:
    return _csv("DEP,REG,CHEFLIEU,TNCC,NCC,NCCENR,LIBELLE", (f"{code},{region},{code}001,5,{nom.upper()},{nom},{nom}" for code, region, nom in lignes or DEPARTEMENTS))


def regions(*lignes: tuple[str, str]) -> bytes:
    return _csv("REG,CHEFLIEU,TNCC,NCC,NCCENR,LIBELLE", (f"{code},{code}001,3,{nom.upper()},{nom},{nom}" for code, nom in lignes or REGIONS))


def collectivites() -> bytes:
    return _csv("code_commune,nom_commune,code_collectivite,nom_collectivite,code_postal,population",
                ("97501,Miquelon-Langlade,975,Saint-Pierre-et-Miquelon,97500,596", "97502,Saint-Pierre,975,Saint-Pierre-et-Miquelon,97500,5194",
                 "98411,Îles Saint-Paul et Nouvelle-Amsterdam,984,Terres australes et antarctiques françaises,,"))


def _csv(entete: str, lignes) -> bytes:
    return "".join(f"{ligne}\r\n" for ligne in [entete, *lignes]).encode()
