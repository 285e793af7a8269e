"""The control itself, in this process: guards, reading, header, personal data, values, rules, verdict. `ingest.controle` runs it in a child."""

from __future__ import annotations

import hashlib

import polars as pl

from catalogue.contrats import Contrat
from catalogue.contrats.tables import schema_polars
from catalogue.erreurs import Refus
from ingest.controle import totaux
from ingest.controle.constats import MASQUE, Constat, Releve, constater, montrer
from ingest.controle.contexte import Contexte
from ingest.controle.entetes import Entete, lire_entete
from ingest.controle.feuille import NOTES, lettre
from ingest.controle.gardes import garder
from ingest.controle.lecture import Lecture, lire
from ingest.controle.limites import Limites
from ingest.controle.normalisation import POURCENT, normaliser
from ingest.controle.personnes import Trouvaille, depister, titre_personnel
from ingest.controle.rapport.modele import Rapport, Verdict
from ingest.controle.referentiel import Referentiel
from ingest.controle.regles import Donnees, appliquer
from ingest.controle.regles.donnees import FAUTE, LIGNE
from ingest.controle.structure import Corps, ecarter_le_reste, noter_entete, noter_lecture


def controler_ici(octets: bytes, nom: str, contrat: Contrat, contexte: Contexte, limites: Limites, referentiel: Referentiel) -> Rapport:
    """The report on a file, read in this very process: for a child, a bench or a test; the parent uses `controler`."""
    communs = {"contrat": contrat.id, "titre": contrat.titre, "version": contrat.version, "sha256": hashlib.sha256(octets).hexdigest(),
               "fichier": Releve(prenoms=referentiel.prenoms).voir(nom)}
    try:
        lecture = lire(octets, garder(octets, nom, limites), contrat, limites, referentiel)
    except Refus as e:
        return Rapport(**communs, verdict="illisible", constats=tuple(_dire(r) for r in e.refus))
    controle = _Controle(lecture, contrat, contexte, referentiel)
    table = controle.faire()
    constats = tuple(controle.releve.constats)
    verdict = _verdict(constats)
    return Rapport(**communs, verdict=verdict, constats=constats, feuille=lecture.feuille.nom and controle.releve.voir(lecture.feuille.nom),
                   lus=controle.lus, ecarte=controle.ecarte, table=table if verdict in ("accepte", "a_confirmer") else None)


def _dire(refus: Refus) -> Constat:
    lignes = (refus.champs["ligne"],) if "ligne" in refus.champs else ()
    return constater(refus.code.partition(".")[2], refus.champs, lignes=lignes)


def _verdict(constats: tuple[Constat, ...]) -> Verdict:
    niveaux = {c.niveau for c in constats}
    return "refuse" if "bloquant" in niveaux else "a_confirmer" if "a_confirmer" in niveaux else "accepte"


class _Controle:
    """One sheet being controlled."""

    def __init__(self, lecture: Lecture, contrat: Contrat, contexte: Contexte, referentiel: Referentiel):
        self.lecture, self.feuille, self.contrat, self.contexte = lecture, lecture.feuille, contrat, contexte
        self.referentiel = referentiel
        self.entete = lire_entete(self.feuille, contrat)
        self.releve = Releve(champs={c.nom: c for c in contrat.champs}, prenoms=referentiel.prenoms)
        self.lus, self.ecarte = 0, False

    def faire(self) -> pl.DataFrame | None:
        """The typed table, with `ligne`; None when the sheet has no readable row."""
        self._personnes()
        if self.entete is None:
            self.releve.noter("entete_introuvable", attendu=", ".join(c.titre for c in self.contrat.champs))
            return None
        self.releve.positions = self.entete.colonnes
        noter_entete(self.entete, self.feuille, self.contrat, self.referentiel.exemples.get(self.contrat.id, {}), self.releve)
        noter_lecture(self.lecture, self.entete, self.releve)
        corps = ecarter_le_reste(Corps.sous(self.feuille, self.entete.rang + 1), self.entete, self.releve)
        sommes = totaux.reperer(corps, self.entete, self.contrat, self.releve)
        donnees = corps.garder(~sommes)
        self.lus = len(donnees.lignes)
        if not self.lus:
            self.releve.noter("sans_ligne")
            return None
        table = self._typer(donnees, self.entete)
        totaux.comparer(corps, sommes, table, donnees.lignes, self.contrat, self.releve)
        appliquer(Donnees(self.contrat, self.contexte, table, self.releve, self.referentiel.codes))
        return table.select(*self.contrat.colonnes, pl.col(LIGNE).cast(pl.Int64).alias("ligne"))

    def _personnes(self) -> None:
        dates = {c.nom for c in self.contrat.champs if c.type in ("date", "annee")}
        positions = frozenset(p for nom, p in self.entete.colonnes.items() if nom in dates) if self.entete else frozenset()
        trouvailles = depister(self.lecture.feuilles, self.contrat, {self.feuille.nom: positions}, self.referentiel.prenoms)
        ici = frozenset((t.ligne, t.position) for t in trouvailles if t.feuille == self.feuille.nom)
        self.releve.masquees = ici
        if self.entete and self.entete.rang >= 0:
            ligne = self.feuille.lignes[self.entete.rang]
            self.releve.titres = {p: MASQUE if (ligne, p) in ici else montrer(t) for p, t in enumerate(self.entete.titres) if t}
        self._noter_personnes(trouvailles)
        titres = self.entete.titres if self.entete else ()
        self.ecarte = bool(trouvailles) or any(titre_personnel(titres[p]) for p in (self.entete.inconnues if self.entete else ()))

    def _noter_personnes(self, trouvailles: list[Trouvaille]) -> None:
        places: dict[tuple[str | None, int, str], list[int]] = {}
        for t in trouvailles:
            places.setdefault((t.feuille, t.position, t.sorte), []).append(t.ligne)
        for (feuille, position, sorte), lignes in places.items():
            if feuille == self.feuille.nom:
                self.releve.noter(f"personnel_{sorte}", lignes, position)
            elif feuille == NOTES:
                for ligne in lignes:
                    self.releve.noter("personnel_note", cellule=f"{lettre(position)}{ligne}")
            else:
                self.releve.noter("personnel_autre_feuille", feuille=self.releve.voir(feuille), colonne=lettre(position), place=", ".join(map(str, lignes)))

    def _typer(self, corps: Corps, entete: Entete) -> pl.DataFrame:
        colonnes = [corps.lignes.rename(LIGNE)]
        for champ in self.contrat.champs:
            position, type_ = entete.colonnes.get(champ.nom), schema_polars(self.contrat)[champ.nom]
            if position is None:
                colonnes += [pl.Series(champ.nom, [None] * self.lus, type_), pl.repeat(True, self.lus, eager=True).alias(FAUTE + champ.nom)]
                continue
            valeurs, fautes = normaliser(champ, type_, corps.cellules.to_series(position), corps.lignes, corps.hors(position), self.releve)
            if self.releve.masquees:
                fautes |= pl.Series([(ligne, position) in self.releve.masquees for ligne in corps.lignes])
            colonnes += [valeurs.set(fautes, None), fautes.alias(FAUTE + champ.nom)]
        return self._refuser_pourcentages(pl.DataFrame(colonnes))

    def _refuser_pourcentages(self, table: pl.DataFrame) -> pl.DataFrame:
        """« 42 % » in a column whose unit another column gives is 42 only where that unit is the percentage."""
        for champ in (c for c in self.contrat.champs if c.unite_selon):
            avec_signe = {l for c in self.releve.constats if c.champ == champ.nom and c.code == "controle.signe_pourcent" for l in c.lignes}
            refusees = table[LIGNE].is_in(list(avec_signe)) & (table[champ.unite_selon] != POURCENT).fill_null(True)
            if refusees.any():
                self.releve.cellules("pourcentage", champ, table[LIGNE].filter(refusees), pl.repeat(None, refusees.sum(), dtype=pl.String, eager=True))
                table = table.with_columns(table[champ.nom].set(refusees, None), (table[FAUTE + champ.nom] | refusees).alias(FAUTE + champ.nom))
        return table
