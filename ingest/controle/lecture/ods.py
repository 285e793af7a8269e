"""LibreOffice workbooks: each sheet as text, read as a stream; repeated cells and lines are never multiplied beyond the bounds."""

from __future__ import annotations

from catalogue.erreurs import Refus
from ingest.controle.feuille import SANS_RESULTAT, Cellules, Feuille, Note, feuille_de_notes, lettre, nombre_en_texte, pourcentage_en_texte
from ingest.controle.gardes.archive import Archive
from ingest.controle.gardes.xml import parcourir
from ingest.controle.limites import Limites

CELLULES = ("table-cell", "covered-table-cell")
MASQUEES = ("collapse", "filter")
A_COTE = ("annotation", "frame", "custom-shape", "shapes")  # what is written there is in no cell
NOMBRES = ("float", "currency")


def lire(archive: Archive, limites: Limites) -> list[Feuille]:
    """Every sheet, in the workbook's order. Raises Refus when the workbook is damaged or out of bounds."""
    lecteur = _Lecteur(limites)
    parcourir(archive.ouvrir("content.xml"), limites.balises, lecteur.debut, lecteur.fin, lecteur.texte)
    if not lecteur.feuilles:
        raise Refus("controle.classeur_abime")
    return [cellules.feuille() for cellules in lecteur.feuilles] + feuille_de_notes(lecteur.notes, limites)


class _Lecteur:
    def __init__(self, limites: Limites):
        self.limites = limites
        self.feuilles: list[Cellules] = []
        self.notes: list[Note] = []
        self._style, self._styles_masques = "", set()
        self._ligne = self._repetee = self._colonne = self._largeur = 0
        self._posees: list[tuple[int, int, str]] = []
        self._cellule: dict[str, str] | None = None
        self._paragraphes: list[str] = []
        self._dans_paragraphe, self._a_cote = False, 0

    def debut(self, nom: str, attributs: dict[str, str]) -> None:
        if nom in A_COTE:
            self._a_cote += 1
        if self._a_cote:
            self.notes += [(self._ligne, self._colonne, "")] if nom == "p" else []
            return
        if nom == "style":
            self._style = attributs.get("name", "")
        elif nom == "table-properties" and attributs.get("display") == "false":
            self._styles_masques.add(self._style)
        elif nom == "table":
            self.feuilles.append(Cellules(attributs.get("name", ""), self.limites, attributs.get("style-name") in self._styles_masques))
            self._ligne = self._largeur = 0
        elif nom == "table-column":
            self._passer_colonnes(attributs)
        elif nom == "table-row":
            self._ouvrir_ligne(attributs)
        elif nom in CELLULES:
            self._cellule, self._paragraphes = attributs, []
        elif nom == "p":
            self._paragraphes.append("")
            self._dans_paragraphe = True
        elif nom in ("s", "tab", "line-break"):
            self.texte({"s": " " * min(_repetition(attributs.get("c")), 1000), "tab": "\t", "line-break": "\n"}[nom])

    def fin(self, nom: str) -> None:
        if nom in A_COTE:
            self._a_cote -= 1
        elif self._a_cote:
            return
        elif nom == "p":
            self._dans_paragraphe = False
        elif nom in CELLULES and self._cellule is not None:
            self._fermer_cellule(self._cellule)
            self._cellule = None
        elif nom == "table-row" and self.feuilles:
            self._fermer_ligne()

    def texte(self, morceau: str) -> None:
        if self._a_cote and self.notes:
            ligne, colonne, debut = self.notes[-1]
            self.notes[-1] = (ligne, colonne, debut + morceau)
        elif self._dans_paragraphe and not self._a_cote:
            self._paragraphes[-1] += morceau

    def _passer_colonnes(self, attributs: dict[str, str]) -> None:
        debut, self._largeur = self._largeur, self._largeur + _repetition(attributs.get("number-columns-repeated"))
        if attributs.get("visibility") in MASQUEES and self.feuilles:
            for colonne in range(debut + 1, min(self._largeur, self.limites.colonnes) + 1):
                self.feuilles[-1].remarquer("colonne_masquee", None, colonne)

    def _ouvrir_ligne(self, attributs: dict[str, str]) -> None:
        if not self.feuilles:
            raise Refus("controle.classeur_abime")
        self._ligne, self._repetee, self._colonne = self._ligne + 1, _repetition(attributs.get("number-rows-repeated")), 1
        if attributs.get("visibility") in MASQUEES and self._repetee <= self.limites.lignes:
            self.feuilles[-1].remarquer("ligne_masquee", self._ligne)

    def _fermer_cellule(self, attributs: dict[str, str]) -> None:
        valeur, repetee = self._valeur(attributs), _repetition(attributs.get("number-columns-repeated"))
        if valeur:
            self._posees.append((self._colonne, repetee, valeur))
        larges, hautes = _repetition(attributs.get("number-columns-spanned")), _repetition(attributs.get("number-rows-spanned"))
        if larges * hautes > 1 and self.feuilles:
            bas, droite = self._ligne + hautes - 1, lettre(self._colonne + larges - 2)
            self.feuilles[-1].fusionner(self._ligne, bas, self._colonne, f"{lettre(self._colonne - 1)}{self._ligne} à {droite}{bas}")
        self._colonne += repetee

    def _fermer_ligne(self) -> None:
        for ligne in range(self._ligne, self._ligne + self._repetee) if self._posees else ():
            for colonne, repetee, valeur in self._posees:
                for rang in range(repetee):
                    self.feuilles[-1].poser(ligne, colonne + rang, valeur)
        self._posees.clear()
        self._ligne += self._repetee - 1

    def _valeur(self, attributs: dict[str, str]) -> str:
        texte, sorte = "\n".join(self._paragraphes) or attributs.get("string-value", ""), attributs.get("value-type", "")
        if texte.startswith(("#", "Err:")):  # an error keeps a value of 0 beside its text
            return texte
        try:
            if sorte in NOMBRES:
                return nombre_en_texte(attributs["value"])
            if sorte == "percentage":
                return pourcentage_en_texte(attributs["value"])
        except (KeyError, ValueError, OverflowError):
            raise Refus("controle.classeur_abime") from None
        if sorte == "date":
            return attributs.get("date-value", texte).removesuffix("T00:00:00").replace("T", " ")
        if sorte == "boolean":
            return "VRAI" if attributs.get("boolean-value") == "true" else "FAUX"
        jamais_calculee = attributs.get("formula") and not sorte and not self._paragraphes  # computed, an empty text is an empty paragraph
        return texte or (SANS_RESULTAT if jamais_calculee else "")


def _repetition(texte: str | None) -> int:
    return max(1, min(int(texte), 1 << 21)) if texte and texte.isascii() and texte.isdecimal() and len(texte) < 9 else 1
