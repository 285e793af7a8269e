select * from {{ source('retours', 'retour_condamnations') }}
