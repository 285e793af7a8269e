-- What each indicator means.
select
  id, libelle, libelle_court, definition, unite, unite_singulier, unite_pluriel, mesure, champ, perimetre, source, decimales, famille,
  publiable, publiable_raison, sexe, age, infraction, nationalite, dimensions, nomenclature, concept_sexe, ruptures, calcul, a_confirmer
from {{ ref('stg_indicateurs') }}
