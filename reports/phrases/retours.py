"""What the returns of the campaign say: who answered, exit pathways, residence permits, the people accompanied, online ads."""

from __future__ import annotations

from reports import retours
from reports import typographie as typo
from reports.phrases.outils import phrase
from reports.tables import Chiffre, Chiffres
from reports.texte import Texte, texte

PARIS = "75"
MINEURS = ("0-14", "15-17", "mineur_sp")
FLUX, SEJOUR = "psp_flux", "psp_sejour"


@phrase
def titre_campagne(ch: Chiffres) -> Texte:
    r = retours.collecte(ch, "psp_flux")
    return texte(f"{r['departements_couverts']} départements sur {r['departements']}\nont rendu compte de leurs parcours de sortie")


@phrase
def campagne_lecture(ch: Chiffres) -> Texte:
    r = retours.collecte(ch, "accompagnement")
    return texte(f"{r['repondants']} organismes d’accompagnement ont répondu, sur {r['attendus']} attendus ({typo.pct(_part(r))}). "
                 f"Ils couvrent {r['departements_couverts']} départements sur les {r['departements']} où un organisme est attendu. "
                 "Rien n’est imputé : un territoire sans retour reste sans valeur, et ses nombres n’entrent dans aucun total.")


@phrase
def campagne_simulee(ch: Chiffres) -> Texte | None:
    if not retours.presents(ch):
        return None
    if not retours.simules(ch):
        return texte("Les retours ont été contrôlés avant d’être retenus ; le dernier reçu avant le gel de l’édition est celui qui compte.")
    return texte("Ces retours sont inventés : ils montrent ce que la lettre devient avec une campagne. Leurs totaux nationaux reprennent les chiffres publiés, "
                 "mais aucune valeur de territoire n’est réelle.")


@phrase
def titre_retours_verbalisations(ch: Chiffres) -> Texte:
    total = retours.compte(ch, "verbalisations_contraventions")
    paris = retours.departements(ch, "verbalisations_contraventions").get(PARIS)
    if not total.valeur:
        return texte("Les contraventions\nselon les retours")
    if paris is None or (paris.valeur or 0) < retours.NUMERATEUR_MINIMUM:
        return texte(total, " contraventions\nrelevées selon les retours")
    return texte(f"Paris réunit {typo.pct(round(100 * paris.valeur / total.valeur))}\ndes contraventions de {total.annee} (calcul)")


@phrase
def retours_verbalisations(ch: Chiffres) -> Texte:
    total = retours.compte(ch, "verbalisations_contraventions")
    return texte("La police et la gendarmerie ont relevé ", total, " contraventions pour achat d’actes sexuels. La carte dit où elles sont relevées, "
                 "et non où la prostitution a lieu. Aucune contravention enregistrée ne veut pas dire absence de prostitution.")


@phrase
def titre_retours_psp(ch: Chiffres) -> Texte:
    debut, fin = (retours.compte(ch, f"{FLUX}_{c}") for c in ("stock_debut", "stock_31_12"))
    if fin.valeur is None:
        return texte(f"Les parcours de sortie\nde {fin.annee}, selon les retours")
    if debut.valeur is None:
        return texte(fin, f" parcours de sortie\nà la fin de {fin.annee}")
    return texte("De ", debut, " à ", fin, f" parcours de sortie\nentre le début et la fin de {fin.annee}")


@phrase
def retours_psp(ch: Chiffres) -> Texte:
    entrees, refus, acceptations = (retours.compte(ch, f"{FLUX}_{c}") for c in ("entrees", "decisions_refus", "decisions_acceptation"))
    part = []
    if acceptations.valeur is not None and (refus.valeur or 0) >= retours.NUMERATEUR_MINIMUM:
        part = [f", soit {typo.pct(round(100 * refus.valeur / (refus.valeur + acceptations.valeur)))} des décisions (calcul)"]
    return texte("Dans l’année, ", entrees, " personnes sont entrées en parcours. Les préfets ont accepté ", acceptations, " premières demandes et en ont refusé ",
                 refus, *part, ".")


@phrase
def retours_mesure_8(ch: Chiffres) -> Texte:
    r = retours.collecte(ch, SEJOUR)
    if not r["repondants"]:
        return texte("Aucun retour reçu à ce jour.")
    demandees, delivrees = (retours.compte(ch, f"{SEJOUR}_{c}") for c in ("aps_demandees", "aps_delivrees"))
    return texte(f"Dans les {r['departements_couverts']} départements répondants, ", delivrees, " autorisations provisoires de séjour ont été délivrées pour ",
                 demandees, " demandes", *_taux(delivrees, demandees), ".", *_delai(ch, "aps"))


@phrase
def retours_commissions(ch: Chiffres) -> Texte | None:
    lues = [c.valeur for c in retours.departements(ch, "commission_reunions").values() if c.valeur is not None]
    if not lues:
        return texte("Aucun retour reçu à ce jour.") if retours.presents(ch) else None
    aucune, une, plusieurs = sum(v == 0 for v in lues), sum(v == 1 for v in lues), sum(v > 1 for v in lues)
    return texte(f"{plusieurs} commissions se sont réunies plusieurs fois dans l’année, {une} une seule fois et {aucune} aucune, "
                 f"sur {len(lues)} qui ont répondu.")


@phrase
def retours_agrements(ch: Chiffres) -> Texte | None:
    r = retours.collecte(ch, "agrements")
    if not r["repondants"]:
        return texte("Aucun retour reçu à ce jour.")
    return texte(retours.compte(ch, "agrements_en_cours"), f" agréments sont en cours dans les {r['departements_couverts']} départements répondants. "
                 "Une association peut en avoir plusieurs, un par département.")


@phrase
def titre_retours_accompagnement(ch: Chiffres) -> Texte:
    c = retours.compte(ch, "accompagnement_accompagnees_file_active")
    if c.valeur is None:
        return texte("Les personnes accompagnées\nselon les organismes répondants")
    return texte(c, " personnes accompagnées\nselon les organismes répondants")


@phrase
def retours_accompagnement(ch: Chiffres) -> Texte:
    rencontrees, nouvelles = (retours.compte(ch, f"accompagnement_{m}") for m in ("rencontrees", "nouvelles_annee"))
    return texte("Les organismes disent avoir rencontré ", rencontrees, " personnes. Parmi celles qu’ils accompagnent, ", nouvelles,
                 " sont nouvelles dans l’année. Une même personne peut être comptée par plusieurs organismes.")


@phrase
def retours_mineurs(ch: Chiffres) -> Texte | None:
    if not retours.presents(ch):
        return None
    ages = [c for m, c in retours.modalites(ch, "accompagnement_age", "age").items() if m in MINEURS]
    if not ages or any(c.valeur is None for c in ages):
        return texte("Le nombre de mineurs n’est pas publié : il est confidentiel, ou n’a pas été suivi.")
    return texte(f"{typo.nombre(sum(c.valeur for c in ages))} personnes accompagnées ont moins de dix-huit ans (calcul). La loi en fait des victimes.")


@phrase
def retours_panel(ch: Chiffres) -> Texte:
    lu = retours.panel(ch)
    if lu is None:
        return texte("Trop peu d’organismes ont répondu les deux années : aucune évolution n’est donnée.")
    n, avant, apres = lu
    return texte(f"Les organismes répondants changent d’une année à l’autre. Pour les {n} qui ont répondu les deux années, le nombre passe de ", avant, " à ", apres, ".")


@phrase
def titre_retours_territoires(ch: Chiffres) -> Texte | None:
    if not retours.presents(ch):
        return None
    releves = _references(ch, "releves_annonces")
    if not releves:
        return texte("Aucun relevé d’annonces n’a été reçu")
    return texte(f"{_departements(releves)} départements ont relevé\ndes annonces en ligne")


@phrase
def retours_diagnostics(ch: Chiffres) -> Texte | None:
    if not retours.presents(ch):
        return None
    faits = {(d["departement"], d["auteur"]) for d in _references(ch, "diagnostics")}
    return texte(f"{len(faits)} diagnostics locaux ont été reçus pour {ch.millesime}. Chacun porte sur un territoire et sur ses propres répondants : "
                 "leurs résultats ne s’additionnent pas et ne décrivent pas le pays.")


@phrase
def retours_achat(ch: Chiffres) -> Texte:
    if retours.presents(ch) and retours.departements(ch, "verbalisations_contraventions"):
        return texte("La carte par département vient des retours de la campagne. Les valeurs de un à quatre y sont confidentielles.")
    return texte("La liste des contraventions par département n’est pas publiée. La lettre n’en trace donc pas la carte.")


@phrase
def retours_delais(ch: Chiffres) -> Texte:
    return retours_mesure_8(ch) if retours.presents(ch) else texte("Non collecté à ce jour.")


def _part(r: dict) -> int:
    return round(100 * r["repondants"] / r["attendus"])


def _taux(partie: Chiffre, base: Chiffre) -> list[str]:
    return [f" ({typo.pct(round(100 * partie.valeur / base.valeur))}, calcul)"] if (partie.valeur or 0) >= retours.NUMERATEUR_MINIMUM and base.valeur else []


def _delai(ch: Chiffres, objet: str) -> list[str]:
    lus = [r for r in ch.table("delais_sejour").iter_rows(named=True) if r["objet"] == objet and r["annee"] == ch.millesime]
    return [f" Délai moyen : {typo.nombre(lus[0]['delai_moyen_jours'])} jours (calcul)."] if lus else []


def _references(ch: Chiffres, table: str) -> list[dict]:
    return [r for r in ch.table(table).iter_rows(named=True) if r["reference"] and r["annee"] == ch.millesime]


def _departements(lignes: list[dict]) -> int:
    return len({r["departement"] for r in lignes})
