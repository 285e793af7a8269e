"""Purchase of sexual acts."""

from reports.phrases.outils import annee, phrase
from reports.tables import Chiffres
from reports.texte import Texte, joindre, texte


@phrase
def titre_achat(ch: Chiffres) -> Texte:
    c = ch.un("contraventions_achat")
    return texte(c, " contraventions pour achat\nd’actes sexuels relevées en ", annee(c))


@phrase
def serie_contraventions(ch: Chiffres) -> Texte:
    points = [ch.un("contraventions_achat", ch.millesime - r) for r in (2, 1)]
    return texte("Elles étaient ", joindre([texte(c, " en ", annee(c)) for c in points]), ".")


@phrase
def paris_contraventions(ch: Chiffres) -> Texte:
    return texte("Paris en concentre ", ch.un("contraventions_achat_part_paris"), ". Dans ", ch.un("contraventions_achat_departements_sans"),
                 " départements, aucune contravention n’a été enregistrée dans l’année.")


@phrase
def dossiers_mineurs(ch: Chiffres) -> Texte:
    c = ch.un("recours_mineurs_dossiers", 2023)
    return texte("En ", annee(c), ", ", c, " dossiers ont été établis pour recours à la prostitution d’une personne mineure : c’est un délit, hors de ces contraventions.")
