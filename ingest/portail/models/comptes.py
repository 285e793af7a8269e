"""Who may enter: an address bound to one organisation of the register, or to the Miprof; links, tokens, and how often each was used."""

from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from catalogue.organismes import Organisme
from ingest.portail.magasin import registre


class Comptes(BaseUserManager):
    def get_by_natural_key(self, courriel: str) -> Compte:
        return self.get(courriel=courriel.strip().lower())


class Compte(AbstractBaseUser):
    """An e-mail address, in lower case. `organisme`: its identifier in the register, empty for the Miprof. There are no passwords."""

    courriel = models.EmailField(unique=True)
    organisme = models.CharField(max_length=100, blank=True, db_index=True)
    miprof = models.BooleanField(default=False)
    actif = models.BooleanField(default=True)
    cree_le = models.DateTimeField(auto_now_add=True)

    objects = Comptes()
    USERNAME_FIELD = EMAIL_FIELD = "courriel"

    class Meta:
        constraints = (models.CheckConstraint(condition=models.Q(miprof=True, organisme="") | models.Q(miprof=False) & ~models.Q(organisme=""),
                                              name="compte_d_un_organisme_ou_de_la_miprof"),)

    @property
    def is_active(self) -> bool:
        """Read by Django at each request: an account that is shut is out at once."""
        return self.actif

    @property
    def fiche(self) -> Organisme | None:
        """The organisation, as the register describes it."""
        return registre().organismes.get(self.organisme)


class Lien(models.Model):
    """A link to sign in, known by the digest of its secret only."""

    compte = models.ForeignKey(Compte, on_delete=models.CASCADE)
    empreinte = models.CharField(max_length=64, unique=True)
    expire_le = models.DateTimeField()
    consomme_le = models.DateTimeField(null=True)


class Jeton(models.Model):
    """A token for programs of one organisation, known by the digest of its secret only. `debut`: its first letters, to tell it from others."""

    organisme = models.CharField(max_length=100, db_index=True)
    nom = models.CharField(max_length=60)
    debut = models.CharField(max_length=12)
    empreinte = models.CharField(max_length=64, unique=True)
    cree_par = models.ForeignKey(Compte, on_delete=models.PROTECT)
    cree_le = models.DateTimeField(auto_now_add=True)
    utilise_le = models.DateTimeField(null=True)
    revoque_le = models.DateTimeField(null=True)


class Passage(models.Model):
    """How many times something was done in one window of time. `cle` is a digest: neither address nor IP is kept here."""

    cle = models.CharField(max_length=64, unique=True)
    nombre = models.PositiveIntegerField(default=0)
    fin = models.DateTimeField(db_index=True)
