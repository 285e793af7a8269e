select * from {{ source('retours', 'retour_accompagnement') }}
