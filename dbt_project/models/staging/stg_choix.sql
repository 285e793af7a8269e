select cle, retenue, raison
from {{ source('raw', 'choix') }}
