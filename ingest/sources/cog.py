"""Code officiel géographique: départements, regions and overseas collectivities at one millésime."""

from __future__ import annotations

import polars as pl

from catalogue import Catalogue
from ingest.sources.codes import ATTENDU_DEPARTEMENT, cle, departements, regions
from ingest.sources.fichier import Fichier, au_schema
from ingest.sources.textes import decoder, exiger_nature, lignes, tableau

SCHEMA = {"territoire_type": pl.String, "code": pl.String, "nom": pl.String, "region": pl.String, "millesime": pl.Int32}
CLE = ("territoire_type", "code")
NOMS = {"TNCC": "tncc", "NCC": "ncc", "NCCENR": "nccenr", "LIBELLE": "nom"}
FORMES = {
    "departement": {"DEP": "code", "REG": "reg", "CHEFLIEU": "cheflieu"} | NOMS,
    "region": {"REG": "code", "CHEFLIEU": "cheflieu"} | NOMS,
    "collectivite": {"code_commune": "code_commune", "nom_commune": "nom_commune", "code_collectivite": "code", "nom_collectivite": "nom",
                     "code_postal": "code_postal", "population": "population"},
}


def lire(fichier: Fichier) -> pl.LazyFrame:
    """One of the three lists → `SCHEMA`. `millesime` is the livraison's; codes are the catalogue's (`63`, `2A`, `R84`, `975`).

    69D and 69M are one département, 69; 20 is refused. `region` is null for a collectivity. Raises Refus for an unknown column or code,
    a name or a region that is not the catalogue's for that code, and when the livraison has no millésime.
    """
    millesime = fichier.livraison.fiche.millesime
    if millesime is None:
        fichier.refuser("millesime_absent", attendu="l’année du code officiel géographique")
    exiger_nature(fichier, "texte")
    texte = decoder(fichier, "utf-8-sig")
    entete = set(next(lignes(fichier, texte, ","), (1, []))[1])
    forme = min(FORMES, key=lambda f: len(entete ^ set(FORMES[f])))
    lues = tableau(fichier, texte, FORMES[forme], separateur=",").rename({"code": "lu"})
    connus = _connus(fichier.catalogue, forme)
    codes = departements(fichier.catalogue) if forme == "departement" else {lu: code for lu, (code, _, _) in connus.items()}
    lues = lues.with_columns(code=pl.col("lu").replace_strict(codes, default=None))
    _confronter(fichier, lues, forme, connus)
    fichier.conclure()
    region = {code: region for code, _, region in connus.values()}
    lues = lues.unique("code", keep="first", maintain_order=True).with_columns(
        territoire_type=pl.lit(forme), region=pl.col("code").replace_strict(region, return_dtype=pl.String), millesime=millesime)
    return au_schema(lues, SCHEMA)


def _confronter(fichier: Fichier, lues: pl.DataFrame, forme: str, connus: dict[str, tuple[str, str, str | None]]) -> None:
    titres = {nom: titre for titre, nom in FORMES[forme].items()}
    inconnu, attendu = ("region_inconnue", "un code de région, comme 01 ou 84") if forme == "region" else ("departement_inconnu", ATTENDU_DEPARTEMENT)
    fichier.exiger(lues, pl.col("code").is_not_null(), inconnu, valeur="lu", colonne=titres["code"], attendu=attendu)
    if forme != "collectivite":
        fichier.exiger(lues, pl.col("lu").is_first_distinct(), "ligne_double", valeur="lu", colonne=titres["code"],
                       attendu="chaque code une seule fois")
    for ligne in lues.filter(pl.col("lu").is_in(list(connus))).iter_rows(named=True):
        _, nom, region = connus[ligne["lu"]]
        if cle(ligne["nom"] or "") != cle(nom):
            fichier.refuser("libelle_inconnu", ligne=ligne["ligne"], colonne=titres["nom"], valeur=ligne["nom"],
                            attendu=f"{nom}, le nom du code {ligne['lu']}")
        if forme == "departement" and f"R{ligne['reg']}" != region:
            fichier.refuser("libelle_inconnu", ligne=ligne["ligne"], colonne=titres["reg"], valeur=ligne["reg"],
                            attendu=f"{region[1:]}, la région du code {ligne['lu']}")


def _connus(catalogue: Catalogue, forme: str) -> dict[str, tuple[str, str, str | None]]:
    """Code as the list writes it → (the catalogue's code, its name, its region)."""
    if forme == "departement":
        return {code: (code, ligne["nom"], ligne["region"]) for code, ligne in catalogue.nomenclatures["departements"].items()}
    if forme == "region":
        return {lu: (code, catalogue.nomenclatures["regions"][code]["nom"], code) for lu, code in regions(catalogue).items()}
    return {code: (code, ligne["nom"], None) for code, ligne in catalogue.nomenclatures["collectivites_outremer"].items()}
