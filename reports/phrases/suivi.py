"""Follow-up of the strategy, quality, and what every page needs."""

from catalogue.contrats import charger_contrats
from reports import retours
from reports import typographie as typo
from reports.phrases.outils import phrase
from reports.phrases.series import absence, absences_et_anomalies
from reports.tables import Chiffres
from reports.texte import Texte, fort, joindre, texte


@phrase
def sigles(ch: Chiffres) -> Texte:
    return joindre([[fort(r["code"]), *texte(f" : {r['libelle']}.")] for r in ch.catalogue.nomenclatures["sigles"].values() if r["une"] == "oui"], " ", " ")


@phrase
def titre_suivi(ch: Chiffres) -> Texte:
    mesures = ch.table("mesures_strategie")
    renseignees = mesures.filter(mesures["cle"].is_not_null())["numero"].n_unique()
    return texte(f"Stratégie nationale : {typo.lettres(renseignees, feminin=True)} mesures sur {typo.lettres(mesures['numero'].n_unique())}\nont une valeur publiée")


@phrase
def titre_qualite(ch: Chiffres) -> Texte:
    return texte(f"{_ecarts(ch)} écarts entre les sources, dits et non corrigés")


@phrase
def qualite_controles(ch: Chiffres) -> Texte:
    controles, verifications = ch.table("controles"), ch.table("verifications")
    compatibles = verifications.filter(verifications["verdict"] == "compatible").height
    return texte(f"Chaque chiffre publié est relu avec les autres : sur {controles.height} constats, {_ecarts(ch)} sont des écarts. "
                 f"Sur {verifications.height} valeurs recalculées, {compatibles} sont compatibles avec leurs arrondis.", absence(ch) or " Un écart est dit, jamais corrigé.")


@phrase
def qualite_detail(ch: Chiffres) -> Texte:
    return texte("Ces contrôles lisent le registre des chiffres publiés, ligne à ligne. Un écart n’est pas une faute : deux dates d’arrêté, "
                 "deux périmètres ou deux unités suffisent. La lettre ne corrige pas les sources.")


@phrase
def retours_absents(ch: Chiffres) -> Texte:
    if retours.presents(ch):
        return texte(*_manquants(ch), absences_et_anomalies(ch))
    return texte("Cette édition ne contient aucun retour d’association ni d’observatoire. Les cartes par département et les profils des personnes "
                 "accompagnées en sont donc absents.", absences_et_anomalies(ch))


@phrase
def en_bref(ch: Chiffres) -> Texte:
    part, achat = ch.un("victimes_mineures_part"), ch.un("contraventions_achat")
    return texte("La police et la gendarmerie ont compté ", ch.un("victimes_enregistrees"), " victimes en ", ch.millesime, ". Parmi ces victimes, ", part,
                 " ont moins de dix-huit ans. Acheter un acte sexuel est interdit : ", achat, " contraventions ont été relevées. Fin ", ch.millesime, ", ",
                 ch.un("psp_en_cours"), " personnes étaient aidées par l’État et les associations pour sortir de la prostitution. "
                 "Ces nombres ne disent pas combien de personnes sont concernées. Ils disent ce que les services ont enregistré.")


def _manquants(ch: Chiffres) -> list[str]:
    """Which returns are missing, contract by contract."""
    manques = [(c.titre, r["attendus"] - r["repondants"], r["attendus"]) for c in charger_contrats().values() for r in [retours.collecte(ch, c.id)]]
    dits = [f" « {titre} » : {n} sur {attendus}." for titre, n, attendus in manques if n]
    return [f"Retours de la campagne {ch.millesime} qui manquent.", *dits] if dits else [f"Aucun retour de la campagne {ch.millesime} ne manque."]


def _ecarts(ch: Chiffres) -> int:
    controles = ch.table("controles")
    return controles.filter(controles["verdict"] == "ecart").height
