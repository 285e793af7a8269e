select * from {{ source('retours', 'retour_poursuites') }}
