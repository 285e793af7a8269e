"""The one Django application of the portal."""

from django.apps import AppConfig


class Portail(AppConfig):
    name = "ingest.portail"
    label = "portail"
    verbose_name = "Dépôt des retours"
