select territoire_type, code, nom, region, millesime, livraison_sha256
from {{ source('raw', 'cog') }}
