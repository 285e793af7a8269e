"""What the returns of a campaign let draw: maps by département in classes, and who the people accompanied are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from reports import retours
from reports import typographie as typo
from reports.figures.chart import Chart, Figure
from reports.figures.definitions.outils import ligne
from reports.tables import Chiffre, Chiffres
from reports.texte import Texte, texte

# Lower bounds of the classes of a map, the first one being nought (rule 16).
CLASSES_CONTRAVENTIONS, CLASSES_PSP, CLASSES_ORGANISMES = (0, 1, 5, 20, 100), (0, 1, 6, 11, 21), (0, 1, 2, 3, 4)
CACHEE, SANS_REPONSE = "valeur confidentielle", "sans réponse"
REDUCTION = 0.86
AGES = ("0-14", "15-17", "18-24", "25-29", "30-39", "40-49", "50+")


def retours_contraventions(ch: Chiffres) -> Figure | None:
    """Contraventions by département of the recording."""
    lus = retours.departements(ch, "verbalisations_contraventions")
    if not _visibles(lus):
        return None
    total, plus_grande = retours.compte(ch, "verbalisations_contraventions"), _plus_grande(lus)
    return Figure(
        id="retours_contraventions",
        chart=_carte(ch, lus, CLASSES_CONTRAVENTIONS, "contraventions", "Contraventions"),
        titre=texte(f"Aucune contravention enregistrée dans {_sans(lus)} départements"),
        unite=texte(f"Contraventions pour achat d’actes sexuels en {total.annee}, par département de constatation"),
        lecture=texte(f"le département {plus_grande.territoire} ({_nom(ch, plus_grande.territoire)}) compte ", plus_grande, " contraventions sur ", total, "."),
        note=_note(ch, lus), champ=texte("France, contraventions relevées par la police et la gendarmerie."), source=_source(ch, "verbalisations"))


def retours_psp(ch: Chiffres) -> Figure | None:
    """People on an exit pathway at the end of the year, by département."""
    lus = retours.departements(ch, "psp_flux_stock_31_12")
    if not _visibles(lus):
        return None
    total, plus_grande = retours.compte(ch, "psp_flux_stock_31_12"), _plus_grande(lus)
    return Figure(
        id="retours_psp",
        chart=_carte(ch, lus, CLASSES_PSP, "personnes en parcours", "Personnes"),
        titre=texte(f"Aucun parcours de sortie en cours dans {_sans(lus)} départements"),
        unite=texte(f"Personnes en parcours de sortie au 31 décembre {total.annee}, par département"),
        lecture=texte(f"le département {plus_grande.territoire} ({_nom(ch, plus_grande.territoire)}) compte ", plus_grande, " personnes en parcours, sur ", total, "."),
        note=_note(ch, lus), champ=texte("France, personnes dont le parcours est en cours."), source=_source(ch, "psp_flux"))


def retours_couverture(ch: Chiffres) -> Figure | None:
    """Where at least one association answered."""
    lignes = ch.table("collecte")
    lues = {r["territoire"]: r for r in lignes.iter_rows(named=True)
            if r["contrat"] == "accompagnement" and r["annee"] == ch.millesime and r["territoire_type"] == "departement"}
    couverts = [d for d, r in lues.items() if r["repondants"]]
    if not couverts:
        return None
    codes = ch.catalogue.nomenclatures["tuiles_departements"]
    return Figure(
        id="retours_couverture",
        chart=Chart.de("tuiles", [_tuile_collecte(ch, d, lues.get(d)) for d in codes], unite="associations répondantes", reduction=REDUCTION,
                       entetes={"libelle": "Département", "valeur": "Associations répondantes"}),
        titre=texte(f"Au moins une association répondante dans {len(couverts)} départements sur {len(codes)}"),
        unite=texte(f"Organismes dont le retour compte pour {ch.millesime}, par département"),
        lecture=texte("une tuile grise n’attendait aucun organisme ; une tuile blanche en attendait un, sans réponse."),
        champ=texte("organismes du registre, spécialisés dans l’accompagnement."), source=_source(ch, "accompagnement"))


def retours_ages(ch: Chiffres) -> Figure | None:
    """Ages of the people accompanied, of those whose age is known."""
    parts = _parts(ch, "age", AGES)
    if not parts:
        return None
    return Figure(
        id="retours_ages", chart=_barres(parts, "des personnes"),
        titre=texte(f"{_entre(parts, ('18-24', '25-29'))} des personnes accompagnées ont de dix-huit à vingt-neuf ans"),
        unite=texte("En % des personnes dont l’âge est connu (calcul)"), lecture=_lecture(parts[0], "des personnes accompagnées"),
        champ=_champ(ch), source=_source(ch, "accompagnement"))


DEFINITIONS: tuple[Callable[[Chiffres], Figure | None], ...] = (
    retours_contraventions, retours_psp, retours_couverture, retours_ages)


def _carte(ch: Chiffres, lus: dict[str, Chiffre], classes: tuple[int, ...], unite: str, entete: str) -> Chart:
    tuiles = [_tuile(ch, code, lus.get(code), classes) for code in ch.catalogue.nomenclatures["tuiles_departements"]]
    return Chart.de("tuiles", tuiles, unite=unite, entetes={"libelle": "Département", "valeur": entete}, reduction=REDUCTION)


def _tuile(ch: Chiffres, code: str, c: Chiffre | None, classes: tuple[int, ...]) -> dict[str, object]:
    grille = _grille(ch, code)
    if c is None or c.valeur is None:
        return {"libelle": _nom(ch, code), "texte": CACHEE if c and c.symbole_secret == "c" else SANS_REPONSE, **grille}
    return ligne(c, _nom(ch, code), f"classe_{sum(c.valeur >= b for b in classes) - 1}", **grille)


def _tuile_collecte(ch: Chiffres, code: str, r: dict | None) -> dict[str, object]:
    grille = {"libelle": _nom(ch, code), **_grille(ch, code)}
    if r is None:
        return {**grille, "texte": "aucun organisme attendu"}
    n = r["repondants"]
    return {**grille, "valeur": float(n), "texte": typo.nombre(n), "ton": f"classe_{sum(n >= b for b in CLASSES_ORGANISMES) - 1}", "source": "registre des organismes"}


def _grille(ch: Chiffres, code: str) -> dict[str, object]:
    place = ch.catalogue.nomenclatures["tuiles_departements"][code]
    return {"code": code, "colonne": int(place["colonne"]), "ligne": int(place["ligne"])}


def _barres(parts: list[tuple[str, Chiffre, Chiffre]], unite: str) -> Chart:
    lignes = [{**ligne(c, nom, niveau=1, base=base.valeur, base_texte=base.nombre, effectif=c.valeur, effectif_texte=c.nombre),
               "valeur": part, "texte": typo.pct(round(part)), "derive": True, "statut": "calcul"}
              for nom, c, base in parts for part in [100 * c.valeur / base.valeur]]
    return Chart.de("barres", lignes, unite=unite, maximum=100, entetes={"libelle": "Modalité", "valeur": "Part", "effectif": "Personnes", "base": "Réponses connues"})


def _parts(ch: Chiffres, variable: str, codes: tuple[str, ...]) -> list[tuple[str, Chiffre, Chiffre]]:
    lus = retours.modalites(ch, f"accompagnement_{variable}", variable)
    base, inconnus = retours.compte(ch, f"accompagnement_{variable}"), lus.get("inconnu")
    if base.valeur is None or inconnus is None or inconnus.valeur is None:
        return []
    connue = replace(base, valeur=base.valeur - inconnus.valeur)
    return [(retours.libelle("accompagnement", m, variable), lus[m], connue) for m in codes if m in lus and (lus[m].valeur or 0) >= retours.NUMERATEUR_MINIMUM]


def _entre(parts: list[tuple[str, Chiffre, Chiffre]], codes: tuple[str, ...]) -> str:
    valeurs = [100 * c.valeur / base.valeur for _, c, base in parts if any(c.cle.endswith(f"-{code}") for code in codes)]
    return typo.pct(round(sum(valeurs)))


def _lecture(part: tuple[str, Chiffre, Chiffre], objet: str) -> Texte:
    nom, c, base = part
    return texte(f"« {nom} » : ", c, f", soit {typo.pct(round(100 * c.valeur / base.valeur))} {objet} dont la réponse est connue.")


def _champ(ch: Chiffres) -> Texte:
    r = retours.collecte(ch, "accompagnement")
    return texte(f"personnes accompagnées par les {r['repondants']} organismes répondants, sur {r['attendus']} attendus.")


def _note(ch: Chiffres, lus: dict[str, Chiffre]) -> Texte | None:
    cachees = sum(c.valeur is None for c in lus.values())
    absents = len(ch.catalogue.nomenclatures["tuiles_departements"]) - len(lus)
    grises = [f"valeur confidentielle ({cachees} départements)"] * bool(cachees) + [f"sans réponse ({absents} départements)"] * bool(absents)
    return texte(f"tuile grise : {' ou '.join(grises)}. Une valeur confidentielle n’est pas un zéro.") if grises else None


def _sans(lus: dict[str, Chiffre]) -> str:
    """How many départements have none: at least so many, when a hidden value may be a nought."""
    nombre = typo.nombre(sum(c.valeur == 0 for c in lus.values()))
    return f"au moins {nombre}" if any(c.valeur is None for c in lus.values()) else nombre


def _plus_grande(lus: dict[str, Chiffre]) -> Chiffre:
    return max(_visibles(lus), key=lambda c: c.valeur)


def _visibles(lus: dict[str, Chiffre]) -> list[Chiffre]:
    return [c for c in lus.values() if c.valeur is not None]


def _nom(ch: Chiffres, code: str) -> str:
    return typo.composer(ch.catalogue.nomenclatures["departements"][code]["nom"])


def _source(ch: Chiffres, contrat: str) -> Texte:
    return texte(f"{retours.mention(ch)}{retours.producteur(contrat)}, retours de la campagne {ch.millesime}.")
