"""What every number means, as data: indicators, sources, nomenclatures, messages. Imported by all, imports nobody."""

from catalogue.chargement import Catalogue, charger, cle_de

__all__ = ["Catalogue", "charger", "cle_de"]
