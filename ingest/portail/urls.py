"""The addresses of the portal."""

from __future__ import annotations

from django.urls import include, path, re_path

from ingest.portail import pages
from ingest.portail.api import api
from ingest.portail.api.page import documentation
from ingest.portail.connexion import vues as connexion
from ingest.portail.connexion.second_facteur import second_facteur
from ingest.portail.depot import jetons
from ingest.portail.depot import vues as depot

urlpatterns = [
    path("", pages.accueil, name="accueil"),
    path("connexion/", connexion.demander, name="connexion"),
    path("connexion/envoye/", connexion.envoye, name="lien_envoye"),
    path("connexion/second-facteur/", second_facteur, name="second_facteur"),
    path("connexion/lien/<str:secret>/", connexion.lien, name="lien"),
    path("deconnexion/", connexion.quitter, name="deconnexion"),
    path("retours/", depot.retours, name="retours"),
    path("retours/<int:millesime>/<slug:contrat>/", depot.retour, name="retour"),
    re_path(r"^retours/(?P<millesime>\d{4})/(?P<contrat>\w+)/modele\.(?P<format>xlsx|csv)$", depot.modele, name="modele"),
    path("examens/<uuid:numero>/", depot.examen, name="examen"),
    path("examens/<uuid:numero>/annote.xlsx", depot.copie_annotee, name="copie_annotee"),
    path("examens/<uuid:numero>/rapport.csv", depot.rapport, name="rapport"),
    path("examens/<uuid:numero>/abandonner/", depot.abandonner, name="abandonner"),
    path("recus/", depot.historique, name="historique"),
    path("recus/<slug:identifiant>/", depot.recu, name="recu"),
    path("jetons/", jetons.jetons, name="jetons"),
    path("jetons/<int:numero>/revoquer/", jetons.revoquer, name="revoquer_jeton"),
    path("miprof/", include("ingest.portail.miprof.urls")),
    path("api/", documentation, name="documentation_api"),
    path("api/v1/", api.urls),
    path("accessibilite/", pages.page("accessibilite"), name="accessibilite"),
    path("donnees-personnelles/", pages.page("donnees_personnelles"), name="donnees_personnelles"),
    path("mentions-legales/", pages.page("mentions_legales"), name="mentions_legales"),
]

handler400 = "ingest.portail.pages.mauvaise_demande"
handler403 = "ingest.portail.pages.interdit"
handler404 = "ingest.portail.pages.introuvable"
handler500 = "ingest.portail.pages.panne"
