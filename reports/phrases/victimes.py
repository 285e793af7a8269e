"""Recorded victims."""

from reports.phrases.outils import annee, comparaison, majuscule, phrase, sur_dix, variation
from reports.tables import Chiffres
from reports.texte import Texte, texte, trace


@phrase
def titre_victimes(ch: Chiffres) -> Texte:
    quatre, *suite = sur_dix(ch.un("victimes_mineures_part"))
    return [*majuscule([quatre]), *texte(" victimes enregistrées"), *suite, *texte(" sont mineures")]


@phrase
def evolution_victimes(ch: Chiffres) -> Texte:
    evolution = ch.un("victimes_evolution")
    return texte("C’est ", comparaison(evolution), " qu’en ", annee(evolution, base=True), ", selon la même publication.")


@phrase
def evolution_majeures_mineures(ch: Chiffres) -> Texte:
    return texte("Le nombre de victimes majeures est ", variation(ch.un("victimes_majeures_evolution")),
                 " sur cette période. Celui des victimes mineures est ", variation(ch.un("victimes_mineures_evolution")), ".")


@phrase
def rupture_loi_mineurs(ch: Chiffres) -> Texte:
    evolution = ch.un("victimes_mineures_recours_delictuel_evolution")
    return texte("L’évolution de ", trace(evolution, evolution.variation), " enjambe ce changement.")


@phrase
def piege_part_mineures(ch: Chiffres) -> Texte:
    part, femmes = ch.un("victimes_mineures_part"), ch.un("victimes_femmes_part")
    return texte("Il a été écrit que « ", femmes, " sont des femmes dont ", part, " mineures ». Les ", part,
                 " portent sur l’ensemble des victimes, pas sur les seules femmes.")
