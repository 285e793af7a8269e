"""The second factor of the Miprof: six digits that change every half minute (TOTP)."""

from __future__ import annotations

from base64 import b32encode

import segno
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_http_methods
from django_otp import login as verifier
from django_otp.plugins.otp_totp.models import TOTPDevice

from ingest.portail.connexion.formulaires import Code
from ingest.portail.freins import freiner
from ingest.portail.journal import noter


@require_http_methods(["GET", "HEAD", "POST"])
def second_facteur(requete: HttpRequest) -> HttpResponse:
    """Give the code; the first time, tie an application to the account by the same gesture."""
    if not requete.user.is_authenticated:
        return redirect("connexion")
    if not requete.user.miprof:
        raise Http404
    appareil = _appareil(requete)
    formulaire = Code(requete.POST or None)
    if requete.method == "POST" and formulaire.is_valid() and _juste(requete, appareil, formulaire):
        return redirect("campagnes")
    return render(requete, "connexion/second_facteur.html",
                  {"formulaire": formulaire, "nouveau": not appareil.confirmed, **({} if appareil.confirmed else _secret(appareil))},
                  status=422 if requete.method == "POST" else 200)


def _appareil(requete: HttpRequest) -> TOTPDevice:
    connu = TOTPDevice.objects.filter(user=requete.user, confirmed=True).first()
    return connu or TOTPDevice.objects.get_or_create(user=requete.user, confirmed=False, defaults={"name": "application"})[0]


def _juste(requete: HttpRequest, appareil: TOTPDevice, formulaire: Code) -> bool:
    freiner("second_facteur", str(requete.user.pk))
    permis, _ = appareil.verify_is_allowed()
    if not permis:
        formulaire.add_error("code", "Trop d’essais. Attendez une minute, puis donnez un nouveau code.")
        return False
    if not appareil.verify_token(formulaire.cleaned_data["code"]):
        noter("second_facteur_refuse", requete)
        formulaire.add_error("code", "Ce code n’est pas le bon, ou il a déjà servi. Attendez le suivant et vérifiez l’heure de votre téléphone.")
        return False
    if not appareil.confirmed:
        appareil.confirmed = True
        appareil.save(update_fields=["confirmed"])
        noter("second_facteur_cree", requete)
        messages.success(requete, "Votre application d’authentification est enregistrée. Son code vous sera demandé à chaque connexion.")
    verifier(requete, appareil)
    noter("second_facteur", requete)
    return True


def _secret(appareil: TOTPDevice) -> dict[str, str]:
    image = segno.make(appareil.config_url).svg_inline(omitsize=True)
    cle = b32encode(appareil.bin_key).decode().rstrip("=")
    return {"image": mark_safe(image), "cle": " ".join(cle[i:i + 4] for i in range(0, len(cle), 4))}
