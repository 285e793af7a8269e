"""A file sent and controlled, until its sender confirms it or a day has passed."""

from __future__ import annotations

import uuid

from django.db import models

from catalogue.contrats import Contrat, lire_contrat
from ingest.controle import Rapport


class Examen(models.Model):
    """`rapport`: the report without its table. `changements`: what it changes in the return before it. `recu`: identifier of the receipt in the store, once given. The bytes wait apart (`attente`)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    compte = models.ForeignKey("portail.Compte", null=True, on_delete=models.SET_NULL)
    organisme = models.CharField(max_length=100)
    contrat = models.CharField(max_length=60)
    millesime = models.PositiveSmallIntegerField()
    nom_fichier = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=64)
    verdict = models.CharField(max_length=20)
    rapport = models.JSONField()
    changements = models.JSONField(null=True)
    recu = models.CharField(max_length=200, blank=True)
    cree_le = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-cree_le",)
        indexes = (models.Index(fields=["organisme", "millesime", "contrat"]),)

    @property
    def fiche_du_contrat(self) -> Contrat:
        """The contract it was held against."""
        return lire_contrat(self.contrat)

    @property
    def confirmable(self) -> bool:
        """Whether it only waits for its sender's word."""
        return self.verdict in ("accepte", "a_confirmer")

    @property
    def compte_rendu(self) -> Rapport:
        """The report, without its table."""
        return Rapport.depuis(self.rapport, None)
