"""Exit pathways: dated stocks, activity of the commissions, départements."""

from __future__ import annotations

from datetime import date

from reports import typographie as typo
from reports.figures.chart import Chart, Figure
from reports.figures.definitions.outils import champ, eventuel, ligne, source
from reports.tables import Chiffre, Chiffres
from reports.texte import joindre, texte

ACTIVITE = {"commissions_reunies_plusieurs_fois": ("Réunies plusieurs fois", "principal"),
            "commissions_reunies_une_fois": ("Une fois", "second"), "commissions_sans_reunion": ("Aucune fois", "accent")}
CLASSES = ("0", "1-5", "6-10", "11-20", "21+")
REGION_CERNEE = "R11"


def psp(ch: Chiffres) -> Figure:
    """One dated stock per publication, never joined by a line (domain rule 14)."""
    points = sorted(ch.tous("psp_en_cours", territoire="FR"), key=lambda c: (c.annee, c.date_reference or date(c.annee, 12, 31)))
    dernier = ch.un("psp_en_cours")
    compte = typo.lettres(len(points)) or str(len(points))
    autre = eventuel(ch, "psp_en_cours_senat")
    doutes = [c for c in points if not _verifie(ch, c)]
    return Figure(
        id="psp",
        chart=Chart.de("points", [_stock(ch, c) for c in points], unite="personnes en parcours", largeur="pleine",
                       entetes={"libelle": "Objet", "precision": "Date", "valeur": "Personnes"}),
        titre=texte("De ", points[0], f" personnes {points[0].au} à ", dernier, f" {dernier.au} : {compte} points datés"),
        unite=texte("Personnes en parcours. Point plein : date et valeur publiées. Point creux : valeur approchée ou date incertaine"),
        lecture=texte(f"{dernier.au}, ", dernier, " personnes étaient en parcours de sortie.",
                      *([" Une autre publication donne ", autre, "."] if autre and autre.valeur != dernier.valeur else [])),
        note=texte("sources différentes : points non reliés.",
                   " Point d’interrogation : date ou nature de la valeur non vérifiée." if doutes else ""),
        champ=champ(dernier), source=source(ch, points),
    )


def _stock(ch: Chiffres, c: Chiffre) -> dict[str, object]:
    verifie = _verifie(ch, c)
    quand = c.quand if c.date_reference else f"{c.quand}, jour non précisé"
    # A year without a day is drawn at its last day, and hollow.
    return ligne(c, "Personnes en parcours", date=c.date_reference or date(c.annee, 12, 31),
                 precision=quand if verifie else f"{quand}{typo.FINE}?",
                 plein=c.date_reference is not None and c.precision == "exacte" and verifie)


def _verifie(ch: Chiffres, c: Chiffre) -> bool:
    """False when the retained citation could not be checked (evidence level K)."""
    return all(r["preuve"] != "K" for r in ch.citations(c.cle))

def commissions(ch: Chiffres) -> Figure:
    """Activity of the commissions, the millésime and the year before; what was not published is a difference, drawn apart."""
    annees = (ch.millesime - 1, ch.millesime)
    chiffres = {(annee, i): ch.un(i, annee) for annee in annees for i in ACTIVITE}
    avant, inactives = (chiffres[annee, "commissions_sans_reunion"] for annee in annees)
    actives, total = chiffres[ch.millesime, "commissions_reunies_plusieurs_fois"], ch.un("commissions_total")
    return Figure(
        id="commissions",
        chart=Chart.de("empilees", [ligne(c, *ACTIVITE[i], groupe=str(annee)) for (annee, i), c in chiffres.items()],
                       unite="commissions", entetes={"groupe": "Année", "libelle": "Activité dans l’année", "valeur": "Commissions"}),
        titre=texte("Les commissions qui ne se sont pas réunies sont ", inactives, f" en {inactives.annee}, après ", avant,
                    f" en {avant.annee}"),
        unite=texte("Nombre de commissions départementales, sur ", total, ", selon leur activité dans l’année"),
        lecture=texte(f"en {actives.annee}, ", actives, " commissions se sont réunies plusieurs fois."),
        note=texte("segment en tirets : valeur non publiée, obtenue par différence avec ", total, "."),
        champ=champ(inactives), source=source(ch, [*chiffres.values(), total]),
    )


def psp_carte(ch: Chiffres) -> Figure | None:
    """Every département has its tile; only published values are written."""
    codes = ch.catalogue.nomenclatures["tuiles_departements"]
    valeurs = {code: eventuel(ch, "psp_en_cours", territoire=code) for code in codes}
    publiees = sorted((c for c in valeurs.values() if c), key=lambda c: c.territoire)
    if not publiees:
        return None
    plus_grande = max(publiees, key=lambda c: c.valeur or 0)
    noms = {code: typo.composer(ch.catalogue.nomenclatures["departements"][code]["nom"]) for code in codes}
    return Figure(
        id="psp_carte",
        chart=Chart.de("tuiles", [_tuile(ch, code, c, noms[code]) for code, c in valeurs.items()], unite="personnes en parcours",
                       entetes={"libelle": "Département", "valeur": "Personnes"}),
        titre=texte(joindre([texte(noms[c.territoire]) for c in publiees]), " : les seules valeurs publiées"),
        unite=texte(f"Personnes en parcours de sortie {publiees[0].au}, par département"),
        lecture=texte(f"le département {plus_grande.territoire} ({noms[plus_grande.territoire]}) compte ", plus_grande,
                      " personnes en parcours de sortie. Une tuile grise indique une valeur non publiée, et non une absence."),
        champ=champ(publiees[0]), source=source(ch, publiees),
    )


def _tuile(ch: Chiffres, code: str, c: Chiffre | None, nom: str) -> dict[str, object]:
    nomenclatures = ch.catalogue.nomenclatures
    place, region = nomenclatures["tuiles_departements"][code], nomenclatures["departements"][code]["region"]
    grille = {"code": code, "colonne": int(place["colonne"]), "ligne": int(place["ligne"]),
              "cerne": nomenclatures["regions"][region]["nom"] if region == REGION_CERNEE else None}
    return ligne(c, nom, f"classe_{_classe(c.valeur or 0)}", **grille) if c else {"libelle": nom, **grille}


def _classe(valeur: float) -> int:
    """Rank of the class of CLASSES that a number of persons falls in."""
    return sum(valeur >= int(classe.rstrip("+").split("-")[0]) for classe in CLASSES) - 1


def psp_classes(ch: Chiffres) -> Figure:
    """How many départements in each class of the map: its legend, with the colours of the tiles."""
    noms = ch.catalogue.nomenclatures["classes_psp"]
    chiffres = [ch.un("psp_departements_par_classe", modalite=code) for code in CLASSES]
    return Figure(
        id="psp_classes",
        chart=Chart.de("barres", [ligne(c, noms[CLASSES[i]]["libelle"], f"classe_{i}", niveau=1) for i, c in enumerate(chiffres)],
                       unite="départements", largeur="marge", entetes={"libelle": "Personnes en parcours", "valeur": "Départements"}),
        titre=texte("Aucun parcours dans ", chiffres[0], " départements, plus de vingt dans ", chiffres[-1]),
        unite=texte(f"Départements selon le nombre de personnes en parcours de sortie {chiffres[-1].au}"),
        lecture=texte(chiffres[-1], " départements comptent plus de vingt personnes en parcours de sortie."),
        champ=champ(chiffres[-1]), source=source(ch, chiffres),
    )
