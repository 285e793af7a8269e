"""From a figure back to what it means and where it comes from: definition, formula, model, rows of the registry, bytes received.

Reads the public tables of an édition and the catalogue, nothing else; the lines it gives are French and ready to print.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from itertools import chain
from pathlib import Path

import polars as pl

from catalogue import Catalogue, charger
from catalogue.erreurs import Impossible, suggestion
from catalogue.modeles import DIMENSIONS, Calcul, Indicateur, Terme
from publication.tracage_retours import Retours
from publication.tracage_series import Series

RACINE = Path(__file__).resolve().parent.parent
BLANCS = re.compile(r"[ \n\t]+")  # not \s: narrow spaces must stay
FINE, INSECABLE = "\u202f", "\u00a0"
MESURES = {
    "stock_debut": "stock en début de période", "stock_fin": "stock en fin de période", "present_annee": "présents dans l’année",
    "entrees": "entrées", "cumul": "cumul", "flux": "flux de l’année", "part": "part", "evolution": "évolution", "estimation": "estimation",
    "moyenne": "moyenne", "date": "date",
}
STATUTS = {"provisoire": "provisoire", "semi_definitif": "semi-définitif", "definitif": "définitif", "revise": "révisé"}
FORMULES = {
    "part": "100 × {de} ÷ {base}",
    "evolution": "100 × ({de} ÷ {de} de {annee_base} − 1)",
    "somme": "{somme}",
    "difference": "{de} − {moins}",
    "produit": "{de} × {part} ÷ 100",
    "complement": "{de} × (100 − {part}) ÷ 100",
    "niveau_base": "{de} ÷ (1 + {part} ÷ 100)",
}


class Tracage:
    """The traces of one édition. `public` is its folder of public tables."""

    def __init__(self, public: Path, edition: str, catalogue: Catalogue | None = None):
        self.public, self.edition = public, edition
        self.catalogue = catalogue or charger()

    def objet(self, nom: str) -> Iterator[str]:
        """Every public figure of an indicator, or the one of a key.

        Raises Impossible when the catalogue knows no such indicator and the édition no such key.
        """
        if nom in self.catalogue.indicateurs:
            return self._fiche(self.catalogue.indicateurs[nom], self._cles(pl.col("indicateur") == nom))
        if comptes := self._retours.connues(pl.col("cle") == nom if "." in nom else (pl.col("indicateur") == nom) & (pl.col("territoire") == "FR")):
            return (ligne for cle in comptes for ligne in self._retours.fiche(cle))
        indicateur = self.catalogue.indicateurs.get(nom.split(".")[0])
        cles = self._cles(pl.col("cle") == nom) or [nom] * self._series.connue(nom)
        if indicateur is None or not cles:
            connus = set(self._chiffres["cle"]) if "." in nom else set(self.catalogue.indicateurs)
            raise Impossible("commande.chiffre_inconnu", valeur=nom, edition=self.edition, suggestion=suggestion(nom, connus))
        return self._fiche(indicateur, cles)

    def valeur(self, texte: str) -> Iterator[str]:
        """Every object of the édition that has this value, published or computed. Raises Impossible when there is none."""
        valeur = _lire(texte)
        cles, comptes = self._cles((pl.col("valeur") == valeur) | (pl.col("valeur_max") == valeur)), self._retours.connues(pl.col("valeur") == valeur)
        if not cles and not comptes:
            raise Impossible("commande.valeur_introuvable", edition=self.edition, valeur=texte)
        par_indicateur: dict[str, list[str]] = {}
        for cle in cles:
            par_indicateur.setdefault(cle.split(".")[0], []).append(cle)
        fiches = (ligne for nom, groupe in par_indicateur.items() for ligne in self._fiche(self.catalogue.indicateurs[nom], groupe))
        return chain(fiches, (ligne for cle in comptes for ligne in self._retours.fiche(cle)))

    @cached_property
    def _chiffres(self) -> pl.DataFrame:
        return self._table("chiffres")

    @cached_property
    def _citations(self) -> pl.DataFrame:
        return self._table("citations").sort("retenue", "preuve", "id", descending=[True, False, False])

    @cached_property
    def _series(self) -> Series:
        return Series(self._table, self.catalogue)

    @cached_property
    def _retours(self) -> Retours:
        return Retours(self._table)

    def _table(self, nom: str) -> pl.DataFrame:
        path = self.public / f"{nom}.parquet"
        if not path.exists():
            raise Impossible("commande.edition_absente", edition=self.edition, fichier=f"{path.parent.name}/{path.name}")
        return pl.read_parquet(path)

    def _cles(self, filtre: pl.Expr) -> list[str]:
        # A value that was not retained, or that is not publishable, is still evidence: citations are searched too.
        return sorted({*self._chiffres.filter(filtre)["cle"], *self._citations.filter(filtre)["cle"], *self._series.cles(filtre)})

    def _fiche(self, i: Indicateur, cles: list[str]) -> Iterator[str]:
        source = self.catalogue.sources[i.source]
        perimetre = self.catalogue.nomenclatures["perimetres"][i.perimetre]["libelle"]
        nature = "statistique publique" if source.ssp else "hors statistique publique"
        yield f"{i.id} — {i.libelle}"
        yield from _champs({
            "Définition": i.definition, "Champ": i.champ, "Périmètre": perimetre,
            "Unité": f"{self.catalogue.nomenclatures['unites'][i.unite]['pluriel']} ({MESURES[i.mesure]})",
            "Source": f"{source.titre}, {source.sigle} ({nature})",
            "Formule": formule(i.calcul) if i.calcul else "aucune, valeur publiée" if i.id in self._citations["indicateur"] else None,
            "Publiable": f"{'oui' if i.publiable else 'non'} — {i.publiable_raison}",
        }, retrait=2)
        if not cles:
            yield "  Aucune valeur publiée ni calculée dans cette édition."
        for cle in cles:
            yield ""
            yield from self._chiffre(i, cle)
        yield ""

    def _chiffre(self, i: Indicateur, cle: str) -> Iterator[str]:
        citations = self._citations.filter(pl.col("cle") == cle)
        chiffre = next(self._chiffres.filter(pl.col("cle") == cle).iter_rows(named=True), None)
        if chiffre is None and citations.is_empty():
            yield f"  {cle}"
        elif chiffre is None:
            yield f"  {cle}{INSECABLE}: non publié dans la lettre"
        else:
            origine = "calculé (jamais une preuve)" if chiffre["derive"] else "publié"
            yield f"  {_valeur(chiffre, i)}  {cle}, {origine}, {STATUTS[chiffre['statut']]}"
            yield from _champs({"Modèle dbt": f"{_modele(chiffre['modele'])}, puis {_modele('chiffres')}"}, retrait=4)
        for verification in self._table("verifications").filter(pl.col("cle") == cle).iter_rows(named=True):
            yield from _champs({"Recalcul": f"{verification['formule']}, soit {_intervalle(verification, i)}{INSECABLE}: {verification['verdict']}"},
                               retrait=4)
        if citations.is_empty() and chiffre is not None:
            citations = self._citations.filter(pl.col("id").is_in((chiffre["source_ids"] or "").split(";")))
        for citation in citations.iter_rows(named=True):
            yield from self._citation(citation, cle)
        for nom, dit in self._series.lignes(cle):
            yield from _champs({nom: dit}, retrait=4)

    def _citation(self, c: dict, cle: str) -> Iterator[str]:
        etat = "retenue" if c["retenue"] else "non retenue"
        indicateur = self.catalogue.indicateurs[c["indicateur"]]
        yield f"    {_valeur(c, indicateur)}  {c['producteur']}, {c['publication']}, {c['date_publication']} — preuve {c['preuve']}, {etat}"
        yield from _champs({
            "Chiffre": c["cle"] if c["cle"] != cle else None,
            "Termes": f"«{FINE}{c['libelle_source']}{FINE}»", "Adresse": c["url"],
            "Raison": c["raison"] if c["retenue"] else None, "Note": c["note"],
            "Registre": f"{c['id']}, data/{c['fichier']}, ligne {c['ligne']}",
            "Livraison": f"sha256 {c['livraison_sha256']}",
        }, retrait=6)


def formule(calcul: Calcul) -> str:
    """The computation of an indicator, in words and signs: « 100 × victimes_mineures ÷ victimes_enregistrees »."""
    return FORMULES[calcul.type].format(
        de=_terme(calcul.de[0]), somme=" + ".join(map(_terme, calcul.de)), moins=" − ".join(map(_terme, calcul.moins)),
        base=_terme(calcul.base), part=_terme(calcul.part), annee_base=calcul.annee_base)


def _terme(t: Terme | None) -> str:
    if t is None:
        return ""
    precisions = [str(v) for v in (t.annee, t.territoire) if v]
    precisions += [f"{d} {v}" for d in DIMENSIONS if (v := getattr(t, d)) != "ensemble"]
    return t.indicateur + (f" ({', '.join(precisions)})" if precisions else "")


def _lire(texte: str) -> float:
    try:
        return float("".join(texte.split()).replace("−", "-").replace(",", ".").removesuffix("%"))
    except ValueError:
        raise Impossible("commande.valeur_illisible", valeur=texte) from None


def _valeur(r: dict, i: Indicateur) -> str:
    if r["valeur"] is None:
        return r["symbole"]
    bornes = [_nombre(v, i.decimales) for v in (r["valeur"], r["valeur_max"]) if v is not None]
    signe = "+" if i.mesure == "evolution" and r["valeur"] > 0 else ""
    return signe + " à ".join(bornes) + (f"{FINE}%" if i.unite == "pct" else "")


def _intervalle(verification: dict, i: Indicateur) -> str:
    bas, haut = (_nombre(verification[c], i.decimales + 1) for c in ("calcule_min", "calcule_max"))
    return bas if bas == haut else f"de {bas} à {haut}"


def _nombre(valeur: float | None, decimales: int) -> str:
    if valeur is None:
        return "…"
    if valeur == int(valeur):
        decimales = 0
    return f"{valeur:,.{decimales}f}".replace(",", FINE).replace(".", ",").replace("-", "−")


def _modele(nom: str) -> str:
    trouve = next((RACINE / "dbt_project" / "models").rglob(f"{nom}.sql"))
    return str(trouve.relative_to(RACINE))


def _champs(champs: dict[str, str | None], retrait: int) -> Iterator[str]:
    for nom, valeur in champs.items():
        if valeur:
            yield f"{' ' * retrait}{nom}{INSECABLE}: {BLANCS.sub(' ', valeur)}"
