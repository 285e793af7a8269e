select
  id, libelle, libelle_court, definition, unite, unite_singulier, unite_pluriel, mesure, champ, perimetre, source, decimales, famille,
  publiable, publiable_raison, sexe, age, age_min, age_max, infraction, nationalite, dimensions, nomenclature, concept_sexe, ruptures, calcul, annee_base, a_confirmer
from {{ source('raw', 'definitions_indicateurs') }}
