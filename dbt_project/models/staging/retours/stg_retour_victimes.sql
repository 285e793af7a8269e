select * from {{ source('retours', 'retour_victimes') }}
