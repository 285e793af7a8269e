select * from {{ source('retours', 'retour_suivi_strategie') }}
