select * from {{ source('retours', 'retour_mis_en_cause') }}
