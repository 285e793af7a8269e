"""Excel workbooks: each visible or hidden sheet as text, read as a stream from the archive the guards let through."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field
from datetime import date, timedelta

from catalogue.erreurs import Refus
from ingest.controle.feuille import SANS_RESULTAT, Cellules, Feuille, Note, feuille_de_notes, nombre_en_texte, pourcentage_en_texte
from ingest.controle.gardes.archive import Archive
from ingest.controle.gardes.xml import parcourir
from ingest.controle.limites import Limites

REFERENCE = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")
ECHAPPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
DATES_INTEGREES = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
POURCENTS_INTEGRES = frozenset((9, 10))
NOTES_OUVERTES = ("comment", "threadedComment")
ORDINAIRES = frozenset(("general", "standard"))
NOTES_XML = re.compile(r"xl/(?:comments\d*|comments/[^/]+|threadedComments/[^/]+)\.xml")
LITTERAL = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')


def lire(archive: Archive, limites: Limites) -> list[Feuille]:
    """Every sheet, in the workbook's order. Raises Refus when the workbook is damaged or out of bounds."""
    classeur = _Classeur()
    parcourir(archive.ouvrir("xl/workbook.xml"), limites.balises, classeur.debut, _rien, _rien)
    liens = _Liens()
    parcourir(archive.ouvrir("xl/_rels/workbook.xml.rels"), limites.balises, liens.debut, _rien, _rien)
    chaines, styles = _Chaines(limites), _Styles()
    for lecteur, sorte in ((chaines, "sharedStrings"), (styles, "styles")):
        if partie := next((p for p, s in liens.parties.values() if s == sorte), None):
            parcourir(archive.ouvrir(partie), limites.balises, lecteur.debut, lecteur.fin, lecteur.texte)
    feuilles = []
    for nom, lien, masquee in classeur.feuilles:
        partie, sorte = liens.parties.get(lien, ("", ""))
        if sorte == "worksheet":
            lecteur = _Lecteur(Cellules(nom, limites, masquee), chaines.valeurs, styles.sortes, classeur.depart)
            parcourir(archive.ouvrir(partie), limites.balises, lecteur.debut, lecteur.fin, lecteur.texte)
            feuilles.append(lecteur.cellules.feuille())
    if not feuilles:
        raise Refus("controle.classeur_abime")
    return feuilles + feuille_de_notes(_notes(archive, limites), limites)


def _notes(archive: Archive, limites: Limites) -> list[Note]:
    notes = _Notes()
    for partie in sorted(n for n in archive.noms if NOTES_XML.fullmatch(n)):
        parcourir(archive.ouvrir(partie), limites.balises, notes.debut, notes.fin, notes.texte)
    return notes.notes


def _rien(*_: object) -> None:
    return


@dataclass
class _Classeur:
    """`workbook.xml`: of each sheet, its name, its part and whether it is hidden; and the day that dates are counted from."""

    feuilles: list[tuple[str, str, bool]] = field(default_factory=list)
    depart: date = date(1899, 12, 30)

    def debut(self, nom: str, attributs: dict[str, str]) -> None:
        if nom == "sheet":
            self.feuilles.append((attributs.get("name", ""), attributs.get("id", ""), attributs.get("state", "visible") != "visible"))
        elif nom == "workbookPr" and attributs.get("date1904") in ("1", "true"):
            self.depart = date(1904, 1, 1)


@dataclass
class _Liens:
    """`workbook.xml.rels`: path and kind of each part."""

    parties: dict[str, tuple[str, str]] = field(default_factory=dict)

    def debut(self, nom: str, attributs: dict[str, str]) -> None:
        if nom == "Relationship":
            cible = posixpath.normpath(posixpath.join("/xl", attributs.get("Target", ""))).lstrip("/")
            self.parties[attributs.get("Id", "")] = (cible, attributs.get("Type", "").rpartition("/")[2])


class _Texte:
    """Gathers the text of `<t>` elements, without phonetic readings, its escaped characters restored."""

    def __init__(self) -> None:
        self._morceaux: list[str] = []
        self._ouvert = self._phonetique = False

    def debut(self, nom: str, attributs: dict[str, str]) -> None:
        if nom == "rPh":
            self._phonetique = True
        elif nom == "t":
            self._ouvert = not self._phonetique

    def fin(self, nom: str) -> None:
        if nom == "rPh":
            self._phonetique = False
        elif nom == "t":
            self._ouvert = False

    def texte(self, morceau: str) -> None:
        if self._ouvert:
            self._morceaux.append(morceau)

    def prendre(self) -> str:
        lu = ECHAPPE.sub(lambda m: chr(int(m[1], 16)), "".join(self._morceaux))
        self._morceaux.clear()
        return lu.replace("\r\n", "\n").encode("utf-8", "replace").decode("utf-8")


class _Chaines(_Texte):
    """`sharedStrings.xml`: the texts that cells refer to by rank."""

    def __init__(self, limites: Limites) -> None:
        super().__init__()
        self.valeurs: list[str] = []
        self._plafond = 2 * limites.cellules

    def fin(self, nom: str) -> None:
        super().fin(nom)
        if nom == "si":
            self.valeurs.append(self.prendre())
            if len(self.valeurs) > self._plafond:
                raise Refus("controle.classeur_demesure")


class _Notes(_Texte):
    """`comments1.xml`, `threadedComment1.xml`: what is written beside cells."""

    def __init__(self) -> None:
        super().__init__()
        self.notes: list[Note] = []
        self._case = (1, 1)

    def debut(self, nom: str, attributs: dict[str, str]) -> None:
        super().debut("t" if nom == "text" else nom, attributs)
        if nom in NOTES_OUVERTES:
            self._case = _coordonnees(attributs.get("ref", "A1"))

    def fin(self, nom: str) -> None:
        super().fin("t" if nom == "text" else nom)
        if nom in NOTES_OUVERTES:
            self.notes.append((*self._case, self.prendre()))


class _Styles:
    """`styles.xml`: for each style of cell, whether it shows a number as a `date`, as a `pourcent`, or as it is (None)."""

    def __init__(self) -> None:
        self.sortes: list[str | None] = []
        self._formats: dict[str, str] = {}
        self._dans_styles = False

    def debut(self, nom: str, attributs: dict[str, str]) -> None:
        if nom == "numFmt":
            self._formats[attributs.get("numFmtId", "")] = attributs.get("formatCode", "")
        elif nom == "cellXfs":
            self._dans_styles = True
        elif nom == "xf" and self._dans_styles:
            self.sortes.append(self._sorte(attributs.get("numFmtId", "0")))

    def fin(self, nom: str) -> None:
        if nom == "cellXfs":
            self._dans_styles = False

    def texte(self, morceau: str) -> None:
        return

    def _sorte(self, numero: str) -> str | None:
        if numero in self._formats:
            code = LITTERAL.sub("", self._formats[numero]).partition(";")[0].lower()
            return "pourcent" if "%" in code else "date" if re.search("[dmyhs]", code) and code not in ORDINAIRES else None
        entier = int(numero) if numero.isdecimal() else 0
        return "date" if entier in DATES_INTEGREES else "pourcent" if entier in POURCENTS_INTEGRES else None


class _Lecteur:
    """One sheet: cells put down as their text, remarks where the text does not say all."""

    def __init__(self, cellules: Cellules, chaines: list[str], sortes: list[str | None], depart: date):
        self.cellules, self._chaines, self._sortes, self._depart = cellules, chaines, sortes, depart
        self._ligne = self._colonne = 0
        self._type, self._style = "n", ""
        self._valeur: list[str] = []
        self._dans_valeur = self._formule = self._calculee = False
        self._incorpore = _Texte()

    def debut(self, nom: str, attributs: dict[str, str]) -> None:
        self._incorpore.debut(nom, attributs)
        if nom == "c":
            self._ouvrir_cellule(attributs)
        elif nom == "v":
            self._dans_valeur = True
            self._calculee = self._type == "str"  # a text, perhaps empty
        elif nom == "f":
            self._formule = True
        elif nom == "row":
            self._ligne = _entier(attributs.get("r")) or self._ligne + 1
            self._colonne = 0
            if attributs.get("hidden") in ("1", "true"):
                self.cellules.remarquer("ligne_masquee", self._ligne)
        elif nom == "col" and attributs.get("hidden") in ("1", "true"):
            self._masquer(attributs)
        elif nom == "mergeCell":
            self._fusion(attributs.get("ref", ""))

    def fin(self, nom: str) -> None:
        self._incorpore.fin(nom)
        if nom == "v":
            self._dans_valeur = False
        elif nom == "c":
            self._fermer_cellule()

    def texte(self, morceau: str) -> None:
        if self._dans_valeur:
            self._valeur.append(morceau)
        else:
            self._incorpore.texte(morceau)

    def _ouvrir_cellule(self, attributs: dict[str, str]) -> None:
        if reference := attributs.get("r"):
            self._ligne, self._colonne = _coordonnees(reference)
        else:
            self._colonne += 1
        self._type, self._style = attributs.get("t", "n"), attributs.get("s", "")
        self._valeur.clear()
        self._formule = self._calculee = False

    def _fermer_cellule(self) -> None:
        incorpore, brut = self._incorpore.prendre(), "".join(self._valeur)
        texte = incorpore if self._type == "inlineStr" else self._lire(brut) if brut else ""
        self.cellules.poser(self._ligne, self._colonne, texte or (SANS_RESULTAT if self._formule and not self._calculee else ""))

    def _lire(self, brut: str) -> str:
        if self._type == "s":
            rang = _entier(brut.strip())
            if rang is None or rang >= len(self._chaines):
                raise Refus("controle.classeur_abime")
            return self._chaines[rang]
        if self._type == "b":
            return "VRAI" if brut.strip() == "1" else "FAUX"
        if self._type == "n":
            return self._nombre(brut)
        return brut.removesuffix("T00:00:00") if self._type == "d" else brut

    def _nombre(self, brut: str) -> str:
        style = _entier(self._style)
        sorte = self._sortes[style] if style is not None and style < len(self._sortes) else None
        try:
            if sorte == "pourcent":
                return pourcentage_en_texte(brut)
            return _date(float(brut), self._depart) if sorte == "date" else nombre_en_texte(brut)
        except (ValueError, OverflowError):
            raise Refus("controle.classeur_abime") from None

    def _masquer(self, attributs: dict[str, str]) -> None:
        for colonne in range(_entier(attributs.get("min")) or 1, min(_entier(attributs.get("max")) or 0, self.cellules.limites.colonnes) + 1):
            self.cellules.remarquer("colonne_masquee", None, colonne)

    def _fusion(self, plage: str) -> None:
        debut, _, fin = plage.partition(":")
        (haut, gauche), (bas, _) = _coordonnees(debut), _coordonnees(fin or debut)
        self.cellules.fusionner(haut, bas, gauche, f"{debut} à {fin}")


def _entier(texte: str | None) -> int | None:
    return int(texte) if texte and texte.isascii() and texte.isdecimal() and len(texte) < 9 else None


def _coordonnees(reference: str) -> tuple[int, int]:
    trouve = REFERENCE.fullmatch(reference.replace("$", ""))
    if not trouve:
        raise Refus("controle.classeur_abime")
    colonne = 0
    for caractere in trouve[1]:
        colonne = colonne * 26 + ord(caractere) - 64
    return int(trouve[2]), colonne


def _date(jours: float, depart: date) -> str:
    if jours < 61 and depart.year == 1899:  # before 1 March 1900 Excel's calendar has a day too many; nothing here is that old
        return nombre_en_texte(jours)
    jour = depart + timedelta(days=int(jours))
    secondes = round((jours - int(jours)) * 86400)
    return f"{jour:%Y-%m-%d}" if not secondes else f"{jour:%Y-%m-%d} {secondes // 3600:02}:{secondes // 60 % 60:02}"
