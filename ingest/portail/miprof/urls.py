"""The addresses of the pages of the Miprof."""

from __future__ import annotations

from django.urls import path

from ingest.portail.miprof import campagnes, editions, organismes, suivi

urlpatterns = [
    path("", campagnes.campagnes, name="campagnes"),
    path("campagnes/creer/", campagnes.creer, name="creer_campagne"),
    path("campagnes/<int:millesime>/modifier/", campagnes.modifier, name="modifier_campagne"),
    path("campagnes/<int:millesime>/", suivi.reponses, name="reponses"),
    path("campagnes/<int:millesime>/reponses.csv", suivi.reponses_csv, name="reponses_csv"),
    path("campagnes/<int:millesime>/couverture/", suivi.couverture, name="couverture"),
    path("campagnes/<int:millesime>/relancer/", suivi.relancer, name="relancer"),
    path("recus/<slug:identifiant>/fichier/", suivi.fichier, name="fichier_recu"),
    path("organismes/", organismes.organismes, name="organismes"),
    path("organismes/<slug:identifiant>/", organismes.organisme, name="organisme"),
    path("comptes/<int:numero>/etat/", organismes.changer_etat, name="etat_compte"),
    path("editions/", editions.fabrications, name="fabrications"),
    path("journal/", editions.journal, name="journal"),
]
