select * from {{ source('retours', 'retour_agrements') }}
