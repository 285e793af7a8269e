"""Front page: the opening paragraph and the key figures."""

from reports.phrases.outils import phrase
from reports.tables import Chiffre, Chiffres
from reports.texte import Texte, texte, trace


@phrase
def chapo(ch: Chiffres) -> Texte:
    mineures, part = ch.un("victimes_mineures"), ch.un("victimes_mineures_part")
    achat, avant = ch.un("contraventions_achat"), ch.un("contraventions_achat", ch.millesime - 1)
    return texte(
        "En ", ch.millesime, ", la police et la gendarmerie ont enregistré ", ch.un("victimes_enregistrees"),
        " victimes de proxénétisme ou de recours délictuel à la prostitution. Parmi elles, ", mineures, " sont mineures, soit ", part, ". ",
        "Les contraventions pour achat d’actes sexuels sont ", achat, ", après ", avant, " en ", avant.annee, ". Fin ", ch.millesime, ", ",
        ch.un("psp_en_cours"), " personnes sont engagées dans un parcours de sortie de la prostitution. Sur ", ch.un("commissions_total"),
        " commissions départementales, ", ch.un("commissions_reunies_plusieurs_fois"), " se sont réunies plusieurs fois dans l’année et ",
        ch.un("commissions_sans_reunion"), " ne se sont pas réunies.")


def chiffres_cles(ch: Chiffres) -> list[dict]:
    """The key figures of the front page, largest object first; `dont` marks a part of the figure above it."""
    cumul_autre = ch.un("psp_en_cours_senat")
    part, total = ch.un("victimes_mineures_part"), ch.un("commissions_total")
    return [
        _chiffre_cle(ch.un("victimes_enregistrees"), texte("victimes enregistrées"),
                     texte("de proxénétisme ou de recours délictuel à la prostitution ; France")),
        _chiffre_cle(ch.un("victimes_mineures"), texte("dont victimes mineures, soit ", part), texte("filles et garçons ; même périmètre"), dont=True),
        _chiffre_cle(ch.un("contraventions_achat"), texte("contraventions pour achat d’actes sexuels"),
                     texte("article 611-1 du code pénal ; auprès de majeurs")),
        _chiffre_cle(ch.un("psp_en_cours"), texte("personnes en parcours de sortie"),
                     texte("stock de parcours en cours ; ", cumul_autre, " au 31/12/2024 selon une autre source"), quand=f"fin {ch.millesime}"),
        _chiffre_cle(ch.un("commissions_reunies_plusieurs_fois"), texte("commissions réunies plusieurs fois"),
                     texte("sur ", total, " ; ", ch.un("commissions_sans_reunion"), " ne se sont pas réunies dans l’année")),
    ]


def _chiffre_cle(c: Chiffre, quoi: Texte, precision: Texte, quand: str | None = None, dont: bool = False) -> dict:
    return {"valeur": [trace(c, symbole=False)], "quoi": quoi, "precision": precision, "quand": texte(quand or f"année {c.annee}"),
            "badge": c.producteur, "ssp": c.ssp, "dont": dont, "provisoire": c.statut == "provisoire"}
