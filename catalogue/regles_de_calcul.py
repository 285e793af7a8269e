"""What may be computed from what: the rules of truth that hold on definitions, before any row is read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from catalogue.chargement import Catalogue
from catalogue.controles import Controles
from catalogue.erreurs import Refus, suggestion
from catalogue.modeles import DIMENSIONS, Calcul, Indicateur, Terme


@dataclass(frozen=True)
class Declaration:
    """A computation, the indicator it gives, and where it is declared. `nature` is `calcul` (of an indicator) or `relation` (a check);
    `rapprochement`: different objects set side by side knowingly."""

    id: str
    nature: str
    fichier: str
    calcul: Calcul
    resultat: Terme
    rapprochement: bool = False


def declarations(catalogue: Catalogue, controles: Controles) -> list[Declaration]:
    """Every declared computation: those of the indicators, then those of the relations."""
    indicateurs = [Declaration(i.id, "calcul", f"indicateurs/{i.id}.yaml", i.calcul, Terme(indicateur=i.id))
                   for i in catalogue.indicateurs.values() if i.calcul]
    return indicateurs + [Declaration(r.id, "relation", "controles.yaml", r.calcul, r.resultat, r.rapprochement) for r in controles.relations]


def refus_de_calcul(catalogue: Catalogue, controles: Controles) -> list[Refus]:
    """Every declared computation that the rules of truth forbid (domain rules 6, 7, 9, 12 to 15), each with its reason."""
    refus: list[Refus] = []
    for d in declarations(catalogue, controles):
        roles = [("resultat", d.resultat), *d.calcul.termes()]
        inconnus = [r for role, terme in roles for r in _inconnu(catalogue, d, role, terme)]
        refus += inconnus or [*_interdits(catalogue, controles, d), *_melanges(catalogue, controles, d)]
    return refus


def _inconnu(catalogue: Catalogue, d: Declaration, role: str, terme: Terme) -> Iterator[Refus]:
    indicateur = catalogue.indicateurs.get(terme.indicateur)
    if indicateur is None:
        yield Refus("catalogue.lien_inconnu", fichier=d.fichier, cle=f"{d.id}.{role}", valeur=terme.indicateur,
                    suggestion=suggestion(terme.indicateur, set(catalogue.indicateurs)))
        return
    for dimension in DIMENSIONS:
        connus = catalogue.nomenclature(indicateur, dimension) if dimension in indicateur.dimensions else {"ensemble"}
        if (code := getattr(terme, dimension)) not in connus:
            yield Refus("entrepot.modalite_inconnue", fichier=d.fichier, calcul=d.id, indicateur=indicateur.id, dimension=dimension,
                        valeur=code, attendu=", ".join(connus))


def _interdits(catalogue: Catalogue, controles: Controles, d: Declaration) -> Iterator[Refus]:
    comptes = _comptes(catalogue, d.calcul)
    for i in controles.interdits:
        if d.calcul.type in i.calculs and any(t.perimetre in i.perimetres or t.unite in i.unites or t.mesure in i.mesures for t in comptes):
            yield Refus("entrepot.calcul_interdit", fichier=d.fichier, calcul=d.id, type=d.calcul.type, raison=i.raison)


def _melanges(catalogue: Catalogue, controles: Controles, d: Declaration) -> Iterator[Refus]:
    termes = [catalogue.indicateurs[t.indicateur] for _, t in d.calcul.termes()]
    perimetres = {t.perimetre for t in [*termes, catalogue.indicateurs[d.resultat.indicateur]]}
    unites = {t.unite for t in _comptes(catalogue, d.calcul)}
    if len(perimetres) > 1 and not d.rapprochement:
        yield Refus("entrepot.perimetres_melanges", fichier=d.fichier, calcul=d.id, perimetres=", ".join(sorted(perimetres)))
    if len(unites) > 1 and not d.rapprochement and (d.calcul.type == "somme" or unites & set(controles.unites_seules)):
        yield Refus("entrepot.unites_melangees", fichier=d.fichier, calcul=d.id, unites=", ".join(sorted(unites)))
    if len({t.concept_sexe for t in termes if t.concept_sexe}) > 1:
        yield Refus("entrepot.concepts_sexe_melanges", fichier=d.fichier, calcul=d.id)
    if all(t.annee is not None for _, t in d.calcul.termes()):
        yield Refus("entrepot.calcul_sans_annee", fichier=d.fichier, calcul=d.id)


def _comptes(catalogue: Catalogue, calcul: Calcul) -> list[Indicateur]:
    """The operands that are counted, without the percentage that is applied to them."""
    return [catalogue.indicateurs[t.indicateur] for role, t in calcul.termes() if role != "part"]
