select id, titre, producteur, sigle, ssp, licence, calendrier, statut_habituel, secret_seuil, secret_raison, limites, url
from {{ source('raw', 'definitions_sources') }}
