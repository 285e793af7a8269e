-- Index 45 alone: labels change from one edition to the next, the number does not.
select departement, annee, mois, mois_couverts, service, nombre, livraison_sha256
from {{ source('raw', 'etat4001') }}
where "index" = 45
