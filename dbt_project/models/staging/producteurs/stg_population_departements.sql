select annee, departement, population, provisoire, livraison_sha256
from {{ source('raw', 'population_departements') }}
where sexe = 'ensemble' and age = 'ensemble'
