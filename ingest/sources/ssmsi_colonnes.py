"""SSMSI territorial bases: what each column is called from one edition to the next, how DuckDB reads it, what is refused in it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from catalogue import Catalogue
from catalogue.erreurs import suggestion
from ingest.sources.codes import ATTENDU_DEPARTEMENT, departements, ecritures, regions
from ingest.sources.fichier import Fichier

COMMUNE = re.compile(r"CODGEO_(\d{4})", re.IGNORECASE)


@dataclass(frozen=True)
class Colonne:
    """`noms`: every name seen, lower case. `type`: how the text is read (an ENUM refuses any other value).

    `code`: the message for a value that this type refuses; `attendu`: what it should have been.
    """

    noms: tuple[str, ...]
    type: str
    code: str = "nombre_illisible"
    attendu: str = "un nombre à virgule décimale, ou NA"


@dataclass(frozen=True)
class Lecture:
    """A file whose header has been recognised. `base`: a key of `PAR_BASE`; `entete`: the file's titles; `colonnes`: the same, named here."""

    fichier: Fichier
    base: str
    nature: str
    entete: list[str]
    colonnes: list[str]

    def titre(self, colonne: str) -> str:
        return self.entete[self.colonnes.index(colonne)]

    @property
    def geographie(self) -> int | None:
        """The vintage of communes that the title CODGEO_2026 carries; None in the other bases."""
        lu = COMMUNE.fullmatch(self.titre("commune")) if self.base == "communale" else None
        return int(lu[1]) if lu else None


ENTIER = "un nombre entier, ou NA"
COLONNES = {
    "departement": Colonne(("code.département", "code_departement"), "departements", "departement_inconnu", ATTENDU_DEPARTEMENT),
    "region": Colonne(("code.région", "code_region"), "regions", "region_inconnue", "un code de région, comme 01 (Guadeloupe) ou 84"),
    "commune": Colonne((), "VARCHAR", "commune_inconnue", "un code de commune à cinq caractères, comme 01001 ou 2A004"),
    "annee": Colonne(("annee",), "INTEGER", "annee_illisible", "une année à deux ou quatre chiffres, de 2016 à celle de l’édition"),
    "indicateur": Colonne(("classe", "indicateur"), "libelles", "libelle_inconnu"),
    "unite_de_compte": Colonne(("unité.de.compte", "unite_de_compte"), "unites", "unite_inconnue"),
    "nombre": Colonne(("faits", "nombre"), "DOUBLE", attendu=ENTIER),
    "taux_pour_mille": Colonne(("tauxpourmille", "taux_pour_mille"), "DOUBLE"),
    "est_diffuse": Colonne(("valeur.publiée", "est_diffuse"), "diffusions", "diffusion_inconnue", "diff ou ndiff"),
    "population": Colonne(("pop", "insee_pop"), "DOUBLE", attendu=ENTIER),
    "population_millesime": Colonne(("millpop", "insee_pop_millesime"), "INTEGER", "annee_illisible", "un millésime à deux ou quatre chiffres"),
    "logements": Colonne(("log", "insee_log"), "DOUBLE"),
    "logements_millesime": Colonne(("milllog", "insee_log_millesime"), "INTEGER", "annee_illisible", "un millésime à deux ou quatre chiffres"),
    "complement_nombre": Colonne(("complementinfoval", "complement_info_nombre"), "DOUBLE"),
    "complement_taux": Colonne(("complementinfotaux", "complement_info_taux"), "DOUBLE"),
}
PARTOUT = ("annee", "indicateur", "unite_de_compte", "nombre", "taux_pour_mille", "population", "population_millesime", "logements",
           "logements_millesime")
PAR_BASE = {
    "departementale": ("departement", "region", *PARTOUT),
    "regionale": ("region", *PARTOUT),
    "communale": ("commune", *PARTOUT, "est_diffuse", "complement_nombre", "complement_taux"),
}


def reconnaitre(fichier: Fichier, base: str, nature: str, entete: list[str]) -> Lecture:
    """The file's header, each title given its name here. Raises Refus for a column unknown, double or absent."""
    noms = {nom: ici for ici in PAR_BASE[base] for nom in COLONNES[ici].noms}
    attendues = {ici: "CODGEO_2026" if ici == "commune" else COLONNES[ici].noms[-1] for ici in PAR_BASE[base]}
    liste = ", ".join(attendues.values())
    colonnes: list[str] = []
    for titre in entete:
        ici = "commune" if base == "communale" and COMMUNE.fullmatch(titre) else noms.get(titre.lower())
        if ici is None:
            fichier.refuser("colonne_inconnue", ligne=1, valeur=titre, attendu=liste, suggestion=suggestion(titre, set(attendues.values())))
        elif ici in colonnes:
            fichier.refuser("colonne_double", ligne=1, valeur=titre, attendu="une seule colonne de ce nom")
        colonnes.append(ici or "")
    for ici, titre in attendues.items():
        if ici not in colonnes:
            fichier.refuser("colonne_absente", ligne=1, valeur=titre, attendu=liste)
    fichier.conclure()
    return Lecture(fichier, base, nature, entete, colonnes)


def listes(catalogue: Catalogue) -> dict[str, dict[str, str]]:
    """The closed lists, by type name: value as written → value here."""
    return {"departements": departements(catalogue), "regions": regions(catalogue), "libelles": ecritures(catalogue, "indicateurs_ssmsi"),
            "unites": ecritures(catalogue, "unites_de_compte"), "diffusions": {"diff": "diff", "ndiff": "ndiff"}}


def attendu(colonne: str, catalogue: Catalogue) -> str:
    """What a message says was expected in a column."""
    decrite = COLONNES[colonne]
    return ", ".join(listes(catalogue)[decrite.type]) if decrite.type in ("libelles", "unites") else decrite.attendu
