-- Who counts what, under which licence, rule of secrecy and limits.
select id, titre, producteur, sigle, ssp, licence, calendrier, statut_habituel, secret_seuil, secret_raison, limites, url
from {{ ref('stg_sources') }}
