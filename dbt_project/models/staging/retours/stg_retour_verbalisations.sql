select * from {{ source('retours', 'retour_verbalisations') }}
