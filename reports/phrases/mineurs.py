"""Minors, associations, and what territories say."""

from reports.phrases.outils import annee, majuscule, mot, phrase
from reports.tables import Chiffres
from reports.texte import Texte, texte

PUY_DE_DOME, PARIS, HAUTE_LOIRE = "63", "75", "43"
REPERAGE, ANNONCES, QUESTIONNAIRE, PARIS_FIN = 2020, 2021, 2022, 2017


@phrase
def titre_mineurs(ch: Chiffres) -> Texte:
    c = ch.un("ecoute_119_situations", _derniere(ch, "ecoute_119_situations"))
    return texte(c, " situations de mineurs confiées au 119\nen un an")


@phrase
def ecoute_119(ch: Chiffres) -> Texte:
    derniere = _derniere(ch, "ecoute_119_situations")
    situations, contacts = (ch.un(f"ecoute_119_{o}", derniere) for o in ("situations", "contacts"))
    return texte("Le dispositif du 119 dédié à la prostitution des mineurs a ouvert en avril 2023. En un an, il a été sollicité pour ", situations,
                 " situations, au fil de ", contacts, " contacts. ", ch.un("ecoute_119_departements", derniere), " départements sont concernés.")


@phrase
def ecoute_116000(ch: Chiffres) -> Texte:
    c, fugues = ch.un("ecoute_116000_disparitions"), ch.un("ecoute_116000_fugues")
    return texte("En ", annee(c), ", ", c, " disparitions de mineurs ont été signalées, dont ", fugues, " fugues.")


@phrase
def exploitation_suspectee(ch: Chiffres) -> Texte:
    c = ch.un("ecoute_116000_exploitation_suspectee")
    return texte("Dans environ ", c, " des dossiers de jeunes filles en fugue suivis par le 116 000, une exploitation sexuelle est suspectée. "
                 "Cette part ne s’applique pas à l’ensemble des fugues.")


@phrase
def associations_teh(ch: Chiffres) -> Texte:
    repondantes, accompagnees = ch.un("asso_teh_repondantes"), ch.un("asso_teh_accompagnees")
    return texte("En ", annee(repondantes), ", ", repondantes, " associations répondantes déclarent avoir accompagné ", accompagnees,
                 " victimes de traite. L’exploitation sexuelle concerne ", ch.un("asso_teh_part_formes", infraction="exploitation_sexuelle"), " d’entre elles.")


@phrase
def estimations(ch: Chiffres) -> Texte:
    c = ch.un("estimation_personnes_prostitution", ch.millesime)
    return texte(majuscule(texte("environ ", c)), " personnes seraient en situation de prostitution, selon la stratégie nationale. C’est une estimation : "
                 "elle n’a ni évolution ni taux.")


@phrase
def puy_de_dome(ch: Chiffres) -> Texte:
    repondants, reperees = ch.un("diag_repondants", QUESTIONNAIRE, PUY_DE_DOME), ch.un("diag_personnes_reperees", REPERAGE, PUY_DE_DOME)
    annonces, sites = (ch.un(f"diag_{o}", ANNONCES, PUY_DE_DOME) for o in ("annonces", "sites"))
    return texte("Dans le Puy-de-Dôme, un diagnostic a interrogé ", repondants, " professionnels, élus et bénévoles. Ils ont repéré au moins ", reperees,
                 " personnes en trois ans. Le diagnostic a aussi relevé ", annonces, " annonces sur ", sites, " sites. Ces trois comptages ont trois objets.")


@phrase
def puy_de_dome_estimation(ch: Chiffres) -> Texte:
    publiee, part = ch.un("diag_estimation_publiee", ANNONCES, PUY_DE_DOME), ch.un("diag_part_doublons", ANNONCES, PUY_DE_DOME)
    annonces, calcul = ch.un("diag_annonces", ANNONCES, PUY_DE_DOME), ch.un("diag_estimation_doublons_retires", ANNONCES, PUY_DE_DOME)
    return texte("Le diagnostic publie ", publiee, ", soit ", part, " de ", annonces, ". Si ", part, " est la part d’annonces en double, le calcul donne ",
                 calcul, ". Définition à confirmer auprès de l’auteur.")


@phrase
def deux_objets_659(ch: Chiffres) -> Texte:
    annonces, mineures = ch.un("diag_annonces", ANNONCES, PUY_DE_DOME), ch.un("victimes_mineures")
    if annonces.valeur != mineures.valeur:
        return texte("Les annonces relevées localement ne se comparent pas aux victimes enregistrées.")
    return texte(annonces, " annonces ici ; ", mineures, " victimes mineures dans la page des victimes. Simple coïncidence.")


@phrase
def haute_loire(ch: Chiffres) -> Texte:
    agrement, installation = ch.un("agrement_date", 2017, HAUTE_LOIRE), ch.un("commission_date_installation", 2017, HAUTE_LOIRE)
    return texte("Association agréée depuis le ", _jour(agrement), ". Commission installée le ", _jour(installation), ".")


@phrase
def paris_2017(ch: Chiffres) -> Texte:
    acceptes, agreees = (ch.un(f"paris_{o}", PARIS_FIN, PARIS) for o in ("psp_acceptes", "associations_agreees"))
    clients = ch.un("paris_clients_verbalises", PARIS_FIN, PARIS)
    return texte("En novembre ", PARIS_FIN, ", ", mot(acceptes), " parcours de sortie y sont acceptés et ", mot(agreees),
                 " associations y sont agréées. ", clients, " « clients » y ont été verbalisés depuis la loi. Ces nombres sont datés.")


def _derniere(ch: Chiffres, indicateur: str) -> int:
    """The last year an indicator has: platforms count from April to March."""
    return max((c.annee for c in ch.tous(indicateur, territoire="FR")), default=ch.millesime)


def _jour(c) -> dict:
    from reports import typographie as typo
    from reports.texte import trace

    return trace(c, typo.jour(c.date_reference))
