"""What may be computed from what: the rules of truth that hold on definitions, before any row is read."""

from __future__ import annotations

from catalogue.chargement import Catalogue
from catalogue.controles import Controles, Relation
from catalogue.erreurs import Refus, suggestion
from catalogue.modeles import DIMENSIONS, Calcul, Indicateur, Terme

PROFONDEUR = 4


def calculs(catalogue: Catalogue, controles: Controles) -> dict[str, tuple[str, Calcul]]:
    """Every declared computation by owner: (file that declares it, computation). Owners are indicators, then relations."""
    return {
        **{i.id: (f"indicateurs/{i.id}.yaml", i.calcul) for i in catalogue.indicateurs.values() if i.calcul},
        **{r.id: ("controles.yaml", r.calcul) for r in controles.relations},
    }


def niveaux(catalogue: Catalogue) -> dict[str, int]:
    """How deep each computed indicator is: 1 when no operand is itself computed. Raises Refus for a computation that needs itself
    or is deeper than `PROFONDEUR`, the number of passes of the warehouse."""
    connus: dict[str, int] = {}

    def niveau(id: str, chemin: tuple[str, ...]) -> int:
        if id in chemin:
            raise Refus("entrepot.calcul_circulaire", indicateur=id, chemin=" → ".join([*chemin, id]))
        calcul = catalogue.indicateurs[id].calcul
        if id not in connus:
            connus[id] = 1 + max(niveau(t.indicateur, (*chemin, id)) for _, t in calcul.termes()) if calcul else 0
        return connus[id]

    for id in catalogue.indicateurs:
        if niveau(id, ()) > PROFONDEUR:
            raise Refus("entrepot.calcul_profond", indicateur=id, niveau=connus[id], limite=PROFONDEUR)
    return {id: n for id, n in connus.items() if n}


def refus_de_calcul(catalogue: Catalogue, controles: Controles) -> list[Refus]:
    """Every declared computation that the rules of truth forbid (domain rules 6, 7, 9, 12, 13, 14, 15), each with its reason."""
    refus: list[Refus] = []
    for id, (fichier, calcul) in calculs(catalogue, controles).items():
        lien = _termes_inconnus(catalogue, fichier, id, calcul)
        refus += lien
        if not lien:
            refus += _melanges(catalogue, controles, fichier, id, calcul)
    for relation in controles.relations:
        refus += _terme_inconnu(catalogue, "controles.yaml", relation.id, "resultat", relation.resultat)
    return refus


def _termes_inconnus(catalogue: Catalogue, fichier: str, id: str, calcul: Calcul) -> list[Refus]:
    return [r for role, terme in calcul.termes() for r in _terme_inconnu(catalogue, fichier, id, role, terme)]


def _terme_inconnu(catalogue: Catalogue, fichier: str, id: str, role: str, terme: Terme) -> list[Refus]:
    indicateur = catalogue.indicateurs.get(terme.indicateur)
    if indicateur is None:
        return [Refus("catalogue.lien_inconnu", fichier=fichier, cle=f"{id}.{role}", valeur=terme.indicateur,
                      suggestion=suggestion(terme.indicateur, set(catalogue.indicateurs)))]
    refus = []
    for dimension in DIMENSIONS:
        code = getattr(terme, dimension)
        connus = catalogue.nomenclature(indicateur, dimension) if dimension in indicateur.dimensions else {"ensemble"}
        if code not in connus:
            refus.append(Refus("entrepot.modalite_inconnue", fichier=fichier, calcul=id, indicateur=indicateur.id, dimension=dimension,
                               valeur=code, attendu=", ".join(connus)))
    return refus


def _melanges(catalogue: Catalogue, controles: Controles, fichier: str, id: str, calcul: Calcul) -> list[Refus]:
    termes = [catalogue.indicateurs[t.indicateur] for _, t in calcul.termes()]
    relation = next((r for r in controles.relations if r.id == id), None)
    resultat = catalogue.indicateurs.get(relation.resultat.indicateur if relation else id)
    refus = [Refus("entrepot.calcul_interdit", fichier=fichier, calcul=id, type=calcul.type, regle=i.id, raison=i.raison)
             for i in controles.interdits if calcul.type in i.calculs
             and any(t.perimetre in i.perimetres or t.unite in i.unites or t.mesure in i.mesures for t in termes if t.id != _part(calcul))]
    if not (relation and relation.rapprochement):
        perimetres = {t.perimetre for t in [*termes, *([resultat] if resultat else [])]}
        if len(perimetres) > 1:
            refus.append(Refus("entrepot.perimetres_melanges", fichier=fichier, calcul=id, perimetres=", ".join(sorted(perimetres))))
        unites = {t.unite for t in termes if t.id != _part(calcul)}
        if len(unites) > 1:
            refus.append(Refus("entrepot.unites_melangees", fichier=fichier, calcul=id, unites=", ".join(sorted(unites))))
        if calcul.part and calcul.type != "niveau_base" and len(champs := {tuple(t.fixees.items()) for t in termes}) > 1:
            refus.append(Refus("entrepot.part_d_un_autre_ensemble", fichier=fichier, calcul=id, part=calcul.part.indicateur,
                               de=calcul.de[0].indicateur, nombre=len(champs)))
    if len({t.concept_sexe for t in termes if t.concept_sexe}) > 1:
        refus.append(Refus("entrepot.concepts_sexe_melanges", fichier=fichier, calcul=id))
    return refus


def _part(calcul: Calcul) -> str | None:
    return calcul.part.indicateur if calcul.part else None
