select * from {{ source('retours', 'retour_ecoute') }}
