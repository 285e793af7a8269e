select * from {{ source('retours', 'retour_commission') }}
