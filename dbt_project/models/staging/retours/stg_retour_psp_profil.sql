select * from {{ source('retours', 'retour_psp_profil') }}
