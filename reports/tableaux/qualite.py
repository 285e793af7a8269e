"""What the checks found, in short for print and whole for the page."""

from __future__ import annotations

from reports import typographie as typo
from reports.tableaux.tableau import Colonne, Tableau
from reports.tables import Chiffres
from reports.texte import Texte, texte

VERDICTS = {"ecart": "écart", "coherent": "cohérent", "non_verifiable": "non vérifiable"}
COURTS = 5
AILLEURS = "valeurs_divergentes"  # these have their own table, with the value retained


def qualite_ecarts(ch: Chiffres) -> Tableau:
    """Print: the gaps found, one sentence each."""
    ecarts = [r for r in ch.table("controles").iter_rows(named=True) if r["verdict"] == "ecart" and r["controle"] != AILLEURS]
    return Tableau(
        id="qualite_ecarts", largeur="pleine", compact=True, medias=["pdf"],
        titre=texte("Les principaux écarts trouvés dans les sources"),
        unite=texte("La liste complète est sur la page web de la lettre"),
        colonnes=[Colonne("Contrôle", largeur="56mm"), Colonne("Constat", largeur="1fr")],
        lignes=[[texte(r["titre"]), texte(r["phrase"])] for r in ecarts[:COURTS]],
    )


def qualite_controles(ch: Chiffres) -> Tableau:
    """Web: every check with its verdict, gaps first."""
    controles = sorted(ch.table("controles").iter_rows(named=True), key=lambda r: (list(VERDICTS).index(r["verdict"]), r["controle"], r["phrase"]))
    return Tableau(
        id="qualite_controles", largeur="pleine", compact=True, medias=["html"], filtrable=True,
        titre=texte("Contrôles de cohérence entre publications"),
        colonnes=[Colonne("Contrôle"), Colonne("Verdict"), Colonne("Constat"), Colonne("Lignes du registre")],
        lignes=[[texte(r["titre"]), texte(VERDICTS[r["verdict"]]), texte(r["phrase"]), texte((r["source_ids"] or "").replace(";", ", "))] for r in controles],
    )


def qualite_verifications(ch: Chiffres) -> Tableau:
    """Web: published values against the same values recomputed, by interval arithmetic on what was rounded."""
    lignes = []
    for r in ch.table("verifications").iter_rows(named=True):
        if r["cle"] in ch:
            c = next(iter(ch.tous(cle=r["cle"])))
            lignes.append([texte(c.libelle), texte(c.annee), _intervalle(r["publie_min"], r["publie_max"]), _intervalle(r["calcule_min"], r["calcule_max"]),
                           texte(r["formule"]), texte("compatible" if r["verdict"] == "compatible" else "incompatible")])
    return Tableau(
        id="qualite_verifications", largeur="pleine", compact=True, medias=["html"],
        titre=texte("Valeurs publiées et valeurs recalculées"),
        unite=texte("Une valeur arrondie est un intervalle ; deux intervalles qui se coupent sont compatibles"),
        colonnes=[Colonne("Indicateur"), Colonne("Année"), Colonne("Publié", "right"), Colonne("Recalculé", "right"), Colonne("Formule"), Colonne("Verdict")],
        lignes=lignes,
    )


def _intervalle(bas: float | None, haut: float | None) -> Texte:
    if bas is None or haut is None:
        return texte("non borné")
    a, b = (typo.nombre(v, 1) for v in (bas, haut))
    return texte(a if a == b else f"de {a} à {b}")
