"""The returns of the campaign as figures, sentences and tables read them, from their public tables.

A count hidden by the rules of confidentiality has no value, and « c » in its place; where nobody answered there is no chiffre at all.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import polars as pl

from catalogue.contrats import charger_contrats
from catalogue.erreurs import Refus
from catalogue.modeles import DIMENSIONS
from reports import typographie as typo
from reports.tables import Chiffre, Chiffres

SOURCE = "retours"
STATUTS = {"p": "provisoire", "sd": "semi_definitif", "r": "revise", "d": "definitif"}
PRODUCTEURS = {"verbalisations": "OCRTEH", "victimes": "SSMSI", "mis_en_cause": "SSMSI", "poursuites": "SSER", "condamnations": "SSER",
               "accompagnement": "Associations", "diagnostic": "Observatoires territoriaux", "annonces": "Observatoires territoriaux"}
RESEAU = "Réseau des droits des femmes"
SSP = ("SSMSI", "SSER")
STOCKS = ("psp_flux_stock_31_12", "afis_beneficiaires_31_12", "psp_profil")
CROISES = ("accompagnement_age", "accompagnement_lieu", "accompagnement_mise_en_relation", "psp_profil")
CARTES = ("verbalisations_contraventions", "psp_flux_stock_31_12")
# Rule 14: an evolution on those who answered twice asks for ten of them at least, and half of the total.
# Rule 3: no rate under it.
NUMERATEUR_MINIMUM = 20
PANEL_MINIMUM, PANEL_PART = 10, 0.5


def presents(ch: Chiffres) -> bool:
    """Whether any return counts for the édition."""
    return not ch.table("collecte").is_empty()


def simules(ch: Chiffres) -> bool:
    """Whether one of them is simulated: the letter is then marked on every page, and can never be published."""
    return bool(ch.table("collecte")["simule"].any())


def chiffres(ch: Chiffres) -> Iterator[Chiffre]:
    """What texts may quote: the counts of France for the last year of each return, those of the panel, and the départements that the maps fill."""
    lus = ch.table("comptages").filter((pl.col("territoire") == "FR") & (
        (pl.col("variable") == "ensemble") | pl.col("indicateur").is_in(CROISES)) | (pl.col("territoire_type") == "departement") & pl.col("indicateur").is_in(CARTES) & pl.col("valeur").is_not_null())
    derniers = lus.filter((pl.col("annee") == pl.col("annee").max().over("indicateur")) | (pl.col("indicateur") == "accompagnement_panel"))
    return (_chiffre(r) for r in derniers.iter_rows(named=True))


def compte(ch: Chiffres, indicateur: str, annee: int | None = None, variable: str | None = None, modalite: str = "ensemble") -> Chiffre:
    """One count of France. Raises Refus when no return gives it."""
    suffixe = f".{variable}-{modalite}" if variable else ""
    cle = f"{indicateur}.{annee or ch.millesime}.FR{suffixe}"
    lus = ch.table("comptages").filter(pl.col("cle") == cle)
    if lus.is_empty():
        raise Refus("document.chiffre_absent", valeur=cle, suggestion="")
    return _chiffre(lus.row(0, named=True))


def modalites(ch: Chiffres, indicateur: str, variable: str, annee: int | None = None) -> dict[str, Chiffre]:
    """The counts of France by category, in the order of the contract."""
    lus = ch.table("comptages").filter(pl.col("indicateur") == indicateur, pl.col("annee") == (annee or ch.millesime), pl.col("territoire") == "FR",
                                       pl.col("variable") == variable)
    par_code = {r["modalite"]: r for r in lus.iter_rows(named=True)}
    ordre = charger_contrats()[lus["contrat"][0]].champ("modalite").listes[variable] if len(lus) else {}
    return {code: _chiffre(par_code[code]) for code in ordre if code in par_code}


def departements(ch: Chiffres, indicateur: str, annee: int | None = None) -> dict[str, Chiffre]:
    """The counts by département, hidden ones included."""
    lus = ch.table("comptages").filter(pl.col("indicateur") == indicateur, pl.col("annee") == (annee or ch.millesime),
                                       pl.col("territoire_type") == "departement", pl.col("variable") == "ensemble")
    return {r["territoire"]: _chiffre(r) for r in lus.sort("territoire").iter_rows(named=True)}


def collecte(ch: Chiffres, contrat: str, annee: int | None = None, territoire: str = "FR") -> dict:
    """Who was expected and who answered. Raises Refus when nobody was expected."""
    lus = ch.table("collecte").filter(pl.col("contrat") == contrat, pl.col("annee") == (annee or ch.millesime), pl.col("territoire") == territoire)
    if lus.is_empty():
        raise Refus("document.chiffre_absent", valeur=f"collecte {contrat}", suggestion="")
    return lus.row(0, named=True)


def panel(ch: Chiffres) -> tuple[int, Chiffre, Chiffre] | None:
    """Organisations that answered this year and the last, and the people they accompanied each year; None when rule 14 forbids it."""
    n = collecte(ch, "accompagnement")["panel"]
    avant, apres = (compte(ch, "accompagnement_panel", annee) for annee in (ch.millesime - 1, ch.millesime))
    total = compte(ch, "accompagnement_accompagnees_file_active")
    suffit = n and n >= PANEL_MINIMUM and None not in (avant.valeur, apres.valeur, total.valeur) and apres.valeur >= PANEL_PART * total.valeur
    return (n, avant, apres) if suffit else None


def producteur(contrat: str) -> str:
    """Who counts what a return holds."""
    return PRODUCTEURS.get(contrat, RESEAU)


def mention(ch: Chiffres) -> str:
    """What the source of a figure begins with when its data are invented."""
    return "DONNÉES SIMULÉES. " if simules(ch) else ""


def libelle(contrat: str, modalite: str, variable: str) -> str:
    """A category in the words of the contract."""
    return charger_contrats()[contrat].champ("modalite").listes[variable][modalite]


def _chiffre(r: dict) -> Chiffre:
    nom, unite, champ = _objet(r["contrat"], r["indicateur"])
    if r["variable"] != "ensemble":
        nom += f", {r['variable']} : {r['modalite']}"
    qui = producteur(r["contrat"])
    return Chiffre(
        cle=r["cle"], indicateur=r["indicateur"], libelle=typo.composer(nom), libelle_court=typo.composer(nom[:1].lower() + nom[1:]), annee=r["annee"],
        territoire=r["territoire"], modalites=dict.fromkeys(DIMENSIONS, "ensemble"), valeur=None if r["valeur"] is None else float(r["valeur"]),
        valeur_max=None, precision="exacte", unite=unite, mesure="stock_fin" if r["indicateur"] in STOCKS else "flux", statut=STATUTS[r["statut"]],
        secret="publie" if r["valeur"] is not None else "secret_primaire", symbole_secret=r["symbole"], derive=False, date_debut=None, date_fin=None,
        date_reference=None, date_arrete=None, annee_base=None, producteur=qui, source=SOURCE, ssp=qui in SSP, decimales=0, champ=champ)


@cache
def _objet(contrat_id: str, indicateur: str) -> tuple[str, str, str]:
    """What is counted, in the words of the contract: name, unit, field."""
    contrat = charger_contrats()[contrat_id]
    colonne = indicateur.removeprefix(f"{contrat_id}_")
    if colonne in contrat.colonnes:
        champ = contrat.champ(colonne)
        return champ.titre, champ.unite, contrat.titre
    unite = next((c.unite for c in contrat.mesures if c.nom == "nombre" and c.unite), "decisions")
    return f"{contrat.titre} : {colonne.replace('_', ' ')}", unite, contrat.titre
