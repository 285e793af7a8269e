"""The returns of the campaign: who answered, movements of the exit pathways, residence permits, ads, diagnoses."""

from __future__ import annotations

from catalogue.contrats import charger_contrats, lire_contrat
from catalogue.erreurs import Refus
from reports import retours
from reports import typographie as typo
from reports.tableaux.tableau import Colonne, Tableau
from reports.tables import Chiffre, Chiffres
from reports.texte import Texte, discret, texte

MOUVEMENTS = ("stock_debut", "entrees", "transferts_recus", "sorties_terme_24m", "sorties_anticipees_insertion", "retraits_prefet", "abandons",
              "deces_autres", "transferts_partis", "stock_31_12")
SUITES = {"aps": ("aps_demandees", "aps_delivrees", "aps_refusees", "aps_en_attente"),
          "titre": ("sorties_pays_tiers", "titre_delivre_au_31_03", "titre_refuse", "titre_en_attente")}
PROFIL = ("sexe", "age", "nationalite")
REPONSES = {"repondants": "Répondants", "personnes_reperees": "Personnes repérées", "jamais_formes": "Jamais formés"}


def tous(ch: Chiffres) -> list[Tableau]:
    """The tables of the returns; none without returns. What no return gives is told in its cell."""
    return [faire(ch) for faire in (campagne, psp_mouvements, psp_sejour, psp_profil, lieux, mise_en_relation, annonces, diagnostics)] if retours.presents(ch) else []


def campagne(ch: Chiffres) -> Tableau:
    """Organisations expected and answering, contract by contract."""
    lus = [(c, retours.collecte(ch, c.id)) for c in charger_contrats().values() if not _attendus(ch, c.id).is_empty()]
    return Tableau(
        id="retours_campagne", largeur="pleine",
        titre=texte("Les retours attendus et ceux qui comptent"),
        unite=texte(f"Organismes et départements, campagne sur l’année {ch.millesime}"),
        colonnes=[Colonne("Retour", largeur="1fr"), Colonne("Organismes attendus", "right"), Colonne("Répondants", "right"), Colonne("Taux", "right"),
                  Colonne("Départements couverts", "right")],
        lignes=[[texte(c.titre), *(texte(typo.nombre(n)) for n in (r["attendus"], r["repondants"])), texte(typo.pct(round(100 * r["repondants"] / r["attendus"]))),
                 texte(f"{r['departements_couverts']} sur {r['departements']}")] for c, r in lus],
        note=texte("un service national couvre tous les départements par un seul retour. Les taux portent sur des organismes, et non sur des personnes."),
        source=texte(f"{retours.mention(ch)}Registre des organismes et reçus de la campagne."))


def psp_mouvements(ch: Chiffres) -> Tableau:
    """The identity of the stocks: what came, what left."""
    return Tableau(
        id="retours_mouvements",
        titre=texte("Les entrées et les sorties des parcours font le stock"),
        unite=texte("Personnes"),
        colonnes=[Colonne("Mouvement", largeur="1fr"), Colonne("Personnes", "right")],
        lignes=[_ligne(ch, "psp_flux", colonne) for colonne in MOUVEMENTS],
        note=texte("un renouvellement ne change pas le stock. « c » : valeur confidentielle."), source=_source(ch, "psp_flux"))


def psp_sejour(ch: Chiffres) -> Tableau:
    """Residence permits: what becomes of the requests."""
    return Tableau(
        id="retours_sejour",
        titre=texte("Droit au séjour des personnes en parcours : les suites des demandes"),
        unite=texte("Personnes, dans les départements répondants"),
        colonnes=[Colonne("Suite", largeur="1fr"), Colonne("Personnes", "right")],
        lignes=[_ligne(ch, "psp_sejour", colonne) for colonnes in SUITES.values() for colonne in colonnes],
        note=texte("« peut se voir délivrer » : la délivrance n’est pas de droit. Les titres sont observés trois mois après la fin de l’année."), source=_source(ch, "psp_sejour"))


def psp_profil(ch: Chiffres) -> Tableau:
    """Who the people on a pathway are, one characteristic after the other."""
    listes = lire_contrat("psp_profil").champ("modalite").listes
    lignes = [[texte(listes[v][m]), texte(c)] for v in PROFIL for m, c in retours.modalites(ch, "psp_profil", v).items() if c.valeur != 0]
    return Tableau(
        id="retours_profil", compact=True, numerote=False, titre=texte("Qui sont les personnes en parcours"),
        unite=texte("Personnes, départements répondants. Sexe, âge, puis nationalité"),
        colonnes=[Colonne("Caractéristique", largeur="1fr"), Colonne("Personnes", "right")],
        lignes=lignes or [[[discret("sans réponse")]] * 2])


def lieux(ch: Chiffres) -> Tableau:
    """Places: several answers each, never a total (rule 13)."""
    return Tableau(
        id="retours_lieux", compact=True, numerote=False, titre=texte("Lieux cités"),
        unite=texte("Personnes, et part des réponses connues (calcul). Réponses multiples"),
        colonnes=[Colonne("Lieu", largeur="1fr"), Colonne("Personnes", "right"), Colonne("Part", "right")], lignes=_reponses(ch, "lieu"))


def mise_en_relation(ch: Chiffres) -> Tableau:
    """Ways of meeting: several answers each, never a total (rule 13)."""
    return Tableau(
        id="retours_mise_en_relation", compact=True,
        titre=texte("La mise en relation : plusieurs réponses par personne"),
        unite=texte("Personnes, et part des réponses connues (calcul). Les parts ne forment pas un total"),
        colonnes=[Colonne("Mise en relation", largeur="1fr"), Colonne("Personnes", "right"), Colonne("Part", "right")],
        lignes=_reponses(ch, "mise_en_relation"), source=_source(ch, "accompagnement"))


def annonces(ch: Chiffres) -> Tableau:
    """Ads by département, with the range that the coefficient gives; never added (rule 15)."""
    lus = [r for r in ch.table("releves_annonces").iter_rows(named=True) if r["reference"] and r["annee"] == ch.millesime]
    return Tableau(
        id="retours_annonces", largeur="pleine", compact=True,
        titre=texte("Annonces relevées par département : des relevés qui ne s’additionnent pas"),
        unite=texte("Annonces ; personnes estimées par le relevé, et plage selon le taux retenu"),
        colonnes=[Colonne("Département", largeur="1fr"), Colonne("Période", largeur="1fr"), Colonne("Sites", "right"), Colonne("Annonces", "right"), Colonne("Part en double", "right"),
                  Colonne("Estimation publiée", "right"), Colonne("Plage", "right")],
        lignes=[[texte(_nom(ch, r["departement"])), texte(typo.periode(r["date_debut"], r["date_fin"])), _nombre(r["sites"]), _nombre(r["annonces"]),
                 texte(typo.pct(r["coef"])) if r["coef_type"] == "part_doublons" else [discret("sans objet")], _nombre(r["estimation_publiee"]), _plage(r)]
                for r in lus] or [[[discret("aucun relevé")]] * 7],
        note=texte("la plage n’est pas un intervalle de confiance : elle montre ce que change le taux de doublons. Une annonce n’est pas une personne."),
        source=_source(ch, "annonces"))


def diagnostics(ch: Chiffres) -> Tableau:
    """Three answers of each local diagnosis, with its own base."""
    lus: dict[tuple[str, str], dict[str, Texte]] = {}
    for r in ch.table("diagnostics").iter_rows(named=True):
        if r["reference"] and r["annee"] == ch.millesime and r["question"] in REPONSES:
            lus.setdefault((r["departement"], r["auteur"]), {})[r["question"]] = texte(typo.pct(r["valeur"]) if r["unite"] == "pct" else typo.nombre(r["valeur"]))
    return Tableau(
        id="retours_diagnostics", largeur="pleine", compact=True,
        titre=texte("Diagnostics locaux : chacun ses répondants"),
        unite=texte("Nombre de répondants et de personnes repérées ; part des répondants jamais formés"),
        colonnes=[Colonne("Département", largeur="1fr"), Colonne("Auteur", largeur="1fr"), *(Colonne(t, "right") for t in REPONSES.values())],
        lignes=[[texte(_nom(ch, d)), texte(auteur), *(dits.get(q, [discret("non publié")]) for q in REPONSES)] for (d, auteur), dits in lus.items()]
        or [[[discret("aucun diagnostic")]] * (2 + len(REPONSES))],
        source=_source(ch, "diagnostic"))


def _attendus(ch: Chiffres, contrat: str):
    table = ch.table("collecte")
    return table.filter((table["contrat"] == contrat) & (table["annee"] == ch.millesime) & (table["territoire"] == "FR"))


def _ligne(ch: Chiffres, contrat: str, colonne: str) -> list[Texte]:
    c = _eventuel(ch, f"{contrat}_{colonne}")
    return [texte(lire_contrat(contrat).champ(colonne).titre), texte(c) if c else [discret("sans réponse")]]


def _eventuel(ch: Chiffres, indicateur: str) -> Chiffre | None:
    try:
        return retours.compte(ch, indicateur)
    except Refus as e:
        if e.code != "document.chiffre_absent":
            raise
        return None


def _reponses(ch: Chiffres, variable: str) -> list[list[Texte]]:
    base = _eventuel(ch, f"accompagnement_{variable}")
    lues = retours.modalites(ch, f"accompagnement_{variable}", variable).items()
    return [[texte(retours.libelle("accompagnement", m, variable)), texte(c),
             texte(typo.pct(round(100 * c.valeur / base.valeur))) if (c.valeur or 0) >= retours.NUMERATEUR_MINIMUM and base and base.valeur else [discret("sans taux")]]
            for m, c in lues if m not in ("autre", "inconnu")] or [[[discret("sans réponse")]] * 3]


def _nombre(n: float | None) -> Texte:
    return [discret("non publié")] if n is None else texte(typo.nombre(n))


def _plage(r: dict) -> Texte:
    if r["estimation_basse"] is None or r["estimation_haute"] is None:
        return [discret("non calculée")]
    return texte(f"{typo.nombre(r['estimation_basse'])} à {typo.nombre(r['estimation_haute'])}")


def _nom(ch: Chiffres, code: str) -> str:
    return f"{ch.catalogue.nomenclatures['departements'][code]['nom']} ({code})"


def _source(ch: Chiffres, contrat: str) -> Texte:
    return texte(f"{retours.mention(ch)}{retours.producteur(contrat)}, retours de la campagne {ch.millesime}.")
