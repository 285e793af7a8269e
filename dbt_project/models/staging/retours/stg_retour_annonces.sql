select * from {{ source('retours', 'retour_annonces') }}
