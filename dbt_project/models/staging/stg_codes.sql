select nomenclature, code, libelle
from {{ source('raw', 'definitions_codes') }}
