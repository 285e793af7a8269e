select proprietaire, nature, type, role, ordre, indicateur, annee, territoire, suffixe, ancre
from {{ source('raw', 'definitions_termes') }}
