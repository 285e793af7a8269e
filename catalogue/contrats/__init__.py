"""The returns that contributors send: their columns, their rules, their organisations' types, as data (`<retour>/schema.json`, `regles.yaml`)."""

from catalogue.contrats.lecture import charger_contrats, exemple, lire_contrat
from catalogue.contrats.modeles import Champ, Contrat
from catalogue.contrats.regles import Regle

__all__ = ["Champ", "Contrat", "Regle", "charger_contrats", "exemple", "lire_contrat"]
