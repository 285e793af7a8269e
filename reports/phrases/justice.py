"""Prosecution and convictions."""

from reports.phrases.outils import annee, phrase
from reports.tables import Chiffres
from reports.texte import Texte, texte

ANNEE = 2023


@phrase
def titre_justice(ch: Chiffres) -> Texte:
    c = ch.un("parquet_poursuivis_proxenetisme_aggrave", ANNEE)
    return texte(c, " personnes poursuivies\npour proxénétisme aggravé en ", annee(c))


@phrase
def parquet_proxenetisme(ch: Chiffres) -> Texte:
    orientes, poursuivis = (ch.un(f"parquet_{e}_proxenetisme", ANNEE) for e in ("orientes", "poursuivis"))
    aggrave = [ch.un(f"parquet_{e}_proxenetisme_aggrave", ANNEE) for e in ("orientes", "poursuivis")]
    return texte("En ", annee(orientes), ", les parquets ont orienté ", orientes, " personnes mises en cause pour proxénétisme ; ", poursuivis,
                 " ont été poursuivies. Pour proxénétisme aggravé, ", aggrave[0], " personnes ont été orientées et ", aggrave[1], " poursuivies.")


@phrase
def tenue_lieu(ch: Chiffres) -> Texte:
    c = ch.un("reponse_penale_tenue_lieu", ANNEE)
    return texte("Pour la tenue d’un lieu de prostitution, ", c, " personnes ont reçu une réponse pénale.")


@phrase
def condamnations(ch: Chiffres) -> Texte:
    c = ch.un("condamnations_proxenetisme_et_recours", 2022)
    return texte(c, " condamnations ont été prononcées en ", annee(c), " pour proxénétisme ou recours à la prostitution.")


@phrase
def condamnes_teh(ch: Chiffres) -> Texte:
    c, part = ch.un("teh_condamnes", 2022), ch.un("teh_condamnes_part_proxenetisme", 2022)
    return texte("Pour la traite et l’exploitation, ", c, " personnes ont été condamnées en ", annee(c), ", dont ", part, " pour proxénétisme.")


@phrase
def hommes_orientes(ch: Chiffres) -> Texte:
    simple, aggrave = (ch.un(f"parquet_poursuivis_{o}_part_hommes", ANNEE) for o in ("proxenetisme", "proxenetisme_aggrave"))
    return texte("Les hommes sont ", simple, " des personnes poursuivies pour proxénétisme, et ", aggrave, " pour proxénétisme aggravé.")
