select * from {{ source('retours', 'retour_diagnostic') }}
