"""What the API says, as JSON."""

from __future__ import annotations

from datetime import date
from typing import Literal

from ninja import Schema
from pydantic import Field

from ingest.controle import Rapport
from ingest.controle.rapport.mots import verdict
from ingest.portail.depot.attendus import Attendu
from ingest.retours import Recu


class Retour(Schema):
    """A return that a campaign asks of the organisation."""

    millesime: int
    contrat: str
    titre: str
    date_limite: date
    ferme: bool
    etat: Literal["recu", "a_confirmer", "refuse", "en_retard", "attendu"]
    recu: str | None = Field(description="L’identifiant du dernier accusé de réception.")

    @classmethod
    def de(cls, a: Attendu) -> Retour:
        return cls(millesime=a.campagne.millesime, contrat=a.contrat.id, titre=a.contrat.titre, date_limite=a.campagne.date_limite, ferme=a.campagne.fermee,
                   etat=a.etat, recu=a.recu.id if a.recu else None)


class Accuse(Schema):
    """A receipt."""

    id: str
    contrat: str
    millesime: int
    sha256: str = Field(description="L’empreinte du fichier reçu.")
    lignes: int
    recu_le: str = Field(description="Date et heure ISO 8601, UTC.")
    verdict: Literal["accepte", "a_confirmer"]
    remplace: str | None

    @classmethod
    def de(cls, r: Recu) -> Accuse:
        return cls(id=r.id, contrat=r.contrat, millesime=r.millesime, sha256=r.sha256, lignes=r.lignes, recu_le=r.recu_le, verdict=r.verdict, remplace=r.remplace)


class Point(Schema):
    """A finding of the control."""

    niveau: Literal["bloquant", "a_confirmer", "corrige"]
    code: str
    message: str
    aide: str
    lignes: list[int] = Field(description="Les lignes, comme un tableur les numérote.")
    colonne: str | None
    titre: str | None
    valeur: str | None
    empreinte: str = Field(description="À renvoyer dans « confirmes » pour confirmer ce point.")


class Resultat(Schema):
    """What became of a deposit. `recu` is null unless it was stored."""

    verdict: Literal["accepte", "a_confirmer", "refuse", "illisible"]
    phrase: str
    lignes: int
    deja: bool = Field(description="Vrai quand ce fichier était déjà le dernier reçu : l’accusé est alors le même.")
    recu: Accuse | None
    constats: list[Point]

    @classmethod
    def de(cls, rapport: Rapport, recu: Recu | None, deja: bool) -> Resultat:
        points = [Point(niveau=c.niveau, code=c.code, message=c.message, aide=c.aide, lignes=list(c.lignes), colonne=c.colonne, titre=c.titre,
                        valeur=c.valeur, empreinte=c.empreinte) for c in rapport.constats]
        return cls(verdict=rapport.verdict, phrase=verdict(rapport), lignes=rapport.lus, deja=deja, recu=Accuse.de(recu) if recu else None, constats=points)


class Erreur(Schema):
    """One French sentence."""

    message: str
