"""The SSMSI territorial bases as each edition writes them: columns, order, quotes, years, decimals, labels."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

ANCIENNES = {"dep": "classe;annee;Code.département;Code.région;unité.de.compte;millPOP;millLOG;faits;POP;LOG;tauxpourmille",
             "reg": "classe;annee;Code.région;unité.de.compte;millPOP;millLOG;faits;POP;LOG;tauxpourmille",
             "com": "CODGEO_2023;annee;classe;unité.de.compte;valeur.publiée;faits;tauxpourmille;complementinfoval;complementinfotaux;POP;millPOP;LOG;millLOG"}
FIN = "annee;indicateur;unite_de_compte;nombre;taux_pour_mille;insee_pop;insee_pop_millesime;insee_log;insee_log_millesime"
NOUVELLES = {"dep": f"Code_departement;Code_region;{FIN}", "reg": f"Code_region;{FIN}",
             "com": "CODGEO_2026;annee;indicateur;unite_de_compte;nombre;taux_pour_mille;est_diffuse;insee_pop;insee_pop_millesime;insee_log;"
                    "insee_log_millesime;complement_info_nombre;complement_info_taux"}
OBJETS = {"code.département": "departement", "code_departement": "departement", "code.région": "region", "code_region": "region", "classe": "indicateur",
          "unité.de.compte": "unite", "unite_de_compte": "unite", "faits": "nombre", "tauxpourmille": "taux", "taux_pour_mille": "taux", "pop": "pop",
          "insee_pop": "pop", "millpop": "annee_pop", "insee_pop_millesime": "annee_pop", "log": "log", "insee_log": "log", "milllog": "annee_log",
          "insee_log_millesime": "annee_log", "valeur.publiée": "diff", "est_diffuse": "diff", "complementinfoval": "complement_nombre",
          "complement_info_nombre": "complement_nombre", "complementinfotaux": "complement_taux", "complement_info_taux": "complement_taux"}
HABITANTS = {"01": 671937, "2A": 160814, "971": 375845, "84": 8153233, "11": 12317279, "01001": 832, "2A004": 71361, "97101": 53491, "75056": 2133111}
REGIONS = {"01": "84", "2A": "94", "971": "01"}


@dataclass(frozen=True)
class Edition:
    """How one edition writes. `taux`: exponent, long or seven decimals; `geographie` and `produit` are in the file's name."""

    produit: str
    geographie: int
    ancienne: bool
    guillemets: bool
    exposant: bool = False

    def nom(self, echelle: str, fin: str = ".csv") -> str:
        milieu = "" if echelle == "com" else f"{echelle}-"
        return f"donnee-{milieu}data.gouv-{int(self.produit[:4]) - 1}-geographie{self.geographie}-produit-le{self.produit}{fin}"


EDITIONS = {e.produit: e for e in (
    Edition("2023-02-09", 2022, ancienne=True, guillemets=False), Edition("2023-07-17", 2023, ancienne=True, guillemets=False),
    Edition("2024-07-05", 2024, ancienne=True, guillemets=True, exposant=True), Edition("2025-01-26", 2024, ancienne=False, guillemets=True),
    Edition("2026-06-25", 2026, ancienne=False, guillemets=True))}
UNITES = {"Homicides": "victime", "Cambriolages de logement": "infraction", "Usage de stupéfiants": "Mis en cause", "Violences sexuelles": "victime"}
TERRITOIRES = {"dep": ("01", "2A", "971"), "reg": ("01", "84", "11"), "com": ("01001", "2A004", "97101", "75056")}


def base(produit: str, echelle: str, indicateurs: tuple[str, ...] = ("Homicides", "Cambriolages de logement"), annees: tuple[int, ...] = (2016, 2022)) -> bytes:
    """A base of a few territories: every territory, year and indicator. In a communal base the smallest commune is masked."""
    edition = EDITIONS[produit]
    entete = (ANCIENNES if edition.ancienne else NOUVELLES)[echelle].split(";")
    lignes = [entete] + [_ligne(edition, entete, echelle, *objet) for objet in itertools.product(indicateurs, annees, TERRITOIRES[echelle])]
    citer = '"{}"' if edition.guillemets else "{}"
    return ("\ufeff" + "".join(";".join("NA" if c == "NA" else citer.format(c) for c in ligne) + "\n" for ligne in lignes)).encode()


def _ligne(edition: Edition, entete: list[str], echelle: str, indicateur: str, annee: int, territoire: str) -> list[str]:
    habitants = HABITANTS.get(territoire, 512_000)
    logements = habitants * 0.483 if edition.ancienne else round(habitants * 0.483)
    nombre = (habitants // 7919 + annee + len(indicateur)) % 97 + 3
    masquee = echelle == "com" and habitants < 1000
    taux = nombre * 1000 / (logements if indicateur.startswith("Cambriolages") else habitants)
    an = (lambda a: str(a)[2:]) if edition.ancienne else str
    objet = {"departement": territoire, "region": territoire if echelle == "reg" else REGIONS.get(territoire, ""), "annee": an(annee), "indicateur": indicateur,
             "unite": UNITES[indicateur] if edition.ancienne else UNITES[indicateur].capitalize(), "pop": str(habitants), "annee_pop": an(min(annee, 2021)),
             "log": _virgule(f"{logements:.10f}") if edition.ancienne else str(logements), "annee_log": an(min(annee, 2020)),
             "nombre": "NA" if masquee else str(nombre), "taux": "NA" if masquee else _taux(edition, echelle, taux), "diff": "ndiff" if masquee else "diff",
             "complement_nombre": "1,2" if masquee else "NA", "complement_taux": "2,4043000" if masquee else "NA"}
    return [territoire if titre.startswith("CODGEO") else objet[OBJETS.get(titre.lower(), titre)] for titre in entete]


def _taux(edition: Edition, echelle: str, taux: float) -> str:
    if edition.exposant and echelle == "dep":
        return _virgule(f"{taux:.14e}")
    return _virgule(f"{taux:.15f}" if edition.ancienne else f"{taux:.7f}")


def _virgule(nombre: str) -> str:
    return nombre.replace(".", ",")
