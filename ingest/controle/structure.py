"""What the shape of the sheet says, before its values: its header, the lines that are not data, and what the reader remarked."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from catalogue.contrats import Contrat
from catalogue.erreurs import suggestion
from ingest.controle.constats import Releve
from ingest.controle.entetes import Entete, plier, titres
from ingest.controle.feuille import NOTES, Feuille, lettre
from ingest.controle.lecture import Lecture
from ingest.controle.personnes import titre_personnel

NOTE_MIN = 12
AU_DESSUS_AUSSI = frozenset(("guillemets",))


@dataclass(frozen=True)
class Corps:
    """The rows below the header: `cellules` by position, `lignes` their numbers, `largeurs` as in `Feuille`."""

    cellules: pl.DataFrame
    lignes: pl.Series
    largeurs: pl.Series | None

    @classmethod
    def sous(cls, feuille: Feuille, debut: int) -> Corps:
        """The rows of a sheet from `debut`."""
        return cls(feuille.cellules.slice(debut), feuille.lignes.slice(debut), None if feuille.largeurs is None else feuille.largeurs.slice(debut))

    def garder(self, lesquelles: pl.Series) -> Corps:
        """Some rows only."""
        return Corps(self.cellules.filter(lesquelles), self.lignes.filter(lesquelles), None if self.largeurs is None else self.largeurs.filter(lesquelles))

    def hors(self, position: int) -> pl.Series:
        """The rows that end before a column."""
        return self.lignes < 0 if self.largeurs is None else self.largeurs <= position


def noter_entete(entete: Entete, feuille: Feuille, contrat: Contrat, exemple: dict[str, str], releve: Releve) -> None:
    """Every way in which the header is not the contract's. `exemple`: the row that the template shows above its header, by column."""
    if entete.rang < 0:
        releve.noter("entete_absente", feuille.lignes.head(1), attendu=", ".join(c.titre for c in contrat.champs))
        return
    ligne = [feuille.lignes[entete.rang]]
    _noter_au_dessus(entete, feuille, exemple, releve)
    for position in entete.inconnues:
        _noter_inconnue(position, ligne, entete, feuille, contrat, releve)
    for position in entete.doubles:
        nom = titres(contrat)[plier(entete.titres[position])]
        releve.noter("colonne_en_double", ligne, position, autre=lettre(entete.colonnes[nom]))
    for position in entete.sans_titre:
        releve.noter("colonne_sans_titre", ligne, position)
    for champ in entete.absentes:
        exigee = champ.obligatoire or champ.nom in contrat.cle or any(r.type == "etat" and champ.nom in r.obligatoires for r in contrat.regles)
        releve.noter("colonne_absente" if exigee else "colonne_facultative_absente", champ=champ, description=champ.description)
    for nom, position in entete.colonnes.items():
        if nom not in entete.devinees and entete.titres[position] not in (nom, releve.champs[nom].titre):
            releve.noter("titre_reconnu", ligne, position, attendu=releve.champs[nom].titre)


def _noter_au_dessus(entete: Entete, feuille: Feuille, exemple: dict[str, str], releve: Releve) -> None:
    """Rows above the header are not data; one as full as data, and that is not the template's example, may be."""
    pleines = []
    for ligne, cellules in zip(feuille.lignes.head(entete.rang), feuille.cellules.head(entete.rang).iter_rows(), strict=True):
        dites = {nom: cellules[position] for nom, position in entete.colonnes.items() if cellules[position] and releve.champs[nom].type != "date"}
        comme_l_exemple = all(plier(texte) == plier(exemple.get(nom, "")) for nom, texte in dites.items())
        pleines += [ligne] if len(dites) >= max(3, len(entete.colonnes) / 3) and not comme_l_exemple else []
    if entete.rang:
        releve.noter("lignes_de_titre", feuille.lignes.head(entete.rang))
    if pleines:
        releve.noter("lignes_au_dessus", pleines)


def _noter_inconnue(position: int, ligne: list[int], entete: Entete, feuille: Feuille, contrat: Contrat, releve: Releve) -> None:
    vide = feuille.cellules.to_series(position).slice(entete.rang + 1).is_null().all()
    if titre_personnel(entete.titres[position]):
        releve.noter("titre_personnel", ligne, position)
    elif voisine := entete.voisine(position):
        releve.noter("colonne_mal_nommee", ligne, position, attendu=releve.champs[voisine].titre)
    elif vide:
        releve.noter("colonne_vide", ligne, position)
    else:
        proche = suggestion(entete.titres[position], {c.titre for c in contrat.champs})
        releve.noter("colonne_inconnue", ligne, position, suggestion=proche)


def noter_lecture(lecture: Lecture, entete: Entete, releve: Releve) -> None:
    """Other sheets that look like the return; rows cut wrongly; what the text of cells does not say."""
    feuille = lecture.feuille
    if lecture.rivales:
        releve.noter("feuilles_rivales", autres=", ".join(f"« {releve.voir(nom)} »" for nom in lecture.rivales), feuille=releve.voir(feuille.nom))
    autres = [f.nom for f in lecture.feuilles if f is not feuille and f.cellules.height and f.nom not in (NOTES, *lecture.rivales)]
    if autres:
        releve.noter("feuilles_non_lues", autres=", ".join(f"« {releve.voir(nom)} »" for nom in autres))
    if feuille.masquee:
        releve.noter("feuille_masquee", feuille=releve.voir(feuille.nom))
    _noter_remarques(feuille, entete, releve)
    if feuille.largeurs is not None and entete.rang >= 0:
        _noter_largeurs(Corps.sous(feuille, entete.rang + 1), feuille.largeurs[entete.rang], entete, releve)


def _noter_remarques(feuille: Feuille, entete: Entete, releve: Releve) -> None:
    premiere = feuille.lignes[entete.rang] if entete.rang >= 0 else 0
    par_remarque: dict[tuple, list[int]] = {}
    for remarque in feuille.remarques:
        if remarque.ligne is None:
            if remarque.colonne in entete.colonnes.values():
                releve.noter(remarque.code, (), remarque.colonne)
        else:
            par_remarque.setdefault((remarque.code, remarque.colonne, tuple(remarque.champs.items())), []).append(remarque.ligne)
    for (code, colonne, champs), lignes in par_remarque.items():
        dessous = [ligne for ligne in lignes if ligne > premiere]
        if code not in AU_DESSUS_AUSSI and (not dessous or code == "cellules_fusionnees" and dessous != lignes):
            continue  # titles may be hidden, or merged down to the header
        releve.noter(code, lignes if code in AU_DESSUS_AUSSI else dessous, colonne, **dict(champs))


def _noter_largeurs(corps: Corps, largeur: int, entete: Entete, releve: Releve) -> None:
    """Rows of a CSV file with fewer or more cells than the header: their values may be in the wrong columns, even when the last are empty."""
    titrees = max((p for p, t in enumerate(entete.titres) if t), default=0) + 1
    for code, lesquelles in (("cellules_manquantes", corps.largeurs < min(largeur, titrees)), ("cellules_en_trop", corps.largeurs > largeur)):
        for trouve in corps.largeurs.filter(lesquelles).unique().sort():
            releve.noter(code, corps.lignes.filter(lesquelles & (corps.largeurs == trouve)), trouve=trouve, attendu=largeur)


def ecarter_le_reste(corps: Corps, entete: Entete, releve: Releve) -> Corps:
    """Without the rows that hold no data: the header again, a sentence alone, or nothing in any known column."""
    positions = list(entete.colonnes.values())
    comme_l_entete = (pl.lit(titre, pl.String).eq_missing(pl.col(nom)) for titre, nom in zip(entete.titres, corps.cellules.columns, strict=True))
    repetees = corps.cellules.select(pl.all_horizontal(comme_l_entete) & pl.lit(entete.rang >= 0)).to_series()
    if repetees.any():
        releve.noter("entete_repetee", corps.lignes.filter(repetees))
    remplies = pl.select(pl.sum_horizontal(corps.cellules.to_series(p).is_not_null() for p in range(corps.cellules.width))).to_series()
    seule = corps.cellules.select(pl.coalesce(pl.all())).to_series()
    phrases = (remplies == 1) & (seule.str.len_chars() >= NOTE_MIN) & seule.str.contains(r"[[:alpha:]].*\s") & (len(positions) > 2)
    if phrases.any():
        releve.noter("ligne_de_texte", corps.lignes.filter(phrases))
    connues = pl.select(pl.any_horizontal(corps.cellules.to_series(p).is_not_null() for p in positions)).to_series()
    return corps.garder(connues & ~repetees & ~phrases)
