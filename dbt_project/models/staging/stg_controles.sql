select id, nature, titre, ecart, coherent, non_verifiable, note, ordre
from {{ source('raw', 'definitions_controles') }}
