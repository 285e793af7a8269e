"""Secret statistique: what must not be told is hidden, what would betray it is hidden too, and the whole is attacked.

    systeme = assembler(tableaux, relations)
    sensibles = primaires(systeme, regles)
    protection = proteger(systeme, sensibles.exigences, declarants)
    certificat = certifier(systeme, sensibles.exigences, protection, declarants)

Depends on highspy, numpy and polars only; knows neither the warehouse nor the pipeline.
"""

from publication.secret.adversaire import Temoins
from publication.secret.attaque import Intervalle, Question, attaquer
from publication.secret.bilan import bilan, detail
from publication.secret.certificat import Certificat, certificat_valide, certifier
from publication.secret.complementaire import COMPLEMENTAIRE, PRIMAIRE, PUBLIE, Protection, proteger
from publication.secret.exigences import Declarant, Exigence
from publication.secret.primaire import Parametre, Primaires, Profil, Regles, primaires
from publication.secret.relations import AuPlus, Classe, Identite, Rapport, arrondi, evolution, pourcentage
from publication.secret.systeme import LIBRE, MASQUEE, PUBLIEE, Cellule, Equation, Systeme, VuePublique
from publication.secret.tableaux import Hierarchie, Tableau, assembler, vue_publique

__all__ = [
    "COMPLEMENTAIRE", "LIBRE", "MASQUEE", "PRIMAIRE", "PUBLIE", "PUBLIEE", "AuPlus", "Cellule", "Certificat", "Classe",
    "Declarant", "Equation", "Exigence", "Hierarchie", "Identite", "Intervalle", "Parametre", "Primaires", "Profil", "Protection",
    "Question", "Rapport", "Regles", "Systeme", "Tableau", "Temoins", "VuePublique", "arrondi", "assembler", "attaquer", "bilan",
    "certificat_valide", "certifier", "detail", "evolution", "pourcentage", "primaires", "proteger", "vue_publique",
]
