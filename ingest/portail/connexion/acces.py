"""Who may open a page. A page that is not yours does not exist: 404, never 403."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

Vue = Callable[..., HttpResponse]


def contributeur(vue: Vue) -> Vue:
    """For the accounts of an organisation."""

    @wraps(vue)
    def gardee(requete: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not requete.user.is_authenticated:
            return redirect_to_login(requete.get_full_path())
        if not requete.user.organisme:
            raise Http404
        return vue(requete, *args, **kwargs)

    return gardee


def agent(vue: Vue) -> Vue:
    """For the Miprof, once the second factor is given."""

    @wraps(vue)
    def gardee(requete: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not requete.user.is_authenticated:
            return redirect_to_login(requete.get_full_path())
        if not requete.user.miprof:
            raise Http404
        if not requete.user.is_verified():
            return redirect("second_facteur")
        return vue(requete, *args, **kwargs)

    return gardee
