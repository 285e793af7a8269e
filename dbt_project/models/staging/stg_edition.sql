select edition
from {{ source('raw', 'edition') }}
