"""The strategy's twenty-five measures, values published twice, and the sources."""

from __future__ import annotations

from reports.tableaux.outils import objet, unite, valeur
from reports.tableaux.tableau import Colonne, Tableau
from reports.tables import Chiffres
from reports.texte import Texte, discret, joindre, texte

POPULATION = "population_departements"


def strategie(ch: Chiffres) -> Tableau:
    """Each measure with its last published values and date, or « non disponible »."""
    mesures = ch.table("mesures_strategie").sort("numero")
    return Tableau(
        id="strategie",
        titre=texte("Les mesures de la stratégie du 2 mai 2024"),
        unite=texte("Dernière valeur publiée ; « non disponible » quand aucun chiffre n’a été transmis"),
        colonnes=[Colonne("N°", "right", "6mm"), Colonne("Mesure (intitulé abrégé)", largeur="1fr"), Colonne("Valeur et date", largeur="36mm"), Colonne("Source", largeur="23mm")],
        lignes=[_mesure(ch, list(groupe.iter_rows(named=True))) for _, groupe in mesures.group_by("numero", maintain_order=True)],
        source=texte("stratégie nationale de lutte contre le système prostitutionnel, 2 mai 2024 ; producteurs cités."),
    )


def dates_arrete(ch: Chiffres) -> Tableau:
    """Keys of the exit pathways that two publications give with two values: the retained one, the other, the reason."""
    lignes = []
    for c in ch.tous():
        autres = {a.nombre: a for a in ch.autres(c)}
        if autres and c.annee == ch.millesime and not c.derive:
            raison = ch.citations(c.cle)[0]["raison"] or ""
            lignes.append([texte(objet(ch, c)), texte(c), joindre([texte(a) for a in autres.values()]), texte(raison)])
    return Tableau(
        id="dates_arrete",
        titre=texte("Valeurs publiées plusieurs fois : celle que la lettre retient"),
        colonnes=[Colonne("Indicateur", largeur="1fr"), Colonne("Retenue", "right"), Colonne("Autre", "right"), Colonne("Raison", largeur="1fr")],
        lignes=lignes,
    )


def sources(ch: Chiffres) -> Tableau:
    """Web: every source that this édition uses, with its producer, its calendar and its limits."""
    utilisees = _utilisees(ch)
    return Tableau(
        id="sources", largeur="pleine", medias=["html"],
        titre=texte("Sources, calendrier et limites"),
        colonnes=[Colonne("Source"), Colonne("Producteur"), Colonne("Calendrier"), Colonne("Règle de confidentialité"), Colonne("Limites")],
        lignes=[[texte(s.titre), [{"badge": s.sigle, "ssp": s.ssp}], texte(s.calendrier), texte(s.secret.raison), texte(" ".join(s.limites))]
                for s in ch.catalogue.sources.values() if s.id in utilisees],
    )


def _utilisees(ch: Chiffres) -> set[str]:
    """The sources of the public figures and of the long series, and of the populations of their rates."""
    nationales, departementales = ch.table("series_nationales"), ch.table("series_departementales")
    lues = {*ch.table("chiffres")["source"], *nationales["source"], *departementales["source"]}
    return lues | ({POPULATION} if departementales["livraison_population"].is_not_null().any() else set())


def _mesure(ch: Chiffres, lignes: list[dict]) -> list[Texte]:
    tete = [texte(lignes[0]["numero"]), texte(lignes[0]["intitule"])]
    chiffres = [c for r in lignes if r["cle"] for c in ch.tous(cle=r["cle"])]
    if not chiffres:
        return [*tete, [discret(lignes[0]["absence"] or "non disponible")], texte("")]
    valeurs = joindre([[*valeur(c), *texte("" if c.unite == "pct" else f" {unite(ch, c)}", f", {c.annee}")] for c in chiffres], " ; ", " ; ")
    return [*tete, valeurs, texte(" ; ".join(dict.fromkeys(c.producteur for c in chiffres)))]
