"""What the Miprof asks for, and how it goes after it."""

from __future__ import annotations

from datetime import date

from django.db import models

from catalogue.contrats import Contrat, charger_contrats


class Campagne(models.Model):
    """The returns asked for about one year: contracts of the catalogue, and a deadline. A closed campaign takes no deposit."""

    millesime = models.PositiveSmallIntegerField(unique=True)
    contrats = models.JSONField(default=list)
    date_limite = models.DateField()
    fermee = models.BooleanField(default=False)
    creee_le = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-millesime",)

    @property
    def demandes(self) -> list[Contrat]:
        """The contracts asked for, in the order of the catalogue."""
        return [c for id, c in charger_contrats().items() if id in self.contrats]

    @property
    def jour(self) -> date:
        """The day remits are looked at: the last of the year the data are about."""
        return date(self.millesime, 12, 31)


class Relance(models.Model):
    """A reminder sent to an organisation, for the returns it still owed that day."""

    campagne = models.ForeignKey(Campagne, on_delete=models.CASCADE)
    organisme = models.CharField(max_length=100)
    contrats = models.JSONField()
    destinataires = models.PositiveSmallIntegerField()
    envoyee_le = models.DateTimeField(auto_now_add=True)


class Fabrication(models.Model):
    """A run asked for an édition. The request is a file that Dagster reads; the portal starts nothing itself."""

    edition = models.CharField(max_length=20)
    demandee_par = models.ForeignKey("portail.Compte", on_delete=models.PROTECT)
    demandee_le = models.DateTimeField(auto_now_add=True)
    fichier = models.CharField(max_length=100, unique=True)

    class Meta:
        ordering = ("-demandee_le",)
