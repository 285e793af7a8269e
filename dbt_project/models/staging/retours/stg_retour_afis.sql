select * from {{ source('retours', 'retour_afis') }}
