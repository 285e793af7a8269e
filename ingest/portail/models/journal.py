"""The audit log: entries chained by their digests, and the digest of the last one."""

from __future__ import annotations

from django.db import models


class Entree(models.Model):
    """What was done. `contenu` is the JSON text that was signed: who, what, on what, from where, when. Entries are added, never changed."""

    numero = models.PositiveBigIntegerField(primary_key=True)
    contenu = models.TextField()
    empreinte = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ("numero",)


class Tete(models.Model):
    """The last entry: one row, which a writer holds while it adds another."""

    numero = models.PositiveBigIntegerField(default=0)
    empreinte = models.CharField(max_length=64, default="0" * 64)
