"""Opening and shutting accounts."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.urls import reverse
from django_otp.plugins.otp_totp.models import TOTPDevice

from catalogue.erreurs import Impossible
from ingest.portail.connexion import liens
from ingest.portail.journal import noter
from ingest.portail.magasin import registre
from ingest.portail.models import Compte


def ouvrir(adresse: str, organisme: str = "") -> Compte:
    """A new account: of an organisation, or of the Miprof without one. Raises Impossible: unknown organisation, address taken or not one."""
    adresse = adresse.strip().lower()
    try:
        validate_email(adresse)
    except ValidationError:
        raise Impossible("portail.adresse_illisible", valeur=adresse) from None
    if organisme:
        registre().organisme(organisme)
    if Compte.objects.filter(courriel=adresse).exists():
        raise Impossible("portail.adresse_prise", adresse=adresse)
    return Compte.objects.create(courriel=adresse, organisme=organisme, miprof=not organisme)


def inviter(adresse: str, organisme: str = "") -> str:
    """Open the account, or find it, and give a link to sign in. Raises Impossible like `ouvrir`."""
    compte = Compte.objects.filter(courriel=adresse.strip().lower(), organisme=organisme, actif=True).first()
    if compte is None:
        compte = ouvrir(adresse, organisme)
        noter("compte_ouvert", acteur="commande", organisme=organisme, objet=f"compte {compte.pk}")
    return settings.PORTAIL.adresse + reverse("lien", args=[liens.creer(compte)])


def oublier_code(adresse: str) -> None:
    """Forget the second factor of an agent, whose next sign-in ties another application; end their sessions. Raises Impossible: not an agent."""
    compte = Compte.objects.filter(courriel=adresse.strip().lower(), miprof=True).first()
    if compte is None:
        raise Impossible("portail.agent_inconnu", adresse=adresse)
    TOTPDevice.objects.filter(user=compte).delete()
    compte.set_unusable_password()  # sessions are signed with it: drawn anew, none of them is right any more
    compte.save(update_fields=["password"])
    noter("second_facteur_oublie", acteur="commande", objet=f"compte {compte.pk}")
