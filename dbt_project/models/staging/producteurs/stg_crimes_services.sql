select service_type, perimetre_service, service, departement, annee, nombre, livraison_sha256
from {{ source('raw', 'crimes_services') }}
where "index" = 45
