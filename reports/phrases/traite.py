"""Persons implicated; trafficking and exploitation (another perimeter)."""

from reports.phrases.outils import annee, phrase, sur_dix
from reports.tables import Chiffres
from reports.texte import Texte, texte

DEBUT, FIN = 2016, 2022


@phrase
def titre_traite(ch: Chiffres) -> Texte:
    fin, debut = ch.un("teh_victimes", FIN), ch.un("teh_victimes", DEBUT)
    return texte("Traite et exploitation : ", fin, " victimes enregistrées\nen ", annee(fin), ", contre ", debut, " en ", annee(debut))


@phrase
def suite_traite(ch: Chiffres) -> Texte:
    avant, fin, apres = (ch.un("teh_victimes", a) for a in (FIN - 1, FIN, FIN + 1))
    return texte("L’ensemble des victimes atteint ", avant, " en ", annee(avant), ", puis ", fin, " en ", annee(fin), ". La publication suivante donne ",
                 apres, " victimes pour ", annee(apres), ". Cette valeur vient d’une autre édition : elle n’est pas reliée à la courbe.")


@phrase
def mis_en_cause_lettre(ch: Chiffres) -> Texte:
    c, part = ch.un("mis_en_cause_proxenetisme_ou_recours", 2023), ch.un("mis_en_cause_part_hommes")
    return texte("En ", annee(c), ", plus de ", c, " personnes ont été mises en cause pour proxénétisme ou recours à la prostitution. En ", annee(part),
                 ", les mis en cause sont des hommes dans ", sur_dix(part, "cas "), " ; la source ne dit pas pour quelles infractions.")


@phrase
def petits_effectifs_mendicite(ch: Chiffres) -> Texte:
    debut, fin = (ch.un("teh_victimes", a, infraction="mendicite") for a in (DEBUT, FIN))
    return texte("« Mendicité » passe de ", debut, " à ", fin,
                 " victimes. Sous cinquante, la lettre donne les nombres, sans évolution en pourcentage.")
